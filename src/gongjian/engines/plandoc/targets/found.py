"""A target as the finder passes it on, before it becomes a record."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class TargetFound:
    """A target with its amount; `start` and `end` are offsets in the normalised text."""

    indicator: str
    comparator: str
    value: Fraction
    unit: str | None
    deadline: str | None
    scope: str | None
    start: int
    end: int
    rule: str
