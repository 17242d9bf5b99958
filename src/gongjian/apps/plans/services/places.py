"""Match the place that a target's scope names to its code."""

from collections.abc import Iterable

from django.db.models import F

from gongjian.apps.places.models import Place
from gongjian.core.access import prefix_range


def codes_of_names(names: Iterable[str], place_code: str) -> dict[str, str]:
    """Return {name: code} of current places below a place; a name borne by two of them is left out."""
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    rows = Place.objects.filter(prefix_range("code", place_code), name__in=wanted, valid_to__isnull=True)
    found: dict[str, set[str]] = {}
    for name, code in rows.exclude(code=place_code).values_list(F("name"), F("code")):
        found.setdefault(name, set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
