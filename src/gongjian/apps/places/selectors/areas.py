"""Functional areas: named sets of places, usable wherever a place is."""

from django.db.models import Q
from django.utils import timezone

from gongjian.apps.places.models import AreaMember, FunctionalArea
from gongjian.apps.places.selectors.lookup import children_of
from gongjian.core.access import Actor, OwnedQuerySet, ancestors_of, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import count_of

MOST_NAMES = 200


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
    """Return the prefixes that make up an area, ready for `core.access.any_prefix`; NotFound when there is none."""
    members = AreaMember.objects.filter(area_id=area_id).order_by("place_code")
    codes = tuple(members.values_list("place_code", flat=True))
    if not codes:
        raise NotFound("没有这个功能区。请从页面上的链接打开。")
    return codes


def area_label(area_id: int) -> str:
    """Return the name of an area, also of one that has ended; NotFound when there is none."""
    name = FunctionalArea.objects.filter(pk=area_id).values_list("name", flat=True).first()
    if name is None:
        raise NotFound("没有这个功能区。请从页面上的链接打开。")
    return name


def areas_near(place_code: str) -> OwnedQuerySet:
    """Return the areas of today that a place, those above it and those below it own and that have a part in it."""
    above = (*ancestors_of(place_code), place_code)
    owned = Q(place_code__in=above) | prefix_range("place_code", place_code)
    inside = Q(members__place_code__in=above) | prefix_range("members__place_code", place_code)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate())
    return FunctionalArea.objects.filter(owned, inside, lasting).distinct().order_by("place_code", "name")


def list_areas_at(actor: Actor, place_code: str, limit: int = 100) -> list[FunctionalArea]:
    """List the areas a person may choose at a place."""
    return list(areas_near(place_code).visible_to(actor)[:limit])


def places_to_name(actor: Actor, place_code: str) -> list[str]:
    """List the names a person may write for a part of a place: its areas, then the places directly below."""
    below = children_of(place_code).values_list("name", flat=True)
    return [*(area.name for area in list_areas_at(actor, place_code)), *below[:MOST_NAMES]]


def areas_containing(actor: Actor, code: str) -> list[FunctionalArea]:
    """List the areas that a place belongs to, itself or with one above it."""
    above = [code[:length] for length in range(2, len(code) + 1)]
    today = timezone.localdate()
    found = FunctionalArea.objects.visible_to(actor).filter(members__place_code__in=above)
    return [area for area in found.distinct() if area.valid_to is None or area.valid_to >= today]
