"""Writes of groups: a leading group with its posts and terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongjian.apps.parties.choices import GroupRole
from gongjian.apps.parties.models import Group, GroupMember, Organisation, User
from gongjian.apps.parties.selectors import get_group
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid

FIELDS = ("place_code", "name", "office_organisation_id", "duties", "starts_on", "ends_on")


@dataclass(frozen=True)
class MemberSpec:
    """One post: who holds it (a person's or body's name as written), with links where they are known."""

    role: GroupRole
    who: str
    post: str = ""
    user_id: int | None = None
    organisation_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class GroupSpec:
    """A group as a plan or a form states it."""

    place_code: str
    name: str
    members: Sequence[MemberSpec] = ()
    office_organisation_id: int | None = None
    duties: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def create_group(*, actor: Actor, spec: GroupSpec, is_demo: bool = False) -> Group:
    """Set up a group of a place with all its posts."""
    actor.require(Right.PARTIES_MANAGE, spec.place_code)
    group = Group(is_demo=is_demo)
    _fill(actor, group, spec)
    group.save()
    _write_members(actor, group, spec.members)
    audit.record(actor, "parties.group_created", group, after=_state(group))
    return group


@transaction.atomic
def edit_group(*, actor: Actor, group_id: int, spec: GroupSpec) -> Group:
    """Change a group; its posts are those given now, in their order."""
    group = get_group(actor, group_id)
    actor.require(Right.PARTIES_MANAGE, group.place_code)
    actor.require(Right.PARTIES_MANAGE, spec.place_code)
    before = _state(group)
    _fill(actor, group, spec)
    group.save()
    _write_members(actor, group, spec.members)
    audit.record(actor, "parties.group_changed", group, before=before, after=_state(group))
    return group


def _fill(actor: Actor, group: Group, spec: GroupSpec) -> None:
    if not spec.name.strip():
        raise Invalid("名称没有填。请写领导小组或指挥部的全称。")
    if spec.starts_on and spec.ends_on and spec.ends_on < spec.starts_on:
        raise Invalid("止日早于起日。请核对两个日期。")
    group.place_code = get_place(spec.place_code).code
    group.name, group.duties = spec.name.strip(), spec.duties.strip()
    if spec.office_organisation_id != group.office_organisation_id:
        _check_links(actor, set(), {spec.office_organisation_id} - {None})
    group.office_organisation_id = spec.office_organisation_id
    group.starts_on, group.ends_on = spec.starts_on, spec.ends_on


def _write_members(actor: Actor, group: Group, members: Sequence[MemberSpec]) -> None:
    leaders = [member for member in members if member.role == GroupRole.LEADER and member.who.strip()]
    if len(leaders) > 2:
        raise Invalid("组长最多两位（双组长）。其余请列为副组长或成员。")
    kept = list(group.members.values_list("user_id", "organisation_id"))
    _check_links(
        actor,
        {member.user_id for member in members} - {user for user, _ in kept} - {None},
        {member.organisation_id for member in members} - {body for _, body in kept} - {None},
    )
    group.members.all().delete()
    rows = [
        GroupMember(
            group=group,
            role=member.role,
            who=member.who.strip(),
            post=member.post.strip(),
            user_id=member.user_id,
            organisation_id=member.organisation_id,
            starts_on=member.starts_on,
            ends_on=member.ends_on,
            order=order,
        )
        for order, member in enumerate(members)
        if member.who.strip()
    ]
    GroupMember.objects.bulk_create(rows)


def _check_links(actor: Actor, user_ids: set[int | None], organisation_ids: set[int | None]) -> None:
    """Refuse people and bodies that the actor can't see, as if they did not exist."""
    people = User.objects.visible_to(actor).filter(pk__in=user_ids).count() if user_ids else 0
    bodies = Organisation.objects.visible_to(actor).filter(pk__in=organisation_ids).count()
    if people != len(user_ids) or bodies != len(organisation_ids):
        raise Invalid("有的人员或单位没有找到。请重新选，或只写姓名、名称。")


def _state(group: Group) -> dict[str, object]:
    members = GroupMember.objects.filter(group=group).order_by("order", "pk")
    return {
        **audit.snapshot(group, *FIELDS),
        "members": [f"{member.get_role_display()} {member.who} {member.post}".strip() for member in members],
    }
