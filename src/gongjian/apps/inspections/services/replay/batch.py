"""Replay a request of operations: each once, in the phone's order, the runs of one subject in one transaction.

A subject is a sheet or a matter; who does its operations says `handlers`.

The phone's row is locked first, so that two requests of one phone follow each other. An operation that can't
be done is undone to its savepoint and kept whole with its file; those around it stand. A crash loses a run
and its numbers together: the phone sends it again. Pictures are decoded before anything is locked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from gongjian.apps.inspections.choices import OperationResult
from gongjian.apps.inspections.models import Phone, ReplayedOperation
from gongjian.apps.inspections.services.phones import meet_phone
from gongjian.apps.inspections.services.replay.handlers import Handler, Run, handler_of
from gongjian.apps.inspections.services.replay.operations import HAS_FILE, Operation
from gongjian.core import audit, files
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, DomainError, Invalid
from gongjian.core.models import StoredFile

ALREADY = "already"


class StrangeOrder(Conflict):
    """The phone's numbers are not those the server knows: it was cleared, and needs a new device number."""

    code = "restart"


@dataclass(frozen=True)
class Done:
    """What became of one operation; `first` is what became of it the first time."""

    id: str
    seq: int
    result: str
    words: str
    first: str


@dataclass
class Replayed:
    """What became of a request: the number expected next, each result, what it touched, files it lacks."""

    expected: int
    done: list[Done] = field(default_factory=list)
    sheet_ids: set[int] = field(default_factory=set)
    matter_ids: set[int] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Files:
    """The files of a run: those that could be read as pictures, and all as they were sent."""

    photos: dict[str, files.Photo]
    sent: Mapping[str, bytes]


@dataclass(frozen=True)
class _Sending:
    """Whose operations are sent, by whom, with which files by digest, and how far the phone's clock lags."""

    actor: Actor
    by: Actor
    sent: Mapping[str, bytes]
    lag: timedelta | None


def replay(
    *,
    actor: Actor,
    device: str,
    device_name: str,
    operations: Sequence[Operation],
    sent: Mapping[str, bytes],
    lost: frozenset[str] = frozenset(),
    sent_by: Actor | None = None,
    lag: timedelta | None = None,
) -> Replayed:
    """Replay the operations of one person's phone. `sent` are files by digest, `lost` those it has no more.

    `sent_by` is who brought them when it is not he himself, `lag` how far the phone's clock is behind ours (None:
    not known). Stops before an operation that is not
    the next (`expected` says which is) or whose file is missing. Raises StrangeOrder when a number was used
    for another operation.
    """
    phone = meet_phone(actor=actor, device=device, name=device_name)
    answer = Replayed(phone.expected)
    answer.done = _already(phone, operations)
    fresh = [operation for operation in operations if operation.seq >= phone.expected]
    if not fresh or fresh[0].seq > phone.expected:
        return answer
    have = sent.keys() | lost
    for _subject, run in groupby(fresh, key=lambda operation: operation.subject):
        ready = _with_files(run, have, answer)
        if ready and not _replay_run(_Sending(actor, sent_by or actor, sent, lag), phone, ready, answer):
            break
        if answer.missing:
            break
    return answer


def _with_files(run: Iterable[Operation], have: Iterable[str], answer: Replayed) -> list[Operation]:
    """Keep a run's operations up to the first whose file did not come."""
    ready = []
    for operation in run:
        if operation.sha256 and operation.sha256 not in have:
            answer.missing.append(operation.sha256)
            break
        ready.append(operation)
    return ready


def _already(phone: Phone, operations: Sequence[Operation]) -> list[Done]:
    old = [operation for operation in operations if operation.seq < phone.expected]
    if not old:
        return []
    rows = ReplayedOperation.objects.filter(phone=phone, seq__in=[operation.seq for operation in old])
    known = {row.seq: row for row in rows}
    for operation in old:
        if operation.seq in known and known[operation.seq].operation_id != operation.id:
            raise StrangeOrder(
                "这台手机的记录编号和服务器上的对不上，多半是清过浏览器的数据。手机上的记录都还在，请重新打开“带走”页面再同步。"
            )
    return [
        Done(operation.id, operation.seq, ALREADY, row.words, row.result)
        if (row := known.get(operation.seq))
        else Done(operation.id, operation.seq, ALREADY, "", OperationResult.DONE.value)
        for operation in old
    ]


