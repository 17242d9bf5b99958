"""The definitions as people look for them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from gongjian.apps.indicators.choices import GROUP_NAMES, Better
from gongjian.apps.indicators.models import BaseValue, IndicatorDefinition
from gongjian.apps.indicators.selectors.definitions import own_definitions
from gongjian.core.access import Actor, Right
from gongjian.core.figures import round_half_up
from gongjian.core.registry import Indicator, goal_texts, list_indicators, may_use
from gongjian.core.search import SearchHit, fits_initials, is_initials


@dataclass(frozen=True)
class CatalogueRow:
    """One definition with what is known of it at a place; `own` is set for those that an office defined."""

    indicator: Indicator
    own: IndicatorDefinition | None
    base: str
    goals: tuple[str, ...]

    @property
    def better(self) -> str | Promise:
        """Which way is good, in words."""
        return Better(self.indicator.better).label


@dataclass(frozen=True)
class IndicatorGroup:
    """The indicators of one kind of record."""

    name: str | Promise
    rows: tuple[CatalogueRow, ...]


def list_catalogue(actor: Actor, place_code: str, text: str = "") -> list[IndicatorGroup]:
    """List the definitions that hold at the actor's places, grouped by what they are counted from.

    Each comes with the latest base value and the targets of this year at one place: four queries in all.
    """
    own = own_definitions()
    bases = _bases(actor, place_code)
    goals = goal_texts(actor, place_code)
    groups: dict[str, list[CatalogueRow]] = {}
    for indicator in list_indicators():
        if may_use(actor, indicator) and _mentions(indicator, text):
            row = CatalogueRow(
                indicator,
                own.get(indicator.key),
                _base_text(indicator, bases.get(indicator.key)),
                tuple(goals.get(indicator.key, ())),
            )
            groups.setdefault(indicator.key.partition(".")[0], []).append(row)
    order = {name: number for number, name in enumerate(GROUP_NAMES)}
    found = sorted(groups.items(), key=lambda group: order.get(group[0], len(order)))
    return [IndicatorGroup(GROUP_NAMES.get(app, app), tuple(rows)) for app, rows in found]


def _bases(actor: Actor, place_code: str) -> dict[str, BaseValue]:
    rows = BaseValue.objects.visible_to(actor).filter(place_code=place_code, area__isnull=True)
    return {row.indicator_key: row for row in rows.order_by("period_last_on", "pk")}


def _base_text(indicator: Indicator, base: BaseValue | None) -> str:
    value = base.value(indicator.unit) if base else None
    if base is None or value is None:
        return ""
    return f"{base.period.label} {round_half_up(value, indicator.decimals):,}{indicator.unit}"


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find indicators for the global search."""
    wanted = text.strip()
    if not wanted or not actor.can(Right.INDICATORS_VIEW):
        return []
    found = [row for row in list_indicators() if may_use(actor, row) and _is_called(row, wanted)]
    return [
        SearchHit("指标", str(row.name), str(row.definition), reverse("indicators:indicator", args=[row.key]))
        for row in found[:limit]
    ]


def _is_called(row: Indicator, wanted: str) -> bool:
    if wanted.casefold() in f"{row.name}\n{row.key}".casefold():
        return True
    return is_initials(wanted) and fits_initials(str(row.name), wanted.lower())


def _mentions(indicator: Indicator, text: str) -> bool:
    wanted = text.strip().casefold()
    return wanted in f"{indicator.name}\n{indicator.key}\n{indicator.definition}".casefold()
