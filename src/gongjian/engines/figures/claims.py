"""Find the claims of a text and say what they come to.

A claim holds when |computed - stated| <= tolerance; all arithmetic is exact (Fraction).
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from gongjian.engines.figures.averages import average_claims
from gongjian.engines.figures.cells import grids_of
from gongjian.engines.figures.changes import change_claims
from gongjian.engines.figures.context import Figure, Paragraph, paragraphs
from gongjian.engines.figures.line_sums import line_sums
from gongjian.engines.figures.marks import marks_claims
from gongjian.engines.figures.model import BOUND, LOOSE, Claim, Operand
from gongjian.engines.figures.percentages import percentage_claims
from gongjian.engines.figures.spoken import with_spoken_counts
from gongjian.engines.figures.sums import section_sums, sum_claims
from gongjian.engines.figures.table_rates import rate_cells
from gongjian.engines.figures.table_sums import sum_cells
from gongjian.engines.figures.told_by_tables import figures_of, table_told_claims
from gongjian.engines.plandoc.compiler import read_text
from gongjian.engines.plandoc.grids import Grid
from gongjian.engines.plandoc.model import CompiledDocument
from gongjian.engines.plandoc.reading import Reading

_WIDER_LIMIT = 40
_LEAST_PARTS = 3
_EXCHANGED = frozenset({"percentage_of", "growth", "difference", "sum", "per_capita"})


def find_claims(text: str, document: CompiledDocument | None = None) -> tuple[Claim, ...]:
    """Find every stated figure that other figures of its document determine, in the order of the text.

    With `document`, only its claims; offsets are always those of `text`.

    >>> [claim] = find_claims("共投入50万元，其中市级30万元、区级15万元、自筹10万元。")
    >>> claim.type, str(claim.stated), str(claim.computed), claim.holds
    ('sum', '500000', '550000', False)
    """
    claims = [claim for reading in read_text(text) for claim in exchange_claims(reading)]
    if document is not None:
        claims = [c for c in claims if document.start <= c.start < document.end]
    return in_order(claims)


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims in the order of the text."""
    return tuple(sorted(claims, key=lambda c: (c.start, c.type)))


def exchange_claims(reading: Reading) -> list[Claim]:
    """Return the claims of one document of the types the exchange format names, in no order: text and tables."""
    grids = grids_of(reading)
    told = claims_of(reading, grids)
    known = {(c.figure.start, c.type) for c in told}
    return told + [c for c in _table_claims(reading, grids) if (c.figure.start, c.type) not in known]


def _table_claims(reading: Reading, grids: Sequence[Grid]) -> list[Claim]:
    """Return the total and rate cells of tables; a total that is both a row's and a column's counts once."""
    found: dict[tuple[int, str], Claim] = {}
    for claim in sum_cells(reading, grids) + rate_cells(reading, grids):
        kind = "sum" if claim.type == "table_sum" else claim.type
        if kind in _EXCHANGED:
            found.setdefault((claim.start, kind), _turned(replace(claim, type=kind)))
    return list(found.values())


def _turned(claim: Claim) -> Claim:
    """Write a difference below zero (增减：-14) as what the smaller value lacks, so that it is positive."""
    if claim.type != "difference" or claim.stated >= 0:
        return claim
    operands = tuple(reversed(claim.operands))
    return replace(claim, operands=operands, stated=-claim.stated, computed=-claim.computed)


