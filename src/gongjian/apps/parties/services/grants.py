"""Writes of rights: the security administrator gives a role for a term, and takes it back."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.parties.models import Grant, Organisation, User
from gongjian.apps.parties.selectors import get_grant
from gongjian.apps.parties.services.separation import overlap, require_other_holder, require_separation
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit
from gongjian.core.access import Actor, Right, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound

UNIT_ROLES = frozenset({Role.UNIT_CONTACT, Role.DEPARTMENT})
"""Roles that may be held for one unit only; a unit's contact always is."""
FIELDS = ("user_id", "role", "place_code", "organisation_id", "starts_on", "ends_on")


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    user_id: int,
    role: Role,
    place_code: str = "",
    organisation_id: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Grant:
    """Give a person a role over a place, or for one unit, for a term (open where None).

    Raises NotAllowed (no right there, or to oneself), NotFound, Invalid, Conflict (held already, or 三员分立).
    """
    organisation = _unit_of(actor, role, organisation_id)
    place_code = organisation.place_code if organisation else place_code
    actor.require(Right.GRANTS_MANAGE, place_code)
    user = _grantee(actor, user_id)
    if place_code:
        get_place(place_code)
    _check_term(starts_on, ends_on)
    held = list(user.grants.all())
    require_separation(user, role, starts_on, ends_on, held)
    for grant in held:
        same = (grant.role, grant.place_code, grant.organisation_id) == (role, place_code, organisation_id)
        if same and grant.stand_in_id is None and overlap(starts_on, ends_on, grant.starts_on, grant.ends_on):
            raise Conflict(
                f"{user.full_name}在这里已是“{role.label}”，期限重叠。要改期限，请先收回原来的一条。"
            )
    grant = Grant.objects.create(
        user=user,
        role=role,
        place_code=place_code,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    audit.record(actor, "parties.role_granted", grant, after=audit.snapshot(grant, *FIELDS))
    return grant


@transaction.atomic
def revoke_grant(*, actor: Actor, grant_id: int) -> None:
    """Take a role back from today on; whoever stands in for its holder loses it too."""
    grant = get_grant(actor, grant_id)
    actor.require(Right.GRANTS_MANAGE, grant.place_code)
    if grant.user_id == actor.user_id:
        raise NotAllowed("不能改自己的权限。请另一位安全管理员来办。")
    if grant.stand_in_id is not None:
        raise Conflict("这个角色是代管得来的。请结束代管，不要单独收回。")
    require_other_holder(grant)
    before = audit.snapshot(grant, *FIELDS)
    mirrors = Grant.objects.filter(
        stand_in__absent_id=grant.user_id,
        role=grant.role,
        place_code=grant.place_code,
        organisation=grant.organisation,
    )
    for mirror in mirrors:
        _end(mirror)
    audit.record(actor, "parties.role_revoked", grant, before=before)
    _end(grant)


@transaction.atomic
def let_speak_for_unit(*, actor: Actor, user_id: int, unit: Organisation, place_code: str) -> Grant:
    """Let a person of a unit speak for it, by the desk of a place where the unit takes part; return his grant.

    The narrowest role there is, over the unit's own rows alone, and only for a person who is registered with it:
    who that is stays the system administrator's to say, and the security administrator sees and may revoke it.
    Whoever speaks for the unit already keeps the grant he has. Raises NotFound, Invalid, Conflict (三员分立).
    """
    actor.require(Right.COBUILDING_MANAGE, place_code)
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound()
    if user.organisation_id != unit.pk:
        raise Invalid(f"这个账号不是{unit}的人。请系统管理员先把他登记到单位里。")
    held = list(user.grants.all())
    today = timezone.localdate()
    for grant in held:
        if grant.role == Role.UNIT_CONTACT and grant.organisation_id == unit.pk and grant.is_in_force(today):
            return grant
    require_separation(user, Role.UNIT_CONTACT, today, None, held)
    grant = Grant.objects.create(
        user=user,
        role=Role.UNIT_CONTACT,
        place_code=unit.place_code,
        organisation=unit,
        starts_on=today,
    )
    audit.record(actor, "parties.role_granted", grant, after=audit.snapshot(grant, *FIELDS))
    return grant


@transaction.atomic
def stop_speaking_for_unit(*, actor: Actor, grant: Grant, place_code: str) -> None:
    """Take from a person the word for his unit at once: from the next request on it opens nothing."""
    actor.require(Right.COBUILDING_MANAGE, place_code)
    if grant.role != Role.UNIT_CONTACT:
        raise Conflict("这不是联络员的授权，请安全管理员来收回。")
    audit.record(actor, "parties.role_revoked", grant, before=audit.snapshot(grant, *FIELDS))
    _end(grant)


def _end(grant: Grant) -> None:
    """End a term yesterday; a term that has not begun is taken away."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if grant.starts_on is not None and grant.starts_on > yesterday:
        grant.delete()
        return
    grant.ends_on = yesterday if grant.ends_on is None else min(grant.ends_on, yesterday)
    grant.save(update_fields=["ends_on"])


def _grantee(actor: Actor, user_id: int) -> User:
    user: User | None = User.objects.visible_to(actor).select_for_update(no_key=True).filter(pk=user_id).one()
    if user is None:
        raise NotFound()
    if user.pk == actor.user_id:
        raise NotAllowed("不能给自己授权。请另一位安全管理员来办。")
    if not user.is_active:
        raise Conflict(f"{user.full_name}的账号已停用。请系统管理员先启用，再授权。")
    return user


def _unit_of(actor: Actor, role: Role, organisation_id: int | None) -> Organisation | None:
    if organisation_id is None:
        if role == Role.UNIT_CONTACT:
            raise Invalid("驻区单位联络员要指明是哪个单位的。请选单位。")
        return None
    if role not in UNIT_ROLES:
        raise Invalid(f"“{role.label}”按地方授权，不按单位。请去掉单位。")
    rows = Organisation.objects.visible_to(actor).filter(pk=organisation_id, is_active=True)
    organisation: Organisation | None = rows.first()
    if organisation is None:
        raise Invalid("单位没有找到，或者已经停用。请重新选。")
    return organisation


def _check_term(starts_on: date | None, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < timezone.localdate():
        raise Invalid("止日已经过了。请填今天或以后，或留空表示不定期。")
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise Invalid("止日早于起日。请核对两个日期。")
