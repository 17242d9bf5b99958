"""Targets: the results a document sets for the future, with comparator, value, deadline and scope."""

import re
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.plandoc.clauses import Surroundings, noun_after, strip_words, surroundings
from gongjian.engines.plandoc.dates import DateMention
from gongjian.engines.plandoc.model import Target
from gongjian.engines.plandoc.numerals import HAN_COUNT, han_to_int, to_decimal
from gongjian.engines.plandoc.quantities import UNITS, Amount
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.spans import Spans
from gongjian.engines.plandoc.tables import Table

_AT_LEAST = "不少于|不低于|不小于|不得少于|不得低于|至少|最少|≥"
_UP_TO = "达到?了?|提高到|提高至|提升到|提升至|上升到|上升至|增加到|增加至|增至|增长到|升至|升到|回升到|回升至|恢复到|扩大到|扩大至|增长至|覆盖|完成率|提到"
_AT_MOST = "不超过|不高于|不大于|不多于|不得超过|不得高于|≤|控制在|控制到|控制为|压缩到|压缩至|压缩在|压减到|压减至|降到|降至|降低到|降低至|下降到|下降至|减少到|减少至|减至|缩短到|缩短至|缩减到|缩减至|限制在|至多|最多"
_ABOVE = "突破|超过|超出|超|大于|高于|多于|＞|>"
_BELOW = "低于|少于|小于|＜|<"
_MORE = "提高|提升|增加|增长|上升|扩大|递增|增|多"
_LESS = "下降|减少|压减|降低|缩短|缩减|压缩|削减|压降|减|降"
_HOLD = "保持在?|稳定在|维持在|确保|实现|力争"
_BEFORE = re.compile(
    rf"(?:(?P<ge>{_AT_LEAST})|(?P<le>{_AT_MOST})|(?P<to>{_UP_TO})|(?P<gt>{_ABOVE})|(?P<lt>{_BELOW})|(?P<less>{_LESS})|(?P<more>{_MORE})|(?P<hold>{_HOLD}))(?:约|了|近|为|全部|每[\u3400-\u9fff]{{1,3}})?[“ ]?$"
)
_EARLIER_LIMIT = re.compile(rf"(?P<word>{_AT_LEAST}|{_AT_MOST}|{_ABOVE})(?P<verb>[\u3400-\u9fff“”]{{0,8}})$")
_AFTER = re.compile(
    r"^\s*(?:（(?P<inc>含)(?:本数)?）|（(?P<exc>不含)）)?(?P<up>及?以上|或以上)?(?P<inside>以内|之内|内)?(?P<down>及?以下)?"
)
_BASELINE = re.compile(
    r"(?:由|从|自)(?:目前|现在|当前|现有|原来|去年|上年|上一年|年初|原|(?:19|20)\d\d年底?)?的?[^，。；]{0,6}$|(?:较|比|低于|高于)(?:去年|上年|同期|全[省市区国]|街道|平均|[^，。；]{0,12}平均)[^，。；增减提降升]{0,10}(?<!下降)$|(?:较|比)[^，。；到至]{0,12}的$"
)
_BASELINE_AFTER = re.compile(
    r"^(?:的)?(?:基础|水平|平均)?[^，。；]{0,4}?(?:提高|提升|上升|增加|增长|扩大|升|降|下降|降低|减少|压缩|缩短|缩减)(?:到|至)|^的(?:平均|基础)"
)
_PAST = re.compile(
    r"已(?!经?列入)|目前|截至|现有|去年|上年|以来|上月|同期为|累计(?!达到)|实现了|完成了|[达提增]了"
)
_FUTURE = re.compile(
    r"将|力争|争取|确保|要|努力|到20\d\d年|到“|计划|拟|预计|达到|实现|不低于|不少于|下一步|目标"
)
_PROCEDURE = re.compile(r"(?:个?工作日|日|天|小时|分钟|个月|年)$")
_SHORTEN = re.compile(r"压缩|缩短|缩减|压减|降至|降到|控制")
_AGE = re.compile(r"^(?:周)?岁|^年(?:期|限|龄|级)|^[分号室栋楼]")
_AMOUNT_TAIL = re.compile(rf"(?:约|近)?[\d.,]+(?:万|亿)?(?:%|{UNITS})(?:以[上内])?$")
_VERB_ONLY = re.compile(r"(?:累计|共|再|新增?)?(?:完成|建成|实现|达到|新增|改造)")
_WEIGHT = re.compile(r"[×xX*＊＝=]\s*$|权重(?:为|占)?$")
_SHORT_OF = re.compile(
    r"(?:达不到|未达到?|没有达到|不足|不到|不满|未满|(?<!不)(?<!不得)(?:低于|少于|超过|高于))$"
)
_CONSEQUENCE = re.compile(
    r"，[^，。；]{0,14}?(?:扣\d|扣除|扣减|核减|取消|不得(?:评|参|享)|约谈|问责|通报|追究|不予|否决|清零)"
)
_CUT = re.compile(r"(?:核减|扣减|扣除|扣罚|罚没|扣发)[^，。；]*$")
_HAN_LEAST = re.compile(
    rf"(?P<word>不少于|不低于|至少|不超过)(?P<verb>[\u3400-\u9fff]{{0,6}}?)(?P<n>{HAN_COUNT}{{1,3}})(?P<unit>次|场|个|名|件|项|处|支|家|篇|期|户|条|轮|批)"
)
_SCOPE_ALL = re.compile(
    r"全(?:省|市|区|县|镇|乡|街道|社区|域|校|村|系统|辖区)|辖区(?!内)|城市社区(?=[^，。；]{0,4}$)"
)
_SCOPE_EACH = re.compile(
    r"(?:每个|每栋|每(?![百千万月年日周天季])|各)(?:[\u3400-\u9fff]{1,6}?(?:（[^）]{1,8}）)?)(?=至少|不少于|打造|培育|建|设|报|培|开|完|组|有|配|新|发|年|都|要|应|须|落)"
)
_PLACE = re.compile(r"[\u3400-\u9fff]{1,7}?(省|自治区|市|社区|区|县|镇|乡|街道|村)")
_MEMORY = 600  # characters of one paragraph that are looked back over
_ANNUAL = re.compile(r"(?P<year>20\d\d)年度?(?!.*[—~至-]\s*20)")