def _replay_run(sending: _Sending, phone: Phone, run: list[Operation], answer: Replayed) -> bool:
    """Replay the operations on one subject; say whether all of them had their turn."""
    given = _Files(_read_photos(run, sending.sent), sending.sent)
    with transaction.atomic():
        locked = Phone.objects.select_for_update(no_key=True).get(pk=phone.pk)
        run = [operation for operation in run if operation.seq >= locked.expected]
        if not run or run[0].seq != locked.expected:
            answer.expected = locked.expected
            return False
        handler = handler_of(run[0].subject, Run(sending.actor, locked, given.photos, sending.lag))
        rows = [_apply(sending.actor, handler, locked, operation, given) for operation in run]
        subject = handler.bind(rows)
        ReplayedOperation.objects.bulk_create(rows)
        locked.expected = run[-1].seq + 1
        locked.last_seen_at = locked.last_sent_at = timezone.now()
        locked.save(update_fields=["expected", "last_seen_at", "last_sent_at"])
        _record(sending.by, handler, subject or locked, rows)
    answer.expected = locked.expected
    answer.done += [Done(row.operation_id, row.seq, row.result, row.words, row.result) for row in rows]
    answer.sheet_ids |= {row.sheet_id for row in rows if row.sheet_id}
    answer.matter_ids |= {row.matter_id for row in rows if row.matter_id}
    return True


def _read_photos(run: Sequence[Operation], sent: Mapping[str, bytes]) -> dict[str, files.Photo]:
    """Decode and clean a run's pictures; one that can't be is left out, and its operation says so."""
    found = {}
    for operation in run:
        content = sent.get(operation.sha256) if operation.kind in HAS_FILE else None
        if content is not None and operation.sha256 not in found:
            name = str(operation.content.get("name") or operation.kind.label)[:100]
            try:
                photo = files.check_photo(content, name, operation.place_code)
            except Invalid:
                continue
            found[operation.sha256] = photo
    return found


def _apply(
    actor: Actor, handler: Handler, phone: Phone, operation: Operation, given: _Files
) -> ReplayedOperation:
    try:
        with transaction.atomic():
            result, words = handler.apply(operation)
    except DomainError as refusal:
        handler.forget()
        result, words = OperationResult.REFUSED, refusal.message[:500]
    row = ReplayedOperation(
        phone=phone,
        seq=operation.seq,
        operation_id=operation.id,
        kind=operation.kind,
        result=result,
        words=words,
        recorded_at=operation.at,
        received_at=timezone.now(),
        file=handler.kept,
    )
    if result != OperationResult.DONE:
        row.operation = dict(operation.content)
    if result == OperationResult.REFUSED:
        row.file = _keep_refused(actor, handler, operation, given)
    return row


def _keep_refused(actor: Actor, handler: Handler, operation: Operation, given: _Files) -> StoredFile | None:
    """Keep the file of a refused operation, as a picture where it is one."""
    right, owner = handler.keeping()
    if (photo := given.photos.get(operation.sha256)) is not None:
        return files.keep_photo(actor=actor, photo=photo, right=right, place_code=owner)
    if (content := given.sent.get(operation.sha256)) is not None:
        return files.store_document(
            actor=actor,
            content=content,
            name=f"{operation.kind.label}{operation.seq}",
            content_type="application/octet-stream",
            right=right,
            place_code=owner,
        )
    return None


def _record(by: Actor, handler: Handler, subject: Model, rows: Sequence[ReplayedOperation]) -> None:
    """Write one line in the trail for all that was done to a subject."""
    after: dict[str, Any] = {
        "phone": rows[0].phone_id,
        "seq": [rows[0].seq, rows[-1].seq],
        "acts": handler.acts,
        "files": [row.file_id for row in rows if row.file_id],
    }
    for result in (OperationResult.CONFLICT, OperationResult.REFUSED):
        count = sum(row.result == result for row in rows)
        after |= {result.value: count} if count else {}
    audit.record(by, "inspections.phone_replayed", subject, after=after, place_code=rows[0].place_code)
