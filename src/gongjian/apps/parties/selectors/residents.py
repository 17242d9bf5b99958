"""Reads of residents: the register of a place, one with his relations, who must step aside for whom."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from gongjian.apps.parties.models import Relation, Resident
from gongjian.core.access import Actor, OwnedQuerySet, prefix_range
from gongjian.core.errors import NotFound
from gongjian.engines.draw import Ground, Tie, grounds

MOST_SEARCHED = 2_000


def list_residents(
    actor: Actor, *, place_code: str = "", group: str = "", panelists: bool = False
) -> OwnedQuerySet:
    """List the residents one may see, perhaps of a place, a group, or only those who may be drawn."""
    rows = Resident.objects.visible_to(actor).filter(is_active=True)
    if place_code:
        rows = rows.filter(prefix_range("place_code", place_code))
    if group:
        rows = rows.filter(group=group)
    if panelists:
        rows = rows.filter(is_panelist=True)
    return rows.order_by("place_code", "pk")


def find_residents(actor: Actor, place_code: str, name: str, limit: int = 20) -> list[Resident]:
    """Find residents of a place by part of the name. Names are encrypted: at most MOST_SEARCHED are looked at."""
    wanted = name.strip()
    if not wanted:
        return []
    rows = list_residents(actor, place_code=place_code)[:MOST_SEARCHED]
    return [row for row in rows if wanted in row.name][:limit]


def get_resident(actor: Actor, resident_id: int) -> Resident:
    """Return one resident; NotFound also for another's."""
    found: Resident | None = Resident.objects.visible_to(actor).filter(pk=resident_id).one()
    if found is None:
        raise NotFound()
    return found


def get_relation(actor: Actor, relation_id: int) -> Relation:
    """Return one relation; NotFound also for another's."""
    rows = Relation.objects.visible_to(actor).select_related("first", "second")
    found: Relation | None = rows.filter(pk=relation_id).one()
    if found is None:
        raise NotFound()
    return found


def relations_of(resident: Resident) -> list[tuple[Relation, Resident]]:
    """List the standing relations of a loaded resident with the other person. One query."""
    rows = Relation.objects.filter(Q(first=resident) | Q(second=resident), ended_on__isnull=True)
    return [
        (row, row.second if row.first_id == resident.pk else row.first)
        for row in rows.select_related("first", "second").order_by("kind", "pk")
    ]


def who_steps_aside(
    candidates: Iterable[int], household: Collection[int], *, kin_steps: int
) -> dict[int, Ground]:
    """Tell who of the candidates must step aside for a household, and why, from all standing relations.

    Scope does not narrow this: a relation noted in another community counts too. One query a step.
    """
    reached, ties = set(household), []
    for _ in range(max(1, kin_steps)):
        rows = Relation.objects.filter(
            Q(first__in=reached) | Q(second__in=reached), ended_on__isnull=True
        ).values_list("first_id", "second_id", "kind")
        found = [Relation(first_id=first, second_id=second, kind=kind) for first, second, kind in rows]
        ties = [Tie(str(row.first_id), str(row.second_id), row.is_kin) for row in found]
        reached |= {key for row in found if row.is_kin for key in (row.first_id, row.second_id)}
    told = grounds(map(str, candidates), {str(one) for one in household}, ties, kin_steps=kin_steps)
    return {int(who): ground for who, ground in told.items()}
