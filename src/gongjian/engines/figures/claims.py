"""Find the claims of a text and say what they come to.

A claim holds when |computed - stated| <= tolerance; all arithmetic is exact (Fraction).
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from gongjian.engines.figures.averages import average_claims
from gongjian.engines.figures.changes import change_claims
from gongjian.engines.figures.context import Figure, Paragraph, paragraphs
from gongjian.engines.figures.model import Claim, Operand
from gongjian.engines.figures.percentages import percentage_claims
from gongjian.engines.figures.sums import section_sums, sum_claims
from gongjian.engines.plandoc.compiler import read_text
from gongjian.engines.plandoc.model import CompiledDocument
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.rubric import find_rubric

_FULL = re.compile(r"(?:满分|总分|共计|合计)(?:为|是|：)?(?P<n>\d+(?:\.\d+)?)分(?!以|及|的)")
_WIDER_LIMIT = 40


def find_claims(text: str, document: CompiledDocument | None = None) -> tuple[Claim, ...]:
    """Find every stated figure that other figures of its document determine, in the order of the text.

    With `document`, only its claims; offsets are always those of `text`.

    >>> [claim] = find_claims("共投入50万元，其中市级30万元、区级15万元、自筹10万元。")
    >>> claim.type, str(claim.stated), str(claim.computed), claim.holds
    ('sum', '500000', '550000', False)
    """
    claims = [claim for reading in read_text(text) for claim in claims_of(reading)]
    if document is not None:
        claims = [c for c in claims if document.start <= c.start < document.end]
    return in_order(claims)


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims in the order of the text."""
    return tuple(sorted(claims, key=lambda c: (c.start, c.type)))


def claims_of(reading: Reading) -> list[Claim]:
    """Return the claims of one document of the types the exchange format names, in no order."""
    claims: list[Claim] = []
    by_place: dict[int, Figure] = {}
    latest: deque[Figure] = deque(maxlen=2 * _WIDER_LIMIT)
    in_section: defaultdict[int, deque[Figure]] = defaultdict(lambda: deque(maxlen=_WIDER_LIMIT))
    for paragraph in paragraphs(reading):
        told = in_section[_section(reading, paragraph)]
        wider, anywhere = list(reversed(told)), list(reversed(latest))
        claims += percentage_claims(paragraph, wider, anywhere)
        claims += change_claims(paragraph, anywhere)
        claims += sum_claims(paragraph, wider)
        claims += average_claims(paragraph, wider)
        latest.extend(paragraph.figures)
        told.extend(paragraph.figures)
        by_place.update((f.amount.start, f) for f in paragraph.figures)
    known = {c.start for c in claims if c.type == "sum"}
    claims += [c for c in section_sums(reading, by_place) if c.start not in known]
    claims += _marks_claims(reading)
    return claims


def _section(reading: Reading, paragraph: Paragraph) -> int:
    """Return the outermost heading a paragraph stands under, -1 without one."""
    holders = reading.outline.holders(paragraph.start)
    return holders[0] if holders else -1


def _marks_claims(reading: Reading) -> list[Claim]:
    """Compare the full marks a rubric announces with the marks of its items, bonuses left out."""
    if not _FULL.search(reading.text, reading.start, reading.end):
        return []
    items = [
        i
        for i in find_rubric(reading)
        if i.full_marks is not None and not re.search(r"附加|加分|奖励", i.title)
    ]
    stated = next(
        (
            m
            for m in _FULL.finditer(reading.text, reading.start, reading.end)
            if not any(i.start <= m.start() < i.end for i in items)
        ),
        None,
    )
    if len(items) < 2 or stated is None:
        return []
    total = Fraction(Decimal(stated["n"]))
    operands = []
    for item in items:
        a, b, quote = reading.raw_span(item.start, item.end)
        operands.append(Operand(Fraction(item.full_marks or 0), "", quote, a, b))
    computed = sum((o.value for o in operands), Fraction(0))
    start, end, quote = reading.raw_span(stated.start(), stated.end())
    step = Fraction(1, 10 ** len(stated["n"].partition(".")[2]))
    a, b, figure = reading.raw_span(stated.start("n"), stated.end())
    return [
        Claim(
            quote=quote,
            start=start,
            end=end,
            rule="claim:marks",
            confidence=0.8,
            type="sum",
            operands=tuple(operands),
            stated=total,
            unit="分",
            tolerance=step / 2,
            computed=computed,
            holds=abs(computed - total) <= step / 2,
            figure=Operand(total, "分", figure, a, b),
            step=step,
        )
    ]


__all__ = ["Claim", "Operand", "find_claims"]