@dataclass(frozen=True, slots=True)
class TargetFound:
    """A target with its amount, before it becomes a record."""

    indicator: str
    comparator: str
    value: Fraction
    unit: str | None
    deadline: str | None
    scope: str | None
    start: int
    end: int
    rule: str


def comparator_of(before: str, after: str, amount: Amount) -> tuple[str, bool]:
    """Return the comparator and whether a comparing word was there."""
    tail = _AFTER.match(after)
    up, down = bool(tail and tail["up"]), bool(tail and tail["down"])
    inside = bool(tail and tail["inside"])
    word = _BEFORE.search(before)
    kind = word.lastgroup if word else None
    earlier = _EARLIER_LIMIT.search(before) if kind in (None, "more", "less", "hold") else None
    if earlier and not word:
        return (
            ">="
            if re.fullmatch(_AT_LEAST, earlier["word"])
            else "<="
            if re.fullmatch(_AT_MOST, earlier["word"])
            else ">"
        ), True
    if kind in ("less", "more"):
        if kind == "more" and amount.kind == "count" and up:
            return ">=", True
        return ("-=" if kind == "less" else "+="), True
    if kind in ("ge", "le", "gt", "lt"):
        return {"ge": ">=", "le": "<=", "gt": ">", "lt": "<"}[kind], True
    if down:
        return ("<=" if tail and (tail["inc"] or (tail["down"] or "").startswith("及")) else "<"), True
    if inside:
        return "<=", True
    if up:
        return ">=", True
    if kind == "to":
        return ">=", True
    return "=", kind == "hold"


