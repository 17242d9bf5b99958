"""How many points a delivery earns by the rules of its day.

A rule gives `points` for every whole `each` of its basis: for a delivery d with a quantity q of a category,
m minutes of service and the rating r that the receiving side gave the whole agreement (None: not rated yet),

    amount(delivery) = 1,  amount(quantity) = q,  amount(hour) = m / 60,  amount(rating) = 1 where r >= least
    points(d) = sum over rules that name d's category or none of  floor(amount / each) * points

A rule that names a category goes before one of the same basis that names none, so that a place can
value one thing otherwise without writing down all the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from gongjian.engines.errors import EngineInputError


class Basis(StrEnum):
    """What points are given for."""

    DELIVERY = "delivery"
    QUANTITY = "quantity"
    HOUR = "hour"
    RATING = "rating"


@dataclass(frozen=True)
class PointRule:
    """So many points for every whole `each` of a basis; `category` empty means any, `least` is for ratings."""

    basis: Basis
    points: int
    each: Fraction = Fraction(1)
    category: str = ""
    least: int = 1

    def __post_init__(self) -> None:
        if self.each <= 0 or self.points < 0:
            raise EngineInputError("积分规则的“每”要大于 0，分数不能小于 0。")


@dataclass(frozen=True)
class Event:
    """A confirmed delivery as the rules see it: what, how much of it, how many minutes, how it was rated."""

    category: str
    quantity: int
    minutes: int = 0
    rating: int | None = None


def points_of(event: Event, rules: Iterable[PointRule]) -> dict[Basis, int]:
    """Return the points by basis, of those that earn any.

    >>> points_of(Event("hall", 3, 150), [PointRule(Basis.DELIVERY, 10), PointRule(Basis.HOUR, 1)])
    {<Basis.DELIVERY: 'delivery'>: 10, <Basis.HOUR: 'hour'>: 2}
    """
    found: dict[Basis, int] = {}
    for basis in Basis:
        rule = _rule_for(event.category, [one for one in rules if one.basis == basis])
        earned = 0 if rule is None else int(_amount(event, rule) // rule.each) * rule.points
        if earned:
            found[basis] = earned
    return found


def _rule_for(category: str, rules: list[PointRule]) -> PointRule | None:
    named = [rule for rule in rules if rule.category == category]
    return next(iter([*named, *(rule for rule in rules if not rule.category)]), None)


def _amount(event: Event, rule: PointRule) -> Fraction:
    match rule.basis:
        case Basis.DELIVERY:
            return Fraction(1)
        case Basis.QUANTITY:
            return Fraction(event.quantity)
        case Basis.HOUR:
            return Fraction(event.minutes, 60)
        case Basis.RATING:
            return Fraction(event.rating is not None and event.rating >= rule.least)
