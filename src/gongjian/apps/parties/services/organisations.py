"""Writes of organisations: make, change, close, open again, read the contact's number."""

from dataclasses import dataclass

from django.db import transaction

from gongjian.apps.parties.choices import JOINING_KINDS, OrganisationKind
from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.names import initials_of
from gongjian.apps.parties.selectors import get_organisation
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.engines.masking import check_uscc, normalise_uscc

FIELDS = ("place_code", "name", "short_name", "kind", "credit_code", "parent_id", "contact_name", "is_active")
PERSONAL = {"contact_name", "contact_phone"}


@dataclass(frozen=True)
class OrganisationSpec:
    """What a person states of a body; `contact_phone` None leaves the number as it is."""

    place_code: str
    name: str
    kind: str
    short_name: str = ""
    credit_code: str = ""
    parent_id: int | None = None
    contact_name: str = ""
    contact_phone: str | None = ""


@transaction.atomic
def create_organisation(*, actor: Actor, spec: OrganisationSpec, is_demo: bool = False) -> Organisation:
    """Add a body of a place; Invalid for a wrong credit code, Conflict for a name or code already there."""
    actor.require(Right.PARTIES_MANAGE, spec.place_code)
    return _create(actor, spec, is_demo)


@transaction.atomic
def admit_body(*, actor: Actor, spec: OrganisationSpec, is_demo: bool = False) -> Organisation:
    """Add a body that joins in building together: the right to that over its place is enough, for kinds that join.

    Nobody can sign in for it by that: accounts and grants stay with those who keep users.
    """
    actor.require(Right.COBUILDING_MANAGE, spec.place_code)
    if spec.kind not in JOINING_KINDS:
        raise Invalid("能加入联盟的是驻区单位、社会组织和居民组织。别的单位请系统管理员登记。")
    return _create(actor, spec, is_demo)


def _create(actor: Actor, spec: OrganisationSpec, is_demo: bool) -> Organisation:
    organisation = Organisation(is_demo=is_demo)
    _fill(actor, organisation, spec)
    organisation.save()
    audit.record(
        actor, "parties.organisation_created", organisation, after=_state(organisation), personal=PERSONAL
    )
    return organisation


@transaction.atomic
def edit_organisation(*, actor: Actor, organisation_id: int, spec: OrganisationSpec) -> Organisation:
    """Change a body; moving it to another place needs the right over both."""
    organisation = _manageable(actor, organisation_id)
    actor.require(Right.PARTIES_MANAGE, spec.place_code)
    before = _state(organisation)
    _fill(actor, organisation, spec)
    organisation.save()
    audit.record(
        actor,
        "parties.organisation_changed",
        organisation,
        before=before,
        after=_state(organisation),
        personal=PERSONAL,
    )
    return organisation


@transaction.atomic
def deactivate_organisation(*, actor: Actor, organisation_id: int) -> Organisation:
    """Close a body: it is offered nowhere any more, its history stays. Its people must have left first."""
    organisation = _manageable(actor, organisation_id)
    staff = organisation.users.filter(is_active=True).count()
    if staff:
        raise Conflict(
            f"“{organisation.name}”还有 {staff} 个在用的账号。请先停用账号或改到别的单位，再停用单位。"
        )
    return _set_active(actor, organisation, False)


@transaction.atomic
def activate_organisation(*, actor: Actor, organisation_id: int) -> Organisation:
    """Open a closed body again."""
    return _set_active(actor, _manageable(actor, organisation_id), True)


@transaction.atomic
def read_contact(*, actor: Actor, organisation_id: int, reason: str) -> str:
    """Return the contact's number in full and write down who read it and why."""
    organisation = get_organisation(actor, organisation_id)
    if not reason.strip():
        raise Invalid("请写明查看联系电话的用途。")
    audit.record_read(actor, organisation, ("contact_phone",), reason.strip())
    return organisation.contact_phone or ""


def _manageable(actor: Actor, organisation_id: int) -> Organisation:
    rows = Organisation.objects.visible_to(actor).select_for_update(no_key=True)
    organisation: Organisation | None = rows.filter(pk=organisation_id).one()
    if organisation is None:
        raise NotFound()
    actor.require(Right.PARTIES_MANAGE, organisation.place_code)
    return organisation


def _set_active(actor: Actor, organisation: Organisation, is_active: bool) -> Organisation:
    before = _state(organisation)
    organisation.is_active = is_active
    organisation.save(update_fields=["is_active"])
    action = "parties.organisation_opened" if is_active else "parties.organisation_closed"
    audit.record(actor, action, organisation, before=before, after=_state(organisation), personal=PERSONAL)
    return organisation


def _fill(actor: Actor, organisation: Organisation, spec: OrganisationSpec) -> None:
    name = "".join(spec.name.split())
    if not name:
        raise Invalid("名称没有填。请写单位全称。")
    if spec.kind not in OrganisationKind.values:
        raise Invalid("类别不在名单里。请从七类里选一类。")
    organisation.place_code = get_place(spec.place_code).code
    organisation.name, organisation.kind = name, spec.kind
    organisation.short_name = "".join(spec.short_name.split())
    organisation.initials = initials_of(organisation.short_name or name)
    organisation.credit_code = _checked_code(spec.credit_code, organisation.pk)
    organisation.parent = _checked_parent(actor, spec.parent_id, organisation)
    organisation.contact_name = spec.contact_name.strip()
    if spec.contact_phone is not None:
        organisation.contact_phone = spec.contact_phone.strip() or None
    same = Organisation.objects.filter(place_code=organisation.place_code, name=name).exclude(
        pk=organisation.pk
    )
    if same.exists():
        raise Conflict(f"这个地方已有“{name}”。请改用原来的一条，或把名称写完整。")


def _checked_code(text: str, own_id: int | None) -> str:
    code = normalise_uscc(text)
    if not code:
        return ""
    if sentence := check_uscc(code):
        raise Invalid(sentence)
    holder = Organisation.objects.filter(credit_code=code).exclude(pk=own_id).first()
    if holder is not None:
        raise Conflict(f"统一社会信用代码 {code} 已登记在另一个单位名下。请核对证照。")
    return code


def _checked_parent(actor: Actor, parent_id: int | None, organisation: Organisation) -> Organisation | None:
    """Return the parent; refuse a body that lies below this one."""
    if parent_id is None:
        return None
    parent = get_organisation(actor, parent_id)
    step: Organisation | None = parent
    while step is not None:
        if step.pk is not None and step.pk == organisation.pk:
            raise Invalid("上级单位不能是它自己，也不能是它的下级。请另选。")
        step = step.parent
    return parent


def _state(organisation: Organisation) -> dict[str, object]:
    state = audit.snapshot(organisation, *FIELDS)
    return {**state, "contact_phone": organisation.contact_phone or ""}
