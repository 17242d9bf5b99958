"""Pairings in sight, one with what was done in it, and the households that the community alone sees."""

from datetime import date

from django.db.models import Max, Q
from django.http import QueryDict
from django.utils import timezone

from gongjian.apps.cobuilding.choices.pairings import PairingKind
from gongjian.apps.cobuilding.models import Pairing, PairingHousehold, PairingVisit
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound

MOST_VISITS = 200


def in_force(day: date) -> Q:
    """Match the pairings whose term covers a day."""
    return Q(starts_on__lte=day, ends_on__gte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gte=day))


def list_pairings(actor: Actor, params: QueryDict) -> OwnedQuerySet:
    """List the pairings in sight with `last_on`, by kind, words and whether they are over."""
    rows = Pairing.objects.visible_to(actor).select_related("organisation")
    if params.get("kind") in PairingKind.values:
        rows = rows.filter(kind=params["kind"])
    today = timezone.localdate()
    rows = rows.exclude(in_force(today)) if params.get("state") == "over" else rows.filter(in_force(today))
    if words := params.get("q", "").strip()[:60]:
        rows = rows.filter(Q(organisation__name__contains=words) | Q(subject__contains=words))
    last_on = Max("visits__on", filter=Q(visits__withdrawn_at__isnull=True))
    return rows.annotate(last_on=last_on).order_by("place_code", "kind", "-starts_on", "pk")


def get_pairing(actor: Actor, pairing_id: int) -> Pairing:
    """Return a pairing; NotFound also for another's."""
    rows = Pairing.objects.visible_to(actor).select_related("organisation")
    found: Pairing | None = rows.filter(pk=pairing_id).one()
    if found is None:
        raise NotFound()
    return found


def visits_of(pairing: Pairing) -> list[PairingVisit]:
    """List what was done in a pairing that was read for the actor, the latest first, taken-back entries too."""
    rows = PairingVisit.objects.filter(pairing=pairing).select_related("entered_by")
    return list(rows.order_by("-on", "-pk")[:MOST_VISITS])


def get_visit(actor: Actor, visit_id: int) -> PairingVisit:
    """Return what was done on a day; NotFound also for another's."""
    found: PairingVisit | None = PairingVisit.objects.visible_to(actor).filter(pk=visit_id).one()
    if found is None:
        raise NotFound()
    return found


def households_of(actor: Actor, pairing: Pairing) -> list[PairingHousehold]:
    """List the households of a pairing that the actor may see: none for units, whatever the pairing."""
    rows = PairingHousehold.objects.visible_to(actor).filter(pairing=pairing, left_on__isnull=True)
    return list(rows.select_related("resident").order_by("joined_on", "pk"))
