"""Values as people meet them: what waits, one with its history, the last confirmed before a period."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from gongjian.apps.indicators.choices import ValueStatus
from gongjian.apps.indicators.models import IndicatorDefinition, IndicatorValue
from gongjian.apps.indicators.selectors.definitions import waiting_filter
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound

ALL, MINE_TO_CONFIRM = "all", "confirm"


def get_value(actor: Actor, value_id: int, *, lock: bool = False) -> IndicatorValue:
    """Return a value of the actor's places, with its definition, files and people; NotFound beyond them."""
    rows = IndicatorValue.objects.visible_to(actor)
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    else:
        rows = rows.prefetch_related("files", "definition__inputs")
        rows = rows.select_related("entered_by", "decided_by", "replaces")
    found = rows.select_related("definition").filter(pk=value_id).one()
    if found is None:
        raise NotFound
    return cast(IndicatorValue, found)


def list_values(
    actor: Actor, place_code: str, *, status: str = "", definition_id: int | None = None
) -> OwnedQuerySet:
    """List the values at and below a place, newest period first; `confirm` keeps what waits for the actor."""
    rows = IndicatorValue.objects.visible_to(actor).within(place_code).select_related("definition")
    if status == MINE_TO_CONFIRM:
        rows = rows.filter(status=ValueStatus.WAITING)
        rows = rows.filter(waiting_filter(actor.place_prefixes(Right.INDICATORS_CONFIRM)))
        if actor.user_id is not None:
            rows = rows.exclude(entered_by_id=actor.user_id)
    elif status:
        rows = rows.filter(status=status)
    if definition_id:
        rows = rows.filter(definition_id=definition_id)
    return rows.order_by("-period_last_on", "place_code", "definition__code", "-pk")


def history_of(actor: Actor, value: IndicatorValue) -> list[IndicatorValue]:
    """List all values of the same indicator, place and period, newest first."""
    rows = IndicatorValue.objects.visible_to(actor).filter(
        definition_id=value.definition_id,
        place_code=value.place_code,
        period_first_on=value.period_first_on,
        period_last_on=value.period_last_on,
    )
    return list(rows.select_related("entered_by", "decided_by").order_by("-pk"))


def series_of(definition_id: int, place_code: str, until: date, limit: int = 12) -> list[IndicatorValue]:
    """List the latest confirmed values of one place up to a day, oldest first."""
    rows = IndicatorValue.objects.filter(
        definition_id=definition_id,
        place_code=place_code,
        status=ValueStatus.CONFIRMED,
        period_last_on__lte=until,
    )
    return list(rows.order_by("-period_last_on", "-pk")[:limit])[::-1]


def last_confirmed(
    definitions: Iterable[IndicatorDefinition], codes: Iterable[str]
) -> dict[tuple[int, str], list[IndicatorValue]]:
    """Return the confirmed values of places by (definition, place), newest first: what a new one is held against."""
    rows = IndicatorValue.objects.filter(
        definition__in=[row.pk for row in definitions],
        place_code__in=set(codes),
        status=ValueStatus.CONFIRMED,
    ).order_by("-period_last_on", "-pk")
    found: dict[tuple[int, str], list[IndicatorValue]] = {}
    for row in rows:
        found.setdefault((row.definition_id, row.place_code), []).append(row)
    return found
