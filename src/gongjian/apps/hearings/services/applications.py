"""Aid is applied for, looked into, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongjian.apps.hearings.choices import AidKind, AidStatus, MemberRelation
from gongjian.apps.hearings.models import AidApplication, HouseholdMember
from gongjian.apps.hearings.selectors import get_application
from gongjian.apps.hearings.services.steps import managed_application, take_step
from gongjian.apps.parties.models import Resident
from gongjian.apps.parties.services import COMMUNITY, ResidentSpec, id_hash, register_resident
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit, events
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines.masking import check_id_number, normalise_id_number

PERSONAL = frozenset({"facts", "findings", "address"})
OVER = (AidStatus.GRANTED, AidStatus.REFUSED, AidStatus.WITHDRAWN)


@dataclass(frozen=True)
class PersonSpec:
    """One person of the household, as on the identity card."""

    name: str
    id_number: str
    relation: str = ""


@dataclass(frozen=True, kw_only=True)
class ApplicationSpec:
    """What a household states when it asks for aid."""

    place_code: str
    kind: str
    head: PersonSpec
    facts: str
    phone: str = ""
    address: str = ""
    applied_on: date | None = None
    members: Sequence[PersonSpec] = ()
    is_demo: bool = False


@dataclass(frozen=True)
class PersonalFacts:
    """What is encrypted of an application, in full."""

    head: str
    address: str
    facts: str
    findings: str
    members: tuple[str, ...]


@transaction.atomic
def apply_for_aid(*, actor: Actor, spec: ApplicationSpec) -> AidApplication:
    """Take in an application; people not registered yet are. Conflict while the household has one of the kind open."""
    actor.require(Right.HEARINGS_MANAGE, spec.place_code)
    get_place(spec.place_code)
    if len(spec.place_code) != COMMUNITY:
        raise Invalid("申请要登记在社区（村）。请把地方选到社区一级。")
    today = timezone.localdate()
    applied_on = spec.applied_on or today
    if applied_on > today:
        raise Invalid("申请日期在今天以后。请改成收到申请的那天。")
    if not spec.facts.strip():
        raise Invalid("没有写申报的情况。请照申请书写收入、财产和困难。")
    numbers = [normalise_id_number(one.id_number) for one in (spec.head, *spec.members)]
    if len(set(numbers)) != len(numbers):
        raise Invalid("家庭成员里有两个人的身份证号相同。请核对。")
    head = _known_or_new(actor, spec, spec.head, spec.phone)
    if AidApplication.objects.filter(head=head, kind=spec.kind).exclude(status__in=OVER).exists():
        raise Conflict("这一家已经有一份同样的申请在办。请在列表里找到它。")
    application = AidApplication.objects.create(
        place_code=spec.place_code,
        year=applied_on.year,
        number=_next_number(spec.place_code, applied_on.year),
        kind=AidKind(spec.kind),
        head=head,
        address=spec.address.strip(),
        facts=spec.facts.strip(),
        applied_on=applied_on,
        made_by_id=actor.user_id,
        is_demo=spec.is_demo,
    )
    for one in spec.members:
        HouseholdMember.objects.create(
            application=application,
            resident=_known_or_new(actor, spec, one),
            relation=MemberRelation(one.relation or MemberRelation.OTHER),
        )
    audit.record(
        actor,
        "hearings.applied",
        application,
        after=audit.snapshot(application, "kind", "applied_on", "facts", "address"),
        personal=PERSONAL,
    )
    events.tell("hearings.step", application)
    return application


def _next_number(place_code: str, year: int) -> int:
    last = AidApplication.objects.filter(place_code=place_code, year=year).aggregate(last=Max("number"))
    return (last["last"] or 0) + 1


def _known_or_new(actor: Actor, spec: ApplicationSpec, one: PersonSpec, phone: str = "") -> Resident:
    """Find a person by the identity number, or register him in the community."""
    number = normalise_id_number(one.id_number)
    if sentence := check_id_number(number, today=timezone.localdate()):
        raise Invalid(f"{one.name.strip() or '有一个人'}的{sentence}")
    known = Resident.objects.filter(id_hash=id_hash(number)).first()
    if known is not None:
        if known.name != one.name.strip():
            raise Conflict(f"身份证号与登记的姓名对不上：{one.name.strip()}。请核对证件。")
        return known
    stated = ResidentSpec(place_code=spec.place_code, name=one.name, id_number=number, phone=phone)
    return register_resident(actor=actor, spec=stated)


@transaction.atomic
def record_findings(*, actor: Actor, application_id: int, findings: str) -> AidApplication:
    """Write what the visit, the neighbours and the checks of records showed; only then a hearing may be called."""
    application = managed_application(actor, application_id)
    if not findings.strip():
        raise Invalid("没有写调查结果。请写入户、邻里访问和信息核对看到了什么。")
    take_step(application, AidStatus.CHECKED)
    application.findings, application.checked_on = findings.strip(), timezone.localdate()
    application.save(update_fields=["status", "findings", "checked_on"])
    audit.record(
        actor,
        "hearings.findings_recorded",
        application,
        after=audit.snapshot(application, "findings", "checked_on", "status"),
        personal=PERSONAL,
    )
    return application


@transaction.atomic
def withdraw_application(*, actor: Actor, application_id: int, reason: str) -> AidApplication:
    """Take an application back at the household's wish."""
    application = managed_application(actor, application_id)
    if not reason.strip():
        raise Invalid("请写明为什么撤回。")
    take_step(application, AidStatus.WITHDRAWN)
    application.save(update_fields=["status"])
    audit.record(actor, "hearings.withdrawn", application, after={"reason": reason.strip()})
    return application


@transaction.atomic
def read_application(*, actor: Actor, application_id: int, reason: str) -> PersonalFacts:
    """Return what is encrypted of an application and write down who read it and why."""
    application = get_application(actor, application_id)
    if not reason.strip():
        raise Invalid("请写明查看的用途。")
    audit.record_read(actor, application, ("head", "address", "facts", "findings"), reason.strip())
    return PersonalFacts(
        application.head.name,
        application.address or "",
        application.facts,
        application.findings or "",
        tuple(f"{one.resident.name}（{one.get_relation_display()}）" for one in application.members.all()),
    )
