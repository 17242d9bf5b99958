"""A claim: a stated figure that other figures of the same text determine.

`holds` is |computed - stated| <= tolerance, all exact (Fraction). The tolerance is half a unit of the
last digit written, a whole unit after 约, 近 or 左右.
"""

from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.plandoc.model import Evidence


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure a claim is computed from, in base units, with the words it was read from."""

    value: Fraction
    unit: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim(Evidence):
    """A stated figure, its operands and the verdict.

    `type` is percentage_of (part, whole), growth (old, new), difference (minuend, subtrahend), sum
    (the parts) or per_capita (total, count). `quote` holds the words of the stated figure.
    """

    type: str
    operands: tuple[Operand, ...]
    stated: Fraction
    unit: str
    tolerance: Fraction
    computed: Fraction
    holds: bool
