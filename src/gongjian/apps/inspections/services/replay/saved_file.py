"""A phone's log as a file: for a phone that can't get on line, brought in by its inspector or by the office.

The file is the phone's own JSON: {format, user {id, name}, device, device_name, saved_at, operations, files
{digest: base64}}. It is kept, looked through, and replayed as the phone itself would: what came in before is
known by its number.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from gongjian.apps.inspections.choices import OperationKind
from gongjian.apps.inspections.models import Phone, Round
from gongjian.apps.inspections.services.replay.batch import Replayed, replay
from gongjian.apps.inspections.services.replay.operations import (
    MatterKey,
    Operation,
    SheetKey,
    parse_operations,
)
from gongjian.apps.parties.models import User
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid, NotAllowed, NotFound
from gongjian.core.models import StoredFile

FORMAT = 1
BATCH = 40
CONTENT_TYPE = "application/x-gongjian-phone+json"
NO_PHONE_FILE = "“{name}”不是手机上“存成文件”存下的文件，或者没有拷全。请在手机上再存一次，整个拷过来。"


@dataclass(frozen=True)
class SavedLog:
    """What a file holds: whose phone, which device, its operations in order, its files still encoded."""

    owner: User
    device: str
    device_name: str
    operations: tuple[Operation, ...]
    encoded: Mapping[str, str]

    def files(self, operations: Sequence[Operation]) -> dict[str, bytes]:
        """Decode the files of some operations; those that don't bear out their digest are left out."""
        found = {}
        for operation in operations:
            text = self.encoded.get(operation.sha256, "")
            try:
                content = base64.b64decode(text, validate=True)
            except (binascii.Error, TypeError, ValueError):
                continue
            if hashlib.sha256(content).hexdigest() == operation.sha256:
                found[operation.sha256] = content
        return found


@dataclass(frozen=True)
class Preview:
    """What bringing a file in will do, in numbers."""

    log: SavedLog
    known: int
    fresh: tuple[Operation, ...]
    missing_before: int

    @property
    def sheets(self) -> list[SheetKey]:
        """The sheets that new operations belong to, as (round, place)."""
        subjects = dict.fromkeys(operation.subject for operation in self.fresh)
        return [subject for subject in subjects if isinstance(subject, SheetKey)]

    @property
    def matter_count(self) -> int:
        """How many matters new operations belong to."""
        subjects = {operation.subject for operation in self.fresh}
        return sum(isinstance(subject, MatterKey) for subject in subjects)

    def lines(self, round_id: int, place: str) -> dict[str, int]:
        """Count the new operations of one sheet: items, photos, handed in."""
        own = [operation.kind for operation in self.fresh if operation.subject == (round_id, place)]
        kinds = (OperationKind.ITEM, OperationKind.PHOTO, OperationKind.SUBMIT)
        return {kind.value: own.count(kind) for kind in kinds}

    @property
    def photo_count(self) -> int:
        """How many new photos there are."""
        return sum(operation.kind == OperationKind.PHOTO for operation in self.fresh)

    @property
    def submit_count(self) -> int:
        """How many sheets are handed in."""
        return sum(operation.kind == OperationKind.SUBMIT for operation in self.fresh)


@transaction.atomic
def keep_saved_file(*, actor: Actor, name: str, content: bytes) -> StoredFile:
    """Keep an uploaded file until it is brought in. Raises Invalid and NotAllowed with a sentence."""
    log = read_log(actor, name, content)
    stored = files.store_document(
        actor=actor,
        content=content,
        name=name,
        content_type=CONTENT_TYPE,
        right=Right.INSPECTIONS_VIEW,
        place_code=actor.home_place_code,
        limit_key="phones.file_max_bytes",
    )
    phone = Phone.objects.filter(user=log.owner, device=log.device).first()
    audit.record(
        actor,
        "inspections.phone_file_read",
        phone or log.owner,
        after={"file": stored.pk, "count": len(log.operations)},
        place_code=actor.home_place_code,
    )
    return stored


