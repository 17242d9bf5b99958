"""What an amount counts: the words before it, the noun behind it, or the thing spoken of before."""

import re

from gongjian.engines.plandoc.clauses import Surroundings, noun_after, strip_words
from gongjian.engines.plandoc.quantities import UNITS, Amount
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.table_cells import Place

_VERB_AFTER = re.compile(
    r"^(?:参与|参加|进行|完成|用于|在|由|轮流|均|正在|得|被|已|可|将|于|并|按|以|占|是|为|从|全部|都|组成|分别|投入|到位|不|未"
    r"|列入|就业|受益|左右|相比|比上|增长|净[增减]|建立|开展|提供|发放|举办|组织|安装|实施|享受|接受|签订|免费|纳入|转入|正在|[增升降减提压扩缩][至到为])"
)
_ORDER = re.compile(r"^(?:[一二三四五六七八九]是|第[一二三四五六七八九]|但|仅仅?|我[会局办镇]|共同)+")
_REST = re.compile(r"(?:其余|剩余|余下|另有|还有|尚余|尚有|仍有|还剩|其他)$")
_DONE = re.compile(
    r"(?:已|按期|及时|按时|现场|成功|累计|共)*(?:办结|办理|完成|成功|解决|化解|整改|整治|调解|调处|建成|开工|完工|竣工|拆除|改造|落实|达标|合格|参加|参与|发放"
    r"|救助|回收|采纳|回复|答复|处置|处理|销号|兑现|申报|通过|成交|到位|栽植|种植|配备|安装|更换|清理|惠及|受益|涉及)"
)
"""A deed without its object: 受理614件，办结|608件."""
_DOUBLED = re.compile("^(?:完成|实现)(?=(?:整改|改造|整治|办理|调解|化解|安装|更换|清理|验收)$)")
_EXTENT = re.compile(r"(?:总|涉及)?(?:面积|长度|里程|价值|金额|建筑面积|占地面积|全长|产值|总价|造价)")
_TOTAL = re.compile(r"(?:[两三四五六七八九十]项|(?:上述|以上)[^，。；]{0,4})?(?:合计|共计|总计)约?$")
_COST = re.compile(
    r"(?:计划|累计|总|预计|概算|估算|共|需|所需|共需|项目|安排|投入)*(?:投资|资金|经费|投入|费用|造价|概算|预算)(?:总额|额)?"
)
_PLACE_PART = re.compile("[\u3400-\u9fff]{1,3}[片区镇村县市段]")
_AWARD = re.compile(
    r"(?:每[名个家户位])?(?:各|分别)?(?:给予|予以|发放)?(?:一次性)?(?:奖励|奖补|奖金|补助|补贴|资金|经费|现金)(?:奖励|奖金|经费|资金)?"
)
_GRADE = re.compile("“([^”]{2,12})”|([特一二三]等奖|优秀奖|先进奖)")
_ATTENDED = re.compile("参加|参与|出席|到会|受益")
_HEAD_VERB = re.compile(
    r"^(?:加快|推进|推动|实施|开展|加强|做好|抓好|完成|新建|改造|建设|修缮|更换|提升|完善|打造|优化|全面|大力|着力|深入|持续)+(?=[\u3400-\u9fff]{2})"
)
_HEAD_END = re.compile(
    r"建设|工作|工程|项目|上[新台]|添|有|取得|不断|明显|持续|稳步|力度|成效|水平|更加|进一步|显著|[，。：；（“]|$"
)
_NOUN_END = re.compile(
    r"(?<=.)(?:进行|开展|实施|参加|参与|完成|接受|列入|调整|安装|全部|已|均|正在|未(?!成年)|共有?|由|中(?:有|的|$)|达到|用于|受益|免费|报名)"
)
"""Where the noun behind an amount ends: 74个|社区|进行了考评."""
_DOES = re.compile("完成|推进|做好|启动|实施|推动|抓好|开展")
"""After these the noun behind an amount runs on over 的: 完成116个|排口的溯源建档."""
_TAKEN_UP = re.compile(r"(?:对|向|与|为|给(?!予)|从|由|在|以|把|将|同)(?P<rest>[\u3400-\u9fff]{0,6})$")
_AGES = re.compile(r"\d+(?:周?岁)?[至到—～-]\d+周?岁的?")
_FROM = re.compile(
    rf"[由从][^，。；]{{0,8}}[\d.,]+(?:万|亿)?(?:{UNITS})[\u3400-\u9fff]{{1,3}}[至到](?:20\d\d年的?)?$"
)
_BOUND = re.compile(r"\d+[次起]及?以[上下]的?")
_INNER = re.compile(rf"\d[\d.,]*(?:百|千|万|亿)*余?(?!周?岁)(?:{UNITS})(?!及?以[上下])(?=.)")
"""An amount inside what another counts: 涉及5个小区|68栋."""
_IN_MONEY = re.compile("(?:折合|合计|价值)?(?:人民币)?$")
_SUMMED = re.compile(
    r"^.+?(?:一共|总共|共计|(?<![公一])共(?![产建青同享治商识有])|累计)"
    r"(?=[\u3400-\u9fff]{2,}$)(?!(?:投资|资金|经费|投入|费用|面积|金额)$)"
)
"""Who did it, before a word of summing up: 社区和单位共|捐款."""
_HOTLINE = re.compile(r"^\d{3,}(?=[\u3400-\u9fff])")
_BOOK = re.compile("《[^》]*》")
_LAST_COUNT = re.compile(rf"[\d.,]+(?:百|千|万|亿)*余?(?:{UNITS})$")
_NUMBERS = re.compile(rf"[\d.,]+(?:百|千|万|亿)*余?(?:%|{UNITS})?")
_CLAUSE = re.compile(r"[，；：。、\n（）]")
_LISTED = re.compile(
    r"[\u3400-\u9fff]{1,6}[好高强大多优全新]、[\u3400-\u9fff]{1,8}的(?P<noun>[\u3400-\u9fff]{2,8})"
)
"""Qualities before the noun: 12个|基础好、意愿高的小区."""
_BRACKET = re.compile(r"（[\u3400-\u9fff、]{1,8}）")
_YEAR = re.compile(r"20\d\d年")
_ABOUT = re.compile(r"(?:[-—+约近超逾余多\s]|左右)*")
_LAST_YEAR = re.compile(
    r"(?:去年|上年|上月|上季度)(?:同期)?|同期|(?<=[由从比较])(?:上半年|年初|上季度|上期|期初)|(?<=[比较])20\d\d年"
)
_MEMORY = 60
_LONG = 10
_LONGEST = 12


