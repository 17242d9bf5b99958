"""Councils, their members, and the delegates of members that are bodies."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices import CouncilKind, MeetingStatus
from gongjian.apps.councils.models import Council, CouncilDelegate, CouncilMember, Meeting
from gongjian.apps.councils.selectors.meetings import get_council, get_member
from gongjian.apps.parties.models import Organisation, User
from gongjian.apps.parties.selectors import get_resident
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound

NAMES = frozenset({"name", "person_name", "phone"})


@dataclass(frozen=True, kw_only=True)
class CouncilSpec:
    """A council as somebody wrote it."""

    place_code: str
    name: str
    kind: CouncilKind
    founded_on: date
    aims: str = ""
    venue: str = ""
    is_demo: bool = False


@dataclass(frozen=True, kw_only=True)
class MemberSpec:
    """Who joins: a body, or a person by name, perhaps one of the register; whether it chairs by turns."""

    organisation_id: int | None = None
    person_name: str = ""
    resident_id: int | None = None
    joined_on: date
    is_chairing: bool = True


@dataclass(frozen=True, kw_only=True)
class DelegateSpec:
    """Who speaks for a member from a day on; with an account he sees the council by it."""

    name: str
    post: str = ""
    phone: str = ""
    user_id: int | None = None
    starts_on: date


@transaction.atomic
def found_council(*, actor: Actor, spec: CouncilSpec) -> Council:
    """Set up a council. Conflict when one of that name stands at the place."""
    actor.require(Right.COUNCILS_MANAGE, spec.place_code)
    get_place(spec.place_code)
    name = spec.name.strip()
    if not name:
        raise Invalid("没有写名称。请写议事会的全名。")
    if Council.objects.filter(place_code=spec.place_code, name=name, ended_on__isnull=True).exists():
        raise Conflict(f"这里已经有“{name}”。请从列表里打开，或换一个名称。")
    council = Council.objects.create(
        place_code=spec.place_code,
        name=name,
        kind=spec.kind,
        aims=spec.aims.strip(),
        venue=spec.venue.strip(),
        founded_on=spec.founded_on,
        is_demo=spec.is_demo,
    )
    audit.record(actor, "councils.council_founded", council, after=audit.snapshot(council, "name", "kind"))
    return council


@transaction.atomic
def edit_council(*, actor: Actor, council_id: int, name: str, aims: str, venue: str) -> Council:
    """Change what a council is called, what it is for, where it usually meets."""
    council = managed_council(actor, council_id)
    if not name.strip():
        raise Invalid("没有写名称。请写议事会的全名。")
    before = audit.snapshot(council, "name", "aims", "venue")
    council.name, council.aims, council.venue = name.strip(), aims.strip(), venue.strip()
    council.save(update_fields=["name", "aims", "venue"])
    after = audit.snapshot(council, "name", "aims", "venue")
    audit.record(actor, "councils.council_changed", council, before=before, after=after)
    return council


@transaction.atomic
def end_council(*, actor: Actor, council_id: int, reason: str) -> Council:
    """Wind a council up; its records stay. Conflict while a meeting is to come."""
    council = managed_council(actor, council_id)
    if not reason.strip():
        raise Invalid("请写明为什么撤销。")
    coming = (MeetingStatus.PLANNED, MeetingStatus.CALLED, MeetingStatus.HELD)
    if Meeting.objects.filter(council=council, status__in=coming).exists():
        raise Conflict("还有没有开完的会。请先开完或取消，再撤销。")
    council.ended_on = timezone.localdate()
    council.save(update_fields=["ended_on"])
    audit.record(actor, "councils.council_ended", council, after={"reason": reason.strip()})
    return council


@transaction.atomic
def add_member(*, actor: Actor, council_id: int, spec: MemberSpec) -> CouncilMember:
    """Take a body or a person into a council, last in the ring of those who chair. Conflict when it is in already."""
    council = managed_council(actor, council_id)
    if bool(spec.organisation_id) == bool(spec.person_name.strip()):
        raise Invalid("请选一个单位，或者写一个人的姓名，只填一样。")
    if spec.organisation_id is not None:
        _check_body(actor, council, spec.organisation_id)
    if spec.resident_id is not None:
        get_resident(actor, spec.resident_id)
    order = council.members.filter(left_on__isnull=True, chair_order__isnull=False).count() + 1
    member = CouncilMember.objects.create(
        council=council,
        organisation_id=spec.organisation_id,
        person_name=spec.person_name.strip(),
        resident_id=spec.resident_id,
        joined_on=spec.joined_on,
        chair_order=order if spec.is_chairing else None,
    )
    audit.record(
        actor,
        "councils.member_joined",
        member,
        after=audit.snapshot(member, "organisation_id", "person_name", "joined_on"),
        place_code=council.place_code,
        personal=NAMES,
    )
    return member


def _check_body(actor: Actor, council: Council, organisation_id: int) -> None:
    if not Organisation.objects.visible_to(actor).filter(pk=organisation_id, is_active=True).exists():
        raise NotFound("没有找到这个单位，或者已经停用。请重新选。")
    if council.members.filter(organisation_id=organisation_id, left_on__isnull=True).exists():
        raise Conflict("这个单位已经是成员。")


@transaction.atomic
def remove_member(*, actor: Actor, council_member_id: int, reason: str) -> CouncilMember:
    """End a membership from today: the member and its delegates see nothing by it from the next request on."""
    member = managed_member(actor, council_member_id)
    if not reason.strip():
        raise Invalid("请写明退出的原因。")
    today = timezone.localdate()
    member.left_on, member.leave_reason, member.chair_order = today, reason.strip(), None
    member.save(update_fields=["left_on", "leave_reason", "chair_order"])
    for delegate in member.delegates.filter(ended_on__isnull=True):
        _end(actor, delegate, today, reason.strip())
    audit.record(
        actor,
        "councils.member_left",
        member,
        after={"reason": reason.strip()},
        place_code=member.council.place_code,
    )
    return member


@transaction.atomic
def set_chair_order(*, actor: Actor, council_id: int, member_ids: list[int]) -> Council:
    """Fix in which order members chair; those left out do not chair by turns."""
    council = managed_council(actor, council_id)
    members = {row.pk: row for row in council.members.filter(left_on__isnull=True)}
    if len(set(member_ids)) != len(member_ids) or not set(member_ids) <= set(members):
        raise Invalid("轮值顺序里有重复的，或者不是现在的成员。请重新排。")
    for row in members.values():
        row.chair_order = member_ids.index(row.pk) + 1 if row.pk in member_ids else None
    CouncilMember.objects.bulk_update(members.values(), ["chair_order"])
    audit.record(actor, "councils.chairs_ordered", council, after={"members": member_ids})
    return council


@transaction.atomic
def add_delegate(*, actor: Actor, council_member_id: int, spec: DelegateSpec) -> CouncilDelegate:
    """Name who speaks for a body; whoever did so before does not any more from that day on."""
    member = managed_member(actor, council_member_id)
    if member.organisation_id is None:
        raise Conflict(f"{member.person_name}是以个人参加的，不用代表。")
    if not spec.name.strip():
        raise Invalid("没有写代表的姓名。")
    if spec.user_id is not None:
        _check_user(actor, member, spec.user_id)
    for before in member.delegates.filter(ended_on__isnull=True):
        _end(actor, before, max(spec.starts_on, before.starts_on), "换了代表")
    delegate = CouncilDelegate.objects.create(
        member=member,
        name=spec.name.strip(),
        post=spec.post.strip(),
        phone=spec.phone.strip(),
        user_id=spec.user_id,
        starts_on=spec.starts_on,
    )
    audit.record(
        actor,
        "councils.delegate_named",
        delegate,
        after=audit.snapshot(delegate, "name", "user_id", "starts_on"),
        place_code=member.council.place_code,
        personal=NAMES,
    )
    return delegate


def _check_user(actor: Actor, member: CouncilMember, user_id: int) -> None:
    """The account must be the unit's own, or hold a role for it, and be allowed to take part."""
    user: User | None = User.objects.visible_to(actor).filter(pk=user_id, is_active=True).one()
    if user is None:
        raise NotFound("没有找到这个账号，或者已经停用。请重新选。")
    is_of_unit = user.organisation_id == member.organisation_id or (
        member.organisation_id in user.as_actor().unit_ids(Right.COUNCILS_TAKE_PART)
    )
    if not is_of_unit:
        raise Invalid(f"{user.full_name}的账号不是{member}的。代表要用本单位的账号，或者先不选账号。")
    if not user.as_actor().can(Right.COUNCILS_TAKE_PART):
        raise Invalid(f"{user.full_name}的账号还没有参加议事的角色。请安全管理员授权“驻区单位联络员”。")


