"""For which side of an agreement a person may act: the community that receives, the unit that gives, or neither."""

from gongjian.apps.cobuilding.choices import Side
from gongjian.apps.cobuilding.models.agreements import OfBothSides
from gongjian.apps.cobuilding.selectors.units import own_unit_ids, speaks_for
from gongjian.apps.programmes.selectors.own import own_places
from gongjian.core.access import Actor, Right


def sides_of(actor: Actor, row: OfBothSides) -> frozenset[Side]:
    """Return the sides a person may act for; the system acts for both."""
    found = set()
    if actor.can(Right.COBUILDING_MANAGE, row.place_code):
        found.add(Side.COMMUNITY)
    if speaks_for(actor, row.organisation_id):
        found.add(Side.UNIT)
    return frozenset(found)


def own_places_and_units(actor: Actor) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the places whose lists a person himself keeps, and the units he speaks for."""
    return own_places(actor, Right.COBUILDING_MANAGE), own_unit_ids(actor)
