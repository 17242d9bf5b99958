"""The desk looks through what was held: one by one, or all of one sender at a time."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from gongjian.apps.portal.choices import SubmissionState
from gongjian.apps.portal.models import Submission
from gongjian.apps.portal.services.sending import filled_of, take_in
from gongjian.core import audit
from gongjian.core.access import Actor, OwnedQuerySet, Right, prefix_range
from gongjian.core.errors import Conflict, NotFound

MOST_AT_ONCE = 50


def release(*, actor: Actor, ids: Sequence[int]) -> int:
    """Let held reports through to the desk's list; return how many. What was decided meanwhile is left as it is."""
    actor.require(Right.MATTERS_DISPATCH)
    if len(ids) > MOST_AT_ONCE:
        raise Conflict(f"一次最多放行 {MOST_AT_ONCE} 件。真有这么多，请分几次。")
    count = 0
    for pk in ids:
        with transaction.atomic():
            row = _locked(actor, pk)
            if row is None:
                continue
            row.decided_by_id, row.decided_at = actor.user_id, timezone.now()
            take_in(row, filled_of(row))
            audit.record(actor, "portal.held_released", row.matter or row, after={"reasons": row.reasons})
            count += 1
    return count


def _locked(actor: Actor, pk: int) -> Submission | None:
    rows = Submission.objects.visible_to(actor).filter(pk=pk, state=SubmissionState.HELD)
    row: Submission | None = rows.select_for_update(no_key=True).first()
    if row is not None:
        actor.require(Right.MATTERS_DISPATCH, row.place_code)
    return row


@transaction.atomic
def drop(*, actor: Actor, ids: Sequence[int], place_code: str) -> int:
    """Find held reports to be junk; they stay for the days of the rule and go then."""
    actor.require(Right.MATTERS_DISPATCH, place_code)
    held = Submission.objects.visible_to(actor).filter(pk__in=ids, state=SubmissionState.HELD)
    return _drop(actor, held.filter(prefix_range("place_code", place_code)), place_code)


@transaction.atomic
def drop_all_of(*, actor: Actor, sender: str, place_code: str) -> int:
    """Find all that one sender has waiting at a place to be junk, in one act."""
    actor.require(Right.MATTERS_DISPATCH, place_code)
    held = Submission.objects.visible_to(actor).filter(
        prefix_range("place_code", place_code), sender=sender, state=SubmissionState.HELD
    )
    return _drop(actor, held, place_code)


def _drop(actor: Actor, held: OwnedQuerySet, place_code: str) -> int:
    count = held.update(state=SubmissionState.DROPPED, decided_by_id=actor.user_id, decided_at=timezone.now())
    if not count:
        raise NotFound("没有待看的来件。可能刚有人看过，请刷新后再看。")
    audit.record(actor, "portal.held_dropped", after={"count": count}, place_code=place_code)
    return count