class Things:
    """Names what the amounts of one document count, remembering what each unit counted in a sentence."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._sentence = -1
        self._first: dict[str, str] = {}
        self._last: dict[str, tuple[str, int]] = {}
        self._parts: dict[str, list[str]] = {}

    def of(self, amount: Amount, around: Surroundings) -> str:
        """Return what an amount counts; amounts are to be asked for in their order."""
        if around.sentence_start != self._sentence:
            self._sentence, self._first, self._last, self._parts = around.sentence_start, {}, {}, {}
        what, is_own = self._named(amount, around)
        if is_own:
            self._first.setdefault(amount.unit, what)
            self._last[amount.unit] = (what, amount.end)
            self._parts.setdefault(amount.unit, []).append(what)
        return what

    def _named(self, amount: Amount, around: Surroundings) -> tuple[str, bool]:
        """Return what an amount counts, and whether its own clause says so."""
        place = cell_of(self.reading, amount)
        if place:
            return place.row + place.head, True
        after = noun_after(around.after).partition("—")[0]
        bracket = _BRACKET.match(self.reading.text, around.end) if 0 < len(after) < 3 else None
        after += bracket[0] if bracket else ""
        listed = _LISTED.match(self.reading.text, amount.end)
        after = listed["noun"] if listed else after
        after = "" if _VERB_AFTER.match(after) else _NOUN_END.split(after, maxsplit=1)[0]
        if not _DOES.search(around.before):
            after = after.partition("的")[0]
        before = _before(around.before, has_noun=bool(after))
        what = before[-_LONG:] + after[:_LONGEST]
        before_now = _LAST_YEAR.search(_FROM.sub("", around.before))
        if before_now:
            thing = what if len(what) > 1 and not what.startswith(before_now[0]) else self._spoken_of(around)
            return before_now[0] + thing.removeprefix(before_now[0]), False
        rest = _REST.search(around.before.rstrip(" 约近"))
        if rest and not after:
            return rest[0] + self._first.get(amount.unit, ""), False
        if _COST.fullmatch(what):
            if "争取" in around.before:
                return "争取" + what, False
            planned = "计划" if len(what) == 2 and "计划" in around.before else ""
            return self._heading(around.start) + planned + what, False
        if _TOTAL.search(around.before) and len(what) < 3:
            return self._summed(amount, around) + "合计", False
        if what in ("花费", "耗资"):
            clause = self.reading.text[max(around.start - _LONGEST, 0) : around.start]
            return (self._spoken_of(around) if re.search(r"\d", clause) else "") + what, False
        if amount.unit == "元" and what in ("需", "需要"):
            return "经费", False
        if _EXTENT.fullmatch(what):
            return self._spoken_of(around) + what, False
        if _DONE.fullmatch(what):
            year = _YEAR.search(around.before)
            if year:
                return year[0] + what, False
            return self._counted_before(amount, around) + what, False
        if _AWARD.fullmatch(what):
            return self._grade(around) + what, False
        if _PLACE_PART.fullmatch(what) and "其中" in self.reading.text[around.sentence_start : amount.start]:
            return what + self._first.get(amount.unit, ""), False
        if not what:
            deed = _ATTENDED.match(around.after)
            return self._spoken_of(around) + (deed[0] if deed else "") or amount.unit, False
        return what, True

    def _summed(self, amount: Amount, around: Surroundings) -> str:
        """Return what the parts before a total have in common, else what their heading is about."""
        parts = self._parts.get(amount.unit, [])
        if not parts:
            return self._spoken_of(around)
        common = _common_ending(*parts[-2:]) if len(parts) > 1 else ""
        return common if len(common) > 1 else self._heading(around.start)

    def _counted_before(self, amount: Amount, around: Surroundings) -> str:
        """Return what the last amount of this unit counted, if no other clause after a ； parts them."""
        what, end = self._last.get(amount.unit, ("", 0))
        between = self.reading.text[end : around.start].rstrip()
        parted = "；" in between and not between.endswith("；")
        return self._spoken_of(around) if parted or not what else what

    def _spoken_of(self, around: Surroundings) -> str:
        """Return the thing spoken of in the clause before, for amounts that stand alone."""
        text = self.reading.text
        place = self.reading.cells.at(around.start) if self.reading.tables else None
        if place:
            return place.row
        near = max(around.sentence_start - _MEMORY, self.reading.start)
        for clause in reversed(_CLAUSE.split(text[near : around.start])[:-1]):
            thing = strip_words(_NUMBERS.sub("", strip_words(clause)))
            if len(thing) >= 2 and (text[around.start - 1] == "（" or not thing.endswith("率")):
                return thing[-_LONGEST:]
        return ""

    def _grade(self, around: Surroundings) -> str:
        """Return the grade told last before a sum that goes with it: 评为“红旗村”，奖励|1万元."""
        text = self.reading.text
        grades = _GRADE.findall(text[max(around.sentence_start, around.start - _MEMORY) : around.start])
        return next(filter(None, grades[-1])) if grades else ""

    def _heading(self, offset: int) -> str:
        """Return what the heading around an offset is about, for sums whose sentence does not say it."""
        holders = self.reading.outline.holders(offset)
        if not holders:
            return ""
        heading = self.reading.outline.nodes[holders[-1]].heading
        bare = _HEAD_VERB.sub("", heading)
        end = _HEAD_END.search(bare, 2)
        topic = bare[: min(end.start() if end else len(bare), 8)]
        return "" if re.search(r"资金|经费|投资|投入|保障|要求", heading) else topic


def cell_of(reading: Reading, amount: Amount) -> Place | None:
    """Return the place of the cell that an amount has to itself, None where other words stand with it."""
    place = reading.cells.at(amount.start) if reading.grids else None
    if place is None:
        return None
    words = reading.text[place.start : amount.start] + reading.text[amount.end : place.end]
    return place if _ABOUT.fullmatch(words) else None


def _before(words: str, *, has_noun: bool) -> str:
    """Return the thing named before an amount, without ages, titles of books and other amounts."""
    bare = _BOUND.sub("", _FROM.sub("", _AGES.sub("", words)))
    without_book = _BOOK.sub("", bare)
    bare = without_book if len(without_book) > 2 and not bare.endswith("》") else bare
    taken_up = _TAKEN_UP.search(bare) if has_noun else None
    bare = _ORDER.sub("", strip_words(taken_up["rest"] if taken_up else bare))
    bare = _SUMMED.sub("", bare)
    bare = _HOTLINE.sub("", _IN_MONEY.sub("", _INNER.sub("", _DOUBLED.sub("", bare))))
    return _LAST_COUNT.sub("", bare) or bare


def _common_ending(one: str, two: str) -> str:
    length = 0
    while length < min(len(one), len(two)) and one[-length - 1] == two[-length - 1]:
        length += 1
    return one[len(one) - length :]
