"""Functional areas: named sets of places, usable wherever a place is."""

from django.utils import timezone

from gongjian.apps.places.models import AreaMember, FunctionalArea
from gongjian.core.access import Actor, OwnedQuerySet, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import count_of


def list_areas(actor: Actor, place_code: str = "") -> OwnedQuerySet:
    """List the areas owned at or below a place, with `member_count`."""
    areas = FunctionalArea.objects.visible_to(actor).filter(prefix_range("place_code", place_code))
    return areas.annotate(member_count=count_of(AreaMember, "area")).order_by("place_code", "name")


def get_area(actor: Actor, area_id: int) -> FunctionalArea:
    """Return one area with its members; NotFound also for another's."""
    area = FunctionalArea.objects.visible_to(actor).filter(pk=area_id).prefetch_related("members").first()
    if area is None:
        raise NotFound
    return area


def area_codes(area_id: int) -> tuple[str, ...]:
    """Return the prefixes that make up an area, ready for `core.access.any_prefix`."""
    return tuple(
        AreaMember.objects.filter(area_id=area_id).order_by("place_code").values_list("place_code", flat=True)
    )


def areas_containing(actor: Actor, code: str) -> list[FunctionalArea]:
    """List the areas that a place belongs to, itself or with one above it."""
    above = [code[:length] for length in range(2, len(code) + 1)]
    today = timezone.localdate()
    found = FunctionalArea.objects.visible_to(actor).filter(members__place_code__in=above)
    return [area for area in found.distinct() if area.valid_to is None or area.valid_to >= today]
