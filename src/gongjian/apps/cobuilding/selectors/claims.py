"""Claims in sight: those of a need or a resource, those that wait for one's answer."""

from collections.abc import Mapping

from django.db.models import Q

from gongjian.apps.cobuilding.choices import ClaimSide, ClaimStatus
from gongjian.apps.cobuilding.models import Claim, Need, Resource
from gongjian.apps.cobuilding.selectors.units import own_unit_ids, speaks_for
from gongjian.core.access import Actor, OwnedQuerySet, Right, any_prefix
from gongjian.core.errors import NotFound
from gongjian.core.listing import counts_of

RELATED = ("need", "resource", "organisation", "asked_by", "answered_by", "line__agreement")


def get_claim(actor: Actor, claim_id: int) -> Claim:
    """Return a claim with both entries and the unit; NotFound outside one's scope."""
    found: Claim | None = Claim.objects.visible_to(actor).select_related(*RELATED).filter(pk=claim_id).one()
    if found is None:
        raise NotFound()
    return found


def list_claims(actor: Actor, *, place_code: str = "", organisation_id: int | None = None) -> OwnedQuerySet:
    """List the claims one may see, the newest first."""
    rows = Claim.objects.visible_to(actor).select_related("need", "resource", "organisation")
    if place_code and actor.place_prefixes(Right.COBUILDING_VIEW):
        rows = rows.within(place_code)
    if organisation_id:
        rows = rows.filter(organisation_id=organisation_id)
    return rows.order_by("-asked_at", "-pk")


def claims_of(actor: Actor, entry: Need | Resource) -> list[Claim]:
    """List the claims of a need or of a resource that one may see, the newest first, 100 at most."""
    field = "need" if isinstance(entry, Need) else "resource"
    rows = Claim.objects.visible_to(actor).select_related(*RELATED).filter(**{field: entry})
    return list(rows.order_by("-asked_at", "-pk")[:100])


def waiting_for(actor: Actor) -> Q:
    """Match the claims that wait for this person's answer: units' for his place, communities' for his units."""
    desk = any_prefix("place_code", actor.place_prefixes(Right.COBUILDING_MANAGE))
    unit = Q(organisation_id__in=own_unit_ids(actor))
    return Q(status=ClaimStatus.ASKED) & (
        (Q(side=ClaimSide.UNIT) & desk) | (Q(side=ClaimSide.COMMUNITY) & unit)
    )


def may_answer(actor: Actor, claim: Claim) -> bool:
    """Say whether a person speaks for the side that was asked."""
    if claim.side == ClaimSide.UNIT:
        return actor.can(Right.COBUILDING_MANAGE, claim.place_code)
    return speaks_for(actor, claim.organisation_id)


def may_take_back(actor: Actor, claim: Claim) -> bool:
    """Say whether a person speaks for the side that asked."""
    if claim.side == ClaimSide.UNIT:
        return speaks_for(actor, claim.organisation_id)
    return actor.can(Right.COBUILDING_MANAGE, claim.place_code)


def view_condition(actor: Actor, view: str) -> Q:
    """Say what a saved view of the list keeps: a status, what waits for one's answer, or all."""
    if view == "waiting":
        return waiting_for(actor)
    return Q() if view == "all" else Q(status=view)


def count_views(rows: OwnedQuerySet, conditions: Mapping[str, Q]) -> dict[str, int]:
    """Count what each saved view keeps, no further than one past the bound of counts; one query."""
    return counts_of({name: rows.filter(condition) for name, condition in conditions.items()})
