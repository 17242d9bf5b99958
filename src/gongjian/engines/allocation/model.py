"""What an allocation is about: households on a waiting list, homes, and rules with a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True)
class Point:
    """A point on the earth in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Household:
    """One line of the waiting list. `wishes` are keys of homes, best first.

    `facts` are what points are given for (低保, 三孩 …), `needs` what a home has to have (无障碍 …), `kin` and `works` where
    relatives live and members work.
    """

    key: str
    registered_on: date
    size: int
    wishes: tuple[str, ...] = ()
    name: str = ""
    facts: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    kin: tuple[Point, ...] = ()
    works: tuple[Point, ...] = ()

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.key


@dataclass(frozen=True)
class Home:
    """`units` flats that are alike in one place; `features` are what needs ask for."""

    key: str
    units: int
    rooms: int
    name: str = ""
    features: frozenset[str] = frozenset()
    point: Point | None = None

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.key


class RuleKind(StrEnum):
    """What a rule gives points for."""

    MONTH = "month"
    PERSON = "person"
    FACT = "fact"
    KIN = "kin"
    WORK = "work"
    NEED = "need"


@dataclass(frozen=True)
class PointRule:
    """Points for each month waited, each person, a fact, a relative or workplace within `within_m`, or a need that is met.

    `at_most` caps what the rule gives; `citation` says where it is written.
    """

    kind: RuleKind
    points: int
    title: str
    citation: str
    at_most: int | None = None
    fact: str = ""
    within_m: int = 0


@dataclass(frozen=True)
class RoomRule:
    """How many people live in so many rooms, from `least` to `most`."""

    rooms: int
    least: int
    most: int
    citation: str


@dataclass(frozen=True)
class RuleBook:
    """The rules in force from a day until the next book's."""

    effective_on: date
    points: tuple[PointRule, ...]
    rooms: tuple[RoomRule, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class GroupQuota:
    """Flats kept for households with the fact `group`, or the most that may go to them, at one home ("": at each).

    `at_least` and `at_most` are numbers of flats, or as a Fraction a share of the home's: at least is rounded up, at most down.
    What members leave goes to others unless `is_kept_empty`. `is_on_top`: these flats come on top of those that members
    get by their points (`seats` says how).
    """

    group: str
    citation: str
    home: str = ""
    at_least: int | Fraction = 0
    at_most: int | Fraction | None = None
    is_kept_empty: bool = False
    is_on_top: bool = False


class Method(StrEnum):
    """How homes are allocated."""

    POINTS = "points"
    LOTTERY = "lottery"
    RANK = "rank"


@dataclass(frozen=True)
class Problem:
    """A round of allocation on the day `on`. `order` is every household's key in the order of the draw.

    Each household is judged by the book of the day it registered, or all by that of `judged_on`.
    """

    households: tuple[Household, ...]
    homes: tuple[Home, ...]
    books: tuple[RuleBook, ...]
    on: date
    order: tuple[str, ...]
    method: Method = Method.POINTS
    judged_on: date | None = None
    quotas: tuple[GroupQuota, ...] = ()


@dataclass(frozen=True)
class ScoreLine:
    """What one rule gave: `count` months, people, relatives … and the points after its cap."""

    title: str
    count: int
    points: int
    citation: str


@dataclass(frozen=True)
class Score:
    """The points of a household at a home, line by line, by the book in force on `book_on`."""

    lines: tuple[ScoreLine, ...]
    book_on: date | None

    @property
    def total(self) -> int:
        """All points together."""
        return sum(line.points for line in self.lines)


@dataclass(frozen=True)
class SeatLine:
    """How a household stood for the `units` seats of one kind at a home: `group` they are kept for ("": open).

    `is_entitled`: it may take one; `is_member`: it comes first as a member. `last_points` and `last_lot` are those of the weakest that holds
    one, `last_is_member` whether that one came first as a member (None: nobody was in the way). `needed` as in Wish.
    """

    group: str
    units: int
    citation: str
    is_entitled: bool
    is_member: bool
    is_met: bool = False
    last_points: int | None = None
    last_lot: int | None = None
    last_is_member: bool = False
    needed: int | None = None


@dataclass(frozen=True)
class Wish:
    """How one wish of a household came out; `bar` says why the home can't be given to it at all.

    `needed` are the points with which it would have got this home or a better one, others unchanged; by lottery the lot
    before which it would (None: not computed, or out of reach). `last_points` and `last_lot` are those of the weakest
    household housed there. Where the home has seats for groups, `seats` tells it for each kind, and the last are of the open ones.
    """

    home: str
    points: int
    bar: str = ""
    is_met: bool = False
    last_points: int | None = None
    last_lot: int | None = None
    needed: int | None = None
    seats: tuple[SeatLine, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a household got and why. `lot` counts from 1, as people do."""

    household: str
    home: str | None
    wish_number: int | None
    lot: int
    score: Score
    wishes: tuple[Wish, ...]
    sentence: str


@dataclass(frozen=True)
class Allocation:
    """The outcome of a round. `blocking` counts pairs that would rather have each other: 0 is the proof of stability.

    `by_wish` counts households by the number of the wish that came true, wishes for homes that don't fit left out; the last
    number are those that got none.
    `explained` counts households of which all is told: those with their first wish, without a wish that fits, and those whose
    sentence says how many points would change it.
    """

    method: Method
    outcomes: Sequence[Outcome]
    left: tuple[tuple[str, int], ...]
    by_wish: tuple[int, ...]
    blocking: int
    explained: int
