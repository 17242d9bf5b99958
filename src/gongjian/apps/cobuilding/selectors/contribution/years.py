"""What units gave in a year: one unit's figures from the registry, and all units of a place side by side."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from gongjian.apps.cobuilding.choices import IN_FORCE, DeliveryStatus
from gongjian.apps.cobuilding.models import Agreement, Delivery
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.figures import Figure, Period
from gongjian.core.registry import read_figure

YEAR_FIGURES = (
    "cobuilding.agreements",
    "cobuilding.kept",
    "cobuilding.deliveries",
    "cobuilding.served",
    "cobuilding.hours",
    "cobuilding.value",
    "cobuilding.satisfaction",
    "cobuilding.points",
)
"""What a statement says, in its order."""
ROWS: dict[str, tuple[str, dict[str, str]]] = {
    "cobuilding.agreements": ("cobuilding:agreements", {"state": "all"}),
    "cobuilding.kept": ("cobuilding:agreements", {"state": "settled"}),
    "cobuilding.satisfaction": ("cobuilding:agreements", {"state": "rated"}),
    "cobuilding.points": ("cobuilding:entries", {"ledger": "points"}),
}
"""Where a unit's liaison, who has no page of figures, sees the rows behind one; the others are deliveries."""


@dataclass(frozen=True)
class YearFigure:
    """One figure of a unit's year with the address of the rows behind it."""

    figure: Figure
    url: str

    @property
    def text(self) -> str:
        """The value as it is shown; what has no rows is told so."""
        return self.figure.text


def figures_of_year(actor: Actor, *, place_code: str, organisation_id: int, year: int) -> list[YearFigure]:
    """Read the figures of a unit's year at a place. Eight queries."""
    period = Period.year(year)
    params = {"unit": str(organisation_id)}
    found = []
    for key in YEAR_FIGURES:
        figure = read_figure(key, place_code=place_code, period=period, params=params, with_missing=False)
        found.append(YearFigure(figure, rows_url(actor, key, place_code, organisation_id, year)))
    return found


def rows_url(actor: Actor, key: str, place_code: str, organisation_id: int, year: int) -> str:
    """Return where a person sees the rows behind one figure of a unit's year."""
    if actor.can(Right.INDICATORS_VIEW, place_code):
        asked = {"place": place_code, "period": str(year), "unit": str(organisation_id)}
        return f"{reverse('indicators:figure', args=[key])}?{urlencode(asked)}"
    name, more = ROWS.get(key, ("cobuilding:deliveries", {}))
    args = [organisation_id] if name == "cobuilding:entries" else []
    asked = {"unit": str(organisation_id), "year": str(year), "place": place_code, **more}
    return f"{reverse(name, args=args)}?{urlencode(asked)}"


def places_of_unit(actor: Actor, organisation_id: int) -> list[str]:
    """List the places at which a unit has a signed agreement, of those one may see."""
    rows = Agreement.objects.visible_to(actor).filter(organisation_id=organisation_id, status__in=IN_FORCE)
    return sorted(set(rows.order_by().values_list("place_code", flat=True)))


def units_of_year(actor: Actor, place_code: str, year: int, *, is_ranked: bool) -> OwnedQuerySet:
    """Group the confirmed deliveries of a year in a place and below by unit: rows of values, one query.

    By name, unless the rule of the place has them ranked: then by the number of deliveries.
    """
    rows: OwnedQuerySet = Delivery.objects.visible_to(actor).filter(
        status=DeliveryStatus.CONFIRMED, on__range=(date(year, 1, 1), date(year, 12, 31))
    )
    if place_code and actor.place_prefixes(Right.COBUILDING_VIEW):
        rows = rows.within(place_code)
    grouped = rows.order_by().values(
        "line__agreement__organisation_id", "line__agreement__organisation__name"
    )
    summed = grouped.annotate(
        deliveries=Count("pk"),
        served=Coalesce(Sum("people_served"), 0),
        minutes_=Coalesce(Sum("minutes"), 0),
        value_=Coalesce(Sum("value_cents"), 0),
    )
    first = ["-deliveries"] if is_ranked else []
    return summed.order_by(*first, "line__agreement__organisation__name", "line__agreement__organisation_id")
