"""The lists of needs and resources in sight: saved views, filters, one entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.choices import NeedStatus, ResourceStatus
from gongjian.apps.cobuilding.models import Need, NeedHousehold, Resource
from gongjian.apps.cobuilding.selectors.amounts import with_asked, with_open
from gongjian.core.access import Actor, OwnedQuerySet, Right, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import counts_at_once, counts_of
from gongjian.core.rules import rule_value

RENEWAL_DAYS = "cobuilding.renewal_notice_days"
NEED_VIEWS = {
    "open": _("征集中"),
    "raised": _("已提请上级"),
    "expiring": _("快到期"),
    "agreed": _("已约定"),
    "met": _("已满足"),
    "over": _("过期和撤回"),
    "all": _("全部"),
}
"""The saved views of the list of needs."""
RESOURCE_VIEWS = {
    "offered": _("可认领"),
    "expiring": _("快到期"),
    "paused": _("暂停"),
    "over": _("过期和撤回"),
    "all": _("全部"),
}
"""The saved views of the list of resources."""


@dataclass(frozen=True, kw_only=True)
class EntriesAsked:
    """What a list is narrowed to; empty values narrow nothing. `organisation_id` is of resources.

    Of needs: `urgency` at least so urgent, `raised_to` the place at or below which somebody was asked for help.
    """

    place_code: str = ""
    words: str = ""
    category: str = ""
    urgency: int = 0
    organisation_id: int | None = None
    raised_to: str = ""


def list_needs(actor: Actor, asked: EntriesAsked) -> OwnedQuerySet:
    """List the needs one may see at a place and below it, what is shown there from above among them."""
    rows = _narrowed(Need.objects.visible_to(actor), actor, asked)
    if asked.raised_to:
        rows = rows.filter(prefix_range("raised_to", asked.raised_to))
    return rows.filter(urgency__gte=asked.urgency) if asked.urgency else rows


def list_resources(actor: Actor, asked: EntriesAsked) -> OwnedQuerySet:
    """List the resources one may see at a place and below it, what is shown there from above among them."""
    rows = _narrowed(Resource.objects.visible_to(actor), actor, asked)
    return rows.filter(organisation_id=asked.organisation_id) if asked.organisation_id else rows


def _narrowed(rows: OwnedQuerySet, actor: Actor, asked: EntriesAsked) -> OwnedQuerySet:
    if asked.place_code and actor.place_prefixes(Right.COBUILDING_VIEW):
        above = [asked.place_code[:length] for length in range(2, len(asked.place_code))]
        rows = rows.filter(prefix_range("place_code", asked.place_code) | Q(published_to__in=above))
    if asked.words:
        rows = rows.filter(Q(title__icontains=asked.words) | Q(number=asked.words))
    if asked.category:
        key = {"category": asked.category} if "." in asked.category else {}
        rows = rows.filter(**(key or {"category__startswith": f"{asked.category}."}))
    return rows


def renewal_day(actor: Actor) -> date:
    """Return the day by which what runs out counts as running out, by the rule of today."""
    today = timezone.localdate()
    return today + timedelta(days=int(rule_value(RENEWAL_DAYS, on=today, place_code=actor.home_place_code)))


def need_condition(view: str, until: date) -> Q:
    """Say what a saved view of needs keeps; `until` is the day by which what runs out counts as running out."""
    asking = Q(status__in=(NeedStatus.OPEN, NeedStatus.RAISED))
    return {
        "open": asking,
        "raised": Q(status=NeedStatus.RAISED),
        "expiring": asking & Q(expires_on__lte=until),
        "agreed": Q(status=NeedStatus.AGREED),
        "met": Q(status=NeedStatus.MET),
        "over": Q(status__in=(NeedStatus.EXPIRED, NeedStatus.WITHDRAWN)),
    }.get(view, Q())


def resource_condition(view: str, until: date) -> Q:
    """Say what a saved view of resources keeps."""
    offered = Q(status=ResourceStatus.OFFERED)
    return {
        "offered": offered,
        "expiring": offered & Q(expires_on__lte=until),
        "paused": Q(status=ResourceStatus.PAUSED),
        "over": Q(status__in=(ResourceStatus.EXPIRED, ResourceStatus.WITHDRAWN)),
    }.get(view, Q())


def count_views(rows: OwnedQuerySet, conditions: Mapping[str, Q], *, is_narrowed: bool) -> dict[str, int]:
    """Count what each saved view keeps, no further than one past the bound of counts; one query.

    What was narrowed by words, category or urgency is read once for all views, whole lists a view at a time by their indexes.
    """
    if is_narrowed:
        return counts_at_once(rows, conditions)
    return counts_of({name: rows.filter(condition) for name, condition in conditions.items()})


def get_need(actor: Actor, need_id: int) -> Need:
    """Return a need with how much of it is open and asked; NotFound outside one's scope."""
    rows = with_asked(with_open(Need.objects.visible_to(actor).select_related("made_by", "renewed_from")))
    need: Need = _one(rows.filter(pk=need_id))
    return need


def get_resource(actor: Actor, resource_id: int) -> Resource:
    """Return a resource with its unit and how much of it is free and asked; NotFound outside one's scope."""
    rows = Resource.objects.visible_to(actor).select_related("organisation", "made_by", "renewed_from")
    resource: Resource = _one(with_asked(with_open(rows)).filter(pk=resource_id))
    return resource


def needs_from(actor: Actor, source: str, key: int) -> list[Need]:
    """List the needs in sight that a matter, a resolution or a target became, the oldest first. One query."""
    return list(Need.objects.visible_to(actor).filter(source=source, source_id=str(key)).order_by("pk"))


def household_of(actor: Actor, need_id: int) -> NeedHousehold | None:
    """Return the household a need was found in, for those who may see residents there; None otherwise."""
    rows = NeedHousehold.objects.visible_to(actor).select_related("resident", "need")
    found: NeedHousehold | None = rows.filter(need_id=need_id).one()
    return found


def _one(rows: OwnedQuerySet) -> Any:
    found = rows.one()
    if found is None:
        raise NotFound()
    return found
