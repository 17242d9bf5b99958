"""Settle what could not be merged: enter it after all, as the phone had it, or put it aside with a reason."""

from django.db import transaction
from django.utils import timezone

from gongjian.apps.inspections.choices import OperationKind, OperationResult
from gongjian.apps.inspections.models import ReplayedOperation, SheetEntry
from gongjian.apps.inspections.selectors.refused import get_refused
from gongjian.apps.inspections.services.replay.hand import Hand
from gongjian.apps.inspections.services.replay.operations import (
    Operation,
    SheetKey,
    number_of,
    parse_operations,
)
from gongjian.apps.inspections.services.sheets import check_open
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid

REASON_LENGTH = 300


@transaction.atomic
def enter_refused(*, actor: Actor, operation_id: int) -> ReplayedOperation:
    """Do a refused operation after all, over what stands now. Raises the sentence why it still can't be.

    The inspector and the office of the round may; what the office enters is marked as entered on behalf.
    """
    row = _lock(actor, operation_id)
    operation = parse_operations([row.operation])[0]
    owner = row.phone.user.as_actor()
    if not isinstance(operation.subject, SheetKey):
        raise Conflict("事项的记录由本人在手机上改作补充情况，不在这里补录。")
    hand = Hand(
        owner,
        row.phone,
        operation.subject.round_id,
        operation.subject.place_code,
        {},
        by=actor,
        is_forced=True,
    )
    if operation.kind in (OperationKind.PHOTO, OperationKind.SIGN):
        _enter_file(hand, row, operation)
    else:
        hand.apply(operation)
    row.sheet = hand.find()
    return _settle(actor, row, "inspections.refused_entered", "补录了")


def _enter_file(hand: Hand, row: ReplayedOperation, operation: Operation) -> None:
    """Attach the photo that was kept to its finding. Raises Conflict and Invalid."""
    if operation.kind == OperationKind.SIGN:
        raise Conflict("签名不能代补。请检查员在手机上重新签，或者不录并写明原因。")
    if row.file is None or not row.file.is_photo:
        raise Invalid("这张照片打不开，或者在手机上已经丢失，没有可以补录的。")
    sheet = hand.writable()
    check_open(sheet)
    entry = SheetEntry.objects.filter(
        sheet=sheet, item_id=number_of(operation, "item"), rule_id=number_of(operation, "rule")
    ).first()
    if entry is None:
        raise Conflict("这一处问题没有记下数量，照片没处放。请先在评分表里填数量。")
    entry.photos.add(row.file)


@transaction.atomic
def put_refused_aside(*, actor: Actor, operation_id: int, reason: str) -> ReplayedOperation:
    """Leave a refused operation out for good, saying why; it is kept."""
    row = _lock(actor, operation_id)
    if not reason.strip():
        raise Invalid("请写明为什么不录，检查员要照着看。")
    return _settle(actor, row, "inspections.refused_put_aside", reason.strip()[:REASON_LENGTH])


def _lock(actor: Actor, operation_id: int) -> ReplayedOperation:
    seen = get_refused(actor, operation_id)
    row = ReplayedOperation.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "phone__user", "file"
    )
    found: ReplayedOperation = row.get(pk=seen.pk)
    if found.result != OperationResult.REFUSED or found.settled_at is not None:
        raise Conflict("这一条已经处理过了。请刷新后再看。")
    return found


def _settle(actor: Actor, row: ReplayedOperation, action: str, words: str) -> ReplayedOperation:
    row.settled_at, row.settled_by_id, row.settled_words = timezone.now(), actor.user_id, words
    row.save(update_fields=["sheet", "settled_at", "settled_by", "settled_words"])
    after = {"phone": row.phone_id, "seq": row.seq, "kind": row.kind, "reason": words}
    audit.record(actor, action, row.sheet or row.phone, after=after, place_code=row.place_code)
    return row
