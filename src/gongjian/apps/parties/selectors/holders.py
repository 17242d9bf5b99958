"""Who holds a right exactly at a place or for a unit: whom to tell."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongjian.apps.parties.models import Grant
from gongjian.core.access import RIGHTS, Right


def holders_of(right: Right, place_codes: Iterable[str] = (), unit_ids: Iterable[int] = ()) -> list[int]:
    """List the users who hold a right exactly at these places, or for these units, today."""
    at_places = Q(organisation__isnull=True, place_code__in=set(place_codes))
    for_units = Q(organisation_id__in=set(unit_ids)) | Q(user__organisation_id__in=set(unit_ids))
    return sorted(set(_grants_of(right).filter(at_places | for_units).values_list("user_id", flat=True)))


def places_with(right: Right) -> list[str]:
    """List the places at which somebody holds a right for the place itself, today."""
    codes = _grants_of(right).filter(organisation__isnull=True).values_list("place_code", flat=True)
    return sorted(set(codes))


def _grants_of(right: Right) -> QuerySet[Grant]:
    roles = [role for role, rights in RIGHTS.items() if right in rights]
    today = timezone.localdate()
    in_force = (Q(starts_on__isnull=True) | Q(starts_on__lte=today)) & (
        Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    )
    return Grant.objects.filter(in_force, role__in=roles, user__is_active=True)
