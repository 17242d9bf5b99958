"""Places with more findings than chance explains, by an exact binomial test with the false-discovery rate kept.

Place i was inspected w_i times and k_i findings were made there; N = sum k, p_i = w_i / sum w.
Null: every inspection finds as much wherever it goes. Given N, k_i is then Binomial(N, p_i), whatever the
common rate is (Poisson counts given their sum). With

    e_i = N p_i                                            the expected number
    P_i = P(X >= k_i) = I_{p_i}(k_i, N - k_i + 1)          the regularised incomplete beta function; 1 if k_i = 0

sorted by P, P_(1) <= ... <= P_(m): place (j) is hot if some j' >= j has P_(j') <= j' a / m, and q_(j) is the
least a at which it is. Of the places called hot, a share of a at most is expected to be called so by chance.

Sources: Przyborowski and Wilenski, Biometrika 31 (1940), for the conditional test; Benjamini and Hochberg,
J. R. Stat. Soc. B 57 (1995), for the rate; Benjamini and Yekutieli, Ann. Stat. 29 (2001), for dependent counts,
where it holds up to the factor stated in docs/algorithms/hotspots.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scipy.special import betainc

from gongjian.engines.errors import EngineInputError


@dataclass(frozen=True)
class Observed:
    """A place with its findings and how often it was inspected."""

    key: str
    count: int
    inspections: int


@dataclass(frozen=True)
class HotSpot:
    """A place beside what its inspections let expect. `chance` is P_i, `level` is q_i."""

    key: str
    count: int
    inspections: int
    expected: Fraction
    chance: float
    level: float
    is_hot: bool

    @property
    def times(self) -> Fraction | None:
        """How many times the expected number was found; None where nothing is expected."""
        return self.count / self.expected if self.expected else None


def rank_hot_spots(places: Sequence[Observed], alpha: Fraction = Fraction(1, 20)) -> tuple[HotSpot, ...]:
    """Rank places by how little chance explains their findings, the least first; ties by excess, then by key.

    Cost: O(m log m). Raises EngineInputError for a negative count, or findings where nobody inspected.

    >>> seen = [Observed("a", 12, 1), Observed("b", 2, 1), Observed("c", 1, 1), Observed("d", 1, 1)]
    >>> [(spot.key, spot.is_hot) for spot in rank_hot_spots(seen)]
    [('a', True), ('b', False), ('c', False), ('d', False)]
    """
    for place in places:
        if place.count < 0 or place.inspections < 0 or (place.count and not place.inspections):
            raise EngineInputError("有问题的地方至少检查过一次，次数不能是负数。")
    total = sum(place.count for place in places)
    weight = sum(place.inspections for place in places)
    tested = [place for place in places if place.inspections]
    rows = [(place, _tail(place, total, weight)) for place in tested]
    rows.sort(key=lambda row: (row[1], -_excess(row[0], total, weight), row[0].key))
    levels = _levels([chance for _place, chance in rows])
    return tuple(
        HotSpot(
            key=place.key,
            count=place.count,
            inspections=place.inspections,
            expected=Fraction(total * place.inspections, weight),
            chance=chance,
            level=level,
            is_hot=level <= alpha,
        )
        for (place, chance), level in zip(rows, levels, strict=True)
    )


def _tail(place: Observed, total: int, weight: int) -> float:
    if place.count == 0 or place.inspections == weight:
        return 1.0
    return float(betainc(place.count, total - place.count + 1, place.inspections / weight))


def _excess(place: Observed, total: int, weight: int) -> Fraction:
    return place.count - Fraction(total * place.inspections, weight)


def _levels(chances: Sequence[float]) -> list[float]:
    """Return the least rate at which each of the sorted chances is called hot."""
    least, found = 1.0, []
    for rank in range(len(chances), 0, -1):
        least = min(least, chances[rank - 1] * len(chances) / rank)
        found.append(least)
    return found[::-1]
