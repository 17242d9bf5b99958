"""Figures in the text whose operands stand in a table of the document.

- 财政资金占总投资的x%, 湖滨社区投资占全街道的x%, 镇财政列支P元，占x%: part and whole are cells the words name;
- 慰问金总额比去年的A元增长x%: the value now is a cell; 2023年帮扶资金比2021年增长x%, 矛盾纠纷环比下降x%: both are;
- 军烈属户均x元, 全区平均每名护理员服务x人: total and count stand in one row.

A claim that does not hold is made only where the words hold the whole names of its cells, or tell one operand.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

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
from gongjian.engines.figures.table_words import Named, NamedGrid, TableFigures
from gongjian.engines.plandoc.grids import Grid

_PART_OF = re.compile(
    r"(?:占|为|是|达到?|相当于|完成(?=[^，。；]*(?:计划|任务|目标|预算)))(?:了|到)?(?P<of>[^，。；占为是]{2,16})的(?:约|近|比重|比例|为|达到?)*$"
)
_COMPARED = re.compile(r"(?P<what>[^，。；]{0,24}?)(?:同比|环比|(?<!占)比|较)(?P<base>[^，。；]*)")
_OVERALL = re.compile("全|总|合计|各|辖区|平均")
_YEAR = re.compile(r"(20\d\d)年")
_OWN_YEAR = re.compile(r"(?<![比较与])(20\d\d)年")
_LAST = re.compile("同比|[上去]年|上一年")
_ADDED = re.compile(r"累计|合计|共计?|总计")
_RULES = {
    "growth": "claim:growth",
    "percentage_of": "claim:share",
    "difference": "claim:change",
    "per_capita": "claim:average",
    "sum": "claim:sum",
}


def figures_of(grids: Sequence[Grid]) -> TableFigures:
    """Return the tables of a document as far as words name their cells."""
    return TableFigures(grids)


def table_told_claims(paragraph: Paragraph, known: set[int], tables: TableFigures) -> list[Claim]:
    """Return the claims of a paragraph that a table completes; `known` are offsets of figures that are claims."""
    claims = []
    for stated in paragraph.figures:
        if is_bound(stated) or paragraph.reading.raw_span(stated.amount.start, stated.amount.end)[0] in known:
            continue
        claim = _told(paragraph, stated, tables)
        if claim is not None:
            claims.append(claim)
    return claims


def _told(paragraph: Paragraph, stated: Figure, tables: TableFigures) -> Claim | None:
    """Return the first claim of a figure that a table gives, else the first that the words fix."""
    loose = None
    for named in tables.near(paragraph.start):
        for claim, is_fixed in _options(paragraph, stated, named):
            if claim.holds:
                return claim
            loose = loose or (claim if is_fixed else None)
    return loose


def _options(paragraph: Paragraph, stated: Figure, named: NamedGrid) -> Iterator[tuple[Claim, bool]]:
    before = stated.around.before
    if change_before(before) and (stated.is_rate or stated.is_count):
        yield from _changes(paragraph, stated, named)
    elif stated.is_rate:
        yield from _shares(paragraph, stated, named)
    elif stated.is_count and re.search("[均每]", before):
        yield from _averages(paragraph, stated, named)
    elif stated.is_count and _ADDED.search(before):
        yield from _sums(paragraph, stated, named)


def _row(paragraph: Paragraph, stated: Figure, named: NamedGrid, words: str) -> Named | None:
    """Return the row that words name, else the one their sentence speaks of, else 合计; None for several rows."""
    found = named.rows(words)
    if len(found) > 1:
        return None
    if not found and not _OVERALL.search(words):
        sentence = paragraph.words(stated.around.sentence_start, stated.around.start)
        clauses = re.split("[，；。]", sentence)
        found = next((rows for clause in reversed(clauses) if (rows := named.rows(clause))), [])
    if not found and named.total is not None:
        return Named(named.total, bool(_OVERALL.search(words)))
    return found[0] if len(found) == 1 else None


def _shares(paragraph: Paragraph, stated: Figure, named: NamedGrid) -> Iterator[tuple[Claim, bool]]:
    share = SHARE.search(stated.around.before) or _PART_OF.search(stated.around.before)
    if share is None:
        return
    subject, of = stated.around.before[: share.start()], share["of"] or ""
    told = _told_part(paragraph, stated)
    if told is not None:
        yield from _shares_of_told(paragraph, stated, named, told, of)
        return
    row, part_at, whole_at = _row(paragraph, stated, named, subject), named.column(subject), named.column(of)
    if row is None:
        return
    columns = [part_at.at] if part_at else named.measures
    is_overall = _OVERALL.match(of) and not (whole_at and named.grid.bare_heads[whole_at.at][:1] == of[:1])
    rows = [named.total] if is_overall else [row.at, named.total]
    for column, whole_row in product(columns, rows):
        whole_column = whole_at.at if whole_at else column
        part, whole = named.figure(row.at, column), named.figure(whole_row, whole_column)
        if (
            part
            and whole
            and part.unit == whole.unit
            and part.value <= whole.value
            and (part.amount.start != whole.amount.start)
        ):
            is_fixed = bool(
                part_at and part_at.is_sure and row.is_sure and (whole_at is None or whole_at.is_sure)
            )
            yield _rate(paragraph, "percentage_of", [part, whole], stated), is_fixed


def _told_part(paragraph: Paragraph, stated: Figure) -> Figure | None:
    """Return the amount told right before a share, in its sentence."""
    found = paragraph.before(stated)[:1]
    is_own = found and found[0].around.sentence_start == stated.around.sentence_start
    return found[0] if is_own and found[0].is_count and is_plain(found[0]) else None


def _shares_of_told(
    paragraph: Paragraph, stated: Figure, named: NamedGrid, part: Figure, of: str
) -> Iterator[tuple[Claim, bool]]:
    sentence = paragraph.words(stated.around.sentence_start, stated.amount.start)
    if not of and not sentence.startswith("其中"):
        return
    words = of.strip("的了") or paragraph.words(paragraph.start, stated.around.sentence_start)
    column = named.column(words)
    whole = named.figure(named.total, column.at) if column else None
    if whole is not None and whole.unit == part.unit and whole.value > part.value:
        yield _rate(paragraph, "percentage_of", [part, whole], stated), True


def _changes(paragraph: Paragraph, stated: Figure, named: NamedGrid) -> Iterator[tuple[Claim, bool]]:
    compared = _COMPARED.search(stated.around.before)
    if compared is None:
        return
    what = compared["what"]
    row = _row(paragraph, stated, named, what)
    if row is None:
        return
    before, _ = values_by(paragraph, stated)
    old = before[0] if before and before[0].amount.start >= stated.around.start else None
    if old is not None:
        column = named.column(what)
        new = named.figure(row.at, column.at) if column else None
        if new is not None and new.unit == old.unit and role_of(paragraph, old) is Role.BEFORE:
            yield from _change(paragraph, stated, old, new, is_fixed=True)
        return
    for earlier, later in _columns_in_time(paragraph, stated, named, what, compared[0][len(what) :]):
        old, new = named.figure(row.at, earlier), named.figure(row.at, later)
        if old is not None and new is not None and old.unit == new.unit:
            yield from _change(paragraph, stated, old, new, is_fixed=row.is_sure)


def _columns_in_time(
    paragraph: Paragraph, stated: Figure, named: NamedGrid, what: str, base: str
) -> Iterator[tuple[int, int]]:
    """Yield the columns (before, now) that a comparison speaks of: 2021年, 2023年; 上月, 本月."""
    if len(named.years) > 1:
        sentence = paragraph.words(stated.around.sentence_start, stated.around.start)
        told = [int(y) for y in _OWN_YEAR.findall(sentence + what)]
        now = told[-1] if told else max(named.years)
        said = _YEAR.search(base)
        earlier = int(said[1]) if said else now - 1 if _LAST.search(base) else 0
        if now in named.years and earlier in named.years and earlier < now:
            yield named.years[earlier], named.years[now]
    elif named.before is not None:
        yield from ((named.before, at) for at in named.measures[:2] if at != named.before)


def _change(
    paragraph: Paragraph, stated: Figure, old: Figure, new: Figure, *, is_fixed: bool
) -> Iterator[tuple[Claim, bool]]:
    change = change_before(stated.around.before)
    is_up = bool(change and change.groupdict().get("up"))
    if stated.is_rate:
        value = stated.value if is_up else -stated.value
        computed = (new.value - old.value) * 100 / old.value
        yield _claim(paragraph, "growth", [old, new], stated, value, computed, "%"), is_fixed
    elif stated.unit == old.unit:
        high, low = (new, old) if is_up else (old, new)
        computed = high.value - low.value
        yield _claim(paragraph, "difference", [high, low], stated, stated.value, computed, stated.unit), False


def _averages(paragraph: Paragraph, stated: Figure, named: NamedGrid) -> Iterator[tuple[Claim, bool]]:
    found = AVERAGE.search(stated.around.before)
    if found is None:
        return
    noun, measure = measure_of(found)
    units, subject = units_of(noun, measure), found.string[: found.start()]
    row = _row(paragraph, stated, named, subject)
    if row is None:
        return
    cells = named.figures(row.at)
    counts = [(head, f) for head, f in cells if f.unit in units or (len(noun) > 1 and noun in head)]
    counts = [pair for pair in counts if shares_words(noun, pair[0])] or counts
    totals = [f for head, f in cells if f.unit == stated.unit and f.value > stated.value]
    pairs = [(total, count) for total in totals for _, count in counts if total is not count]
    is_fixed = len(pairs) == 1 and (row.at != named.total or bool(_OVERALL.search(subject)))
    for total, count in pairs:
        computed = total.value / count.value
        claim = _claim(paragraph, "per_capita", [total, count], stated, stated.value, computed, stated.unit)
        yield claim, is_fixed


def _sums(paragraph: Paragraph, stated: Figure, named: NamedGrid) -> Iterator[tuple[Claim, bool]]:
    """Read 三年累计投入帮扶资金x万元: the values of all years of a row."""
    row = named.row(stated.around.before) if len(named.years) > 1 else None
    if row is None or not row.is_sure:
        return
    parts = [f for at in named.years.values() if (f := named.figure(row.at, at)) and f.unit == stated.unit]
    if len(parts) == len(named.years):
        computed = sum((part.value for part in parts), Fraction(0))
        yield _claim(paragraph, "sum", parts, stated, stated.value, computed, stated.unit), False


def _rate(paragraph: Paragraph, kind: str, operands: list[Figure], stated: Figure) -> Claim:
    computed = operands[0].value * 100 / operands[1].value
    return _claim(paragraph, kind, operands, stated, stated.value, computed, "%")


def _claim(
    paragraph: Paragraph,
    kind: str,
    operands: list[Figure],
    stated: Figure,
    value: Fraction,
    computed: Fraction,
    unit: str,
) -> Claim:
    return make_claim(paragraph.reading, kind, operands, stated, value, computed, unit, _RULES[kind])
