"""Communities to choose from where a list of names is enough."""

from itertools import groupby
from typing import Any

from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor

MOST_CHOICES = 500


def communities_to_choose(actor: Actor, scope: str) -> list[tuple[str, Any]]:
    """List the communities of a place by street, for a choice that works without scripts; none where there are too many."""
    rows = Place.objects.visible_to(actor).within(scope).filter(level=Level.COMMUNITY, valid_to__isnull=True)
    found = list(rows.order_by("code").values_list("code", "name")[: MOST_CHOICES + 1])
    if len(found) > MOST_CHOICES:
        return []
    streets = names_of({code[: Level.STREET] for code, _name in found})
    groups = groupby(found, key=lambda row: row[0][: Level.STREET])
    return [(streets.get(street, street), list(members)) for street, members in groups]
