"""Lookups by code: one place, names, the path, what lies below, what a code turned into."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.db.models import F, OuterRef, Subquery

from gongjian.apps.places.choices import Change
from gongjian.apps.places.models import Place, PlaceQuerySet, Succession
from gongjian.core.access import Actor, ancestors_of, prefix_range
from gongjian.core.errors import NotFound

NATION_NAME = "全国"
FILLER_NAMES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Names of city-level codes that are no places: paths leave them out."""


def get_place(code: str, on: date | None = None) -> Place:
    """Return the place that bore the code on a day; without a day the current one, else the last.

    Raises NotFound. Not narrowed to an actor: for services and for names that everybody may read.
    """
    return _one(Place.objects.filter(code=code), code, on)


def get_visible_place(actor: Actor, code: str, on: date | None = None) -> Place:
    """Return a place the actor may see; NotFound also for another's."""
    return _one(Place.objects.visible_to(actor).filter(code=code), code, on)


def _one(periods: PlaceQuerySet, code: str, on: date | None) -> Place:
    order = F("valid_to").desc(nulls_first=True)
    if on is not None:
        periods, order = periods.valid_on(on), F("valid_to").asc(nulls_last=True)
    place = periods.order_by(order).first()
    if place is None:
        day = "" if on is None else f"在 {on.isoformat()} "
        raise NotFound(f"代码 {code} {day}没有对应的地方。请核对代码，或先导入区划。")
    return cast(Place, place)


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Return {code: name} in one query: the current name, else the last one; unknown codes are left out."""
    wanted = set(codes)
    names = {"": NATION_NAME} if "" in wanted else {}
    wanted.discard("")
    if not wanted:
        return names
    rows = Place.objects.filter(code__in=wanted).order_by(F("valid_to").asc(nulls_last=True))
    return {**names, **dict(rows.values_list("code", "name"))}


def name_beside(field: str) -> Subquery:
    """Return the name that `names_of` gives to the code in a column, to be read along with the row."""
    rows = Place.objects.filter(code=OuterRef(field)).order_by(F("valid_to").desc(nulls_first=True))
    return Subquery(rows.values("name")[:1])


def name_on(code: str, day: date) -> str:
    """Return the name that the code bore on a day; NotFound if nothing bore it then."""
    return get_place(code, day).name


def path_name(code: str) -> str:
    """Write the path from the city down, e.g. "遂宁市 / 船山区 / 南津路街道"; one query.

    The province is named only for itself and where the city level is a filler (市辖区).
    """
    if not code:
        return NATION_NAME
    chain = [*ancestors_of(code)[1:], code]
    names = names_of(chain)
    parts = [(step, names[step]) for step in chain if step in names and names[step] not in FILLER_NAMES]
    has_city = any(len(step) == 4 for step, _ in parts)
    shown = [name for step, name in parts if not (len(step) == 2 and has_city)]
    return " / ".join(shown) or code


def children_of(place_code: str) -> PlaceQuerySet:
    """Return the current places directly below, by code; the nation's children are the provinces."""
    return Place.objects.filter(parent_code=place_code, valid_to__isnull=True).order_by("code")


def codes_at_level(place_code: str, level: int, on: date | None = None) -> list[str]:
    """List the codes of one level at and below a place, current or as of a day, in order."""
    rows = Place.objects.filter(prefix_range("code", place_code), level=level)
    rows = rows.current() if on is None else rows.valid_on(on)
    return list(rows.order_by("code").values_list("code", flat=True).distinct())


def descendant_count(code: str, level: int) -> int:
    """Count the current places of one level at and below a place."""
    return Place.objects.filter(prefix_range("code", code), level=level, valid_to__isnull=True).count()


def successors_of(code: str, on: date) -> list[Succession]:
    """List the arrows out of a code up to a day, oldest first."""
    return list(Succession.objects.filter(predecessor_code=code, on__lte=on).order_by("on", "successor_code"))


def current_code(code: str, on: date) -> str | None:
    """Return the code that stands for the place on a day: itself, or the one it turned into.

    None when nothing stands for it, or several do (a split): a person must choose then.
    """
    seen: set[str] = set()
    while code not in seen:
        seen.add(code)
        periods = Place.objects.filter(code=code)
        if periods.valid_on(on).exists():
            return code
        last = [step for step in successors_of(code, on) if step.kind != Change.RENAME]
        targets = {step.successor_code for step in last if step.on == last[-1].on}
        if len(targets) != 1:
            return None
        code = targets.pop()
    return None