class _Finder:
    def __init__(self, reading: Reading, taken: Spans) -> None:
        self.reading, self.taken = reading, taken
        self.found: list[TargetFound] = []
        self.named: dict[tuple[int, str], str] = {}
        self.last_indicator: tuple[int, str] | None = None

    def find(self) -> tuple[TargetFound, ...]:
        previous: Amount | None = None
        for amount in self.reading.amounts:
            if not self.taken.covers(amount.start):
                self._consider(amount, previous)
            previous = amount
        for found in _HAN_LEAST.finditer(self.reading.text, self.reading.start, self.reading.end):
            self._han_least(found)
        return tuple(sorted(self.found, key=lambda t: t.start))

    def _consider(self, amount: Amount, previous: Amount | None) -> None:
        around = surroundings(self.reading, amount, previous)
        if amount.kind in ("marks", "permille") or self._is_baseline(around):
            return
        comparator, compared = comparator_of(around.before, around.after, amount)
        if not self._is_target(amount, around, compared):
            return
        indicator = self._indicator(amount, around, previous)
        if not indicator:
            return
        if _VERB_ONLY.fullmatch(indicator):
            indicator = self.named.get((around.sentence_start, amount.unit), indicator)
        self.named.setdefault((around.sentence_start, amount.unit), indicator)
        self.last_indicator = (around.sentence_start, indicator)
        self.found.append(
            TargetFound(
                indicator,
                comparator,
                amount.value,
                amount.unit or None,
                deadline_of(self.reading, amount.start, around),
                scope_of(self.reading, amount.start, around),
                around.start,
                max(amount.end, amount.end + len((_AFTER.match(around.after) or [""])[0])),
                "target:goal" if self._in_goals(amount.start) else "target:compared",
            )
        )

    def _is_baseline(self, around: Surroundings) -> bool:
        if _BASELINE_AFTER.match(around.after):
            return True
        return bool(_BASELINE.search(around.before)) and not re.search(r"(?:到|至|达)$", around.before)

    def _in_goals(self, offset: int) -> bool:
        sections = self.reading.sections_at(offset)
        return Section.GOAL in sections and Section.PAST not in sections

    def _is_target(self, amount: Amount, around: Surroundings, compared: bool) -> bool:
        reading = self.reading
        section = reading.section_at(amount.start)
        if section in (Section.PAST, Section.PROBLEMS) or (section is Section.RATING and not compared):
            return False
        if (
            re.match(r"(?:以上)?的(?:村|社区|户|家庭|单位|项目|街道|企业|小区|人)", around.after)
            and amount.kind == "count"
            and compared
        ):
            return False
        if _WEIGHT.search(around.before) or _is_condition(reading, amount, around):
            return False
        if _AGE.match(around.after) or (
            amount.written_unit in ("岁", "周岁", "号", "级", "星", "届", "倍", "期") and not compared
        ):
            return False
        table = reading.table_at(amount.start)
        if table is not None and not _may_hold_targets(table, compared):
            return False
        words = around.before + around.after
        if reading.frame.kind == "rubric" and around.after.endswith("的"):
            return False
        if amount.kind == "time" and not self._time_target(amount, around, compared):
            return False
        if self._in_goals(amount.start):
            return not re.search(r"已(?:经|达|完|建|有)|现有|目前(?!的)", words)
        if not self._speaks_of_future(amount, around, section):
            return False
        if amount.kind in ("percent", "portion", "points"):
            return not re.search(r"占$|占比(?:为)?$|权重$|按$|按照$", around.before.rstrip()) or compared
        return compared and not re.search(r"\d岁|超过\d+(?:天|日|小时)未", words)

    def _time_target(self, amount: Amount, around: Surroundings, compared: bool) -> bool:
        """Tell whether hours or days are a result: a limit to be shortened or a sum to be reached."""
        if _SHORTEN.search(around.before):
            return True
        if amount.written_unit in ("天", "日", "个工作日", "工作日", "小时", "分钟", "时"):
            word = _BEFORE.search(around.before)
            if word and word.lastgroup == "ge":
                return True
            return bool(
                word
                and word.lastgroup in ("ge", "to", "gt")
                and re.search(r"时长|时数|服务|学时|培训|率|天数", around.before)
            )
        return False

    def _speaks_of_future(self, amount: Amount, around: Surroundings, section: Section) -> bool:
        reading = self.reading
        sentence = reading.text[around.sentence_start : around.end]
        if reading.frame.kind in ("plan", "notice", "rubric"):
            line_start = _line_start(reading, amount.start)
            told_past = re.search(
                r"截至|截止|已(?:经)?[建完加实达组开累]|现有", reading.text[line_start : around.start]
            )
            if told_past and not re.search(
                r"力争|确保|目标|计划到|要达|将达", reading.text[told_past.end() + line_start : around.end]
            ):
                return False
            return not _PAST.search(around.before) and not _PAST.search(sentence[-60:])
        sections = reading.sections_at(amount.start)
        if Section.FUTURE in sections or Section.GOAL in sections:
            return not _PAST.search(around.before)
        if Section.WORK in sections and re.search(r"要|将|力争|确保|前|年内", sentence):
            return not _PAST.search(sentence)
        return (
            bool(
                re.search(
                    r"力争|争取|下一步|明年|计划到|到20\d\d年底?[^，]{0,4}，?(?:力争|将|要|确保)", sentence
                )
            )
            and section is not Section.PAST
        )

    def _indicator(self, amount: Amount, around: Surroundings, previous: Amount | None) -> str | None:
        before = self._named_before(amount, around)
        after = noun_after(around.after)
        if amount.kind in ("percent", "portion", "points") and len(before) >= 3:
            after = after if re.match(r"^以?上?的", around.after) or "覆盖" in before else ""
        name = before + after if after and not re.match(r"及|和|与|并", after) else before
        name = name[-36:] if len(before) > 30 else name[:40]
        if len(name) >= 2:
            return name
        if self.last_indicator and self.last_indicator[0] == around.sentence_start:
            return self.last_indicator[1]
        return None

    def _named_before(self, amount: Amount, around: Surroundings) -> str:
        bare = re.sub(
            rf"(?:由|从)(?:目前的?|现在的?|去年的?|上年的?|\d{{4}}年的?)?[\d.,]+(?:万|亿)?(?:%|{UNITS})",
            "",
            around.before,
        )
        bare = re.sub(
            r"(?:较|比|同)(?:去年|上年|往年|上一年)(?:同期)?|同比|环比|不少于|不低于|至少|不超过|超过",
            "",
            bare,
        )
        bare = strip_words(bare)
        if len(bare) >= 2:
            return bare
        text, start = self.reading.text, around.sentence_start
        earlier = re.split(r"[，；：]", text[start : around.start].rstrip("，；： "))
        named = strip_words(_AMOUNT_TAIL.sub("", earlier[-1])) if earlier else ""
        if not re.search(r"\d", named) and 2 <= len(named) <= 24:
            return re.sub(r"^(?:完成|实现)", "", named)
        return bare

    def _han_least(self, found: re.Match[str]) -> None:
        reading = self.reading
        start = found.start()
        if self.taken.covers(start) or reading.section_at(start) in (Section.PAST, Section.RATING):
            return
        if reading.frame.kind not in (
            "plan",
            "notice",
            "rubric",
        ) and Section.FUTURE not in reading.sections_at(start):
            return
        amount = Amount(
            found.start("n"),
            found.end(),
            Fraction(han_to_int(found["n"]) or 0),
            found["unit"],
            "count",
            Fraction(1),
            False,
            found["unit"],
            True,
        )
        around = surroundings(reading, amount, None)
        before = strip_words(re.sub(rf"{found['word']}", "", around.before)) + noun_after(around.after)
        if not before:
            return
        value = amount.value
        unit = "人" if found["unit"] == "名" else found["unit"]
        comparator = "<=" if found["word"] == "不超过" else ">="
        deadline, scope = deadline_of(reading, start, around), scope_of(reading, start, around)
        self.found.append(
            TargetFound(
                before, comparator, value, unit, deadline, scope, around.start, found.end(), "target:numeral"
            )
        )