def preview_saved_file(*, actor: Actor, file_id: int) -> Preview:
    """Look a kept file through: what is new in it, and what came in before."""
    log = _kept_log(actor, file_id)
    phone = Phone.objects.filter(user=log.owner, device=log.device).first()
    expected = phone.expected if phone else 1
    fresh = tuple(operation for operation in log.operations if operation.seq >= expected)
    gap = max(0, log.operations[0].seq - expected) if log.operations else 0
    return Preview(log, len(log.operations) - len(fresh), fresh, gap)


def bring_in_saved_file(*, actor: Actor, file_id: int) -> Replayed:
    """Replay a kept file as its phone would send it. Raises Invalid when the phone has sent less than it starts with."""
    log = _kept_log(actor, file_id)
    owner = log.owner.as_actor()
    whole = Replayed(expected=0)
    for start in range(0, len(log.operations), BATCH):
        part = log.operations[start : start + BATCH]
        sent = log.files(part)
        lost = frozenset(operation.sha256 for operation in part if operation.sha256) - sent.keys()
        done = replay(
            actor=owner,
            device=log.device,
            device_name=log.device_name,
            operations=part,
            sent=sent,
            lost=lost,
            sent_by=actor,
        )
        whole.expected = done.expected
        whole.done += done.done
        whole.sheet_ids |= done.sheet_ids
        whole.matter_ids |= done.matter_ids
        if done.expected <= part[-1].seq:
            raise Invalid(
                f"文件从第 {part[0].seq} 条开始，服务器只收到第 {done.expected - 1} 条。请先读入更早存的文件。"
            )
    return whole


def read_log(actor: Actor, name: str, content: bytes) -> SavedLog:
    """Read a file and check that the actor may bring it in: his own, or of rounds he manages."""
    limit = files.limit_of("phones.file_max_bytes", actor.home_place_code)
    if len(content) > limit:
        raise Invalid(f"“{name}”超过 {limit // 1_048_576} MB。请在手机上分几次存。")
    try:
        said: Any = json.loads(content)
        user_id, device, encoded = said["user"]["id"], str(UUID(said["device"])), said["files"]
        is_known = said["format"] == FORMAT and isinstance(encoded, dict) and type(user_id) is int
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid(NO_PHONE_FILE.format(name=name)) from error
    owner = User.objects.filter(pk=user_id, is_active=True).first() if is_known else None
    if owner is None:
        raise Invalid(NO_PHONE_FILE.format(name=name))
    log = SavedLog(
        owner,
        device,
        str(said.get("device_name") or ""),
        parse_operations(said.get("operations")),
        encoded,
    )
    if owner.pk != actor.user_id:
        _check_managed(actor, log)
    return log


def _check_managed(actor: Actor, log: SavedLog) -> None:
    subjects = {operation.subject for operation in log.operations}
    codes = dict(
        Round.objects.visible_to(actor)
        .filter(pk__in={subject.round_id for subject in subjects if isinstance(subject, SheetKey)})
        .values_list("pk", "place_code")
    )
    for subject in subjects:
        code = codes.get(subject.round_id) if isinstance(subject, SheetKey) else None
        if code is None or not actor.can(Right.INSPECTIONS_MANAGE, code):
            raise NotAllowed(
                "这个文件里有不归你组织的检查，或者事项的记录。请由本人读入，检查的也可以由组织检查的单位读入。"
            )


def _kept_log(actor: Actor, file_id: int) -> SavedLog:
    rows = StoredFile.objects.visible_to(actor).filter(
        uploaded_by_id=actor.user_id, content_type=CONTENT_TYPE
    )
    stored = rows.filter(pk=file_id).one()
    if stored is None:
        raise NotFound("没有这个文件。请重新选文件读入。")
    return read_log(actor, stored.name, files.read_bytes(stored))
