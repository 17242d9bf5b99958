"""Recompute a claim from exact values, where the rounded words of a text are known to stand for them."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from gongjian.engines.figures.formulas import compute
from gongjian.engines.figures.model import Claim


def recompute(claim: Claim, exact: Mapping[int, Fraction]) -> Claim:
    """Return the claim judged by the exact values of its operands, given by the offset each begins at.

    A rate of 80.68 per cent is written 80.7: a difference of two such rates may come out one last digit away from
    the difference of the written ones, and is right all the same. Operands without an exact value keep theirs.
    """
    if not any(operand.start in exact for operand in claim.operands):
        return claim
    computed = compute(claim.type, [exact.get(operand.start, operand.value) for operand in claim.operands])
    if computed is None:
        return claim
    return replace(claim, computed=computed, holds=abs(computed - claim.stated) <= claim.tolerance)
