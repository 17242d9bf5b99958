"""How a year's pledge was kept: what was delivered of each line, and what those who received say.

    done(line) = min(1, delivered / pledged)        share = mean of done over the lines
    score = 100 * (w_p * share + sum of w_i * rating_i / 5) / (w_p + sum of w_i)

Only reviews that were given count, with their weights: who has not reviewed neither adds nor takes away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.errors import EngineInputError

BEST = 5


@dataclass(frozen=True)
class Weight:
    """The weight of one review and its mean rating, 1 to 5 (None: nobody reviewed)."""

    weight: int
    rating: Fraction | None


def share_done(lines: Sequence[tuple[int, int]]) -> Fraction:
    """Return how much of (pledged, delivered) lines was done, 0 to 1; more than pledged counts as all.

    >>> share_done([(10, 5), (4, 8)])
    Fraction(3, 4)
    """
    if not lines or any(pledged < 1 for pledged, _delivered in lines):
        raise EngineInputError("承诺要有条目，每条的数量至少是 1。")
    done = [min(Fraction(1), Fraction(delivered, pledged)) for pledged, delivered in lines]
    return sum(done, Fraction()) / len(done)


def pledge_score(share: Fraction, performance_weight: int, reviews: Sequence[Weight]) -> Fraction:
    """Return the score, 0 to 100, exact.

    >>> pledge_score(Fraction(1, 2), 60, [Weight(40, Fraction(5))])
    Fraction(70, 1)
    """
    given = [(one.weight, one.rating / BEST) for one in reviews if one.rating is not None]
    whole = performance_weight + sum(weight for weight, _share in given)
    if whole <= 0:
        raise EngineInputError("评诺的权重加起来要大于 0。")
    return 100 * (performance_weight * share + sum(weight * part for weight, part in given)) / whole
