"""What a target measures: the words before its amount, or the noun that the amount counts."""

import re

from gongjian.engines.plandoc.clauses import Surroundings, noun_after, strip_words
from gongjian.engines.plandoc.quantities import UNITS, Amount
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.targets.sharing import MEASURE

_LIMIT = 40
_TAIL = 36
_FROM = re.compile(
    rf"(?:由|从)(?:目前的?|现在的?|去年的?|上年的?|\d{{4}}年(?:底|末)?的?)?[\d.,]+(?:万|亿)?(?:%|{UNITS})"
)
_BASIS = re.compile(
    r"(?:较|比|同)(?:去年|上年|往年|上一年|20\d\d年)(?:同期)?|同比|环比|不少于|不低于|至少|不超过|超过"
)
_RANGE_START = re.compile(r"\d[\d.,]*(?:%|[\u3400-\u9fff]{1,2})?[—～~至到-]+$")
_AMOUNT_TAIL = re.compile(rf"(?:约|近)?[\d.,]+(?:万|亿)?(?:%|{UNITS})(?:以[上内])?$")
_ADVERB = re.compile(
    r"(?:，?翻[一两]?番，?|双双|分别|逐年|逐步|逐月|全部|全面|平均|总体|基本|动态|累计|一律|普遍|持续|全员)+$"
)
_VERB_ONLY = re.compile(
    r"(?:累计|共|再|新增?)?(?:完成|建成|实现|达到|新增|改造|化解|办结|整改|解决|拆除|培训|调解|盘活)"
)
_ANY_AMOUNT = re.compile(rf"^.*\d(?:百|千|万|亿)*余?(?:%|{UNITS})(?:以[上内下])?的?")
_NOUN = re.compile("[\u3400-\u9fff]*?(?=由|$|进行|开展|实施)")
_ROUTINE = re.compile(
    r"[\u3400-\u9fff]{2,8}?(?:单位|部门|[队员站所长]|公司|中心|支部)(?P<every>每[日天周月季年](?:度)?)(?P<deed>[\u3400-\u9fff]{2,})"
)
"""Who does what how often: 村级河长|每月|巡河."""
_ACTOR = re.compile("^[^，。；将把]{1,16}[将把](?=[\u3400-\u9fff“]{2})")
"""Who is to bring the measure there: 各村5月底前将|签订率提高到."""
_TO_EACH = re.compile("(?:达到?|不低于|不少于|不超过)(?=每[百千万户人])")
_SPAN = re.compile("[一二两三四五六七八九十\\d]+年(?:内|间|来)?")
_KIND = re.compile("[\u3400-\u9fff]{1,4}[级类型]")
_PART = re.compile("其中[^。；]*$")
_DIGIT = re.compile(r"\d")
_ENDS = re.compile("最低|最高|最少|最多|平均|累计|合计")
_MARKER = re.compile(r"^\s*(?:\d{1,2}[．.、）)]|[（(]\d{1,2}[）)]|[①-⑳])")
_DEED = re.compile("^(?:完成|实现|提高|提升|降低|减少)(?=.{2})")
_OPENING = re.compile("[，；：、（）]")
_EACH_ONE = re.compile("每[\u3400-\u9fff]{1,3}")
_TOPIC = 10
_SHARER = re.compile(
    r"(?!全)[\u3400-\u9fff]{0,4}(?:[区镇村乡县市城户]|街道|农村|人员|人群|群体|居民|党员|老人|儿童|企业|单位|学校|小区)"
)
"""Of whom the measure told before holds, where a clause leaves it out: 污水治理率达到30%，其中集镇|达到80%."""
_HAS = re.compile(r"(?:要|应|须|至少|确保|使)?有$")
_OF = re.compile(r"^以?上?的")


class Names:
    """Names the indicators of one document, remembering those of each sentence for amounts without one."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._first: dict[tuple[int, str], str] = {}
        self._last: tuple[int, str] | None = None

    def of(self, amount: Amount, around: Surroundings) -> str | None:
        """Return what an amount measures, that of the clause before if it is left out, or None."""
        routine = _ROUTINE.match(around.before)
        name = routine["every"] + strip_words(routine["deed"]) if routine else self._own(amount, around)
        if name and _EACH_ONE.fullmatch(name) and self.reading.table_at(amount.start) is None:
            name += strip_words(_ANY_AMOUNT.sub("", self._clause_before(around)))[-_TOPIC:]
        if name and any(kind.fullmatch(name) for kind in (_SPAN, _ENDS, _AMOUNT_TAIL)):
            name = None
        if not name and self._last and self.goes_on(around):
            name = self._last[1]
        if not name:
            return None
        key = (around.sentence_start, amount.unit)
        measure = self._first.get(key, "")
        if _SHARER.fullmatch(name) and MEASURE.search(measure):
            return name + measure
        if (
            measure
            and _KIND.fullmatch(name)
            and amount.unit != "元"
            and _PART.search(self._sentence_before(around))
        ):
            return name + measure
        if _VERB_ONLY.fullmatch(name):
            name = self._first.get(key) or name + self._counted_before(amount, around)
        self._first.setdefault(key, name)
        self._last = (around.sentence_start, name)
        return name

    def goes_on(self, around: Surroundings) -> bool:
        """Tell whether the sentence of an amount has set a result before."""
        return self._last is not None and self._last[0] == around.sentence_start

    def _own(self, amount: Amount, around: Surroundings) -> str | None:
        after = noun_after(around.after)
        if after.startswith(("及", "和", "与", "并")):
            after = ""
        is_share = amount.kind in ("percent", "portion", "points")
        if is_share and after and _HAS.search(around.before):
            return after[:_LIMIT]
        before = self._before(around)
        if is_share and len(before) >= 3 and not (_OF.match(around.after) or "覆盖" in before):
            after = ""
        name = before + after
        name = name[-_TAIL:] if len(before) > 30 else name[:_LIMIT]
        return name if len(name) >= 2 else None

    def _before(self, around: Surroundings) -> str:
        words = _TO_EACH.sub("", around.before.rstrip("≥≤＞＜>< "))
        bare = _RANGE_START.sub("", _BASIS.sub("", _FROM.sub("", words)))
        bare = _ADVERB.sub("", strip_words(_ACTOR.sub("", bare)))
        if len(bare) >= 2:
            return bare
        named = strip_words(_AMOUNT_TAIL.sub("", _MARKER.sub("", self._clause_before(around))))
        named = _ADVERB.sub("", named)
        if not _DIGIT.search(named) and 2 <= len(named) <= 24:
            return _DEED.sub("", named)
        return bare

    def _sentence_before(self, around: Surroundings) -> str:
        return self.reading.text[around.sentence_start : around.start] + around.before

    def _clause_before(self, around: Surroundings) -> str:
        words = self.reading.text[around.sentence_start : around.start].rstrip("，；： ")
        if words.endswith("（"):
            return _OPENING.split(words[:-1])[-1]
        return words[max(map(words.rfind, "，；：")) + 1 :]

    def _counted_before(self, amount: Amount, around: Surroundings) -> str:
        """Return the noun behind the last amount of the same unit in the sentence: 5件|包案事项…化解4件."""
        place = self.reading.cells.at(amount.start) if self.reading.tables else None
        if place:
            return place.row
        earlier = [
            a for a in self.reading.amounts_in(around.sentence_start, amount.start) if a.unit == amount.unit
        ]
        if not earlier:
            return ""
        noun = _NOUN.match(noun_after(self.reading.text[earlier[-1].end : around.start]))
        return noun[0] if noun else ""