def claims_of(reading: Reading, grids: Sequence[Grid]) -> list[Claim]:
    """Return the claims of one document that its running text makes, of the types of the exchange format.

    `grids` are its tables as numbers, where operands may stand.
    """
    claims: list[Claim] = []
    spoken: list[Claim] = []
    by_place: dict[int, Figure] = {}
    latest: deque[Figure] = deque(maxlen=2 * _WIDER_LIMIT)
    in_section: defaultdict[int, deque[Figure]] = defaultdict(lambda: deque(maxlen=_WIDER_LIMIT))
    lines = list(paragraphs(reading))
    for paragraph in lines:
        told = in_section[_section(reading, paragraph)]
        wider, anywhere = list(reversed(told)), list(reversed(latest))
        claims += percentage_claims(paragraph, wider, anywhere)
        claims += change_claims(paragraph, anywhere)
        claims += sum_claims(paragraph, wider)
        claims += average_claims(paragraph, wider, anywhere)
        spoken += _spoken_claims(paragraph)
        latest.extend(paragraph.figures)
        told.extend(paragraph.figures)
        by_place.update((f.amount.start, f) for f in paragraph.figures)
    claims += _sums_of_shares(claims)
    claims = _settled(claims)
    known = {c.figure.start for c in claims}
    claims += [c for c in _settled(spoken) if c.figure.start not in known]
    claims += _told_by_tables(lines, grids, {c.figure.start for c in claims}) if grids else []
    known = {c.start for c in claims if c.type == "sum"}
    claims += [c for c in section_sums(reading, by_place) if c.start not in known]
    claims += line_sums(lines, {c.figure.start for c in claims if c.type == "sum"})
    claims += marks_claims(reading)
    return claims


def _sums_of_shares(claims: list[Claim]) -> list[Claim]:
    """Return the wholes that the parts of their shares add up to: 94处 and 41处占…，28处占…，14处占…，11处占…."""
    sums = {c.figure.start for c in claims if c.type == "sum"}
    shares: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.type == "percentage_of" and claim.holds and claim.operands[0].unit == claim.operands[1].unit:
            shares[claim.operands[1].start].append(claim)
    found = []
    for start, own in shares.items():
        whole, parts = own[0].operands[1], {c.operands[0].start: c.operands[0] for c in own}
        total = sum((o.value for o in parts.values()), Fraction(0))
        if start in sums or len(parts) < _LEAST_PARTS or total != whole.value:
            continue
        found.append(_sum_of(whole, tuple(parts.values())))
    return found


def _sum_of(whole: Operand, parts: tuple[Operand, ...]) -> Claim:
    step = 2 * whole.rounding or Fraction(1)
    return Claim(
        quote=whole.quote,
        start=whole.start,
        end=whole.end,
        rule="claim:sum",
        confidence=LOOSE,
        type="sum",
        operands=parts,
        stated=whole.value,
        unit=whole.unit,
        tolerance=step / 2,
        computed=whole.value,
        holds=True,
        figure=whole,
        step=step,
    )


def _spoken_claims(paragraph: Paragraph) -> list[Claim]:
    """Return the claims over counts in words (十二个社区中有九个…，占75%) that hold or that the words name."""
    spoken = with_spoken_counts(paragraph)
    if spoken is None:
        return []
    words = {f.amount.start for f in spoken.figures} - {f.amount.start for f in paragraph.figures}
    places = {paragraph.reading.raw_span(start, start + 1)[0] for start in words}
    found = percentage_claims(spoken, [], []) + change_claims(spoken, []) + sum_claims(spoken, [])
    return [
        c
        for c in found
        if (c.holds or c.confidence >= BOUND) and any(o.start in places for o in (*c.operands, c.figure))
    ]


def _told_by_tables(lines: Sequence[Paragraph], grids: Sequence[Grid], known: set[int]) -> list[Claim]:
    """Return the claims of the text whose operands stand in tables, `known` figures left out."""
    tables = figures_of(grids)
    return [c for paragraph in lines for c in table_told_claims(paragraph, known, tables)]


def _settled(claims: list[Claim]) -> list[Claim]:
    """Drop what is no claim: the rest that a sum counts among its parts, and 240余个 that nothing gives."""
    parts = {(c.figure.start, o.start) for c in claims if c.type == "sum" for o in c.operands}
    return [
        c
        for c in claims
        if not (c.rule == "claim:rest" and (c.operands[0].start, c.figure.start) in parts)
        and (c.holds or not re.search(r"[余多来]", c.figure.quote))
    ]


def _section(reading: Reading, paragraph: Paragraph) -> int:
    """Return the outermost heading a paragraph stands under, -1 without one."""
    holders = reading.outline.holders(paragraph.start)
    return holders[0] if holders else -1


__all__ = ["Claim", "Operand", "find_claims"]
