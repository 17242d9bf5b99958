"""Functional areas: make one, say which places belong to it, end it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongjian.apps.places.models import AreaMember, FunctionalArea, Place
from gongjian.apps.places.selectors import find_named, names_of
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound

NAME_LENGTH = 80


@dataclass(frozen=True)
class Where:
    """A place below another, or an area; neither is the whole."""

    place_code: str = ""
    area_id: int | None = None


@transaction.atomic
def settle_where(*, actor: Actor, place_code: str, words: str, is_demo: bool = False) -> Where:
    """Say which place or area words name within a place; several places become an area of that name.

    Raises Invalid when a name is not known there, or two places bear it.
    """
    if words.strip() in ("", place_code, names_of([place_code]).get(place_code)):
        return Where()
    named = find_named([words], place_code).get(words)
    if named is None:
        raise Invalid(
            f"“{words}”认不出是哪里。请写这里下面的地方或功能区的名称，几个地方用顿号隔开；重名的写代码。"
        )
    if named.area_id is not None:
        return Where(area_id=named.area_id)
    if len(named.codes) == 1:
        return Where(place_code=named.codes[0])
    return Where(area_id=_area_of(actor, place_code, words, named.codes, is_demo).pk)


def _area_of(
    actor: Actor, place_code: str, words: str, codes: Sequence[str], is_demo: bool
) -> FunctionalArea:
    """Return the area of exactly these places, made if there is none."""
    kept = _checked(place_code, codes)
    areas = FunctionalArea.objects.filter(place_code=place_code, valid_to__isnull=True)
    for area in areas.filter(members__place_code=kept[0]).prefetch_related("members"):
        if [member.place_code for member in area.members.all()] == kept:
            return area
    name = "、".join(names_of(kept).get(code, code) for code in kept) if words[0].isdigit() else words
    return create_area(
        actor=actor,
        place_code=place_code,
        name=name.strip()[:NAME_LENGTH],
        member_codes=kept,
        kind="目标范围",
        is_demo=is_demo,
    )


@transaction.atomic
def create_area(
    *,
    actor: Actor,
    place_code: str,
    name: str,
    member_codes: Iterable[str],
    kind: str = "",
    on: date | None = None,
    is_demo: bool = False,
) -> FunctionalArea:
    """Make a named set of places within `place_code`. Raises Conflict for a name already used there."""
    actor.require(Right.PLACES_MANAGE, place_code)
    if not name.strip():
        raise Invalid("请写上功能区的名称。")
    if FunctionalArea.objects.filter(place_code=place_code, name=name).exists():
        raise Conflict(f"这里已有一个叫“{name}”的功能区。请换一个名称，或改已有的那个。")
    codes = _checked(place_code, member_codes)
    area = FunctionalArea.objects.create(
        place_code=place_code, name=name, kind=kind, valid_from=on, is_demo=is_demo
    )
    AreaMember.objects.bulk_create(AreaMember(area=area, place_code=code) for code in codes)
    audit.record(
        actor, "places.area_created", area, after={**audit.snapshot(area, "name", "kind"), "members": codes}
    )
    return area


@transaction.atomic
def set_members(*, actor: Actor, area_id: int, member_codes: Iterable[str]) -> FunctionalArea:
    """Replace the places that belong to an area."""
    area = _locked(actor, area_id)
    codes = _checked(area.place_code, member_codes)
    before = list(area.members.values_list("place_code", flat=True))
    area.members.exclude(place_code__in=codes).delete()
    AreaMember.objects.bulk_create(
        AreaMember(area=area, place_code=code) for code in codes if code not in before
    )
    audit.record(actor, "places.area_members_set", area, before={"members": before}, after={"members": codes})
    return area


@transaction.atomic
def end_area(*, actor: Actor, area_id: int, last_on: date) -> FunctionalArea:
    """End an area after a day; what was read for it earlier keeps its name."""
    area = _locked(actor, area_id)
    if area.valid_from and last_on < area.valid_from:
        raise Invalid(f"“{area.name}”从 {area.valid_from} 起才有，结束的日期要比这一天晚。")
    before = audit.snapshot(area, "valid_to")
    area.valid_to = last_on
    area.save(update_fields=["valid_to"])
    audit.record(actor, "places.area_ended", area, before=before, after=audit.snapshot(area, "valid_to"))
    return area


def _locked(actor: Actor, area_id: int) -> FunctionalArea:
    areas = FunctionalArea.objects.reachable_by(actor, Right.PLACES_MANAGE).select_for_update(no_key=True)
    area = areas.filter(pk=area_id).one()
    if area is None:
        raise NotFound
    return area


def _checked(place_code: str, member_codes: Iterable[str]) -> list[str]:
    """Return the members in order, those below another member dropped."""
    codes: list[str] = []
    for code in sorted(set(member_codes)):
        if not code.startswith(place_code):
            raise Invalid(f"代码 {code} 不在功能区所属的地方（{place_code}）之内。请去掉它。")
        if not codes or not code.startswith(codes[-1]):
            codes.append(code)
    if not codes:
        raise Invalid("请至少选一个地方。")
    there = set(Place.objects.filter(code__in=codes, valid_to__isnull=True).values_list("code", flat=True))
    if missing := [code for code in codes if code not in there]:
        raise Invalid(f"代码 {missing[0]} 没有对应的现有地方。请核对代码。")
    return codes
