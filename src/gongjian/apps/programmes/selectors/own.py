"""What is a person's own: his places and units, not all that lies below them."""

from django.db.models import Q

from gongjian.apps.programmes.models import Assignment
from gongjian.core.access import RIGHTS, Actor, Right, Role


def own_places(actor: Actor, right: Right) -> tuple[str, ...]:
    """List the places for which the actor himself acts; a department acts for its unit, not the place."""
    grants = [grant for grant in actor.grants if right in RIGHTS[grant.role]]
    return tuple(
        sorted(
            {grant.place_code for grant in grants if grant.unit_id is None and grant.role != Role.DEPARTMENT}
        )
    )


def own_units(actor: Actor, right: Right) -> tuple[int, ...]:
    """List the units for which the actor acts: those of his grants and his own."""
    units = set(actor.unit_ids(right))
    if actor.home_unit_id and actor.can(right):
        units.add(actor.home_unit_id)
    return tuple(sorted(units))


def held_by(actor: Actor, right: Right, prefix: str = "") -> Q:
    """Match assignments in the actor's own hands; `prefix` is the lookup that leads to the assignment."""
    by_place = Q(
        **{
            f"{prefix}organisation__isnull": True,
            f"{prefix}place_code__in": own_places(actor, right),
        }
    )
    by_unit = Q(**{f"{prefix}organisation_id__in": own_units(actor, right)})
    return by_place | by_unit


def is_held_by(actor: Actor, assignment: Assignment) -> bool:
    """Say whether an assignment is in the actor's own hands."""
    if assignment.organisation_id is not None:
        return assignment.organisation_id in own_units(actor, Right.ASSIGNMENTS_ANSWER)
    return assignment.place_code in own_places(actor, Right.ASSIGNMENTS_ANSWER)


def given_by(actor: Actor, right: Right, prefix: str = "") -> Q:
    """Match assignments that the actor's own place or unit gave."""
    places, units = own_places(actor, right), own_units(actor, right)
    further = Q(
        **{f"{prefix}parent__organisation__isnull": True, f"{prefix}parent__place_code__in": places}
    ) | Q(**{f"{prefix}parent__organisation_id__in": units})
    first = Q(
        **{f"{prefix}parent__isnull": True, f"{prefix}task__programme__place_code__in": places},
    )
    return further | first
