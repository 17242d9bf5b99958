"""A target as the finder passes it on, before it becomes a record."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class TargetFound:
    """A target with its amount; `start` and `end` are offsets in the normalised text.

    From `taken_from` on, the amounts of its words are the target's own and no quantities: 由|800人增加到1200人.
    """

    indicator: str
    comparator: str
    value: Fraction
    unit: str | None
    deadline: str | None
    scope: str | None
    start: int
    end: int
    rule: str
    taken_from: int