@transaction.atomic
def end_delegate(*, actor: Actor, council_member_id: int, reason: str) -> CouncilMember:
    """End the term of a member's delegate today: he sees nothing by it from the next request on."""
    member = managed_member(actor, council_member_id)
    if not reason.strip():
        raise Invalid("请写明为什么不再担任。")
    standing = list(member.delegates.filter(ended_on__isnull=True))
    if not standing:
        raise Conflict("这个单位现在没有代表。")
    for delegate in standing:
        _end(actor, delegate, timezone.localdate(), reason.strip())
    return member


def _end(actor: Actor, delegate: CouncilDelegate, day: date, reason: str) -> None:
    delegate.ended_on, delegate.end_reason = day, reason
    delegate.save(update_fields=["ended_on", "end_reason"])
    audit.record(
        actor,
        "councils.delegate_ended",
        delegate,
        after={"ended_on": day, "reason": reason},
        place_code=delegate.member.council.place_code,
    )


def managed_council(actor: Actor, council_id: int) -> Council:
    """Load a council that stands for those who run it, locked."""
    council = get_council(actor, council_id)
    actor.require(Right.COUNCILS_MANAGE, council.place_code)
    locked: Council = Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    if locked.is_over:
        raise Conflict(f"{locked.name}已经撤销，只能看。")
    return locked


def managed_member(actor: Actor, council_member_id: int) -> CouncilMember:
    """Load a member that has not left for those who run its council, with the council locked."""
    member = get_member(actor, council_member_id)
    managed_council(actor, member.council_id)
    if member.left_on is not None:
        raise Conflict("这个成员已经退出。")
    return member
