"""The figures of one paragraph with their words, as the claim readers look at them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from gongjian.engines.figures.model import LOOSE, Claim, Operand
from gongjian.engines.plandoc.clauses import Surroundings, strip_words, surroundings
from gongjian.engines.plandoc.outline import lines_of
from gongjian.engines.plandoc.quantities import Amount
from gongjian.engines.plandoc.reading import Reading

BOUND_BEFORE = re.compile(
    r"(?:不到|不足|超过|突破|不低于|不少于|不超过|低于|高于|少于|至少|超|逾|多于|未达)$"
)
_BOUND_AFTER = re.compile(r"^(?:（含）)?(?:及?以上|及?以下|以内|之内)")
_ABOUT = re.compile(r"(?:约|近|大约|约为|接近|将近)$")
_ABOUT_AFTER = re.compile(r"^(?:左右|上下)")
_MEMORY = 30  # figures of one paragraph that are looked back over
_BOUND_REACH = 4  # characters of the longest word before a bound
_BROKEN_REACH = 1200  # characters that broken lines are joined over
_PEOPLE = {"人", "份", "人次"}


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with the words around it; `index` is its place in the paragraph."""

    amount: Amount
    around: Surroundings
    index: int

    @property
    def value(self) -> Fraction:
        """Return the value in base units."""
        return self.amount.value

    @property
    def unit(self) -> str:
        """Return the base unit."""
        return self.amount.unit

    @property
    def is_rate(self) -> bool:
        """Tell whether it is a per cent or a portion in words."""
        return self.amount.kind in ("percent", "portion")

    @property
    def is_count(self) -> bool:
        """Tell whether it is an amount that can be added and divided."""
        return self.amount.kind == "count" and self.amount.value.numerator > 0


@dataclass(frozen=True)
class Paragraph:
    """One line of a document with its figures in order."""

    reading: Reading
    start: int
    end: int
    figures: tuple[Figure, ...]

    def before(self, figure: Figure) -> list[Figure]:
        """Return the earlier figures of the paragraph, nearest first."""
        return list(reversed(self.figures[max(0, figure.index - _MEMORY) : figure.index]))

    @cached_property
    def _starts(self) -> list[int]:
        return [f.amount.start for f in self.figures]

    def between(self, start: int, end: int) -> list[Figure]:
        """Return the figures that begin in a stretch, in order."""
        return list(self.figures[bisect_left(self._starts, start) : bisect_left(self._starts, end)])

    def words(self, start: int, end: int) -> str:
        """Return the normalised text of a span."""
        return self.reading.text[start:end]


def paragraphs(reading: Reading) -> Iterator[Paragraph]:
    """Yield every line that holds figures, table rows left out; a line that ends in ； or ， goes on in the next."""
    stop = re.search(r"^(?:主要)?参考文献", reading.text[reading.start : reading.end], re.MULTILINE)
    limit = reading.start + stop.start() if stop else reading.end
    for start, end in _lines(reading, limit):
        amounts = reading.amounts_in(start, end)
        if not amounts or reading.table_at(start) is not None:
            continue
        yield Paragraph(reading, start, end, figures_in(reading, amounts))


def figures_in(reading: Reading, amounts: Sequence[Amount]) -> tuple[Figure, ...]:
    """Return the amounts of a paragraph, in order, as figures."""
    before: list[Amount | None] = [None, *amounts]
    return tuple(
        Figure(amount, surroundings(reading, amount, previous), i)
        for i, (amount, previous) in enumerate(zip(amounts, before, strict=False))
    )


def _lines(reading: Reading, limit: int) -> Iterator[tuple[int, int]]:
    """Yield the lines up to `limit`, a broken one with the lines it goes on in; markers and tables begin anew."""
    starts = {node.start for node in reading.outline.nodes}
    open_start, open_end = -1, -1
    for start, end in lines_of(reading.text, reading.start, limit):
        goes_on = open_start >= 0 and start not in starts and reading.table_at(start) is None
        if open_start >= 0 and not goes_on:
            yield open_start, open_end
        open_start, open_end = (open_start if goes_on else start), end
        if reading.text[end - 1 : end] not in ("；", "，", "、") or end - open_start > _BROKEN_REACH:
            yield open_start, open_end
            open_start = -1
    if open_start >= 0:
        yield open_start, open_end


