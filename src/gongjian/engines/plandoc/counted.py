"""Quantities: plain amounts of money, area, length, weight, people and counted things, and what they count."""

import re
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from operator import attrgetter

from gongjian.engines.plandoc.clauses import Surroundings, surroundings
from gongjian.engines.plandoc.counted_things import Things, cell_of
from gongjian.engines.plandoc.model import QuantityItem
from gongjian.engines.plandoc.numerals import to_decimal
from gongjian.engines.plandoc.quantities import UNITS, Amount
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.spans import Spans

_AVERAGE = re.compile(
    r"[人户亩场次年月周季村栋校家站株格班床单车桌例件篇处点店]均(?!已|建|完成|达|按|设|有|配|成立|开展|落实|签|安装)"
    r"|(?:社区|街道|乡镇)均(?=\d|约|为|[^，。；]{1,6}$)|[日天]均(?:\d|约|为|达|近|$)|平均"
)
_PER_MEASURE = re.compile(
    r"每(?:平方米|平方公里|公里|千米|吨|公斤|千克|斤|亩|公顷|立方米|小时|米|㎡)[\u3400-\u9fff]{0,4}$"
)
_EACH = re.compile(
    r"每(?:[百千万]?[\u3400-\u9fff]{1,8}?|\d+[\u3400-\u9fff]{1,3})(?P<rest>[\u3400-\u9fff]{0,10})$"
)
_GIVING = re.compile(r"奖金|补助|补贴|奖励|奖补|招收|招募|发放|给予|安排|投入|资助|拨付|下拨|招生|接待")
_CHANGE = re.compile(r"(?<!净)(?<!新)(?:增加|减少|增长|下降|上升|提高|降低|多|少|增|减)(?:了|约|近)?$")
_NET_CHANGE = re.compile(rf"[\d.,]+(?:万|亿)?(?:{UNITS})净[增减]$")
_FREQUENCY = re.compile(r"每(?:个)?(?:周|月|季度?|年|半年|日|天|学期|星期|两周|旬)")
_RATE_AFTER = re.compile(
    r"^(?:的平均|的标准|的要求|的目标|/|以[上下](?!的?(?:单位|企业))|及以[上下]|以内|左右的平均)"
)
_RANGE_BEFORE = re.compile(r"\d(?:%|[\u3400-\u9fff])?[—～~至到-]+$")
_LIMIT = re.compile(
    r"(?:低于|高于|少于|多于|大于|小于|不足|超过|不超过|不少于|满|达到|不低于|不得超过|不得少于|未满|达不到)$"
)
_IN_WORDS = re.compile("[零一二两三四五六七八九十百千]")
_SPOKEN_UNITS = frozenset({"元", "平方米", "亩", "米", "人", "户"})
_UNCOUNTED = frozenset({"词", "字", "点", "号", "级", "星", "度", "步", "轮", "行", "页"})
_DIMENSION = re.compile(r"(?:宽|高|深|厚|粗)(?=[\d约达不为的，。、；）]|$)")
_DIVIDED = re.compile(r"分(?:为|成)?$")
_COMPARED = re.compile("[较比][^，]{0,10}的?$")
_PART_OF = re.compile("占[^，。；]{0,12}$")
_VIEWS = re.compile("(?:点击|浏览|阅读|访问)(?:数|量|次数)?[：]?$")
_APPOSED = re.compile(r"(?:夫妻|夫妇|父子|父女|母子|母女|兄弟|兄妹|姐妹|[他她我]们|双方|上述|以上|该)$")
"""Words that a small number only sums up: 夫妻二人."""
_start = attrgetter("start")
_REFERENCES = re.compile(r"^(?:主要)?参考文献", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Counted:
    amount: Amount
    what: str
    is_whole: bool
    is_cell: bool


class _Told:
    """How the mentions of one amount so far were named, in pieces of two characters."""

    def __init__(self) -> None:
        self._pairs: set[str] = set()
        self._in_cells: set[str] = set()
        self._fewest = 0
        self._told = self._told_in_cells = False

    def holds(self, item: _Counted) -> bool:
        """Tell whether an item repeats one told before, and keep its name if it does not.

        Figures of three digits and more are never told of two things; smaller ones are if half of the
        shortest name is another, unless they are the whole that a part is a share of. Two cells of tables
        are two things.
        """
        pairs = {item.what[i : i + 2] for i in range(len(item.what) - 1)}
        known = self._pairs if item.is_cell else self._pairs | self._in_cells
        told = self._told or (self._told_in_cells and not item.is_cell)
        shared = len(pairs & known)
        digits = len(str(item.amount.value.numerator).rstrip("0"))
        fewest = min(len(pairs), self._fewest) if known else len(pairs)
        if told and (digits >= 3 or item.is_whole or (shared and 2 * shared >= fewest)):
            return True
        if item.is_cell:
            self._told_in_cells, self._in_cells = True, self._in_cells | pairs
        else:
            self._told, self._pairs = True, self._pairs | pairs
        self._fewest = fewest
        return False


def find_quantities(reading: Reading, taken: Spans) -> tuple[QuantityItem, ...]:
    """Return the quantities outside the `taken` spans; a repeated amount counts once."""
    stop = _REFERENCES.search(reading.text, reading.start, reading.end)
    limit = stop.start() if stop else reading.end
    counted: list[_Counted] = []
    told: dict[tuple[Fraction, str], _Told] = {}
    previous: Amount | None = None
    things = Things(reading)
    for amount in merge(reading.amounts, reading.cell_amounts, key=_start):
        if amount.start >= limit:
            break
        around = surroundings(reading, amount, previous)
        free = not taken.covers(amount.start)
        if free and _is_stated(reading, amount) and _is_plain(reading, amount, around):
            is_whole = bool(_PART_OF.search(around.before))
            is_cell = cell_of(reading, amount) is not None
            item = _Counted(amount, things.of(amount, around), is_whole, is_cell)
            if not told.setdefault((amount.value, amount.unit), _Told()).holds(item):
                counted.append(item)
        previous = amount
    return tuple(_record(reading, item) for item in counted)


def _is_stated(reading: Reading, amount: Amount) -> bool:
    """Tell whether an amount is written in digits, or in words and of a kind that words are used for."""
    first = reading.raw_span(amount.start, amount.end)[2][:1]
    return not (amount.han or _IN_WORDS.match(first)) or amount.unit in _SPOKEN_UNITS


def _is_plain(reading: Reading, amount: Amount, around: Surroundings) -> bool:
    before, after = around.before, around.after
    if amount.kind != "count" or "/" in amount.unit or amount.value == 0 or amount.unit in _UNCOUNTED:
        return False
    place = cell_of(reading, amount)
    if place is not None and place.is_derived:
        return False
    if (
        _NET_CHANGE.search(before)
        or _RATE_AFTER.match(after)
        or _RANGE_BEFORE.search(before)
        or _CHANGE.search(before)
    ):
        return False
    if _AVERAGE.search(before) or _PER_MEASURE.search(before) or _base_of_average(reading, around):
        return False
    place = reading.cells.at(amount.start) if reading.tables and not before else None
    if place and (_AVERAGE.search(place.row) or place.row.startswith("每")):
        return False
    each = _EACH.search(before)
    if (
        each
        and (not _GIVING.search(before) or "标准" in before)
        and "每日" not in before
        and "每天" not in before
    ):
        return False
    if amount.unit in ("次", "场", "期", "回") and _FREQUENCY.search(before):
        return False
    if amount.unit == "期" and (_DIVIDED.search(before) or after.startswith("工程")):
        return False
    if amount.unit in ("次", "人次") and _VIEWS.search(reading.text[max(0, amount.start - 8) : amount.start]):
        return False
    if (amount.han and _APPOSED.search(before)) or _is_quoted(reading, amount):
        return False
    if _LIMIT.search(before) and not before.endswith("达到"):
        return False
    return not _DIMENSION.match(after)


def _is_quoted(reading: Reading, amount: Amount) -> bool:
    """Tell whether the amount in words is all that a pair of quotes holds, a name: “三元”."""
    text = reading.text
    return amount.han and text[amount.start - 1 : amount.start] == "“" and text.startswith("”", amount.end)


def _base_of_average(reading: Reading, around: Surroundings) -> bool:
    """Tell whether an amount is last year's value of an average: 人均…11.7㎡，比上年的9.6㎡增长."""
    sentence = reading.text[around.sentence_start : around.start]
    return bool(_COMPARED.search(around.before)) and bool(_AVERAGE.search(sentence[-40:].rpartition("；")[2]))


def _record(reading: Reading, item: _Counted) -> QuantityItem:
    a, b, quote = reading.raw_span(item.amount.start, item.amount.end)
    in_words = item.amount.han or _IN_WORDS.match(quote)
    return QuantityItem(
        quote=quote,
        start=a,
        end=b,
        rule="quantity:numeral" if in_words else "quantity:digits",
        confidence=0.75 if in_words else 0.9,
        value=to_decimal(item.amount.value),
        unit=item.amount.unit,
        what=item.what,
        approx=item.amount.approx,
    )
