"""Writes of residents: register, change, say how two stand to each other, read what is encrypted."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from gongjian.apps.parties.choices import RelationKind, RelationSource, ResidentGroup
from gongjian.apps.parties.models import Relation, Resident
from gongjian.apps.parties.selectors.residents import find_residents, get_relation, get_resident
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit
from gongjian.core.access import LEVEL_LENGTHS, Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines.masking import check_id_number, normalise_id_number

PERSONAL = frozenset({"name", "id_number", "phone", "address", "household"})
STREET, COMMUNITY = 9, 12


@dataclass(frozen=True, kw_only=True)
class ResidentSpec:
    """What is stated of a resident; an encrypted text that is None leaves what is stored."""

    place_code: str
    name: str
    group: str = ResidentGroup.RESIDENT
    id_number: str | None = ""
    phone: str | None = ""
    address: str | None = ""
    household: str | None = ""
    is_panelist: bool = False


@dataclass(frozen=True)
class PersonalFacts:
    """What is encrypted of a resident, in full."""

    name: str
    id_number: str
    phone: str
    address: str
    household: str


@transaction.atomic
def register_resident(*, actor: Actor, spec: ResidentSpec) -> Resident:
    """Register one resident of a community; Conflict when the identity number is there already."""
    actor.require(Right.RESIDENTS_MANAGE, spec.place_code)
    resident = Resident(place_code=spec.place_code)
    _fill(resident, spec)
    resident.save()
    audit.record(actor, "parties.resident_registered", resident, after=_state(resident), personal=PERSONAL)
    return resident


@transaction.atomic
def edit_resident(*, actor: Actor, resident_id: int, spec: ResidentSpec) -> Resident:
    """Change a resident; moving him needs the right over both communities."""
    resident = _manageable(actor, resident_id)
    actor.require(Right.RESIDENTS_MANAGE, spec.place_code)
    before = _state(resident)
    resident.place_code = spec.place_code
    _fill(resident, spec)
    resident.save()
    after = _state(resident)
    audit.record(actor, "parties.resident_changed", resident, before=before, after=after, personal=PERSONAL)
    return resident


@transaction.atomic
def set_resident_group(
    *, actor: Actor, resident_id: int, group: ResidentGroup, only_from: ResidentGroup | None = None
) -> Resident:
    """Say what a resident is from now on, as an election does; with `only_from` only while he still is that."""
    resident = _manageable(actor, resident_id)
    if only_from is not None and resident.group != only_from:
        return resident
    before = resident.group
    resident.group = group
    resident.save(update_fields=["group"])
    audit.record(
        actor, "parties.resident_changed", resident, before={"group": before}, after={"group": resident.group}
    )
    return resident


def _fill(resident: Resident, spec: ResidentSpec) -> None:
    get_place(spec.place_code)
    if len(spec.place_code) not in (COMMUNITY, max(LEVEL_LENGTHS)):
        raise Invalid("居民要登记在社区（村）。请把地方选到社区一级。")
    if not spec.name.strip():
        raise Invalid("姓名没有填。请照证件填。")
    resident.name = spec.name.strip()
    resident.group = ResidentGroup(spec.group)
    resident.is_panelist = spec.is_panelist
    for key in ("phone", "address", "household"):
        stated = getattr(spec, key)
        if stated is not None:
            setattr(resident, key, stated.strip())
    if spec.id_number is not None:
        _set_id_number(resident, spec.id_number)


def _set_id_number(resident: Resident, number: str) -> None:
    number = normalise_id_number(number)
    if number and (sentence := check_id_number(number, today=timezone.localdate())):
        raise Invalid(sentence)
    resident.id_number, resident.id_hash = number, id_hash(number)
    if number and Resident.objects.filter(id_hash=resident.id_hash).exclude(pk=resident.pk).exists():
        raise Conflict("这个身份证号已经登记过。请在居民里查找，不要重复登记。")


def id_hash(number: str) -> str:
    """Return the keyed hash under which an identity number is found again; nothing for no number."""
    return salted_hmac("parties.resident", number, algorithm="sha256").hexdigest() if number else ""


@transaction.atomic
def note_relation(
    *, actor: Actor, resident_id: int, other_name: str, kind: str, source: str, other_tail: str = ""
) -> Relation:
    """Say how two residents stand to each other. The other one is found by his full name within the street."""
    resident = _manageable(actor, resident_id)
    other = _named(actor, resident, other_name, other_tail)
    if resident.pk == other.pk:
        raise Invalid("两边选的是同一个人。请选另一个人。")
    relation = relate(actor, resident, other, RelationKind(kind), RelationSource(source))
    if relation is None:
        raise Conflict("这两个人的这种关系已经记下了。")
    return relation


def relate(
    actor: Actor, resident: Resident, other: Resident, kind: RelationKind, source: RelationSource
) -> Relation | None:
    """Note within a transaction how two residents stand to each other; None when that stands already."""
    first, second = sorted((resident, other), key=lambda one: one.pk)
    standing = Relation.objects.filter(first=first, second=second, kind=kind, ended_on__isnull=True)
    if standing.exists():
        return None
    relation = Relation.objects.create(
        first=first, second=second, kind=kind, source=source, noted_by_id=actor.user_id
    )
    audit.record(
        actor,
        "parties.relation_noted",
        relation,
        after=audit.snapshot(relation, "first_id", "second_id", "kind", "source"),
        place_code=resident.place_code,
    )
    return relation


def _named(actor: Actor, resident: Resident, name: str, tail: str) -> Resident:
    """Find one resident by full name: within the street."""
    found = [
        row
        for row in find_residents(actor, resident.place_code[:STREET], name)
        if row.name == name.strip() and (row.id_number or "").endswith(tail.strip().upper())
    ]
    if not found:
        raise Invalid(f"本街道没有登记叫“{name.strip()}”的居民。请核对全名，没有登记的先登记。")
    if len(found) > 1:
        raise Invalid(f"叫“{name.strip()}”的有 {len(found)} 位。请填身份证号后四位。")
    return found[0]


@transaction.atomic
def end_relation(*, actor: Actor, relation_id: int) -> Relation:
    """End a relation that no longer holds (a divorce, a dispute settled); it stays in the record."""
    relation = get_relation(actor, relation_id)
    actor.require(Right.RESIDENTS_MANAGE, relation.first.place_code)
    relation = Relation.objects.select_for_update(no_key=True).get(pk=relation.pk)
    if relation.ended_on is not None:
        raise Conflict("这条关系已经结束了。")
    relation.ended_on = timezone.localdate()
    relation.save(update_fields=["ended_on"])
    audit.record(
        actor,
        "parties.relation_ended",
        relation,
        after=audit.snapshot(relation, "ended_on"),
        place_code=relation.first.place_code,
    )
    return relation


@transaction.atomic
def read_resident(*, actor: Actor, resident_id: int, reason: str) -> PersonalFacts:
    """Return what is encrypted of a resident and write down who read it and why."""
    resident = get_resident(actor, resident_id)
    if not reason.strip():
        raise Invalid("请写明查看的用途。")
    audit.record_read(actor, resident, tuple(sorted(PERSONAL)), reason.strip())
    return PersonalFacts(
        resident.name,
        resident.id_number or "",
        resident.phone or "",
        resident.address or "",
        resident.household or "",
    )


def _manageable(actor: Actor, resident_id: int) -> Resident:
    resident = get_resident(actor, resident_id)
    actor.require(Right.RESIDENTS_MANAGE, resident.place_code)
    locked: Resident = Resident.objects.select_for_update(no_key=True).get(pk=resident.pk)
    return locked


def _state(resident: Resident) -> dict[str, object]:
    return audit.snapshot(resident, "place_code", *sorted(PERSONAL), "group", "is_panelist", "is_active")
