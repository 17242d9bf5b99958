"""Shares of one whole that must come to 100 %: A类占40%，B类占35%，其他占25%.

Only a list that closes with 其他 or 其余 says that it is the whole; its last share is what the others leave. Each share
may be rounded by half a unit. Answers of which several may be chosen, shares of shares (其中) and of another whole
are left alone.
"""

import re
from fractions import Fraction
from itertools import pairwise

from gongjian.engines.figures.context import Figure, Paragraph, is_bound, operand
from gongjian.engines.figures.model import BOUND, Claim
from gongjian.engines.figures.roles import change_before

_REST = re.compile(r"(?:其他|其它|其余|剩余|余下)[^，。；、\d]{0,10}$")
_SEVERAL = re.compile(r"多选|可选多|不止一|重复计|交叉|其中|全[国省市]|率")
_LEAST = 3
_WIDEST = 12
_NEAR = 30  # a list that falls short of the whole by more is no list of all


def remainder_claims(paragraph: Paragraph) -> list[Claim]:
    """Return the closing shares of a paragraph's lists, each against what the others leave."""
    claims = []
    for last in paragraph.figures:
        if last.is_rate and "%" in last.unit and _REST.search(_subject(last)):
            claim = _claim(paragraph, last)
            if claim is not None:
                claims.append(claim)
    return claims


def _subject(figure: Figure) -> str:
    return re.sub(r"(?:占比|占|比例|比重|约|仅|为|：)+$", "", figure.around.before)


def _claim(paragraph: Paragraph, last: Figure) -> Claim | None:
    shares = [last]
    for figure in paragraph.before(last)[:_WIDEST]:
        if figure.around.sentence_start != last.around.sentence_start:
            break
        if figure.is_count:
            continue
        if not _is_share(figure):
            break
        shares.insert(0, figure)
    if len(shares) < _LEAST or not all(_follows(paragraph, a, b) for a, b in pairwise(shares)):
        return None
    if _SEVERAL.search(paragraph.words(shares[0].around.start, last.amount.start)):
        return None
    left = 100 - sum((f.value for f in shares[:-1]), Fraction(0))
    if left <= 0 or left - last.value > _NEAR:
        return None
    slack = sum((f.amount.step / 2 for f in shares), Fraction(0))
    return _claim_of(paragraph, shares, left, slack)


def _is_share(figure: Figure) -> bool:
    before = figure.around.before
    return figure.amount.kind == "percent" and not is_bound(figure) and change_before(before) is None


def _follows(paragraph: Paragraph, left: Figure, right: Figure) -> bool:
    """Tell whether two shares stand in one list: a mark and a name between, with an amount at most."""
    return bool(
        re.fullmatch(
            r"[），、；和及]{1,2}[^，。；]{1,24}[，、（]?占?比?约?为?",
            paragraph.words(left.amount.end, right.amount.start),
        )
    )


def _claim_of(paragraph: Paragraph, shares: list[Figure], left: Fraction, slack: Fraction) -> Claim:
    figure = operand(paragraph.reading, shares[-1])
    return Claim(
        quote=figure.quote,
        start=figure.start,
        end=figure.end,
        rule="claim:remainder",
        confidence=BOUND,
        type="remainder",
        operands=tuple(operand(paragraph.reading, f) for f in shares[:-1]),
        stated=shares[-1].value,
        unit="%",
        tolerance=slack,
        computed=left,
        holds=abs(left - shares[-1].value) <= slack,
        figure=figure,
        step=shares[-1].amount.step,
    )