def _may_hold_targets(table: Table, compared: bool) -> bool:
    """Tell whether a table sets results: one of targets, or one of tasks where a comparing word stands."""
    of_tasks = table.column("任务", "举措", "措施", "事项") is not None
    return table.column("目标", "指标") is not None or (compared and of_tasks)


def _is_condition(reading: Reading, amount: Amount, around: Surroundings) -> bool:
    """Tell whether an amount says when a sanction falls due, or how heavy it is: 低于80%的街道，核减10%."""
    text = reading.text
    is_outcome = amount.kind == "portion" and text.startswith("的，", max(0, around.start - 2))
    if _CUT.search(around.before) or is_outcome:
        return True
    if not _SHORT_OF.search(around.before):
        return False
    after = text[amount.end : amount.end + 40]
    return bool(re.match(r"(?:以上|以下)?的", after) or _CONSEQUENCE.match(after))


def _line_start(reading: Reading, offset: int) -> int:
    """Return where the paragraph around an offset begins, at most `_MEMORY` characters back."""
    near = max(reading.start, offset - _MEMORY)
    return max(reading.text.rfind("\n", near, offset) + 1, near)


def _usable(date: DateMention, reading: Reading) -> bool:
    before = reading.text[max(0, date.start - 2) : date.start]
    return (
        date.kind != "every"
        and not re.search(r"[较比与]$", before)
        and not reading.text.startswith("的", date.end)
    )