def is_bound(figure: Figure) -> bool:
    """Tell whether a figure only bounds (不到两成, 90%以上) and so claims no value."""
    around = figure.around
    return bool(BOUND_BEFORE.search(around.before[-_BOUND_REACH:]) or _BOUND_AFTER.match(around.after))


def tolerance_of(figure: Figure) -> Fraction:
    """Return half a unit of the last digit written, a whole unit for about."""
    about = (
        _ABOUT.search(figure.around.before) or _ABOUT_AFTER.match(figure.around.after) or figure.amount.approx
    )
    return figure.amount.step if about else figure.amount.step / 2


def alike(a: Figure, b: Figure) -> bool:
    """Tell whether two figures can be parts of one another: same unit, or people and sheets answered."""
    return a.unit == b.unit or (a.unit in _PEOPLE and b.unit in _PEOPLE)


def thing(figure: Figure) -> str:
    """Return the words that say what a figure measures."""
    return strip_words(figure.around.before)


def shares_words(a: str, b: str) -> bool:
    """Tell whether two phrases share two characters in a row."""
    return bool({a[i : i + 2] for i in range(len(a) - 1)} & {b[i : i + 2] for i in range(len(b) - 1)})


def make_claim(
    reading: Reading,
    kind: str,
    operands: list[Figure],
    stated: Figure,
    value: Fraction,
    computed: Fraction,
    unit: str,
    rule: str,
    confidence: float = LOOSE,
) -> Claim:
    """Build a claim; `value` is the stated figure with its sign, `confidence` BOUND or LOOSE."""
    start, end, quote = reading.raw_span(_quote_start(reading, stated), stated.amount.end)
    tolerance = tolerance_of(stated)
    return Claim(
        quote=quote,
        start=start,
        end=end,
        rule=rule,
        confidence=confidence,
        type=kind,
        operands=tuple(operand(reading, f) for f in operands),
        stated=value,
        unit=unit,
        tolerance=tolerance,
        computed=computed,
        holds=abs(computed - value) <= tolerance,
        figure=operand(reading, stated),
        step=stated.amount.step,
    )


def _quote_start(reading: Reading, stated: Figure) -> int:
    start = max(stated.around.start, stated.amount.start - 14)
    lead = len(reading.text[start : stated.amount.start]) - len(
        reading.text[start : stated.amount.start].lstrip(" \n")
    )
    return start + lead


def operand(reading: Reading, figure: Figure) -> Operand:
    """Return a figure as an operand with its raw words."""
    start, end, quote = reading.raw_span(figure.amount.start, figure.amount.end)
    return Operand(figure.value, figure.unit, quote, start, end, rounding_of(figure))


def rounding_of(figure: Figure) -> Fraction:
    """Return how far the true value may lie from the written one."""
    amount = figure.amount
    if amount.approx or _ABOUT_AFTER.match(figure.around.after):
        return amount.step
    return Fraction(0) if amount.step == 1 or amount.han else amount.step / 2


_AVERAGE = re.compile(r"均|平均|每[^，。；]{0,4}$")
_TIMES = frozenset("×*")
_CHANGED_BY = re.compile(
    r"(?<!净)(?<!新)(?:增加|减少|增长|下降|上升|提高|降低|[增减多少][收支]|超额|节约|节省|多|增|减|少)(?:了|约|近)?$"
)


_COMPARED_WITH = re.compile(
    r"(?:(?<![占对])比|较)(?:去年|上年|前年|往年|上月|上季度?|上期|上次|年初|同期|此前|(?:19|20)\d\d年)[^，。；]{0,8}$"
)


def is_factor(figure: Figure) -> bool:
    """Tell whether a figure is part of a product: 5条×100元=500元."""
    return figure.around.after[:1] in _TIMES or figure.around.before[-1:] in _TIMES


def is_plain(figure: Figure) -> bool:
    """Tell whether an amount is told for itself: no average, no change by it, no value it is compared with, no bound."""
    before = figure.around.before
    if is_factor(figure):
        return False
    if _AVERAGE.search(before[-12:]) and "日均" not in before:
        return False
    if _COMPARED_WITH.search(before):
        return False
    return not _CHANGED_BY.search(before) and not is_bound(figure)
