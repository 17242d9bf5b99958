"""The alliance of a place (三元联盟): founded, joined and left with terms, and who has not joined spoken to."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import AllianceSide, ApproachOutcome
from gongjian.apps.cobuilding.models import Alliance, AllianceMember, Approach
from gongjian.apps.cobuilding.selectors.alliances import get_alliance, get_member
from gongjian.apps.cobuilding.selectors.ground import get_known
from gongjian.apps.cobuilding.services.delegates import end_delegates_of
from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.selectors import get_place
from gongjian.apps.programmes.models import Programme
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound

FIELDS = ("name", "aims", "founded_on", "programme_id")
MEMBER_FIELDS = ("organisation_id", "side", "joined_on", "left_on", "ceiling")
STREET = 9


@dataclass(frozen=True, kw_only=True)
class AllianceSpec:
    """What is stated of an alliance; `programme_id` is its plan (1+4+1, say), kept as a programme."""

    place_code: str
    name: str
    founded_on: date
    aims: str = ""
    programme_id: int | None = None
    is_demo: bool = False


@dataclass(frozen=True, kw_only=True)
class MemberSpec:
    """A body's membership: on which side, from which day, at most how many undertakings a year (None: any number)."""

    organisation_id: int
    side: str
    joined_on: date
    ceiling: int | None = None


@transaction.atomic
def found_alliance(*, actor: Actor, spec: AllianceSpec) -> Alliance:
    """Set an alliance up; Conflict for a name the place has already."""
    actor.require(Right.COBUILDING_MANAGE, spec.place_code)
    alliance = Alliance(place_code=spec.place_code, is_demo=spec.is_demo)
    if get_place(spec.place_code).valid_to is not None or len(spec.place_code) < STREET:
        raise Invalid("联盟设在街道或社区。请把地方选到街道或社区。")
    _state(actor, alliance, spec)
    audit.record(actor, "cobuilding.alliance_founded", alliance, after=audit.snapshot(alliance, *FIELDS))
    return alliance


@transaction.atomic
def edit_alliance(*, actor: Actor, alliance_id: int, spec: AllianceSpec) -> Alliance:
    """Change what is stated of an alliance; its place stays."""
    alliance = _kept(actor, alliance_id)
    before = audit.snapshot(alliance, *FIELDS)
    _state(actor, alliance, spec)
    audit.record(
        actor,
        "cobuilding.alliance_changed",
        alliance,
        before=before,
        after=audit.snapshot(alliance, *FIELDS),
    )
    return alliance


def _state(actor: Actor, alliance: Alliance, spec: AllianceSpec) -> None:
    if not spec.name.strip():
        raise Invalid("没有写联盟的名称。")
    if spec.founded_on > timezone.localdate():
        raise Invalid("成立日期还没有到。")
    programme = None
    if spec.programme_id is not None:
        programme = Programme.objects.visible_to(actor).filter(pk=spec.programme_id).one()
        if programme is None:
            raise NotFound("没有找到这个行动。请重新选。")
    alliance.name, alliance.aims = spec.name.strip(), spec.aims.strip()
    alliance.founded_on, alliance.programme = spec.founded_on, programme
    same = Alliance.objects.filter(place_code=alliance.place_code, name=alliance.name, ended_on__isnull=True)
    if same.exclude(pk=alliance.pk).exists():
        raise Conflict("这里已有同名的联盟。请换一个名称，或打开原来的。")
    alliance.save()


@transaction.atomic
def admit_member(*, actor: Actor, alliance_id: int, spec: MemberSpec) -> AllianceMember:
    """Let a body join from a day, today or before. Conflict while it is a member, NotFound for none in use."""
    alliance = _kept(actor, alliance_id)
    unit = Organisation.objects.filter(pk=spec.organisation_id, is_active=True).first()
    if unit is None:
        raise NotFound("没有找到这个单位，或者它已停用。请重新选。")
    if not alliance.founded_on <= spec.joined_on <= timezone.localdate():
        raise Invalid("加入日期要在联盟成立以后、今天以前。")
    taken = Conflict(f"{unit}已经是成员。要改哪一方或上限，请先退出再加入。")
    if AllianceMember.objects.filter(alliance=alliance, organisation=unit, left_on__isnull=True).exists():
        raise taken
    try:
        with transaction.atomic():
            member = AllianceMember.objects.create(
                alliance=alliance,
                organisation=unit,
                side=AllianceSide(spec.side),
                joined_on=spec.joined_on,
                ceiling=spec.ceiling,
            )
    except IntegrityError as error:
        raise taken from error
    audit.record(
        actor,
        "cobuilding.member_joined",
        member,
        after=audit.snapshot(member, *MEMBER_FIELDS),
        place_code=alliance.place_code,
    )
    return member


@transaction.atomic
def release_member(*, actor: Actor, member_id: int, left_on: date, reason: str) -> AllianceMember:
    """Let a member leave from a day, today or before; its delegates stop speaking for it at once."""
    member = get_member(actor, member_id)
    place_code = member.alliance.place_code
    actor.require(Right.COBUILDING_MANAGE, place_code)
    member = AllianceMember.objects.select_for_update(no_key=True).get(pk=member.pk)
    if member.left_on is not None:
        raise Conflict("它已经退出了。")
    if not reason.strip():
        raise Invalid("请写明为什么退出。")
    if not member.joined_on <= left_on <= timezone.localdate():
        raise Invalid("退出日期要在加入以后、今天以前。")
    member.left_on, member.leave_reason = left_on, reason.strip()
    member.save(update_fields=["left_on", "leave_reason"])
    end_delegates_of(actor, member, place_code)
    audit.record(
        actor,
        "cobuilding.member_left",
        member,
        after={"left_on": left_on, "reason": reason.strip()},
        place_code=place_code,
    )
    return member


@transaction.atomic
def record_approach(
    *,
    actor: Actor,
    alliance_id: int,
    on: date,
    words: str,
    organisation_id: int | None = None,
    known_unit_id: int | None = None,
    outcome: str = ApproachOutcome.SPOKEN,
) -> Approach:
    """Write that a unit that has not joined was spoken to, what it said and what came of it: invited, declined, gone.

    It is a body of our register, or (`known_unit_id`) one that is known of.
    """
    alliance = _kept(actor, alliance_id)
    unit = known = None
    if known_unit_id is not None:
        known = get_known(actor, known_unit_id)
    elif (unit := Organisation.objects.filter(pk=organisation_id or 0, is_active=True).first()) is None:
        raise NotFound("没有找到这个单位，或者它已停用。")
    if on > timezone.localdate():
        raise Invalid("联系的日期还没有到。")
    if not words.strip():
        raise Invalid("请写对方怎么说的。")
    approach = Approach.objects.create(
        alliance=alliance,
        organisation=unit,
        known_unit=known,
        outcome=ApproachOutcome(outcome),
        on=on,
        words=words.strip(),
        made_by_id=actor.user_id,
    )
    audit.record(
        actor,
        "cobuilding.approached",
        approach,
        after={"on": on, "outcome": outcome, "text": words.strip()},
        place_code=alliance.place_code,
    )
    return approach


def _kept(actor: Actor, alliance_id: int) -> Alliance:
    """Lock an alliance for those who keep it."""
    seen = get_alliance(actor, alliance_id)
    actor.require(Right.COBUILDING_MANAGE, seen.place_code)
    alliance: Alliance = Alliance.objects.select_for_update(no_key=True).get(pk=seen.pk)
    return alliance
