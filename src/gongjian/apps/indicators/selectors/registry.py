"""The definitions as people look for them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from gongjian.apps.indicators.choices import GROUP_NAMES
from gongjian.core.access import Actor, Right
from gongjian.core.registry import Indicator, list_indicators
from gongjian.core.search import SearchHit, fits_initials, is_initials


@dataclass(frozen=True)
class IndicatorGroup:
    """The indicators that one app registers."""

    name: str | Promise
    indicators: tuple[Indicator, ...]


def group_indicators(text: str = "") -> list[IndicatorGroup]:
    """List all definitions whose name, key or definition holds the text, grouped by the app that counts them."""
    groups: dict[str, list[Indicator]] = {}
    for indicator in list_indicators():
        if _mentions(indicator, text):
            groups.setdefault(indicator.key.partition(".")[0], []).append(indicator)
    return [IndicatorGroup(GROUP_NAMES.get(app, app), tuple(found)) for app, found in groups.items()]


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find indicators for the global search."""
    wanted = text.strip()
    if not wanted or not actor.can(Right.INDICATORS_VIEW):
        return []
    found = [
        row
        for row in list_indicators()
        if wanted.casefold() in f"{row.name}\n{row.key}".casefold()
        or (is_initials(wanted) and fits_initials(str(row.name), wanted.lower()))
    ]
    return [
        SearchHit("指标", str(row.name), str(row.definition), reverse("indicators:indicator", args=[row.key]))
        for row in found[:limit]
    ]


def _mentions(indicator: Indicator, text: str) -> bool:
    wanted = text.strip().casefold()
    return wanted in f"{indicator.name}\n{indicator.key}\n{indicator.definition}".casefold()
