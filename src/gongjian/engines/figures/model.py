"""A claim: a stated figure that other figures of the same text determine; a finding: one that is wrong.

`holds` is |computed - stated| <= tolerance, all exact (Fraction). The tolerance is half a unit of the
last digit written, a whole unit after 约, 近 or 左右.
"""

from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.plandoc.model import Evidence


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure in base units with the words it was read from.

    `rounding` is how far the true value may lie from the written one: half a unit of the last digit of a
    figure with decimals or in 万 or 亿, a whole one after 约 or with 余, nothing for a plain whole number.
    """

    value: Fraction
    unit: str
    quote: str
    start: int
    end: int
    rounding: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Claim(Evidence):
    """A stated figure, its operands and the verdict.

    `type` is percentage_of (part, whole), growth (old, new), difference (minuend, subtrahend), sum
    (the parts) or per_capita (total, count). `quote` holds the words of the stated figure, `figure` the
    figure alone, `step` is one unit of its last digit, `where` names the
    row and column of a table's cell.
    """

    type: str
    operands: tuple[Operand, ...]
    stated: Fraction
    unit: str
    tolerance: Fraction
    computed: Fraction
    holds: bool
    figure: Operand
    step: Fraction
    where: str = ""


BOUND, LOOSE = 0.95, 0.6
"""Confidence of a claim whose operands the words name, and of one whose operands only stand near."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure that cannot be right, with the words that refute it.

    `start` to `end` is the stated figure in the text and `proposal` what should stand there, in the
    same form; None when the words do not tell. `stated` and `computed` are in base units, None where
    the finding is not about one number. `sentence` says it all to a person.
    """

    type: str
    rule: str
    quote: str
    start: int
    end: int
    operands: tuple[Operand, ...]
    stated: Fraction | None
    computed: Fraction | None
    unit: str
    proposal: str | None
    sentence: str
