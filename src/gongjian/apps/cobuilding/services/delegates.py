"""Who speaks for a member: named with a contact, with the right to act for the unit that comes and goes with it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.models import AllianceMember, Delegate
from gongjian.apps.cobuilding.selectors.alliances import get_delegate, get_member
from gongjian.apps.parties.services.grants import let_speak_for_unit, stop_speaking_for_unit
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

FIELDS = ("name", "post", "user_id", "starts_on", "ends_on")
PERSONAL = frozenset({"name", "phone"})


@dataclass(frozen=True, kw_only=True)
class DelegateSpec:
    """Who speaks for a member; with an account of the unit, he may act for it from now on."""

    name: str
    post: str = ""
    phone: str = ""
    user_id: int | None = None


@transaction.atomic
def appoint_delegate(*, actor: Actor, member_id: int, spec: DelegateSpec) -> Delegate:
    """Name a delegate from today on. Raises NotFound, Invalid, Conflict (left, named already)."""
    member = get_member(actor, member_id)
    place_code = member.alliance.place_code
    actor.require(Right.COBUILDING_MANAGE, place_code)
    if member.left_on is not None:
        raise Conflict("它已经退出联盟，不再设代表。")
    if not spec.name.strip():
        raise Invalid("没有写代表的姓名。")
    grant = None
    if spec.user_id is not None:
        if Delegate.objects.filter(member=member, user_id=spec.user_id, ends_on__isnull=True).exists():
            raise Conflict("这个账号已经是它的代表。")
        grant = let_speak_for_unit(
            actor=actor, user_id=spec.user_id, unit=member.organisation, place_code=place_code
        )
        if Delegate.objects.filter(grant=grant).exists():  # he speaks for the unit in another alliance too
            grant = None
    delegate = Delegate.objects.create(
        member=member,
        name=spec.name.strip(),
        post=spec.post.strip(),
        phone=spec.phone.strip() or None,
        user_id=spec.user_id,
        grant=grant,
        starts_on=timezone.localdate(),
    )
    audit.record(
        actor,
        "cobuilding.delegate_named",
        delegate,
        after=audit.snapshot(delegate, *FIELDS),
        personal=PERSONAL,
        place_code=place_code,
    )
    return delegate


@transaction.atomic
def end_delegate(*, actor: Actor, delegate_id: int) -> Delegate:
    """End a delegate at once: the next request of his account opens nothing of the unit any more."""
    delegate = get_delegate(actor, delegate_id)
    place_code = delegate.member.alliance.place_code
    actor.require(Right.COBUILDING_MANAGE, place_code)
    if delegate.ends_on is not None:
        raise Conflict("他已经不是代表了。")
    _end(actor, delegate, place_code)
    return delegate


def end_delegates_of(actor: Actor, member: AllianceMember, place_code: str) -> None:
    """End all delegates of a member that leaves."""
    rows = Delegate.objects.filter(member=member, ends_on__isnull=True).select_related("grant")
    for delegate in rows.order_by("pk"):
        _end(actor, delegate, place_code)


def _end(actor: Actor, delegate: Delegate, place_code: str) -> None:
    """End a delegate yesterday; the grant goes with him unless he speaks for the unit in another alliance still.

    A term covers its last day, so today would leave him in until midnight; who was named today is of no day.
    """
    grant = delegate.grant
    before_today = timezone.localdate() - timedelta(days=1)
    delegate.ends_on, delegate.grant = max(before_today, delegate.starts_on - timedelta(days=1)), None
    delegate.save(update_fields=["ends_on", "grant"])
    audit.record(
        actor,
        "cobuilding.delegate_ended",
        delegate,
        after=audit.snapshot(delegate, *FIELDS),
        personal=PERSONAL,
        place_code=place_code,
    )
    if grant is None or delegate.user_id is None or grant.organisation_id is None:
        return
    elsewhere = Delegate.objects.filter(
        user_id=delegate.user_id,
        member__organisation_id=grant.organisation_id,
        ends_on__isnull=True,
        grant__isnull=True,
    ).first()
    if elsewhere is not None:
        elsewhere.grant = grant
        elsewhere.save(update_fields=["grant"])
        return
    stop_speaking_for_unit(actor=actor, grant=grant, place_code=place_code)


@transaction.atomic
def read_delegate_phone(*, actor: Actor, delegate_id: int, reason: str) -> str:
    """Return a delegate's number in full, and write down who read it and why."""
    delegate = get_delegate(actor, delegate_id)
    if not reason.strip():
        raise Invalid("请写明查看的用途。")
    audit.record_read(actor, delegate, ("phone",), reason.strip())
    return delegate.phone or ""
