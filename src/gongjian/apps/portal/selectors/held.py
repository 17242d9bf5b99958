"""What is held for a look, gathered by sender, so that ten thousand of one are one line."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.db.models import Count, Max, Min, Q

from gongjian.apps.portal.choices import SubmissionState
from gongjian.apps.portal.models import Submission, SubmissionPhoto
from gongjian.core.access import Actor, OwnedQuerySet, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import COUNT_BOUND

GROUPS = 50
SAMPLES = 3
ROWS = 50


@dataclass
class HeldGroup:
    """What one sender has waiting: how many, from when to when, and the first of them."""

    sender: str
    count: int
    first_at: datetime
    last_at: datetime
    danger_count: int
    samples: list[Submission] = field(default_factory=list)


def _held(actor: Actor, place_code: str) -> OwnedQuerySet:
    rows: OwnedQuerySet = Submission.objects.visible_to(actor).filter(
        prefix_range("place_code", place_code), state=SubmissionState.HELD
    )
    return rows


def held_count(actor: Actor, place_code: str = "") -> int:
    """Count what waits for a look, up to a bound."""
    return _held(actor, place_code).order_by()[:COUNT_BOUND].count()


def held_groups(actor: Actor, place_code: str) -> list[HeldGroup]:
    """List the senders that have something waiting: danger first, then those with few, who are likeliest to be in earnest."""
    rows = _held(actor, place_code).order_by().values("sender")
    found = rows.annotate(
        count=Count("pk"),
        first_at=Min("sent_at"),
        last_at=Max("sent_at"),
        danger_count=Count("pk", filter=Q(is_danger=True)),
    ).order_by("-danger_count", "count", "first_at")[:GROUPS]
    groups = [HeldGroup(**row) for row in found]
    for group in groups:
        group.samples = held_rows(actor, place_code, group.sender, SAMPLES)
    return groups


def held_rows(actor: Actor, place_code: str, sender: str, limit: int = ROWS) -> list[Submission]:
    """List what one sender has waiting, danger first."""
    rows = _held(actor, place_code).filter(sender=sender).select_related("matter_class")
    return list(rows.prefetch_related("photos", "letters").order_by("-is_danger", "pk")[:limit])


def get_held(actor: Actor, held_id: int) -> Submission:
    """Return one that waits for a look; NotFound once it was decided, and outside one's scope."""
    row = Submission.objects.visible_to(actor).filter(pk=held_id, state=SubmissionState.HELD).one()
    if row is None:
        raise NotFound("没有这件待看的来件。可能刚有人看过，请回到待看的来件。")
    return cast(Submission, row)


def held_photo(actor: Actor, photo_id: int) -> SubmissionPhoto:
    """Return a photo of what is held; NotFound outside one's scope."""
    photo = SubmissionPhoto.objects.visible_to(actor).filter(pk=photo_id).one()
    if photo is None:
        raise NotFound("这张照片不在了。")
    return cast(SubmissionPhoto, photo)
