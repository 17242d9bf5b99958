"""Places that have a public door: by the code or short name in an address."""

from dataclasses import dataclass

from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors import children_of
from gongjian.apps.portal.models import Door
from gongjian.core.access import Actor, Right, ancestors_of
from gongjian.core.errors import NotFound

ABSENT = "这里没有公开页面。请核对网址，或扫门口的二维码。"
MOST_DOORS = 200


@dataclass(frozen=True)
class PublicPlace:
    """A place as its public pages show it: its name and those above it up to the door, whose desk answers, what hangs on the door."""

    code: str
    name: str
    above: tuple[str, ...]
    desk_name: str
    door: Door

    @property
    def url_name(self) -> str:
        """The name of the place in its addresses."""
        return self.door.short_name if self.door.place_code == self.code else self.code

    @property
    def full_name(self) -> str:
        """The name with those above it."""
        return "".join((*self.above, self.name))


def find_place(name: str) -> PublicPlace:
    """Return the place that an address names, by code or short name; NotFound where no door is open."""
    code = name if name.isdigit() else _code_of(name)
    door = (
        Door.objects.filter(place_code__in=[*ancestors_of(code), code], is_open=True)
        .order_by("-place_code")
        .first()
    )
    if door is None:
        raise NotFound(ABSENT)
    steps = [*ancestors_of(code), code]
    names = dict(Place.objects.filter(code__in=steps, valid_to__isnull=True).values_list("code", "name"))
    if code not in names:
        raise NotFound(ABSENT)
    shown = [step for step in steps if step.startswith(door.place_code) and step in names]
    above = tuple(names[step] for step in shown if step != code)
    street = code[: Level.STREET.value]
    return PublicPlace(code, names[code], above, names[street] if street in names else names[code], door)


def served_place(place_code: str) -> PublicPlace | None:
    """Return a place as an open door, its own or one above, shows it; None where no door is open."""
    try:
        return find_place(place_code)
    except NotFound:
        return None


def _code_of(short_name: str) -> str:
    code = (
        Door.objects.filter(short_name=short_name, is_open=True).values_list("place_code", flat=True).first()
    )
    if code is None:
        raise NotFound(ABSENT)
    return str(code)


def list_doors() -> list[tuple[Door, str]]:
    """List the open doors with the names of their places."""
    doors = list(Door.objects.filter(is_open=True)[:MOST_DOORS])
    names = dict(
        Place.objects.filter(code__in=[door.place_code for door in doors]).values_list("code", "name")
    )
    return [(door, names.get(door.place_code, door.short_name)) for door in doors]


def places_below(place_code: str) -> list[Place]:
    """List the places directly below, down to communities; each has its own address."""
    return [] if len(place_code) >= Level.COMMUNITY else list(children_of(place_code))


def get_door(actor: Actor, place_code: str) -> Door | None:
    """Return the door of a place itself, open or shut, for those who keep it."""
    if not actor.can(Right.MATTERS_DISPATCH, place_code):
        raise NotFound()
    return Door.objects.filter(place_code=place_code).first()
