"""Ratings: numeric conditions with the grade, award, warning or sanction they lead to."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from gongjian.engines.plandoc.conditions import COUNTABLE, Condition, find_conditions
from gongjian.engines.plandoc.model import Rating
from gongjian.engines.plandoc.numerals import ARABIC, is_number
from gongjian.engines.plandoc.reading import Reading, split_spans
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.spans import Spans

_GRADE = re.compile(
    r"(?P<verb>评定为|评选为|评为|认定为|确定为|命名为|判定为|授予|列为|列入|纳入|视为|划为|定为|降为|可?申报|可?参评|颁发|获得|亮|挂|记为|属于|属|等次为|等级为|为)(?P<label>“[^”]{1,16}”|[^，。；、：（“\n]{1,16})"
)
_SANCTION = re.compile(
    r"(?P<label>(?:(?<=进行)通报|(?<=予以)通报|(?<=给予)通报|约谈|诫勉谈话|诫勉|通报批评|全[区市县街镇]?[道]?通报|通报表扬|书面检查|作出?书面|黄牌警告|红牌警告|警告|限期\S{1,6}|取消\S{2,14}|摘牌|撤销\S{2,12}|退出\S{0,8}|责令\S{2,8}|问责|追责|重点督办|挂牌督办|不予\S{2,8}|不得\S{2,10}|一票否决|停发\S{1,8}|扣[发减除罚]\S{1,8}|(?:相应|酌情)?核减\S{1,10}|预警|提醒|解聘|淘汰|降级|表彰|表扬|奖励\S{0,10}|优先\S{2,10}|拆除|清退|检讨|表态发言)[^，。；]{0,10})"
)
_LABEL_TAIL = re.compile(r"(?:等次|等级|档次|荣誉称号|称号|档|格次)$")
_QUOTA = re.compile(
    r"(?P<label>“[^”]{1,12}”|[一二三四五]星级?|[A-E]{1,3}级|[一二三特]等奖?|优秀|良好|优良|不?合格|先进|[\u3400-\u9fff]{2,8}?)"
    r"(?:等次|等级|档次)?(?:的)?(?P<what>比例|名额|数量|占比|[\u3400-\u9fff]{0,4}(?:数量?|比例|名额))?(?:一般|原则上)?"
    rf"(?P<over>不超过|控制在|不得超过|不高于|不多于)(?P<of>[^，。；\d]{{0,16}}?)(?P<n>{ARABIC})%(?:以内|之内)?"
)
_REST = re.compile(r"其余(?:的)?(?:[\u3400-\u9fff]{0,6}?)(?:评为|定为|为)(?P<label>“[^”]+”|[^，。；]{1,10})")
_POINTS_ACTION = re.compile(r"扣\d|扣[一二三]分|加\d|加[一二三]分|得\d+分|计\d+分|不得分|扣完|减\d+分")
_RATED = (
    "社区|街道|村|小区|院落|项目|企业|家庭|单位|示范点|试点|网格员|网格|志愿者|部门|居民|楼栋|楼院|物业|个人|同志|党员|干部|保洁员|乡镇|镇|农户|户|站点|站|点|公司|团队|组织|队伍|学校|商户|店铺"
    "|县区|区县|人员|责任人|负责人|书记|主任|楼长|班组|中队|科室|承包人|选手|作品|区|县|市|楼|任务|事项"
)
_SUBJECT = re.compile(
    rf"的(?!评|定为|为|列|授|取|被|予|给|由|不|，)(?P<who>[\u3400-\u9fff（）]{{0,8}}?(?:{_RATED}))"
)
_SUBJECT_BEFORE = re.compile(rf"(?:^|[对凡将])(?P<who>[\u3400-\u9fff]{{0,6}}?(?:{_RATED}))")
_SANCTIONED = re.compile(rf"对(?P<who>[\u3400-\u9fff]{{0,8}}?(?:{_RATED}))(?:进行|予以|给予|实行|作出)")
_IN_LABEL = re.compile(rf"(?:{_RATED})$")


@dataclass(frozen=True, slots=True)
class RatingFound:
    """A rating with its place in the normalised text."""

    label: str
    subject: str | None
    condition: Condition
    start: int
    end: int


def _label(text: str) -> str:
    bare = text.strip().strip("“”")
    previous = None
    while previous != bare:
        previous = bare
        bare = _LABEL_TAIL.sub("", bare) or bare
    return re.sub(r"^(?:全[市区县镇]|市级|区级)?(?=“)|[”“]", "", bare).strip()


def _verdict(text: str, start: int, end: int, weak: bool) -> tuple[str, int, int] | None:
    """Return the label that follows a condition in a clause; `weak` conditions need a clear verb."""
    rest = text[start:end]
    graded = _GRADE.search(rest)
    while graded:
        if _is_grade(graded, rest, weak):
            label = re.split(r"(?:的奖|，|并)", graded["label"])[0]
            return _label(label), start + graded.start("label"), start + graded.end("label")
        graded = _GRADE.search(rest, graded.start() + 1)
    sanction = _SANCTION.search(rest)
    if sanction:
        label = re.sub(r"的$", "", sanction["label"])
        return label, start + sanction.start("label"), start + sanction.end("label")
    return None


def _is_grade(found: re.Match[str], rest: str, weak: bool) -> bool:
    verb, label = found["verb"], found["label"]
    if verb == "亮" and not re.match(r"[“红黄绿蓝]", label):
        return False
    if verb in ("为", "获得", "挂", "属", "纳入", "列入", "参评") and weak:
        before = rest[: found.start()].rstrip()
        return label.startswith("“") or before.endswith("的") or verb in ("列入", "纳入")
    if verb == "为":
        return not re.match(r"[主了期准止此何]", label)
    return True


class _Sentence:
    """Reads one sentence clause by clause: conditions wait until their verdict comes."""

    def __init__(self, reading: Reading, start: int, end: int, subject: str | None) -> None:
        self.reading, self.start, self.end = reading, start, end
        self.subject = subject
        self.named = False
        self.found: list[RatingFound] = []

    def read(self) -> list[RatingFound]:
        text = self.reading.text
        pending: list[Condition] = []
        clause_mark = re.compile("[，、]" if self._lists_grades() else "，")
        for start, end in split_spans(text, self.start, self.end, clause_mark):
            clause = text[start:end]
            if _POINTS_ACTION.search(clause):
                pending = []
                continue
            rest = _REST.search(clause)
            if rest and self.found:
                self._remainder(rest, start)
                continue
            conditions = find_conditions(clause, start)
            self._note_subject(clause, start, conditions)
            pending += conditions
            if not pending:
                continue
            after = max((c.end for c in conditions), default=start)
            weak = all(c.basis not in ("score", "points", "hours", "lag") for c in pending)
            verdict = _verdict(text, after, end, weak) or self._verdict_before(conditions, start, end)
            if verdict:
                subject = self._subject_for(verdict[0], clause)
                subject = subject or ("任务" if any(c.basis == "lag" for c in pending) else None)
                for condition in pending:
                    begin = min(condition.start, verdict[1])
                    stop = max(condition.end, verdict[2])
                    self.found.append(RatingFound(verdict[0], subject, condition, begin, stop))
                pending = []
        return self.found

    def _note_subject(self, clause: str, start: int, conditions: list[Condition]) -> None:
        """Remember who a clause rates: the noun after its 的, or before its condition."""
        if not conditions:
            return
        after = _SUBJECT.search(clause, max(c.end - start for c in conditions))
        before = _SUBJECT_BEFORE.search(clause, 0, conditions[0].start - start)
        if after:
            self.subject, self.named = after["who"], True
        elif before:
            self.subject, self.named = before["who"], True

    def _subject_for(self, label: str, clause: str) -> str | None:
        sanctioned = _SANCTIONED.search(clause)
        if sanctioned:
            return re.sub(r"^.*的", "", sanctioned["who"])
        in_label = _IN_LABEL.search(label)
        if in_label and not self.named and not _SANCTION.match(label):
            self.subject = in_label[0]
        return self.subject

    def _lists_grades(self) -> bool:
        """Tell whether the sentence parts its grades with 、: 90分以上为优秀、80分以上为良好."""
        return bool(
            re.search(r"为[^，、。]{1,8}、[^，、。]{0,6}\d", self.reading.text[self.start : self.end])
        )

    def _verdict_before(
        self, conditions: list[Condition], start: int, end: int
    ) -> tuple[str, int, int] | None:
        """Read a grade written before its bound: 优秀（90分以上）, 优秀等次：90分以上."""
        if not conditions or conditions[0].basis not in ("score", "points"):
            return None
        before = self.reading.text[start : conditions[0].start]
        named = re.search(
            r"(?:^|[：、，])“?(?P<label>[\u3400-\u9fff]{2,6}?)”?(?:等次|等级|档次)?(?:得分|总分|：|:|（|为|须|应|需)*$",
            before,
        )
        if not named or not re.search(
            r"优|良|合格|好|差|一般|星|达标|级|等|红|黄|绿|蓝|示范|先进", named["label"]
        ):
            return None
        return _label(named["label"]), start + named.start("label"), start + named.end("label")

    def _remainder(self, rest: re.Match[str], offset: int) -> None:
        last = self.found[-1].condition
        bound = last.value[0] if isinstance(last.value, tuple) else last.value
        condition = replace(
            last, start=offset + rest.start(), end=offset + rest.end(), comparator="<", value=bound
        )
        self.found.append(
            RatingFound(
                _label(rest["label"]), self.subject, condition, offset + rest.start(), offset + rest.end()
            )
        )


def _quotas(reading: Reading, start: int, end: int, known: set[str]) -> list[RatingFound]:
    found: list[RatingFound] = []
    if reading.text.find("%", start, end) < 0:
        return found
    for match in _QUOTA.finditer(reading.text, start, end):
        label = _label(re.sub(r"^(?:年度|季度|其中|被评为|评为|获评|各类)", "", match["label"]))
        what = (match["what"] or "").strip("的")
        if not is_number(match["n"]) or not re.search(
            r"优|良|合格|好|先进|示范|星|等|级|标兵|达标|称职|红旗|红榜|黑榜", label
        ):
            continue
        named = re.search(r"[一二三四五六七八九十]星级|[一二三]等奖?", label)
        label = named[0] if named else label
        phrase = reading.text[match.start() : match.end()].lstrip("“")
        label = max((k for k in known if phrase.startswith(k)), key=len, default=label)
        subject = (
            re.sub(r"的$", "", match["of"]) or re.sub(r"^.*?(?=[\u3400-\u9fff]{2}数$)", "", what) or None
        )
        if what and what not in ("比例", "名额", "数量", "数", "占比"):
            subject = re.sub(r"比例$", "", what)
        condition = Condition(
            match.start(), match.end(), "<=", Decimal(match["n"].replace(",", "")), "%", "quota"
        )
        found.append(RatingFound(label, subject, condition, match.start(), match.end()))
    return found


def find_ratings(reading: Reading, taken: Spans) -> tuple[RatingFound, ...]:
    """Return the ratings outside the `taken` spans (rubric rules), in order."""
    found: list[RatingFound] = []
    labels: set[str] = set()
    subject = _default_subject(reading)
    mark = re.compile(r"[。！？；\n]")
    for start, end in split_spans(reading.text, reading.start, reading.end, mark):
        if not COUNTABLE.search(reading.text, start, end) or taken.meets(start, end):
            continue
        if reading.section_at(start) is Section.GOAL:
            continue
        if reading.table_at(start) and reading.frame.kind != "rubric":
            continue
        quotas = _quotas(reading, start, end, labels)
        found.extend(quotas)
        labels.update(r.label for r in quotas)
        if quotas:
            continue
        sentence = _Sentence(reading, start, end, subject)
        found.extend(sentence.read())
        labels.update(r.label for r in sentence.found)
        if sentence.found and sentence.subject:
            subject = sentence.subject
    found.extend(_table_ratings(reading, subject))
    return tuple(_close_bounds(_name_rates(sorted(found, key=lambda r: r.start))))


def _name_rates(found: list[RatingFound]) -> list[RatingFound]:
    """Give a bound without a rate of its own (低于60%的) the rate of the condition before it."""
    named: list[RatingFound] = []
    for rating in found:
        before = named[-1].condition.basis if named else ""
        if rating.condition.basis == "share:" and before.startswith("share:"):
            rating = replace(rating, condition=replace(rating.condition, basis=before))
        named.append(rating)
    return named


def _default_subject(reading: Reading) -> str | None:
    """Return who is rated according to the section on 考核对象, else by a word of the title."""
    for node in reading.outline.nodes:
        if re.search(r"(?:考核|考评|评定|评价|参评|评选|适用)(?:对象|范围)", node.heading):
            who = re.findall(
                rf"(?:\d+个|各|全部|所有)?(?:{_RATED})", reading.text[node.heading_end : node.end]
            )
            counted = [w for w in who if not re.match(_RATED, w)]
            if who:
                return re.sub(r"^(?:\d+个|各|全部|所有)", "", (counted or who[-1:])[0])
    title = reading.frame.title or ""
    who = re.findall(r"物业|小区|社区|街道|院落|村|企业|家庭|志愿者|网格员|楼栋|单位", title)
    return ("物业项目" if who[-1] == "物业" else who[-1]) if who else None


def _close_bounds(found: list[RatingFound]) -> list[RatingFound]:
    """Open an interval at the top where another grade begins at the same value."""
    starts = set()
    for rating in found:
        value = rating.condition.value
        if rating.condition.comparator in (">=", "[]", "[)"):
            starts.add((value[0] if isinstance(value, tuple) else value, rating.condition.basis))
    result = []
    for rating in found:
        condition = rating.condition
        closed = condition.comparator in ("[]", "(]") and isinstance(condition.value, tuple)
        if closed and isinstance(condition.value, tuple) and (condition.value[1], condition.basis) in starts:
            opened = condition.comparator[0] + ")"
            rating = replace(rating, condition=replace(condition, comparator=opened))
        result.append(rating)
    return result


def _table_ratings(reading: Reading, subject: str | None) -> list[RatingFound]:
    found = []
    for table in reading.tables:
        label_at = table.column("等次", "等级", "星级", "档次", "评定结果")
        score_at = table.column("分数", "得分", "分值区间", "总分", "标准", "分值")
        if label_at is None or score_at is None or label_at == score_at:
            continue
        for row in table.rows:
            if len(row) <= max(label_at, score_at) or not row[label_at].text:
                continue
            conditions = find_conditions(row[score_at].text, row[score_at].start)
            for condition in conditions[:1]:
                begin, end = sorted((row[label_at].start, condition.start))
                found.append(
                    RatingFound(
                        _label(row[label_at].text), subject, condition, begin, max(end, condition.end)
                    )
                )
    return found


def rating_items(reading: Reading, found: tuple[RatingFound, ...]) -> tuple[Rating, ...]:
    """Turn found ratings into records with their place in the raw text."""
    items = []
    for rating in found:
        a, b, quote = reading.raw_span(rating.start, rating.end)
        condition = rating.condition
        items.append(
            Rating(
                quote=quote,
                start=a,
                end=b,
                rule=f"rating:{condition.basis.partition(':')[0]}",
                confidence=0.8,
                label=rating.label,
                subject=rating.subject,
                comparator=condition.comparator,
                value=condition.value,
                unit=condition.unit,
                basis=condition.basis,
            )
        )
    return tuple(items)
