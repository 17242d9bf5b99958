"""Who holds a right exactly at a place or for a unit: whom to tell."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from gongjian.apps.parties.models import Grant
from gongjian.core.access import RIGHTS, Right


def holders_of(right: Right, place_codes: Iterable[str] = (), unit_ids: Iterable[int] = ()) -> list[int]:
    """List the users who hold a right exactly at these places, or for these units, today."""
    roles = [role for role, rights in RIGHTS.items() if right in rights]
    today = timezone.localdate()
    at_places = Q(organisation__isnull=True, place_code__in=set(place_codes))
    for_units = Q(organisation_id__in=set(unit_ids)) | Q(user__organisation_id__in=set(unit_ids))
    in_force = (Q(starts_on__isnull=True) | Q(starts_on__lte=today)) & (
        Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    )
    grants = Grant.objects.filter((at_places | for_units) & in_force, role__in=roles, user__is_active=True)
    return sorted(set(grants.values_list("user_id", flat=True)))
