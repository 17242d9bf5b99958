"""Units on the ground as the community knows them: kept once each, and turned into a member of the alliance in one step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.models import AllianceMember, KnownUnit
from gongjian.apps.cobuilding.selectors.alliances import SIDES_OF_KINDS, get_alliance
from gongjian.apps.cobuilding.selectors.ground import bodies_at, get_known, known_at
from gongjian.apps.cobuilding.services.alliances import MemberSpec, admit_member
from gongjian.apps.cobuilding.services.points import checked_point
from gongjian.apps.parties.choices import JOINING_KINDS, OrganisationKind
from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.selectors import name_keys
from gongjian.apps.parties.services import OrganisationSpec, admit_body
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines.masking import check_uscc, normalise_uscc

T = TypeVar("T")
FIELDS = ("name", "kind", "credit_code", "address", "latitude", "longitude", "organisation_id")
STREET = 9


@dataclass(frozen=True, kw_only=True)
class KnownSpec:
    """What is stated of a unit on the ground; empty values leave what is known. Degrees are WGS-84."""

    place_code: str
    name: str
    kind: str = OrganisationKind.RESIDENT_UNIT
    credit_code: str = ""
    address: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True)
class Named(Generic[T]):
    """Something with a name and perhaps a credit code, by which it is recognised."""

    keys: frozenset[str]
    code: str
    row: T

    def is_same(self, key: str, code: str) -> bool:
        """Say whether a name and a code mean it: the code decides where both have one, else the name."""
        return self.code == code if self.code and code else key in self.keys


@dataclass
class Recognised:
    """What of one place is known already, and how names are compared there."""

    key_of: Callable[[str], str]
    units: list[Named[KnownUnit]] = field(default_factory=list)
    bodies: list[Named[Organisation]] = field(default_factory=list)

    def unit(self, name: str, code: str) -> KnownUnit | None:
        """Return the unit known of that a name and a code mean."""
        return _first(self.units, self.key_of(name), code)

    def body(self, name: str, code: str) -> Organisation | None:
        """Return the body of our register that they mean."""
        return _first(self.bodies, self.key_of(name), code)

    def add(self, unit: KnownUnit) -> None:
        """Know of one more unit."""
        self.units.append(Named(frozenset({unit.name_key}), unit.credit_code, unit))


def _first(rows: Iterable[Named[T]], key: str, code: str) -> T | None:
    same = [one for one in rows if one.is_same(key, code)]
    by_code = (one.row for one in same if code and one.code == code)
    return next(by_code, same[0].row if same else None)


def recognised_at(place_code: str) -> Recognised:
    """Read what is known at a place. Three queries."""
    seen = Recognised(name_keys(place_code))
    for unit in known_at(place_code):
        seen.add(unit)
    for body in bodies_at(place_code):
        keys = frozenset(seen.key_of(name) for name in (body.name, body.short_name) if name)
        seen.bodies.append(Named(keys, body.credit_code, body))
    return seen


def checked_known(spec: KnownSpec) -> KnownSpec:
    """Return a specification as it is kept; Invalid with a sentence for what can't be."""
    name, code = "".join(spec.name.split()), normalise_uscc(spec.credit_code)
    if len(name) < 2:
        raise Invalid("单位名称没有填，或者太短。请写单位全称。")
    if code and (sentence := check_uscc(code)):
        raise Invalid(sentence)
    if spec.kind not in JOINING_KINDS:
        raise Invalid("类别要是驻区单位、社会组织或居委会、村委会。")
    if len(spec.place_code) < STREET or get_place(spec.place_code).valid_to is not None:
        raise Invalid("请选到街道或社区，这样才知道在谁的地面上。")
    latitude, longitude = checked_point(spec.latitude, spec.longitude)
    return KnownSpec(
        place_code=spec.place_code,
        name=name,
        kind=spec.kind,
        credit_code=code,
        address=spec.address.strip(),
        latitude=latitude,
        longitude=longitude,
    )


@transaction.atomic
def keep_known(
    *, actor: Actor, spec: KnownSpec, recognised: Recognised | None = None, is_demo: bool = False
) -> KnownUnit:
    """Keep a unit known of; one that is known already gets what is stated anew, and is linked to its body in our register.

    `recognised` spares reading what is known again for many units of a place; the unit is added to it.
    """
    actor.require(Right.COBUILDING_MANAGE, spec.place_code)
    stated = checked_known(spec)
    seen = recognised or recognised_at(stated.place_code)
    unit = seen.unit(stated.name, stated.credit_code)
    if unit is not None:
        return _state(actor, unit, stated, seen)
    made = KnownUnit(place_code=stated.place_code, made_by_id=actor.user_id, is_demo=is_demo)
    _state(actor, made, stated, seen)
    seen.add(made)
    return made


@transaction.atomic
def edit_known(*, actor: Actor, known_unit_id: int, spec: KnownSpec) -> KnownUnit:
    """Change what is known of a unit; Conflict where that is another unit known of."""
    get_known(actor, known_unit_id)
    unit = KnownUnit.objects.select_for_update(no_key=True).get(pk=known_unit_id)
    actor.require(Right.COBUILDING_MANAGE, unit.place_code)
    stated = checked_known(spec)
    seen = recognised_at(unit.place_code)
    other = seen.unit(stated.name, stated.credit_code)
    if other is not None and other.pk != unit.pk:
        raise Conflict(f"已经掌握的“{other.name}”像是同一个单位。请改它，或把名称写完整。")
    unit.address, unit.latitude, unit.longitude = "", None, None
    return _state(actor, unit, stated, seen)


def _state(actor: Actor, unit: KnownUnit, stated: KnownSpec, seen: Recognised) -> KnownUnit:
    before = audit.snapshot(unit, *FIELDS) if unit.pk else None
    unit.name, unit.kind, unit.name_key = stated.name, stated.kind, seen.key_of(stated.name)
    for name in ("credit_code", "address", "latitude", "longitude"):
        if getattr(stated, name) not in ("", None):
            setattr(unit, name, getattr(stated, name))
    if unit.organisation_id is None:
        unit.organisation = seen.body(unit.name, unit.credit_code)
    unit.save()
    audit.record(actor, "cobuilding.unit_known", unit, before=before, after=audit.snapshot(unit, *FIELDS))
    return unit


@transaction.atomic
def admit_known(
    *, actor: Actor, alliance_id: int, known_unit_id: int, joined_on: date | None = None
) -> AllianceMember:
    """Let a unit known of join from a day (None: today), on the side of its kind; into our register with it where it isn't."""
    alliance, seen = get_alliance(actor, alliance_id), get_known(actor, known_unit_id)
    actor.require(Right.COBUILDING_MANAGE, alliance.place_code)
    if not seen.place_code.startswith(alliance.place_code):
        raise Conflict(f"“{seen.name}”不在这个联盟的地面上。请在它所在社区的联盟里加。")
    unit = KnownUnit.objects.select_for_update(no_key=True).get(pk=seen.pk)
    if unit.organisation_id is None:
        spec = OrganisationSpec(
            place_code=unit.place_code, name=unit.name, kind=unit.kind, credit_code=unit.credit_code
        )
        unit.organisation = admit_body(actor=actor, spec=spec, is_demo=unit.is_demo)
        unit.save(update_fields=["organisation"])
    member = MemberSpec(
        organisation_id=unit.organisation_id or 0,
        side=SIDES_OF_KINDS[OrganisationKind(unit.kind)],
        joined_on=joined_on or timezone.localdate(),
    )
    return admit_member(actor=actor, alliance_id=alliance_id, spec=member)
