"""What a roster is made from and what comes out; all numbers whole."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Point:
    """A position in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Inspector:
    """One inspector.

    `home`: code prefixes of his home ground, never inspected by him. `unit`: who hired him; he is not sent to a
    place that names this unit. `within`: prefixes he may be sent to ("" is everywhere). `group`: colleagues
    of one origin, who should not meet at one place. `code`: where he starts from if there is no point.
    """

    key: str
    home: tuple[str, ...] = ()
    unit: str = ""
    within: tuple[str, ...] = ("",)
    capacity: int = 1
    group: str = ""
    code: str = ""
    point: Point | None = None


@dataclass(frozen=True)
class Place:
    """One place to be seen by `visits` different inspectors. `units`: who may not send inspectors to it."""

    key: str
    code: str
    visits: int = 1
    units: tuple[str, ...] = ()
    point: Point | None = None
    name: str = ""


@dataclass(frozen=True)
class Past:
    """An inspector has seen a place `times` in earlier rounds."""

    inspector: str
    place: str
    times: int = 1


@dataclass(frozen=True)
class Weights:
    """How many metres of travel each wish is worth.

    `balance_m`: the j-th place of an inspector costs (2j - 1) times this, so loads cost balance_m * load².
    `repeat_m`: for each earlier time that this inspector saw this place. `same_group_m`: for each inspector more
    than one of a group at one place.
    """

    balance_m: int = 20_000
    repeat_m: int = 30_000
    same_group_m: int = 50_000


@dataclass(frozen=True)
class Problem:
    """A round to be assigned. `fixed`: (place, inspector) pairs that stand (done, or set by hand)."""

    inspectors: tuple[Inspector, ...]
    places: tuple[Place, ...]
    past: tuple[Past, ...] = ()
    fixed: frozenset[tuple[str, str]] = frozenset()
    weights: Weights = Weights()


@dataclass(frozen=True)
class Visit:
    """One inspector sees one place."""

    place: str
    inspector: str
    distance_m: int
    times_before: int = 0


class ShortageKind(StrEnum):
    """Why places can't be seen as often as asked."""

    PLACE = "place"
    CAPACITY = "capacity"
    SET = "set"


@dataclass(frozen=True)
class Shortage:
    """A reason why no roster can be full, as a set of places that proves it.

    `demand` visits are asked for by `places`, at most `supply` can be made by the inspectors who may go there
    (`inspectors` of them): each as often as he has capacity, at most once a place. `words` says it.
    """

    kind: ShortageKind
    places: tuple[str, ...]
    demand: int
    supply: int
    inspectors: int
    words: str

    @property
    def short(self) -> int:
        """How many visits are missing."""
        return self.demand - self.supply


@dataclass(frozen=True)
class Loads:
    """How many places the inspectors have who may see any: fewest, most, sum, how many inspectors."""

    least: int
    most: int
    total: int
    inspectors: int


@dataclass(frozen=True)
class Proof:
    """Why nothing is better: cost minus the dual bound over every eligible pair is `gap`.

    `arcs` pairs were offered to the solver in `passes` solves, of `eligible` pairs; all of the rest were priced.
    """

    cost: int
    bound: int
    arcs: int
    eligible: int
    passes: int

    @property
    def gap(self) -> int:
        """Zero proves the optimum."""
        return self.cost - self.bound


@dataclass(frozen=True)
class Roster:
    """The best roster, and why it is not full if it isn't. `missing`: visits lacking by place."""

    visits: tuple[Visit, ...]
    loads: Loads
    proof: Proof
    missing: tuple[tuple[str, int], ...] = ()
    shortages: tuple[Shortage, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether every place is seen as often as asked."""
        return not self.missing

    @property
    def travel_m(self) -> int:
        """All distances added, one way from where each inspector starts."""
        return sum(visit.distance_m for visit in self.visits)

    @property
    def repeats(self) -> int:
        """How many visits bring an inspector where he was before."""
        return sum(visit.times_before > 0 for visit in self.visits)


@dataclass(frozen=True)
class Repair:
    """A roster mended after an absence: pairs (place, inspector) that go and that come."""

    roster: Roster
    removed: tuple[tuple[str, str], ...]
    added: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...] = field(default=())

    @property
    def changes(self) -> int:
        """How many pairs change besides those lost with the absent."""
        return len(self.added) + len(self.removed)
