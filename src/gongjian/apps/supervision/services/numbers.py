"""Running numbers of a place, one series a kind and year."""

from django.db.models import Max

from gongjian.apps.places.models import Place
from gongjian.core.access import OwnedQuerySet


def next_number(rows: OwnedQuerySet, place_code: str) -> int:
    """Return the number after the last among rows; the place's own row is the lock under which numbers are given."""
    list(
        Place.objects.select_for_update(no_key=True)
        .filter(code=place_code)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return int(rows.order_by().aggregate(last=Max("number"))["last"] or 0) + 1
