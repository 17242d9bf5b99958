"""Whom a text means: a place or a unit by name, short name or code, within a place."""

import re
from dataclasses import dataclass

from django.db.models import Q

from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import LEVEL_LENGTHS, Actor, Right, ancestors_of, prefix_range
from gongjian.core.errors import Invalid

_CODE = re.compile(r"(\d{2,15})\s*$")
MOST_OFFERED = 300


@dataclass(frozen=True)
class Handler:
    """A place, or a unit at its place, with the name it goes by."""

    place_code: str
    unit_id: int | None
    name: str


def find_handler(actor: Actor, text: str, within: str) -> Handler:
    """Return the one place or unit that a text means at or below a place. Three queries at most.

    Raises Invalid with what to write instead when there is none, or there are several.
    """
    wanted = " ".join(text.split())
    if code := _CODE.search(wanted):
        return _place_of_code(code[1], within)
    units = Organisation.objects.visible_to(actor).filter(
        Q(name=wanted) | Q(short_name=wanted), prefix_range("place_code", within), is_active=True
    )
    found = [Handler(unit.place_code, unit.pk, unit.name) for unit in units.order_by("pk")[:5]]
    places = Place.objects.filter(prefix_range("code", within), name=wanted, valid_to__isnull=True)
    found += [Handler(place.code, None, place.name) for place in places.order_by("code")[:5]]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Invalid(f"没有找到叫“{wanted}”的地方或单位。请写全名，或写地方的代码。")
    raise Invalid(f"叫“{wanted}”的不止一个：{_told(found)}。请写代码。")


def _place_of_code(code: str, within: str) -> Handler:
    name = names_of([code]).get(code)
    if name is None or not code.startswith(within):
        raise Invalid(f"这里没有代码是 {code} 的地方。请核对代码。")
    return Handler(code, None, name)


def _told(found: list[Handler]) -> str:
    above = {one.place_code: (ancestors_of(one.place_code) or ("",))[-1] for one in found}
    names = names_of(above.values())
    return "、".join(
        f"{one.name}（{names.get(above[one.place_code], '')}，代码 {one.place_code}）" for one in found
    )


def offered_names(actor: Actor, within: str) -> list[str]:
    """List names to choose from: units of the place, and the places of the two levels below. Two queries."""
    deeper = [length for length in LEVEL_LENGTHS if length > len(within)][:2]
    units = Organisation.objects.visible_to(actor).filter(place_code=within, is_active=True)
    places = Place.objects.filter(prefix_range("code", within), level__in=deeper, valid_to__isnull=True)
    names = [*units.values_list("name", flat=True)[:100]] if actor.can(Right.PARTIES_VIEW) else []
    rows = list(places.order_by("level", "code").values_list("name", "code")[:MOST_OFFERED])
    doubled = {name for name, _code in rows if sum(other == name for other, _ in rows) > 1}
    return names + [f"{name} {code}" if name in doubled else name for name, code in rows]


def issuing_place(actor: Actor, right: Right, place_code: str) -> str:
    """Return the place for which the actor acts when he uses a right towards a place: the nearest that covers it.

    Requires the right there.
    """
    actor.require(right, place_code)
    covering = [code for code in actor.place_prefixes(right) if place_code.startswith(code)]
    return max(covering, key=len, default="")


def handler_name(place_names: dict[str, str], place_code: str, unit: Organisation | None) -> str:
    """Name who handles: the unit, else the place."""
    return str(unit) if unit is not None else place_names.get(place_code, place_code)
