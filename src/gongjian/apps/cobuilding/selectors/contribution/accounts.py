"""Accounts read from their entries: what a unit, or one of its people, served and holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from gongjian.apps.cobuilding.choices import Ledger
from gongjian.apps.cobuilding.models import LedgerEntry
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.engines.ledger import Entry, Kind


@dataclass(frozen=True)
class Account:
    """The sums of an account over all its entries: minutes served, points held."""

    minutes: int
    points: int


def engine_entries(rows: Iterable[LedgerEntry]) -> list[Entry]:
    """Turn entries into what the ledger engine reads."""
    return [
        Entry(
            key=row.pk,
            kind=Kind(row.kind),
            amount=row.amount,
            on=row.on,
            lasts_until=row.lasts_until,
            reverses=row.reverses_id,
        )
        for row in rows
    ]


def list_entries(
    actor: Actor, *, organisation_id: int, place_code: str = "", year: int | None = None, ledger: str = ""
) -> OwnedQuerySet:
    """List the entries one may see of a unit and its people, the newest day first."""
    rows: OwnedQuerySet = LedgerEntry.objects.visible_to(actor).filter(organisation_id=organisation_id)
    if place_code:
        rows = rows.within(place_code)
    if year is not None:
        rows = rows.filter(on__range=(date(year, 1, 1), date(year, 12, 31)))
    if ledger in Ledger.values:
        rows = rows.filter(ledger=ledger)
    return rows.select_related("contributor", "delivery__line__need", "delivery__line__agreement").order_by(
        "-on", "-pk"
    )


def account_of(rows: QuerySet[Any]) -> Account:
    """Sum the entries of the unit's own account. One query."""
    found = (
        rows.filter(contributor__isnull=True)
        .order_by()
        .aggregate(minutes=_sum(Ledger.HOURS), points=_sum(Ledger.POINTS))
    )
    return Account(int(found["minutes"]), int(found["points"]))


def people_of(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """Sum the entries by person, by name. One query."""
    own = rows.filter(contributor__isnull=False).order_by()
    grouped = own.values("contributor_id", "contributor__name")
    summed = grouped.annotate(minutes=_sum(Ledger.HOURS), points=_sum(Ledger.POINTS))
    return list(summed.order_by("contributor__name", "contributor_id"))


def _sum(ledger: Ledger) -> Coalesce:
    return Coalesce(Sum("amount", filter=Q(ledger=ledger)), 0)
