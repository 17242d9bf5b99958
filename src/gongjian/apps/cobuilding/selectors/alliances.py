"""Alliances in sight: who belongs to them on a day, who speaks for whom, who is missing."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from gongjian.apps.cobuilding.choices import AllianceSide
from gongjian.apps.cobuilding.models import Alliance, AllianceMember, Delegate
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import Organisation, User
from gongjian.apps.programmes.models import Programme
from gongjian.core.access import Actor, OwnedQuerySet, Right, ancestors_of, prefix_range
from gongjian.core.errors import NotFound

MOST_PLANS = 200
SIDES_OF_KINDS = {
    OrganisationKind.PARTY_BODY: AllianceSide.CONVENER,
    OrganisationKind.RESIDENTS_COMMITTEE: AllianceSide.RESIDENTS,
    OrganisationKind.RESIDENT_UNIT: AllianceSide.UNIT,
    OrganisationKind.SOCIAL_ORGANISATION: AllianceSide.SOCIAL,
}
"""On which side a body of a kind usually sits."""


def list_alliances(actor: Actor, place_code: str = "") -> OwnedQuerySet:
    """List the alliances one may see at a place and below it, with `member_count` of today."""
    rows: OwnedQuerySet = Alliance.objects.visible_to(actor)
    if place_code and actor.place_prefixes(Right.COBUILDING_VIEW):
        rows = rows.filter(
            prefix_range("place_code", place_code) | Q(place_code__in=ancestors_of(place_code))
        )
    current = AllianceMember.objects.filter(left_on__isnull=True, alliance=OuterRef("pk"))
    counted = current.order_by().values("alliance").annotate(n=Count("pk")).values("n")
    count = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    return rows.annotate(member_count=count).order_by("place_code", "name", "pk")


def get_alliance(actor: Actor, alliance_id: int) -> Alliance:
    """Return an alliance with its plan; NotFound outside one's scope."""
    rows = Alliance.objects.visible_to(actor).select_related("programme")
    found: Alliance | None = rows.filter(pk=alliance_id).one()
    if found is None:
        raise NotFound()
    return found


def members_on(actor: Actor, alliance: Alliance, day: date) -> list[AllianceMember]:
    """List the members of an alliance on a day, by side, each with the delegates of the day that one may see.

    Two queries. A member belongs to it from the day it joined to the day before it left.
    """
    delegates = Delegate.objects.visible_to(actor).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
    )
    rows = AllianceMember.objects.visible_to(actor).filter(
        Q(left_on__isnull=True) | Q(left_on__gt=day), alliance=alliance, joined_on__lte=day
    )
    related = rows.select_related("organisation").prefetch_related(
        Prefetch("delegates", queryset=delegates, to_attr="current_delegates")
    )
    order = list(AllianceSide)
    return sorted(related, key=lambda row: (order.index(AllianceSide(row.side)), row.joined_on, row.pk))


def get_member(actor: Actor, member_id: int) -> AllianceMember:
    """Return a membership with its body and alliance; NotFound outside one's scope."""
    rows = AllianceMember.objects.visible_to(actor).select_related("organisation", "alliance")
    found: AllianceMember | None = rows.filter(pk=member_id).one()
    if found is None:
        raise NotFound()
    return found


def get_delegate(actor: Actor, delegate_id: int) -> Delegate:
    """Return a delegate with membership and grant; NotFound outside one's scope."""
    rows = Delegate.objects.visible_to(actor).select_related(
        "member__alliance", "member__organisation", "grant", "user"
    )
    found: Delegate | None = rows.filter(pk=delegate_id).one()
    if found is None:
        raise NotFound()
    return found


def people_of(unit: Organisation) -> Sequence[User]:
    """List the accounts registered with a unit, who may become its delegates."""
    return list(User.objects.filter(organisation=unit, is_active=True).order_by("full_name", "pk")[:100])


def candidates_for(alliance: Alliance) -> list[tuple[int, str]]:
    """List bodies that may join: on the ground, and above it up to the county, not members yet."""
    joined = AllianceMember.objects.filter(alliance=alliance, left_on__isnull=True)
    near = prefix_range("place_code", alliance.place_code) | Q(
        place_code__in=[code for code in ancestors_of(alliance.place_code) if len(code) >= 6]
    )
    rows = Organisation.objects.filter(near, is_active=True).exclude(pk__in=joined.values("organisation_id"))
    return list(rows.order_by("name", "pk").values_list("pk", "name")[:500])


def plans_for(actor: Actor, place_code: str) -> list[tuple[int, str]]:
    """List the programmes, of a place and those above it, that may be the plan of an alliance there."""
    near = Q(place_code__in=[*ancestors_of(place_code), place_code])
    rows = Programme.objects.visible_to(actor).filter(near).order_by("-year", "-pk")
    return [(row.pk, str(row)) for row in rows[:MOST_PLANS]]
