"""Dispersed small clusters (大分散小集中): what a plan of parcels is made from and what comes out; all numbers whole."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True)
class Point:
    """A position in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Parcel:
    """Land that may carry `least` to `most` homes if it is opened, and none if not.

    `street` is the street whose demand it serves. A home costs `home_cents`, opening the site `site_cents`.
    `bar` is the reason where zoning or title fails. `travel_m` is a home's travel where it is known from elsewhere.
    """

    key: str
    point: Point
    street: str
    most: int
    least: int = 1
    home_cents: int = 0
    site_cents: int = 0
    channel: str = ""
    is_zoned: bool = True
    has_title: bool = True
    bar: str = ""
    name: str = ""
    travel_m: int | None = None


@dataclass(frozen=True)
class Street:
    """`demand` homes are wanted; `below` and `above` are the shares of it by which the plan may differ."""

    key: str
    demand: int
    below: Fraction = Fraction(0)
    above: Fraction = Fraction(0)
    name: str = ""

    @property
    def least(self) -> int:
        """The fewest homes that meet the demand, rounded up."""
        return -((-self.demand * (1 - self.below)).__floor__())

    @property
    def most(self) -> int:
        """The most homes that are within the tolerance, rounded down."""
        return (self.demand * (1 + self.above)).__floor__()


@dataclass(frozen=True)
class Channel:
    """A way of supply: how many homes at least and at most, and what they may cost together."""

    key: str
    least: int = 0
    most: int | None = None
    budget_cents: int | None = None


@dataclass(frozen=True)
class Amenity:
    """What people travel to: `kind` is one of the kinds of the problem, `weight` how much of it is there (jobs, seats)."""

    kind: str
    point: Point
    weight: int = 1


@dataclass(frozen=True)
class Kind:
    """A kind of amenity: its share in the travel of a home, and to how many of the nearest points a home travels."""

    key: str
    share: int = 1
    nearest: int = 1


@dataclass(frozen=True)
class Rules:
    """Small clusters, widely dispersed.

    Within `cluster_m` of any usable parcel there are at most `cluster_cap` homes. Two opened sites are at most
    `cluster_m` apart (one cluster, one cap) or at least `spread_m`.
    """

    cluster_m: int
    cluster_cap: int
    spread_m: int = 0


@dataclass(frozen=True)
class Weights:
    """What the value of a plan is made of: points for a metre of a home's travel, for a cent, for an opened site."""

    travel: int = 1
    cost: int = 0
    site: int = 0


@dataclass(frozen=True)
class Ceilings:
    """At most so much travel of all homes, money and sites; None is no ceiling."""

    travel_m: int | None = None
    cost_cents: int | None = None
    sites: int | None = None


@dataclass(frozen=True)
class Problem:
    """A city's parcels, demand and rules."""

    parcels: tuple[Parcel, ...]
    streets: tuple[Street, ...]
    rules: Rules
    amenities: tuple[Amenity, ...] = ()
    kinds: tuple[Kind, ...] = ()
    channels: tuple[Channel, ...] = ()
    weights: Weights = Weights()
    ceilings: Ceilings = Ceilings()


class Status(StrEnum):
    """What is known about the answer."""

    PROVEN = "proven"
    """No plan has a lower value: the bound equals it."""
    FOUND = "found"
    """A plan that keeps every rule; `gap` says how much better another could be at most."""
    INFEASIBLE = "infeasible"
    """No plan keeps every rule; `conflict` says why."""
    UNKNOWN = "unknown"
    """The time was over before a plan or a proof was found."""


@dataclass(frozen=True)
class Opened:
    """A site of the plan: homes, metres of travel of one home, cents of the whole site."""

    parcel: str
    homes: int
    travel_m: int
    cost_cents: int


@dataclass(frozen=True)
class Conflict:
    """Demands that can't be met together though each could be left out: `words` says which.

    `is_smallest` is False when time ended before each of them was shown to be needed for the conflict.
    """

    limits: tuple[str, ...]
    words: str
    is_smallest: bool = True


@dataclass(frozen=True)
class Siting:
    """A plan, in order of the parcels' keys, and how good it is.

    `value` is the weighted sum of the criteria, `bound` what no plan can be below.
    """

    status: Status
    opened: tuple[Opened, ...] = ()
    value: int | None = None
    bound: int = 0
    conflict: Conflict | None = None
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def gap(self) -> Fraction | None:
        """How much of the value could be saved at most, as a share of it; 0 is a proof."""
        if self.value is None:
            return None
        return Fraction(self.value - self.bound, self.value) if self.value else Fraction(0)

    @property
    def homes(self) -> int:
        """All homes of the plan."""
        return sum(site.homes for site in self.opened)

    @property
    def travel_m(self) -> int:
        """Metres of travel of all homes together."""
        return sum(site.homes * site.travel_m for site in self.opened)

    @property
    def cost_cents(self) -> int:
        """What the plan costs."""
        return sum(site.cost_cents for site in self.opened)
