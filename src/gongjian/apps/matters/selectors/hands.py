"""In whose hands a matter is: the units and places a person himself acts for."""

from collections.abc import Sequence

from django.db.models import Q

from gongjian.apps.matters.models import Assignment
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.selectors import holders_of
from gongjian.core.access import RIGHTS, Actor, Right, Role

OF_A_PLACE = (OrganisationKind.RESIDENTS_COMMITTEE, OrganisationKind.STREET_OFFICE)
"""Bodies for which whoever works at their place acts, without being entered as one of theirs."""


def own_places(actor: Actor, right: Right) -> tuple[str, ...]:
    """List the places for which the actor himself acts; a department acts for its unit, not the place."""
    held = [grant for grant in actor.grants if right in RIGHTS[grant.role] and grant.unit_id is None]
    return tuple(sorted({grant.place_code for grant in held if grant.role != Role.DEPARTMENT}))


def own_units(actor: Actor, right: Right) -> tuple[int, ...]:
    """List the units for which the actor acts: those of his grants and his own."""
    units = set(actor.unit_ids(right))
    if actor.home_unit_id and actor.can(right):
        units.add(actor.home_unit_id)
    return tuple(sorted(units))


def sees_by_unit(actor: Actor) -> bool:
    """Say whether the actor sees what his units were given and nothing by its place: few matters, far apart."""
    return not actor.place_prefixes(Right.MATTERS_VIEW)


def acts_for(actor: Actor, unit: Organisation) -> bool:
    """Say whether the actor acts for a unit that was given a matter."""
    right = Right.MATTERS_ACT
    if actor.is_system or unit.pk in own_units(actor, right):
        return True
    return unit.kind in OF_A_PLACE and unit.place_code in own_places(actor, right)


def in_hand(actor: Actor) -> Q:
    """Match the assignments of units the actor acts for."""
    right = Right.MATTERS_ACT
    of_place = Q(kind__in=OF_A_PLACE, place_code__in=own_places(actor, right))
    units = Organisation.objects.filter(Q(pk__in=own_units(actor, right)) | of_place)
    return Q(organisation_id__in=units.values("pk"))


def people_of(unit: Organisation) -> list[int]:
    """List whom to tell of what a unit was given."""
    places = [unit.place_code] if unit.kind in OF_A_PLACE else []
    return holders_of(Right.MATTERS_ACT, places, [unit.pk])


def units_of(matter_id: int, cycle: int) -> list[Assignment]:
    """List the parts of a matter's present cycle, the lead first, with their units."""
    rows = Assignment.objects.filter(matter_id=matter_id, cycle=cycle).select_related(
        "organisation", "done_by"
    )
    return list(rows.order_by("-is_lead", "pk"))


def why_not_check(actor: Actor, parts: Sequence[Assignment]) -> str:
    """Say why the actor can't check what the parts did; "" if he can."""
    if any(part.done_by_id is not None and part.done_by_id == actor.user_id for part in parts):
        return "自己办的事不能自己核查。请换一个人。"
    if actor.home_unit_id is not None and actor.home_unit_id in {part.organisation_id for part in parts}:
        return "你是承办单位的人，不能核查。请换一个人。"
    return ""
