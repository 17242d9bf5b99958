"""Yearly pledges: what was pledged beside what was delivered, and the grade by the rules of a day."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Sum

from gongjian.apps.cobuilding.choices import Category, DeliveryStatus, Reviewer, category_of
from gongjian.apps.cobuilding.models import Delivery, Pledge, PledgeLine, PledgeReview
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound
from gongjian.core.rules import rule_value
from gongjian.engines.ledger import Weight, pledge_score, share_done

WEIGHTS, GRADES, RANKING = "cobuilding.pledge_weights", "cobuilding.pledge_grade", "cobuilding.ranking"


@dataclass(frozen=True)
class Kept:
    """One line of a pledge beside what was delivered of its category in the year."""

    line: PledgeLine
    delivered: int

    @property
    def kind(self) -> Category:
        """The category of the catalogue."""
        return category_of(self.line.category)

    @property
    def percent(self) -> int:
        """Whole per cent, 100 at most, for a bar."""
        return min(100, self.delivered * 100 // self.line.quantity)


def get_pledge(actor: Actor, pledge_id: int) -> Pledge:
    """Return a pledge with its unit; NotFound for another's."""
    found: Pledge | None = (
        Pledge.objects.visible_to(actor).select_related("organisation").filter(pk=pledge_id).one()
    )
    if found is None:
        raise NotFound()
    return found


def pledge_of(actor: Actor, *, place_code: str, organisation_id: int, year: int) -> Pledge | None:
    """Return what a unit pledged a place for a year."""
    rows = Pledge.objects.visible_to(actor).select_related("organisation")
    found: Pledge | None = rows.filter(
        place_code=place_code, organisation_id=organisation_id, year=year
    ).one()
    return found


def kept_of(pledge: Pledge) -> list[Kept]:
    """Return the lines of a pledge with what was delivered: confirmed deliveries of the year. Two queries."""
    lines = list(pledge.lines.order_by("pk"))
    rows = Delivery.objects.filter(
        status=DeliveryStatus.CONFIRMED,
        on__range=(date(pledge.year, 1, 1), date(pledge.year, 12, 31)),
        line__agreement__place_code=pledge.place_code,
        line__agreement__organisation_id=pledge.organisation_id,
    )
    summed = rows.order_by().values_list("line__need__category").annotate(Sum("quantity"))
    given: dict[str, int] = dict(summed.values_list("line__need__category", "quantity__sum"))
    return [Kept(line, given.get(line.category, 0)) for line in lines]


def grade_of(pledge: Pledge, day: date) -> tuple[Fraction, Fraction, str]:
    """Return the share kept, the score and the grade by the rules in force on a day."""
    share = share_done([(one.line.quantity, one.delivered) for one in kept_of(pledge)])
    weights = {row["of"]: int(row["weight"]) for row in _rule(WEIGHTS, pledge, day)}
    ratings: dict[str, list[int]] = {}
    for by, rating in PledgeReview.objects.filter(pledge=pledge).values_list("by", "rating"):
        ratings.setdefault(by, []).append(rating)
    reviews = [Weight(weights.get(one.value, 0), _mean(ratings.get(one.value, []))) for one in Reviewer]
    score = pledge_score(share, weights.get("performance", 0), reviews)
    grades = sorted(_rule(GRADES, pledge, day), key=lambda row: -Fraction(row["at_least"]))
    grade = next((row["label"] for row in grades if score >= Fraction(row["at_least"])), "")
    return share, score, grade


def _rule(key: str, pledge: Pledge, day: date) -> list[dict[str, str]]:
    found: list[dict[str, str]] = rule_value(key, on=day, place_code=pledge.place_code)
    return found


def _mean(ratings: list[int]) -> Fraction | None:
    return Fraction(sum(ratings), len(ratings)) if ratings else None


def is_ranked(place_code: str, day: date) -> bool:
    """Say whether the rule of a place has its units ranked."""
    return bool(rule_value(RANKING, on=day, place_code=place_code) == "ranked")
