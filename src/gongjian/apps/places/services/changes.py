"""Changes of places with a day: what ends, what starts, and the arrows between them.

Nothing is overwritten: the old period ends on the day before, a new one starts on the day, and
each arrow of `Succession` says what turned into what. What lies below a place that ends must be
given a new code in the same act (`moves`), so that no current place is left without a parent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.places.choices import Change
from gongjian.apps.places.models import Place, Succession
from gongjian.apps.places.services.index_terms import add_terms, end_terms, initials_of
from gongjian.apps.places.services.plan_import import day_before
from gongjian.core import audit
from gongjian.core.access import LEVEL_LENGTHS, Actor, Right, ancestors_of, prefix_range
from gongjian.core.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class NewPlace:
    """A place to start: its code and name."""

    code: str
    name: str


@transaction.atomic
def add_place(*, actor: Actor, code: str, name: str, on: date | None = None, is_demo: bool = False) -> Place:
    """Add one place below an existing one."""
    place = _start(actor, NewPlace(code, name), on, is_demo=is_demo)
    audit.record(actor, "places.place_added", place, after=_facts(place), place_code=code)
    return place


@transaction.atomic
def rename_place(*, actor: Actor, code: str, name: str, on: date, citation: str = "") -> Place:
    """Give a place another name from a day on; the code stays and the old name is kept for earlier days."""
    old = _locked(actor, [code], on)[0]
    if old.name == name:
        raise Conflict(f"它现在就叫“{name}”。")
    _end(old, on)
    new = _start(actor, NewPlace(code, name), on, like=old)
    _arrow([(code, code)], Change.RENAME, on, citation)
    audit.record(actor, "places.place_renamed", new, before=_facts(old), after=_facts(new), place_code=code)
    return new


@transaction.atomic
def recode_place(
    *, actor: Actor, code: str, new_code: str, on: date, name: str = "", citation: str = ""
) -> Place:
    """Give a place, and all below it, another code from a day on."""
    old = _locked(actor, [code], on)[0]
    _move_tree(actor, old, new_code, on, citation, name)
    new = Place.objects.get(code=new_code, valid_to__isnull=True)
    audit.record(
        actor, "places.place_recoded", new, before=_facts(old), after=_facts(new), place_code=new_code
    )
    return new


@transaction.atomic
def merge_places(
    *,
    actor: Actor,
    codes: Sequence[str],
    into: NewPlace,
    on: date,
    citation: str = "",
    moves: Mapping[str, str] | None = None,
) -> Place:
    """Merge places of one level into one: one of them that goes on, or a new code.

    `moves` gives every place directly below those that end its new code ({old: new}). Raises Invalid
    when the merged are fewer than two or of different levels, Conflict when a place below is left over.
    """
    if len(set(codes)) < 2:
        raise Invalid("合并至少要两个地方。")
    merged = _locked(actor, codes, on)
    if {place.level for place in merged} != {len(into.code)}:
        raise Invalid("只能合并同一级的地方，合并后的代码也要是这一级的。")
    before = [_facts(place) for place in merged]
    successor = _go_on_or_start(actor, merged, into, on, citation)
    gone = [place for place in merged if place.code != into.code]
    _move_children(actor, gone, moves or {}, on, citation)
    for place in gone:
        _end(place, on)
    _arrow([(place.code, into.code) for place in gone], Change.MERGE, on, citation)
    audit.record(
        actor,
        "places.places_merged",
        successor,
        before={"places": before},
        after=_facts(successor),
        place_code=into.code,
    )
    return successor


@transaction.atomic
def split_place(
    *,
    actor: Actor,
    code: str,
    parts: Sequence[NewPlace],
    on: date,
    citation: str = "",
    moves: Mapping[str, str] | None = None,
) -> list[Place]:
    """Split a place into parts of its level; it may go on as one of them, under its own code.

    `moves` gives places directly below their new code; all of them when the place itself ends.
    """
    old = _locked(actor, [code], on)[0]
    if len({part.code for part in parts}) < 2:
        raise Invalid("拆分至少要两个部分，各有各的代码。")
    if {len(part.code) for part in parts} != {old.level}:
        raise Invalid("拆分后的代码要和原来的同一级。")
    goes_on = any(part.code == code for part in parts)
    started = [_go_on_or_start(actor, [old], part, on, citation) for part in parts]
    if goes_on:
        _move_chosen(actor, old, moves or {}, on, citation)
    else:
        _move_children(actor, [old], moves or {}, on, citation)
        _end(old, on)
    _arrow([(code, part.code) for part in parts], Change.SPLIT, on, citation)
    audit.record(
        actor,
        "places.place_split",
        old,
        before=_facts(old),
        after={"parts": [_facts(place) for place in started]},
        place_code=code,
    )
    return started


def _locked(actor: Actor, codes: Sequence[str], on: date) -> list[Place]:
    """Load the current places for a change on a day, in the order asked for."""
    if on > timezone.localdate():
        raise Invalid("变动的日期不能晚于今天。到了那一天再来改。")
    rows = Place.objects.reachable_by(actor, Right.PLACES_MANAGE).filter(
        code__in=codes, valid_to__isnull=True
    )
    found = {place.code: place for place in rows.select_for_update(no_key=True)}
    if missing := [code for code in codes if code not in found]:
        raise NotFound(f"没有代码为 {missing[0]} 的现有地方，或者它不归你管。")
    for place in found.values():
        if place.valid_from is not None and place.valid_from >= on:
            raise Conflict(f"“{place.name}”从 {place.valid_from} 起才有，变动的日期要比这一天晚。")
    return [found[code] for code in codes]


def _start(
    actor: Actor, new: NewPlace, on: date | None, like: Place | None = None, is_demo: bool = False
) -> Place:
    """Begin a period of a place; the actor must manage the place that its code names."""
    name, code = new.name.strip(), new.code
    if not name or len(name) > 80:
        raise Invalid("名称不能空，最多 80 个字。")
    if not (code.isascii() and code.isdigit() and len(code) in LEVEL_LENGTHS):
        raise Invalid(f"代码“{code}”应是 2、4、6、9、12 或 15 位数字。")
    actor.require(Right.PLACES_MANAGE, code)
    if Place.objects.filter(code=code, valid_to__isnull=True).exists():
        raise Conflict(f"代码 {code} 已有地方在用。请换一个代码。")
    place = Place.objects.create(
        code=code,
        name=name,
        level=len(code),
        parent_code=_parent_of(code),
        initials=initials_of(name),
        valid_from=on,
        urban_rural_code=like.urban_rural_code if like else "",
        population=like.population if like else None,
        households=like.households if like else None,
        is_demo=like.is_demo if like else is_demo,
    )
    add_terms([(place.pk, place.code, place.name, place.level)])
    return place


def _parent_of(code: str) -> str:
    parent = ancestors_of(code)[-1]
    above = [parent, code[:4]] if len(code) == 9 and code[4:6] == "00" else [parent]
    for candidate in above:
        if not candidate or Place.objects.filter(code=candidate, valid_to__isnull=True).exists():
            return candidate
    raise Invalid(f"代码 {code} 的上级 {parent} 还没有。请先加上级。")


def _go_on_or_start(actor: Actor, old: list[Place], new: NewPlace, on: date, citation: str) -> Place:
    """Return the successor: one of the old ones (renamed where the name differs) or a new place."""
    same = next((place for place in old if place.code == new.code), None)
    if same is None:
        return _start(actor, new, on)
    if not new.name or new.name == same.name:
        return same
    _end(same, on)
    _arrow([(same.code, same.code)], Change.RENAME, on, citation)
    return _start(actor, new, on, like=same)


def _end(place: Place, on: date) -> None:
    end_terms(place.code, place.name, place.level)
    Place.objects.filter(pk=place.pk).update(valid_to=day_before(on))


def _arrow(pairs: Iterable[tuple[str, str]], kind: Change, on: date, citation: str) -> None:
    Succession.objects.bulk_create(
        Succession(predecessor_code=old, successor_code=new, kind=kind, on=on, citation=citation)
        for old, new in pairs
    )


def _move_children(
    actor: Actor, gone: list[Place], moves: Mapping[str, str], on: date, citation: str
) -> None:
    """Give everything below the places that end its new code; refuse to leave one over."""
    children = _children_of(gone, moves)
    for child in children:
        if child.code not in moves:
            raise Conflict(f"“{child.name}”（{child.code}）还在下面，没有写它的新代码。请给它新代码。")
        _move_tree(actor, child, moves[child.code], on, citation)


def _move_chosen(actor: Actor, place: Place, moves: Mapping[str, str], on: date, citation: str) -> None:
    for child in _children_of([place], moves):
        if child.code in moves:
            _move_tree(actor, child, moves[child.code], on, citation)


def _children_of(above: list[Place], moves: Mapping[str, str]) -> list[Place]:
    """Load what lies directly below; a code of `moves` that is not there is a slip of the pen."""
    rows = Place.objects.filter(parent_code__in=[place.code for place in above], valid_to__isnull=True)
    children = list(rows.order_by("code"))
    if strange := sorted(moves.keys() - {child.code for child in children}):
        names = "、".join(place.name for place in above)
        raise Invalid(f"“下级的新代码”里的 {strange[0]} 不是{names}的直接下级。请核对旧代码。")
    return children


def _move_tree(actor: Actor, top: Place, new_code: str, on: date, citation: str, name: str = "") -> None:
    """End a place and all below it, and start them again under the new prefix."""
    if len(new_code) != len(top.code):
        raise Invalid(f"新代码 {new_code} 要和原来的 {top.code} 同一级。")
    tree = Place.objects.filter(prefix_range("code", top.code), valid_to__isnull=True).order_by("code")
    pairs = []
    for place in list(tree):
        target = new_code + place.code[len(top.code) :]
        new_name = name if name and place.code == top.code else place.name
        if place.code == target:
            raise Invalid(f"新代码 {target} 和原来的一样。")
        _start(actor, NewPlace(target, new_name), on, like=place)
        _end(place, on)
        pairs.append((place.code, target))
    _arrow(pairs, Change.RECODE, on, citation)


def _facts(place: Place) -> dict[str, object]:
    return audit.snapshot(place, "code", "name", "level", "parent_code", "valid_from", "valid_to")
