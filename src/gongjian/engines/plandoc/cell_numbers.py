"""Numbers in the cells of tables: 2,700 under 总投资（万元）, 152户, 约8,000, ≥95%, 3.6万, — for nothing."""

import re
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.plandoc.numerals import ARABIC, MULTIPLIERS, arabic, decimals, is_number
from gongjian.engines.plandoc.quantities import UNITS, base_unit
from gongjian.engines.plandoc.tables import Cell

SCALED_UNIT = rf"(?:百万|千万|万|亿|千|百)?(?:{UNITS})|%|‰|个?百分点"
"""A pattern for a unit as heads, captions and columns of units write it: 万元, ㎡, 人次, %."""
_NUMBER = re.compile(
    rf"(?P<lead>[约近逾超≥≤>＜<＞]|(?:不[低少小]于|不[高多大]于|不超过|至少|达到?|[大高多]于|超过|突破|[小低少]于|控制在|[增升提降压减]至|(?:提高|增加|下降|压减|减少)到)约?)?\s*"
    rf"(?P<sign>[-—+])?(?P<number>{ARABIC})\s*(?P<scale>百万|千万|万|亿)?(?P<more>余|多)?"
    rf"(?P<unit>%|‰|{UNITS})?(?P<more2>余|多)?(?P<tail>（?含?）?(?:及?以上|及?以下|以内|左右|上下))?"
)
_NOTHING = re.compile(r"[-—/\\无]{1,3}")
_ABOUT = ("约", "近", "逾", "左右", "上下")


@dataclass(frozen=True, slots=True)
class Number:
    """A cell read as a number in base units; `step` is one unit of its last digit.

    `lead` and `tail` are the comparing words around it, `written_unit` the unit its own cell tells;
    `is_nothing` when a dash or 无 stands for zero.
    """

    value: Fraction
    step: Fraction
    unit: str
    start: int
    end: int
    has_decimals: bool = False
    approx: bool = False
    lead: str = ""
    tail: str = ""
    written_unit: str = ""
    is_nothing: bool = False

    @property
    def slack(self) -> Fraction:
        """Return how far the true value may lie from the written one, nothing for a plain whole number."""
        if self.approx:
            return self.step
        return self.step / 2 if self.has_decimals else Fraction(0)

    @property
    def is_bound(self) -> bool:
        """Tell whether the cell only bounds a value: ≥95%, 200以上."""
        return bool(self.lead and self.lead not in _ABOUT) or self.tail.endswith(("上", "下", "内"))


def read_number(cell: Cell, unit: str = "") -> Number | None:
    """Read a cell that is a number and nothing else; `unit` is what its place says for a cell without one.

    >>> found = read_number(Cell("2,700", 0, 5), "万元")
    >>> str(found.value), found.unit
    ('27000000', '元')
    """
    text = cell.text
    found = _NUMBER.fullmatch(text) if text[-1:] else None
    if found is None or not is_number(found["number"]):
        is_nothing = bool(text) and bool(_NOTHING.fullmatch(text))
        nothing = Number(Fraction(0), Fraction(1), "", cell.start, cell.end, is_nothing=True)
        return nothing if is_nothing else None
    own = found["unit"] or ""
    base, factor = base_unit(own or unit)
    factor *= MULTIPLIERS.get(found["scale"] or "", 1)
    places = decimals(found["number"])
    lead, tail = found["lead"] or "", found["tail"] or ""
    value = arabic(found["number"]) * factor
    return Number(
        -value if found["sign"] in ("-", "—") else value,
        Fraction(1, 10**places) * factor,
        base,
        cell.start + found.start("sign" if found["sign"] else "number"),
        cell.start + max(found.end(g) for g in ("number", "scale", "more", "unit", "more2")),
        places > 0,
        bool(found["more"] or found["more2"] or lead.endswith(_ABOUT) or tail in _ABOUT),
        lead,
        tail,
        own,
    )
