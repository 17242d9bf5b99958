"""Rank by score: equal scores share a rank, the next rank skips (1, 2, 2, 4), no score means no rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Ranked:
    """One place in a ranking. `moved` is previous rank minus this one, None when it had none before."""

    key: str
    score: Decimal
    rank: int
    moved: int | None


@dataclass(frozen=True)
class Ranking:
    """Ranked places, best first, then by the order they came in; `missing` have no score and no rank."""

    ranked: tuple[Ranked, ...]
    missing: tuple[str, ...]


def rank_by_score(
    scores: Sequence[tuple[str, Decimal | None]], previous: Mapping[str, int] | None = None
) -> Ranking:
    """Rank (key, score) pairs by standard competition ranking; `previous` maps keys to earlier ranks."""
    before = previous or {}
    present = [(key, score) for key, score in scores if score is not None]
    ordered = sorted(present, key=lambda pair: -pair[1])  # stable
    first_rank: dict[Decimal, int] = {}
    for position, (_, score) in enumerate(ordered, start=1):
        first_rank.setdefault(score, position)
    ranked = tuple(
        Ranked(key, score, first_rank[score], before[key] - first_rank[score] if key in before else None)
        for key, score in ordered
    )
    return Ranking(ranked, tuple(key for key, score in scores if score is None))
