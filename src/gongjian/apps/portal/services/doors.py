"""The desk opens the public door of its place, and says who answers there."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from gongjian.apps.places.selectors import get_place
from gongjian.apps.portal.models import Door
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound

LEAST_DIGITS = 4
FIELDS = ("short_name", "phone", "hours", "privacy_contact", "is_open")


@dataclass(frozen=True, kw_only=True)
class DoorSpec:
    """What hangs on a door: its short name, the telephone on duty, whom to ask about personal data."""

    short_name: str
    phone: str
    hours: str = ""
    privacy_contact: str
    is_open: bool = True


@transaction.atomic
def open_door(*, actor: Actor, place_code: str, spec: DoorSpec) -> Door:
    """Open the public door of a place and all below it. Raises Conflict if it has one or the name is taken."""
    actor.require(Right.MATTERS_DISPATCH, place_code)
    if len(place_code) < LEAST_DIGITS or not get_place(place_code).is_current:
        raise Invalid("公开门户开在市、区县、街道或社区。请先在上面选到这一级。")
    if Door.objects.filter(place_code=place_code).exists():
        raise Conflict("这里已经有公开门户，改一下就行。")
    door = Door(place_code=place_code, **_fields(spec))
    _check(door)
    door.save()
    audit.record(actor, "portal.door_opened", door, after=audit.snapshot(door, *FIELDS))
    return door


@transaction.atomic
def change_door(*, actor: Actor, door_id: int, spec: DoorSpec) -> Door:
    """Change what hangs on a door, or shut it; its addresses are not there while it is shut."""
    door: Door | None = Door.objects.select_for_update(no_key=True).filter(pk=door_id).first()
    if door is None or not actor.can(Right.MATTERS_DISPATCH, door.place_code):
        raise NotFound()
    actor.require(Right.MATTERS_DISPATCH, door.place_code)
    before = audit.snapshot(door, *FIELDS)
    for name, value in _fields(spec).items():
        setattr(door, name, value)
    _check(door)
    door.save()
    audit.record(actor, "portal.door_changed", door, before=before, after=audit.snapshot(door, *FIELDS))
    return door


def _fields(spec: DoorSpec) -> dict[str, str | bool]:
    return {name: getattr(spec, name) for name in FIELDS}


def _check(door: Door) -> None:
    if Door.objects.filter(short_name=door.short_name).exclude(pk=door.pk).exists():
        raise Conflict(f"短名“{door.short_name}”已经有地方用了，请换一个。")
    try:
        door.full_clean()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
