"""Figures in the text whose operands stand in a table of the document.

- 慰问金总额比去年的A元增长x%: the value now is the total of the column the words name;
- 财政资金占总投资的x%, 镇财政列支P元，占x%: part or whole is the total of the column the words name;
- 军烈属户均x元: total and count stand in the row the words name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.figures.averages import AVERAGE, measure_of, units_of
from gongjian.engines.figures.comparisons import values_by
from gongjian.engines.figures.context import (
    Figure,
    Paragraph,
    is_bound,
    is_plain,
    make_claim,
    shares_words,
)
from gongjian.engines.figures.model import Claim
from gongjian.engines.figures.roles import Role, change_before, role_of
from gongjian.engines.figures.shares import SHARE
from gongjian.engines.plandoc.cell_numbers import Number
from gongjian.engines.plandoc.clauses import Surroundings
from gongjian.engines.plandoc.grids import Grid
from gongjian.engines.plandoc.quantities import Amount

_BRACKET = re.compile(r"[（(].*")
_COMPARED = re.compile(r"(?P<what>[^，。；]{2,16}?)(?:同比|环比|比|较)")
_RATE_RULES = {"growth": "claim:growth", "percentage_of": "claim:share"}


@dataclass(frozen=True, slots=True)
class TableFigures:
    """The numbers of a document's tables with what they measure: those of its total rows, and all, row by row."""

    totals: tuple[Figure, ...]
    rows: tuple[tuple[Figure, ...], ...]


def figures_of(grids: Sequence[Grid]) -> TableFigures:
    """Return the numbers of tables, each named by its row and its column."""
    totals: list[Figure] = []
    rows: list[tuple[Figure, ...]] = []
    for grid in grids:
        for at, row in enumerate(grid.rows):
            cells = [(grid.heads[c], n) for c, n in enumerate(row) if n is not None and n.value > 0]
            if grid.is_total(at):
                totals += [_figure(head, number) for head, number in cells]
            else:
                rows.append(tuple(_figure(grid.labels[at] + head, number) for head, number in cells))
    return TableFigures(tuple(totals), tuple(rows))


def _figure(name: str, number: Number) -> Figure:
    amount = Amount(
        number.start, number.end, number.value, number.unit, "count", number.step, False, number.unit
    )
    around = Surroundings(number.start, number.end, _BRACKET.sub("", name), "", number.start)
    return Figure(amount, around, 0)


def table_told_claims(paragraph: Paragraph, known: set[int], tables: TableFigures) -> list[Claim]:
    """Return the claims of a paragraph that a table completes; `known` are offsets of figures that are claims."""
    claims = []
    for stated in paragraph.figures:
        if is_bound(stated) or paragraph.reading.raw_span(stated.amount.start, stated.amount.end)[0] in known:
            continue
        claim = None
        if stated.is_rate:
            claim = _growth(paragraph, stated, tables) or _share(paragraph, stated, tables)
        elif stated.amount.kind == "count":
            claim = _average(paragraph, stated, tables)
        if claim is not None:
            claims.append(claim)
    return claims


def _total(tables: TableFigures, words: str, unit: str | None) -> Figure | None:
    """Return the one total whose column the words name."""
    found = [
        f for f in tables.totals if (unit is None or f.unit == unit) and shares_words(f.around.before, words)
    ]
    return found[0] if len(found) == 1 else None


def _growth(paragraph: Paragraph, stated: Figure, tables: TableFigures) -> Claim | None:
    change = change_before(stated.around.before)
    what = _COMPARED.match(stated.around.before)
    before, _ = values_by(paragraph, stated) if change and what else ([], [])
    if not before or what is None or change is None or before[0].amount.start < stated.around.start:
        return None
    old, new = before[0], _total(tables, what["what"], before[0].unit)
    if new is None or role_of(paragraph, old) is not Role.BEFORE:
        return None
    value = stated.value if change["up"] else -stated.value
    computed = (new.value - old.value) * 100 / old.value
    return _rate(paragraph, "growth", [old, new], stated, value, computed)


def _share(paragraph: Paragraph, stated: Figure, tables: TableFigures) -> Claim | None:
    share = SHARE.search(stated.around.before)
    if share is None:
        return None
    sentence = paragraph.words(stated.around.sentence_start, stated.amount.start)
    counts = [
        f
        for f in paragraph.before(stated)[:1]
        if f.is_count and is_plain(f) and f.around.sentence_start == stated.around.sentence_start
    ]
    subject = stated.around.before[: share.start()]
    part = counts[0] if counts else _total(tables, subject, None)
    if part is None:
        return None
    named = share["of"].strip("的了") or paragraph.words(paragraph.start, stated.around.sentence_start)
    if not share["of"] and not sentence.startswith("其中"):
        return None
    whole = _total(tables, named, part.unit)
    if whole is None or whole is part or whole.value < part.value:
        return None
    computed = part.value * 100 / whole.value
    return _rate(paragraph, "percentage_of", [part, whole], stated, stated.value, computed)


def _average(paragraph: Paragraph, stated: Figure, tables: TableFigures) -> Claim | None:
    found = AVERAGE.search(stated.around.before) if re.search("[均每]", stated.around.before) else None
    if found is None:
        return None
    noun, measure = measure_of(found)
    units, subject = units_of(noun, measure), found.string[: found.start()]
    for row in tables.rows:
        totals = [f for f in row if f.unit == stated.unit and f.value > stated.value]
        counts = [f for f in row if f.unit in units]
        if len(totals) == len(counts) == 1 and shares_words(subject, totals[0].around.before):
            computed = totals[0].value / counts[0].value
            return make_claim(
                paragraph.reading,
                "per_capita",
                [totals[0], counts[0]],
                stated,
                stated.value,
                computed,
                stated.unit,
                "claim:average",
            )
    return None


def _rate(
    paragraph: Paragraph,
    kind: str,
    operands: list[Figure],
    stated: Figure,
    value: Fraction,
    computed: Fraction,
) -> Claim:
    return make_claim(paragraph.reading, kind, operands, stated, value, computed, "%", _RATE_RULES[kind])
