"""Say in one Chinese sentence what a claim states, what its figures come to, and how they differ."""

from fractions import Fraction

from gongjian.engines.figures.model import Claim, Operand
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
    if claim.type == "table_sum":
        return "＋".join(o.quote for o in claim.operands)
    if claim.type == "table_share":
        return f"{words[0]}占本列各行之和"
    if claim.type == "weighted":
        return "表头所写比重对" + "、".join(words) + "加权"
    if claim.type == "sum":
        if claim.unit == "分":
            return "各项分值 " + "＋".join(_number(o.value) for o in claim.operands)
        return "＋".join(words)
    if claim.type == "remainder":
        return "100%减去其他各项（" + "、".join(words) + "）"
    if claim.type == "balance":
        return f"{words[0]}＋{words[1]}－{words[2]}"
    first, second = words[0], words[-1]
    if claim.type == "times_more":
        return f"（{second}－{first}）÷{first}"
    if claim.type == "percentage_of":
        return f"{first}÷{second}"
    if claim.type == "growth":
        return f"由{first}到{second}的变化率"
    if claim.type == "difference":
        return f"{first}－{second}"
    if claim.type == "conversion":
        return f"{first}换算"
    return f"{first}÷{second}"


def _special(claim: Claim) -> str | None:
    """Return the sentence of a type that is no formula over operands."""
    quote, words = claim.figure.quote.strip(), _words(claim)
    right = _number(claim.computed)
    if claim.rule == "claim:rank-of":
        return f"原文写排在第{quote}，而参加排名的只有{words[0]}个，名次不可能超过总数；请核对后改正。"
    if claim.type == "rank":
        verdict = "与所写相符。" if claim.holds else f"应排第{right}，与所写的第{quote}不符；请核对后改正。"
        return f"原文名次“{quote}”，按{words[0]}与其他 {len(words) - 1} 个相比，{verdict}"
    if claim.type == "list_count":
        verdict = (
            "与所写相符。"
            if claim.holds
            else f"与所写的“{quote}”差 {_number(abs(claim.computed - claim.stated))} 项；请核对后改正。"
        )
        return f"原文“{quote}”，列出来的是 {right} 项（{'、'.join(o.quote.strip() for o in claim.operands)}），{verdict}"
    if claim.type == "repeated":
        verdict = (
            "两处一致。"
            if claim.holds
            else f"两处相差{_amount(abs(claim.computed - claim.stated), claim.unit)}；请核对哪一处对，改成一致。"
        )
        return f"原文“{claim.quote.strip()}”，前文同一个数写的是{words[0]}，{verdict}"
    return None


def explain_unit(claim: Claim, figure: Operand, proposal: str) -> str:
    """Return the sentence about a right number with a wrong unit."""
    others = "、".join(f"“{o.quote}”" for o in (*claim.operands, claim.figure) if o.start != figure.start)
    factor = abs(claim.computed - claim.stated)
    return f"原文“{figure.quote}”，与{others}对不上，相差{_amount(factor, claim.unit)}；数字对而单位错，应写作“{proposal}”；请核对后改正。"


def explain(claim: Claim) -> str:
    """Return the finding as a sentence a reader can check: stated, computed from which words, difference.

    >>> from gongjian.engines.figures import find_claims
    >>> print(explain(find_claims("全镇共有老人400名，其中独居老人100名，占28%。")[0]))
    原文“占28%”，按“100名”÷“400名”计算为25%，与所写的28%不符，多写了3个百分点；请核对后改正。
    """
    special = _special(claim)
    if special is not None:
        return special
    stated = f"{claim.where or '原文'}“{claim.quote.strip()}”"
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
