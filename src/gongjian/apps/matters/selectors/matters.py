"""Matters in sight: lists by what is to be done, one with all that belongs to it."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Prefetch, Q

from gongjian.apps.matters.choices import MatterState
from gongjian.apps.matters.models import Assignment, Matter, MatterPhoto, Step
from gongjian.apps.matters.models.matters import MatterQuerySet
from gongjian.apps.matters.selectors.hands import in_hand
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound
from gongjian.core.listing import COUNT_BOUND

VIEWS = ("open", "mine", "new", "checking", "answering", "late", "suspended", "closed", "all")
"""The saved views of the list; all but the last two look at what is open only."""


def view_condition(actor: Actor, view: str, now: datetime) -> Q:
    """Say what a saved view keeps."""
    open_ = Q(closed_at__isnull=True)
    own = Assignment.objects.filter(in_hand(actor), state__in=("pending", "accepted", "rework")).values(
        "matter_id"
    )
    return {
        "open": open_,
        "mine": open_ & Q(pk__in=own),
        "new": open_ & Q(state__in=(MatterState.REPORTED, MatterState.FILED, MatterState.RETURNED)),
        "checking": open_ & Q(state=MatterState.DONE),
        "answering": open_ & Q(state=MatterState.CHECKED),
        "late": open_ & Q(due_at__lt=now) & ~Q(state__in=(MatterState.SUSPENDED, MatterState.MERGED)),
        "suspended": open_ & Q(state=MatterState.SUSPENDED),
        "closed": Q(closed_at__isnull=False),
    }.get(view, Q())


def count_views(actor: Actor, rows: MatterQuerySet, now: datetime) -> Mapping[str, int]:
    """Count the open views in one query over at most COUNT_BOUND open rows, whatever the table holds."""
    bounded = rows.filter(closed_at__isnull=True).order_by("due_at", "pk")[: COUNT_BOUND + 1]
    counts = {view: Count("pk", filter=view_condition(actor, view, now)) for view in VIEWS[:-2]}
    found: dict[str, int] = Matter.objects.filter(pk__in=bounded.values("pk")).order_by().aggregate(**counts)
    return found


def get_matter(actor: Actor, matter_id: int) -> Matter:
    """Return a matter with its units, photos and timeline; NotFound outside one's scope."""
    rows = Matter.objects.visible_to(actor).select_related(
        "matter_class", "standard", "merged_into", "split_from"
    )
    found: Matter | None = (
        rows.prefetch_related(
            Prefetch("assignments", Assignment.objects.select_related("organisation")),
            Prefetch("photos", MatterPhoto.objects.select_related("file")),
            Prefetch("steps", Step.objects.select_related("organisation", "by")),
        )
        .filter(pk=matter_id)
        .one()
    )
    if found is None:
        raise NotFound()
    return found
