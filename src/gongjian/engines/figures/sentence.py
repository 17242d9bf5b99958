"""Say in one Chinese sentence what a claim states, what its figures come to, and how they differ."""

from fractions import Fraction

from gongjian.engines.figures.model import Claim
from gongjian.engines.plandoc.numerals import to_decimal


def _number(value: Fraction) -> str:
    text = f"{to_decimal(value, 2):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _amount(value: Fraction, unit: str) -> str:
    if unit == "元" and abs(value) >= 10_000:
        return f"{_number(value / 10_000)}万元"
    return f"{_number(value)}{unit}"


def _words(claim: Claim) -> list[str]:
    return [f"“{o.quote}”" for o in claim.operands]


def _formula(claim: Claim) -> str:
    words = _words(claim)
    if claim.type == "sum":
        if claim.unit == "分":
            return "各项分值 " + "＋".join(_number(o.value) for o in claim.operands)
        return "＋".join(words)
    first, second = words[0], words[1]
    if claim.type == "percentage_of":
        return f"{first}÷{second}"
    if claim.type == "growth":
        return f"由{first}到{second}的变化率"
    if claim.type == "difference":
        return f"{first}－{second}"
    return f"{first}÷{second}"


def explain(claim: Claim) -> str:
    """Return the finding as a sentence a reader can check: stated, computed from which words, difference."""
    stated = f"原文“{claim.quote.strip()}”"
    computed = _amount(claim.computed, claim.unit)
    base = f"{stated}，按{_formula(claim)}计算为{computed}"
    if claim.holds:
        return f"{base}，与所写的{_amount(claim.stated, claim.unit)}相符。"
    gap = _amount(abs(claim.computed - claim.stated), "个百分点" if claim.unit == "%" else claim.unit)
    direction = "少写" if claim.computed > claim.stated else "多写"
    hint = ""
    if claim.type == "growth" and all(o.unit == "%" for o in claim.operands):
        points = claim.operands[1].value - claim.operands[0].value
        if abs(points - claim.stated) <= claim.tolerance:
            hint = f"两个百分数相减得{_number(abs(points))}个百分点，“%”应写作“个百分点”；"
    return (
        f"{base}，与所写的{_amount(claim.stated, claim.unit)}不符，{direction}了{gap}；{hint}请核对后改正。"
    )
