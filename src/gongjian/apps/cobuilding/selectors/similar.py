"""What is in the list already: entries of one's own place that say nearly the same."""

from collections.abc import Iterable, Sequence
from typing import Any

from gongjian.apps.cobuilding.choices import NeedStatus, ResourceStatus
from gongjian.apps.cobuilding.models import Need, Resource
from gongjian.core.access import Actor
from gongjian.engines.textsearch import compact

MOST_LOOKED_AT, MOST_SHOWN = 300, 3
ALIKE = 0.5
"""Titles alike in half of their neighbouring pairs of characters are likely of the same thing."""


def similar_needs(actor: Actor, *, place_code: str, category: str, title: str) -> list[Need]:
    """List needs of a place that ask for nearly the same and are not over, the likeliest first. One query."""
    rows = Need.objects.visible_to(actor).filter(
        place_code=place_code, category=category, status__in=(NeedStatus.OPEN, NeedStatus.RAISED)
    )
    return _alike(rows.order_by("-pk")[:MOST_LOOKED_AT], title)


def similar_resources(actor: Actor, *, organisation_id: int, category: str, title: str) -> list[Resource]:
    """List resources of a unit that offer nearly the same and are not over, the likeliest first. One query."""
    live = (ResourceStatus.OFFERED, ResourceStatus.PAUSED)
    rows = Resource.objects.visible_to(actor).filter(
        organisation_id=organisation_id, category=category, status__in=live
    )
    return _alike(rows.order_by("-pk")[:MOST_LOOKED_AT], title)


def _alike(rows: Iterable[Any], title: str) -> list[Any]:
    scored = [(likeness(row.title, title), row) for row in rows]
    found = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1].pk))
    return [row for _score, row in found[:MOST_SHOWN]]


def likeness(one: str, other: str) -> float:
    """Say how alike two titles are, 0 to 1: the share of neighbouring pairs of characters they have in common (Dice).

    >>> likeness("周六用礼堂", "周六用礼堂"), likeness("修路灯", "合唱演出")
    (1.0, 0.0)
    """
    first, second = _pairs(compact(one)), _pairs(compact(other))
    if not first or not second:
        return float(compact(one) == compact(other))
    rest, shared = list(second), 0
    for pair in first:
        if pair in rest:
            rest.remove(pair)
            shared += 1
    return 2 * shared / (len(first) + len(second))


def _pairs(text: str) -> Sequence[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]
