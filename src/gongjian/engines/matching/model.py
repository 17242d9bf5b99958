"""What is matched: needs of communities, resources of units, what was agreed before, and the recommendation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

MOST_URGENT = 5


MINUTES_A_DAY = 24 * 60


class Point(NamedTuple):
    """Where something is, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Need:
    """An entry of the list of needs: `quantity` whole units wanted by a community, more urgent from 1 to 5.

    Whoever serves it must have all `qualifications` and be free some day from `first_on` to `last_on` (None: open), on one of
    `weekdays` (1 Monday to 7 Sunday, none: any) and at some moment from minute `opens` to minute `closes` of the day (None: open).
    """

    key: str
    community: str
    category: str
    quantity: int = 1
    urgency: int = 1
    point: Point | None = None
    first_on: date | None = None
    last_on: date | None = None
    qualifications: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    opens: int | None = None
    closes: int | None = None


@dataclass(frozen=True)
class Resource:
    """An entry of the list of resources: what a unit can give, `capacity` whole units within `reach_m` metres (None: anywhere).

    Days, weekdays and minutes as of a need; it serves communities whose key begins with `place`.
    """

    key: str
    unit: str
    categories: tuple[str, ...]
    capacity: int = 1
    point: Point | None = None
    reach_m: int | None = None
    first_on: date | None = None
    last_on: date | None = None
    qualifications: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    opens: int | None = None
    closes: int | None = None
    place: str = ""


@dataclass(frozen=True)
class Unit:
    """A resident unit; `ceiling` is how many undertakings (pairs of a need and one of its resources) it takes on a year."""

    key: str
    ceiling: int | None = None


@dataclass(frozen=True)
class Agreement:
    """What was agreed earlier: so many units of a resource for a need."""

    need: str
    resource: str
    quantity: int = 1


@dataclass(frozen=True)
class Problem:
    """Everything to be matched; `distances_m` by (need, resource) stands before what the points say.

    Pairs in `excluded`, by (need, resource), may not be used. `given` is what communities have been promised beside these needs: it
    counts as needed and as served.
    """

    needs: tuple[Need, ...]
    resources: tuple[Resource, ...]
    units: tuple[Unit, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    distances_m: Mapping[tuple[str, str], int] = field(default_factory=dict)
    excluded: frozenset[tuple[str, str]] = frozenset()
    given: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """One undertaking: `quantity` units, of which `agreed` stood before."""

    need: str
    resource: str
    unit: str
    quantity: int
    agreed: int
    distance_m: int


@dataclass(frozen=True)
class Coverage:
    """How far a community's needs are met; `reachable` is what it could get if all others stood back."""

    community: str
    needed: int
    served: int
    reachable: int

    @property
    def share(self) -> Fraction:
        """The exact share of the needed quantity that is met; 1 where nothing is needed."""
        return Fraction(self.served, self.needed) if self.needed else Fraction(1)


@dataclass(frozen=True)
class Level:
    """One aim of the order of aims: what was reached and what provably can't be passed given the aims before it."""

    name: str
    value: Fraction
    bound: Fraction

    @property
    def is_proven(self) -> bool:
        """Whether nothing better is possible."""
        return self.value == self.bound


@dataclass(frozen=True)
class Broken:
    """An agreement that can't stand as agreed, how much of it is kept, and why."""

    agreement: Agreement
    kept: int
    reason: str


@dataclass(frozen=True)
class Shortage:
    """Needs that ask for more than every resource that may serve them can give, whatever is chosen."""

    needs: tuple[str, ...]
    resources: tuple[str, ...]
    asked: int
    available: int
    sentence: str


@dataclass(frozen=True)
class Result:
    """A recommendation: who serves whom, how well, how far it is proven, and what could not be done."""

    matches: tuple[Match, ...]
    coverages: tuple[Coverage, ...]
    levels: tuple[Level, ...]
    broken: tuple[Broken, ...]
    unserved: Mapping[str, int]
    shortages: tuple[Shortage, ...]

    @property
    def is_proven(self) -> bool:
        """Whether every aim is proven."""
        return all(level.is_proven for level in self.levels)

    @property
    def is_infeasible(self) -> bool:
        """Whether something agreed can't be kept."""
        return bool(self.broken)
