"""Quantities: plain amounts of money, area, length, weight, people and counted things, and what they count."""

import re
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.plandoc.clauses import Surroundings, noun_after, strip_words, surroundings
from gongjian.engines.plandoc.model import QuantityItem
from gongjian.engines.plandoc.numerals import to_decimal
from gongjian.engines.plandoc.quantities import Amount
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.spans import Spans

_AVERAGE = re.compile(r"(?:人|户|亩|场|次|年|月|村|栋|校|家|站|株|格|班|床|社区|街道)均|平均")
_EACH = re.compile(
    r"每(?:[百千万]?[\u3400-\u9fff]{1,8}?|\d+[\u3400-\u9fff]{1,3})(?P<rest>[\u3400-\u9fff]{0,10})$"
)
_GIVING = re.compile(r"补助|补贴|奖励|奖补|招收|招募|发放|给予|安排|投入|资助|拨付|下拨|招生|接待")
_CHANGE = re.compile(r"(?<!净)(?<!新)(?:增加|减少|增长|下降|上升|提高|降低|多|少|增|减)(?:了|约|近)?$")
_FREQUENCY = re.compile(r"每(?:个)?(?:周|月|季度?|年|半年|日|天|学期|星期|两周|旬)")
_RATE_AFTER = re.compile(
    r"^(?:的平均|的标准|的要求|的目标|/|以[上下](?!的?(?:单位|企业))|及以[上下]|以内|左右的平均)"
)
_RANGE_BEFORE = re.compile(r"\d(?:%|[\u3400-\u9fff])?[—～~至到-]+$")
_LIMIT = re.compile(r"(?:低于|高于|不足|超过|不超过|不少于|满|达到|不低于|不得超过|不得少于|未满)$")
_VERB_AFTER = re.compile(
    r"^(?:参与|参加|进行|完成|用于|在|由|轮流|均|正在|得|被|已|可|将|于|并|按|以|占|是|为|从|全部|都|组成|分别|投入|到位|不|未|列入|就业|受益|左右)"
)
_IN_WORDS = re.compile("[零一二两三四五六七八九十百千]")
_SPOKEN_UNITS = frozenset({"元", "平方米", "亩", "米", "人", "户"})
_UNCOUNTED = frozenset({"词", "字", "点", "号", "级", "星", "度", "步", "轮", "行", "页"})
_REFERENCES = re.compile(r"^(?:主要)?参考文献", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Counted:
    amount: Amount
    what: str
    start: int


def find_quantities(reading: Reading, taken: Spans) -> tuple[QuantityItem, ...]:
    """Return the quantities outside the `taken` spans; a repeated amount counts once."""
    stop = _REFERENCES.search(reading.text, reading.start, reading.end)
    limit = stop.start() if stop else reading.end
    counted: list[_Counted] = []
    told: dict[tuple[Fraction, str], set[str]] = {}
    previous: Amount | None = None
    for amount in reading.amounts:
        if amount.start >= limit:
            break
        around = surroundings(reading, amount, previous)
        free = not taken.covers(amount.start)
        if free and _is_stated(reading, amount) and _is_plain(reading, amount, around):
            item = _Counted(amount, _what(reading, amount, around), around.start)
            before = told.get((amount.value, amount.unit))
            pairs = {item.what[i : i + 2] for i in range(len(item.what) - 1)}
            if before is None or not _repeats(amount, pairs, before):
                counted.append(item)
                told[amount.value, amount.unit] = pairs | (before or set())
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
    if _RATE_AFTER.match(after) or _RANGE_BEFORE.search(before) or _CHANGE.search(before):
        return False
    if _AVERAGE.search(before) or _base_of_average(reading, around):
        return False
    each = _EACH.search(before)
    if each and not _GIVING.search(before) and not re.search(r"每日|每天", before):
        return False
    if amount.unit in ("次", "场", "期", "回") and _FREQUENCY.search(before):
        return False
    if _LIMIT.search(before) and not re.search(r"达到$", before):
        return False
    return not re.search(r"^(?:宽|高|深|厚|粗)", after)


def _base_of_average(reading: Reading, around: Surroundings) -> bool:
    """Tell whether an amount is last year's value of an average: 人均…11.7㎡，比上年的9.6㎡增长."""
    sentence = reading.text[around.sentence_start : around.start]
    return bool(re.search(r"[较比][^，]{0,10}的?$", around.before)) and bool(_AVERAGE.search(sentence[-40:]))


def _what(reading: Reading, amount: Amount, around: Surroundings) -> str:
    """Return what an amount counts: the words before it, with the noun after it when one follows."""
    before = strip_words(around.before)
    after = noun_after(around.after)
    if after and _VERB_AFTER.match(after):
        after = ""
    if len(after) > 12:
        after = after[:12]
    before = before[-16:]
    what = before[-10:] + after
    if re.search(r"(?:去年|上年|上月|同期)", around.before) and "去年" not in what:
        what = _previous_thing(reading, around) + "上年" + what if len(what) < 3 else "上年" + what
    if len(what) < 2:
        what = _previous_thing(reading, around) + what
    return what or amount.unit


def _previous_thing(reading: Reading, around: Surroundings) -> str:
    """Return the thing spoken of in the clause before, for amounts that stand alone."""
    text = reading.text
    for clause in reversed(
        re.split(r"[，；：。、\n（）]", text[max(around.sentence_start - 60, reading.start) : around.start])[
            :-1
        ]
    ):
        thing = re.sub(r"[\d.,]+(?:%|[\u3400-\u9fff]{0,2})?", "", strip_words(clause))
        if len(thing) >= 2:
            return thing[-12:]
    return ""


def _repeats(amount: Amount, pairs: set[str], before: set[str]) -> bool:
    """Tell whether an amount was told `before`: three digits alike, or the same words around it."""
    return len(str(amount.value.numerator).rstrip("0")) >= 3 or not pairs.isdisjoint(before)


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
