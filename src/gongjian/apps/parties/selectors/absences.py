"""Reads of leave and hand-over."""

from gongjian.apps.parties.models import HandOver, StandIn
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound


def list_stand_ins(actor: Actor) -> OwnedQuerySet:
    """List who stands in for whom, latest first."""
    return StandIn.objects.visible_to(actor).select_related("absent", "deputy").order_by("-starts_on", "-pk")


def get_stand_in(actor: Actor, stand_in_id: int) -> StandIn:
    """Return one that the actor may change; NotFound also for another's."""
    rows = StandIn.objects.reachable_by(actor, Right.HANDOVER_MANAGE).select_related("absent", "deputy")
    found: StandIn | None = rows.filter(pk=stand_in_id).one()
    if found is None:
        raise NotFound()
    return found


def list_hand_overs(actor: Actor) -> OwnedQuerySet:
    """List what was handed over, latest first."""
    return HandOver.objects.visible_to(actor).select_related("giver", "taker").order_by("-at", "-pk")
