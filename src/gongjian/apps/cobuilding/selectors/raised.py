"""What no community could meet by itself: the needs raised to a place and below it, and how many people wait for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, Sum
from django.db.models.functions import Coalesce

from gongjian.apps.cobuilding.choices import category_of
from gongjian.apps.cobuilding.selectors.lists import EntriesAsked, list_needs, need_condition, renewal_day
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor


@dataclass(frozen=True)
class Waiting:
    """Raised needs of one category or of one place: how many, people who wait for them, needs that name no number.

    `key` is the category's key or the place's code, `since` when the first of them was raised.
    """

    key: str
    name: str
    needs: int
    people: int
    unnumbered: int
    since: datetime


@dataclass(frozen=True)
class Raised:
    """Who waits for a place's help, by what they want and by where they live: the longest wait first."""

    by_category: Sequence[Waiting]
    by_place: Sequence[Waiting]

    @property
    def needs(self) -> int:
        """How many needs wait."""
        return sum(one.needs for one in self.by_category)

    @property
    def people(self) -> int:
        """How many people wait, as far as their number is known."""
        return sum(one.people for one in self.by_category)

    @property
    def unnumbered(self) -> int:
        """How many of the needs name no number of people."""
        return sum(one.unnumbered for one in self.by_category)


def raised_to(actor: Actor, scope: str) -> Raised:
    """Count the needs raised to a place and to those below it. Three queries."""
    rows = list_needs(actor, EntriesAsked(place_code=scope, raised_to=scope))
    rows = rows.filter(need_condition("raised", renewal_day(actor)))
    categories, places = _grouped(rows, "category"), _grouped(rows, "place_code")
    names = names_of([one["key"] for one in places])
    return Raised(
        [Waiting(name=str(category_of(one["key"]).shown_name), **one) for one in categories],
        [Waiting(name=names.get(one["key"], one["key"]), **one) for one in places],
    )


def _grouped(rows: Any, field: str) -> list[dict[str, Any]]:
    sums = {
        "needs": Count("pk"),
        "known": Coalesce(Sum("people"), 0),
        "unnumbered": Count("pk", filter=Q(people__isnull=True)),
        "since": Min("raised_at"),
    }
    found = rows.order_by().values(key=F(field)).annotate(**sums).order_by("since", "key")
    return [{"people": one.pop("known"), **one} for one in found]