def deadline_of(reading: Reading, offset: int, around: Surroundings) -> str | None:
    """Return the nearest date stated for an amount: its sentence, its line, its list, its document."""
    text = reading.text
    line_start = _line_start(reading, offset)
    limit = min(reading.end, offset + _MEMORY)
    line_end = text.find("\n", offset, limit)
    line_end = limit if line_end < 0 else line_end
    if reading.table_at(offset) is not None:
        row = [d for d in reading.dates_in(offset, line_end) if _usable(d, reading)]
        return row[-1].last if row else None
    before = [d for d in reading.dates_in(around.sentence_start, offset) if _usable(d, reading)]
    if before:
        return before[-1].last
    sentence_end = text.find("。", offset, line_end)
    sentence_end = line_end if sentence_end < 0 else sentence_end
    after = [d for d in reading.dates_in(offset, sentence_end) if _usable(d, reading) and d.deadline]
    if after:
        return after[0].last
    labelled = [
        d
        for d in reading.dates_in(offset, line_end)
        if re.search(r"时[限间]：$", text[max(0, d.start - 4) : d.start])
    ]
    if labelled:
        return labelled[0].last
    earlier = [
        d
        for d in reading.dates_in(line_start, around.sentence_start)
        if _usable(d, reading) and (d.deadline or text[line_start : d.start].strip("到至— ") == "")
    ]
    if earlier:
        return earlier[-1].last
    return _document_deadline(reading, offset)


def _document_deadline(reading: Reading, offset: int) -> str | None:
    title = reading.frame.title or ""
    if Section.GOAL in reading.sections_at(offset):
        for i, node in enumerate(reading.outline.nodes):
            if reading.section_of_node(i) is Section.TIME:
                dates = [d for d in reading.dates_in(node.start, node.end) if d.kind == "range"]
                if dates and dates[-1].last:
                    return dates[-1].last
    annual = _ANNUAL.search(title)
    for start, end, year in reading.years.headings:
        if start <= offset < end and annual and int(annual["year"]) != year:
            return f"{year}-12"
    if annual and re.search(r"计划|要点|安排|任务|目标", title):
        return f"{annual['year']}-12"
    return None


def scope_of(reading: Reading, offset: int, around: Surroundings) -> str | None:
    """Return where or for whom a target holds: its clause, its paragraph, else the title's place."""
    sentence = reading.text[around.sentence_start : around.start]
    each = _SCOPE_EACH.search(around.before) or re.search(
        r"(?:^|，)各[\u3400-\u9fff]{1,5}?(?=要|应|须|将|都)", sentence
    )
    if each:
        return each[0].strip("，")
    line_start = _line_start(reading, offset)
    paragraph = reading.text[line_start : around.end]
    named = _SCOPE_ALL.findall(paragraph)
    if named:
        return str(named[-1])
    place = _PLACE.match(reading.frame.title or "")
    if not place or re.match(r"老旧|城市|全市|加强|关于", place[0]):
        return None
    inner = re.findall(r"街道|社区", reading.frame.title or "") if place[1] in "省市区县" else []
    if place[1] in ("社区", "街道", "村"):
        return place[1]
    return (
        inner[0] if inner and (reading.frame.title or "").startswith(place[0] + inner[0]) else f"全{place[1]}"
    )


def find_targets(reading: Reading, taken: Spans) -> tuple[TargetFound, ...]:
    """Return the targets outside the `taken` spans (ratings, rubric rules), in order."""
    return _Finder(reading, taken).find()


def target_records(reading: Reading, found: tuple[TargetFound, ...]) -> tuple[Target, ...]:
    """Turn found targets into records with their place in the raw text."""
    records = []
    for target in found:
        a, b, quote = reading.raw_span(target.start, target.end)
        records.append(
            Target(
                quote=quote,
                start=a,
                end=b,
                rule=target.rule,
                confidence=0.85 if target.rule == "target:goal" else 0.7,
                indicator=target.indicator,
                comparator=target.comparator,
                value=to_decimal(target.value),
                unit=target.unit,
                deadline=target.deadline,
                scope=target.scope,
            )
        )
    return tuple(records)
