"""Ranks that the scores beside them refute, in tables and in sentences.

The rank of a score is one more than the number of better ones; better is larger, or smaller, whichever
the others follow. A list of which one rank is off, or two have changed places, is judged; one that
differs more is an excerpt or ranked by something else, and left alone.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from gongjian.engines.figures.cells import table_claim
from gongjian.engines.figures.context import Figure, Paragraph
from gongjian.engines.figures.model import Claim
from gongjian.engines.plandoc.cell_numbers import Number
from gongjian.engines.plandoc.grids import Grid
from gongjian.engines.plandoc.numerals import to_int
from gongjian.engines.plandoc.reading import Reading

_HEAD = re.compile(r"(?:总|综合|本月|本期|得分)?(?:排名|名次|位次|排序|位序)")
_RANK = re.compile(
    r"(?:排名|排在|排|位列|名列|位居|居|列|位次为?)(?:全[区县市镇街]|全省)?第?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:位|名)?(?=[，；。、（）]|$)"
)
_OUT_OF = re.compile(
    r"在(?:全[区县市省镇街])?(?P<all>\d{1,4})个[\u3400-\u9fff]{1,8}中[^，。；\d]{0,10}?(?:排名?|位列|名列|位居|居|列)第(?P<n>\d{1,4})(?:位|名)?"
)
_LEAST = 3


def rank_cells(reading: Reading, grids: Sequence[Grid]) -> list[Claim]:
    """Return the claims of the rank columns of a document's tables."""
    columns = [(grid, at) for grid in grids for at, head in enumerate(grid.heads) if _HEAD.fullmatch(head)]
    return [claim for grid, at in columns for claim in _best(reading, grid, at)]


def _best(reading: Reading, grid: Grid, at: int) -> list[Claim]:
    """Return the claims against the column of scores that agrees best with the ranks."""
    options = []
    for column in range(1, len(grid.heads)):
        rows = [(row[at], row[column]) for row in (grid.rows[r] for r in grid.plain_rows)]
        pairs = [(rank, score) for rank, score in rows if rank is not None and score is not None]
        if column != at and len(pairs) == len(rows) and not re.search(r"序|编号", grid.heads[column]):
            options.append(_judge(reading, pairs))
    return min((o for o in options if o), key=lambda o: sum(not c.holds for c in o), default=[])


def _judge(reading: Reading, pairs: Sequence[tuple[Number, Number]]) -> list[Claim]:
    ranks, scores = [int(rank.value) for rank, _ in pairs], [score.value for _, score in pairs]
    right = right_ranks(ranks, scores)
    if right is None:
        return []
    every = [score for _, score in pairs]
    return [
        table_claim(
            reading,
            "rank",
            "claim:rank",
            rank,
            [score, *(s for s in every if s is not score)],
            Fraction(place),
            Fraction(0),
            "名",
        )
        for (rank, score), place in zip(pairs, right, strict=True)
    ]


def right_ranks(ranks: list[int], scores: list[Fraction]) -> list[int] | None:
    """Return the ranks the scores give, None when the stated ones differ in more than one slip.

    >>> right_ranks([1, 3, 3], [Fraction(9), Fraction(8), Fraction(7)])
    [1, 2, 3]
    """
    if len(ranks) < _LEAST or len(set(scores)) < 2:
        return None
    for sign in (1, -1):
        right = [1 + sum(sign * other > sign * own for other in scores) for own in scores]
        wrong = [i for i, (a, b) in enumerate(zip(ranks, right, strict=True)) if a != b]
        swapped = (
            len(wrong) == 2 and len(ranks) > _LEAST and {ranks[i] for i in wrong} == {right[i] for i in wrong}
        )
        if len(wrong) < 2 or swapped:
            return right
    return None


def rank_claims(paragraph: Paragraph) -> list[Claim]:
    """Return the claims of ranks told with their scores in one paragraph (甲91分，排名第二；…)."""
    text = paragraph.reading.text
    by_unit: dict[str, list[tuple[Number, Number]]] = {}
    for found in _RANK.finditer(text, paragraph.start, paragraph.end):
        score = _score(paragraph, found.start())
        number = to_int(found["n"])
        if score is not None and number:
            rank = Number(Fraction(number), Fraction(1), "名", found.start("n"), found.end("n"))
            by_unit.setdefault(score.unit, []).append((rank, score))
    claims = [claim for pairs in by_unit.values() for claim in _judge(paragraph.reading, pairs)]
    return claims + _out_of(paragraph)


def _score(paragraph: Paragraph, offset: int) -> Number | None:
    """Return the figure a rank stands right behind."""
    own = [f for f in paragraph.figures if f.amount.end <= offset]
    if not own or re.search(r"[；。\d]", paragraph.words(own[-1].amount.end, offset)):
        return None
    if len(paragraph.words(own[-1].amount.end, offset)) > 6 or own[-1].amount.kind == "points":
        return None
    return _as_number(own[-1])


def _as_number(figure: Figure) -> Number:
    amount = figure.amount
    return Number(amount.value, amount.step, amount.unit, amount.start, amount.end)


def _out_of(paragraph: Paragraph) -> list[Claim]:
    """Return ranks beyond the number of those ranked (在9个街道中排名第12)."""
    claims = []
    for found in _OUT_OF.finditer(paragraph.reading.text, paragraph.start, paragraph.end):
        rank, count = (
            Number(Fraction(found[g]), Fraction(1), "名", found.start(g), found.end(g)) for g in ("n", "all")
        )
        if rank.value > count.value:
            claims.append(
                table_claim(
                    paragraph.reading, "rank", "claim:rank-of", rank, [count], count.value, Fraction(0), "名"
                )
            )
    return claims
