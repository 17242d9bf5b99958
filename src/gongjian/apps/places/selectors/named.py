"""What words name within a place: an area, one place or several, as a plan writes them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from gongjian.apps.places.models import FunctionalArea, Place
from gongjian.apps.places.selectors.areas import areas_near
from gongjian.core.access import prefix_range

SEPARATORS = re.compile(r"[、，,；;\s]+|(?<=[区县市镇乡道])[和及与](?=.)")


@dataclass(frozen=True)
class Named:
    """An area, or the codes of one or several places."""

    area_id: int | None = None
    codes: tuple[str, ...] = ()


def find_named(texts: Iterable[str], place_code: str) -> dict[str, Named]:
    """Return what each text names within a place; texts that name nothing, or two things, are left out.

    An area goes before a place of the same name. The place itself is not named: it is the whole.
    Two queries, however many texts.
    """
    parts = {text: _parts(text) for text in texts if text.strip()}
    if not parts:
        return {}
    areas = {area.name: area.pk for area in _nearest_last(place_code, parts)}
    places = _codes_of({part for split in parts.values() for part in split}, place_code)
    found = {}
    for text, split in parts.items():
        codes = tuple(sorted({places[part] for part in split if part in places}))
        if text.strip() in areas:
            found[text] = Named(area_id=areas[text.strip()])
        elif len(codes) == len(set(split)):
            found[text] = Named(codes=codes)
    return found


def _parts(text: str) -> list[str]:
    return [part for part in SEPARATORS.split(text.strip()) if part]


def _nearest_last(place_code: str, texts: Iterable[str]) -> list[FunctionalArea]:
    """List the areas of these names, the place's own last: it wins over those of others."""
    rows = areas_near(place_code).filter(name__in=[text.strip() for text in texts])
    return sorted(rows, key=lambda area: area.place_code == place_code)


def _codes_of(names: set[str], place_code: str) -> dict[str, str]:
    """Return {name or code: code} of current places below; a name that two places bear is left out."""
    rows = Place.objects.filter(
        Q(name__in=names) | Q(code__in=names), prefix_range("code", place_code), valid_to__isnull=True
    )
    found: dict[str, set[str]] = {}
    for name, code in rows.exclude(code=place_code).values_list("name", "code"):
        found.setdefault(name, set()).add(code)
        found.setdefault(code, set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
