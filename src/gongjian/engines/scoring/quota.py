"""Quotas: at most so many, or such a share, of the places of a group may hold a grade, the best by score.

For a group of b places and a quota of share s (or of m places), k = floor(s * b) (or m) may hold it.
Its candidates are ordered by key, best first, where key = score, or (score, second key). With c of them:
    c <= k             all hold it
    key_k > key_(k+1)  those with key >= key_k hold it
    key_k = key_(k+1)  a tie at the cut: all with that key hold it (IN), or none of them (OUT)
A second key breaks ties before this; those still equal stay out together, so the quota is never exceeded.
A rank (the first m) is a quota of m places. No candidate is preferred by its code or its order in a list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.rating import MissingPolicy

Key = tuple[Decimal, int]
"""What places are ordered by: the score, and the second key, -1 where there is none."""


class Ties(StrEnum):
    """What becomes of equal scores at the cut."""

    IN = "in"  # 同分都算上, even beyond the quota
    OUT = "out"  # 同分都不算
    SECOND = "second"  # by the second key; those still equal stay out


@dataclass(frozen=True)
class Quota:
    """At most `share` or `most` of the places that share the first `within` digits may hold `label`.

    `within` 0 is the whole. `missing` says whether places without a score count in the base of a share.
    """

    label: str
    order: int
    share: Decimal | None = None
    most: int | None = None
    within: int = 0
    ties: Ties = Ties.OUT
    missing: MissingPolicy = MissingPolicy.COUNTS_AS_NOT_MEETING

    def __post_init__(self) -> None:
        if (self.share is None) == (self.most is None):
            raise EngineInputError(f"“{self.label}”的名额要写占比或个数，只写一样。")
        if self.share is not None and not 0 <= self.share <= 1:
            raise EngineInputError(f"“{self.label}”的名额占比要在 0 到 100% 之间，请改后再用。")
        if self.most is not None and self.most < 0:
            raise EngineInputError(f"“{self.label}”的名额不能是负数，请改后再用。")

    def places(self, base: int) -> int:
        """Return how many of `base` places may hold the label: a begun place is no place.

        >>> Quota("优秀", 1, share=Decimal("0.2")).places(14)
        2
        """
        return self.most if self.most is not None else floor(Fraction(self.share or 0) * base)


@dataclass(frozen=True)
class Cut:
    """Where the line of a quota lies in one group.

    `line` is the key of the last that got in, None when nobody did; `candidates` met everything else and
    `tied` of them stood level across the cut.
    """

    quota: Quota
    group: str
    base: int
    places: int
    candidates: int
    admitted: int
    tied: int
    line: Key | None

    def admits(self, key: Key) -> bool:
        """Return whether a candidate with this key holds the label."""
        return self.line is not None and key >= self.line


def draw_line(quota: Quota, group: str, base: int, keys: Iterable[Key]) -> Cut:
    """Draw the line of `quota` through the candidates' keys. Cost: O(n log n).

    >>> keys = [(Decimal(score), -1) for score in (95, 93, 93, 91)]
    >>> draw_line(Quota("优秀", 1, most=2), "51", 4, keys).admitted
    1
    >>> draw_line(Quota("优秀", 1, most=2, ties=Ties.IN), "51", 4, keys).admitted
    3
    """
    ordered = sorted(keys if quota.ties is Ties.SECOND else ((score, -1) for score, _ in keys), reverse=True)
    places = quota.places(base)
    tied = _tied(ordered, places)
    inside = ordered[:places]
    if tied and quota.ties is Ties.IN:
        inside = [key for key in ordered if key >= ordered[places]]
    elif tied:
        inside = [key for key in ordered if key > ordered[places]]
    line = (inside[-1][0], inside[-1][1]) if inside else None
    return Cut(quota, group, base, places, len(ordered), len(inside), tied, line)


def _tied(ordered: list[Key], places: int) -> int:
    """Count those with one key on both sides of the cut."""
    if not 0 < places < len(ordered) or ordered[places - 1] != ordered[places]:
        return 0
    return sum(key == ordered[places] for key in ordered)
