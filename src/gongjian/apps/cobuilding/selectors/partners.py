"""What the other side has for an entry: resources that fit a need, needs that a resource fits."""

from datetime import date

from django.utils import timezone

from gongjian.apps.cobuilding.choices import NeedStatus, ResourceStatus
from gongjian.apps.cobuilding.models import Need, Resource
from gongjian.apps.cobuilding.selectors.amounts import still_open
from gongjian.core.access import Actor, OwnedQuerySet, Right, any_prefix

MOST = 50


def resources_for(actor: Actor, need: Need) -> list[Resource]:
    """List the resources in sight of a need's category of which something is free, the most first."""
    rows = Resource.objects.visible_to(actor).filter(
        category=need.category, status=ResourceStatus.OFFERED, expires_on__gte=timezone.localdate()
    )
    free = still_open(rows).select_related("organisation")
    return list(free.order_by("-open_quantity", "pk")[:MOST])


def needs_for(actor: Actor, resource: Resource) -> list[Need]:
    """List the needs that one keeps of a resource's category of which something is open, the most urgent first."""
    mine = any_prefix("place_code", actor.place_prefixes(Right.COBUILDING_MANAGE))
    rows = _asking(actor, timezone.localdate()).filter(mine, category=resource.category)
    return list(still_open(rows)[:MOST])


def own_resources(actor: Actor, unit_ids: tuple[int, ...], category: str) -> list[Resource]:
    """List what units that one speaks for still have of a category."""
    rows = Resource.objects.visible_to(actor).filter(
        organisation_id__in=unit_ids, category=category, status=ResourceStatus.OFFERED
    )
    return list(still_open(rows)[:MOST])


def _asking(actor: Actor, today: date) -> OwnedQuerySet:
    rows: OwnedQuerySet = Need.objects.visible_to(actor).filter(
        status__in=(NeedStatus.OPEN, NeedStatus.RAISED), expires_on__gte=today
    )
    return rows
