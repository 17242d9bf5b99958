"""Reads of groups with their posts and terms."""

from django.db.models import Prefetch

from gongjian.apps.parties.models import Group, GroupMember
from gongjian.core.access import Actor, OwnedQuerySet, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import count_of


def list_groups(actor: Actor, *, text: str = "", place_code: str = "") -> OwnedQuerySet:
    """List groups the actor may see, each with its office and `member_count`."""
    rows = Group.objects.visible_to(actor)
    if place_code:
        rows = rows.filter(prefix_range("place_code", place_code))
    if text := text.strip():
        rows = rows.filter(name__contains=text)
    return (
        rows.select_related("office_organisation")
        .annotate(member_count=count_of(GroupMember, "group"))
        .order_by("place_code", "name")
    )


def get_group(actor: Actor, group_id: int) -> Group:
    """Return one group with office and members in order; NotFound also for another's."""
    members = GroupMember.objects.select_related("user", "organisation").order_by("order", "pk")
    rows = Group.objects.visible_to(actor).select_related("office_organisation")
    found: Group | None = (
        rows.prefetch_related(Prefetch("members", queryset=members)).filter(pk=group_id).one()
    )
    if found is None:
        raise NotFound()
    return found
