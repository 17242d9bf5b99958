"""For which units a person may speak, and for whose place he keeps the lists."""

from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.selectors import holders_of
from gongjian.core.access import Actor, Right


def own_unit_ids(actor: Actor) -> tuple[int, ...]:
    """List the units a person speaks for: those he has a role for, and his own where his role lets him offer."""
    units = set(actor.unit_ids(Right.COBUILDING_OFFER))
    if actor.home_unit_id and actor.can(Right.COBUILDING_OFFER):
        units.add(actor.home_unit_id)
    return tuple(sorted(units))


def speaks_for(actor: Actor, organisation_id: int | None) -> bool:
    """Say whether a person speaks for a unit; the system does for all."""
    return actor.is_system or organisation_id in own_unit_ids(actor)


def has_account(organisation_id: int) -> bool:
    """Say whether anybody may speak for a unit in its own corner."""
    return bool(holders_of(Right.COBUILDING_OFFER, unit_ids=[organisation_id]))


def own_units(actor: Actor) -> list[Organisation]:
    """List the units a person speaks for, in use, by name. One query."""
    rows = Organisation.objects.filter(pk__in=own_unit_ids(actor), is_active=True)
    return list(rows.order_by("name", "pk"))
