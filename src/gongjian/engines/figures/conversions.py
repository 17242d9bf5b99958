"""Figures told in two units, and right numbers with a wrong unit.

`conversion_claims` reads 3公顷（即30000平方米） and 折合45亩; one 亩 is 2000/3 square metres. `fix_unit` takes a
claim that does not hold and looks for the one figure in it that a change of unit (元, 万元, 亿元; 平方米, 公顷,
平方公里; 米, 公里; 公斤, 吨; 人, 万人) would set right.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.figures.context import Figure, Paragraph, make_claim
from gongjian.engines.figures.formulas import allowed, compute
from gongjian.engines.figures.model import BOUND, Claim, Operand

_MU = Fraction(2000, 3)
_FAMILIES: tuple[dict[str, Fraction], ...] = (
    {"元": Fraction(1), "万元": Fraction(10_000), "亿元": Fraction(100_000_000)},
    {
        "平方米": Fraction(1),
        "㎡": Fraction(1),
        "公顷": Fraction(10_000),
        "万平方米": Fraction(10_000),
        "平方公里": Fraction(1_000_000),
        "亩": _MU,
        "万亩": 10_000 * _MU,
    },
    {"米": Fraction(1), "公里": Fraction(1000)},
    {"公斤": Fraction(1), "吨": Fraction(1000)},
    {"人": Fraction(1), "万人": Fraction(10_000)},
    {"人次": Fraction(1), "万人次": Fraction(10_000)},
    {"户": Fraction(1), "万户": Fraction(10_000)},
)
_WRITTEN = re.compile(r"^(?P<number>[\d０-９,，.．]+)\s*(?P<unit>[\u3400-\u9fff㎡]+)$")
_SAYS_SO = re.compile(
    r"(?:（|，|（?，?(?:即|折合|折算|约合|合计?折合|合|相当于|换算[成为]?))(?:成|为|约|有)*"
)
_WORD = re.compile(r"即|折|合|相当|换算")


@dataclass(frozen=True, slots=True)
class UnitFix:
    """The figure of a claim whose unit is wrong, and how it should be written."""

    figure: Operand
    proposal: str
    value: Fraction


def conversion_claims(paragraph: Paragraph) -> list[Claim]:
    """Return the figures that say an earlier one again in another unit."""
    claims = []
    for first, second in zip(paragraph.figures, paragraph.figures[1:], strict=False):
        between = paragraph.words(first.amount.end, second.amount.start)
        if not _SAYS_SO.fullmatch(between) or not first.is_count or not second.is_count:
            continue
        after = paragraph.words(second.amount.end, second.amount.end + 1)
        if not _WORD.search(between) and not (between == "（" and after == "）"):
            continue
        claim = _conversion(paragraph, first, second)
        if claim is not None:
            claims.append(claim)
    return claims


def _conversion(paragraph: Paragraph, first: Figure, second: Figure) -> Claim | None:
    family = _family(first.amount.written_unit, second.amount.written_unit)
    if family is None or first.amount.written_unit == second.amount.written_unit:
        return None
    factor = _base(first.unit) / _base(second.unit)
    computed = first.value * factor
    claim = make_claim(
        paragraph.reading,
        "conversion",
        [first],
        second,
        second.value,
        computed,
        second.unit,
        "claim:unit",
        BOUND,
    )
    return claim


def _base(unit: str) -> Fraction:
    return _MU if unit == "亩" else Fraction(1)


def _family(*units: str) -> dict[str, Fraction] | None:
    bare = [unit.removeprefix("万").removeprefix("亿") for unit in units]
    bare = ["平方米" if unit in ("平米", "平方", "m²", "m2") else unit for unit in bare]
    return next((f for f in _FAMILIES if all(unit in f for unit in bare)), None)


def fix_unit(claim: Claim) -> UnitFix | None:
    """Return the change of one unit that makes a claim hold: the stated figure's, else the only one of an operand."""
    fixes: list[UnitFix] = []
    low, high = allowed(claim)
    for proposal, factor in _other_units(claim.figure):
        stated, tolerance = claim.stated * factor, claim.tolerance * factor
        if low - tolerance <= stated <= high + tolerance:
            return UnitFix(claim.figure, proposal, stated)
    for at, operand in enumerate(claim.operands):
        for proposal, factor in _other_units(operand):
            values = [o.value * factor if i == at else o.value for i, o in enumerate(claim.operands)]
            computed = compute(claim.type, values)
            is_felt = operand.value * factor > 2 * claim.tolerance or claim.type != "sum"
            if computed is not None and is_felt and abs(computed - claim.stated) <= claim.tolerance:
                fixes.append(UnitFix(operand, proposal, operand.value * factor))
    places = {(fix.figure.start, fix.value) for fix in fixes}
    return fixes[0] if len(places) == 1 else None


def _other_units(figure: Operand) -> list[tuple[str, Fraction]]:
    """Return the figure as it would be written in other units of its family, with the change of its value."""
    found = _WRITTEN.match(figure.quote)
    family = next((f for f in _FAMILIES if found and found["unit"] in f), None)
    if found is None or family is None:
        return []
    own = family[found["unit"]]
    return [(found["number"] + unit, size / own) for unit, size in family.items() if size != own]
