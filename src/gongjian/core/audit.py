"""Every change leaves a trace that can't be edited: an append-only, hash-chained table.

`record` writes a row in the transaction of the change, with a keyed digest (MAC) of its content.
`link` (run by the worker every few seconds) gives each new row its number and chain hash
h_n = SHA256(h_{n-1} | content_n | mac_n), so writers never queue on the chain's head.
`verify` recomputes all of it. Personal values are sealed under a key of their subject
(`SubjectKey`): destroying the key leaves the chain whole and the person gone.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from gongjian.core.access import Actor
from gongjian.core.models import AuditEntry, SubjectKey
from gongjian.core.request_context import current_request_id

GENESIS = "0" * 64
LINK_WITHIN = timedelta(minutes=10)
"""The worker links every few seconds: a row still unlinked after so long is a sign that it stands."""
CONTENT_FIELDS = (
    "at",
    "actor_id",
    "actor_name",
    "acting_for_id",
    "action",
    "object_type",
    "object_id",
    "object_label",
    "place_code",
    "before",
    "after",
    "request_id",
)


def record(
    actor: Actor,
    action: str,
    subject: models.Model | None = None,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    place_code: str | None = None,
    personal: frozenset[str] | set[str] = frozenset(),
) -> AuditEntry:
    """Write one audit row in the current transaction.

    `action` is `<app>.<what happened>`; `before` and `after` hold plain values (see `snapshot`).
    Fields named in `personal` are sealed under the subject's own key.
    """
    entry = AuditEntry(
        at=timezone.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
        acting_for_id=actor.acts_for_id,
        action=action,
        object_type=subject._meta.label_lower if subject is not None else "",
        object_id=str(subject.pk) if subject is not None else "",
        object_label="" if subject is None else str(subject)[:200],
        place_code=_place_of(subject) if place_code is None else place_code,
        before=_plain_fields(before, subject, personal),
        after=_plain_fields(after, subject, personal),
        request_id=current_request_id(),
    )
    entry.mac = _mac(entry)
    entry.save(force_insert=True)
    return entry


def record_read(actor: Actor, subject: models.Model, fields: tuple[str, ...], reason: str) -> AuditEntry:
    """Write that an actor read sensitive fields of a row, and why."""
    return record(actor, "read.sensitive", subject, after={"fields": list(fields), "reason": reason})


def snapshot(subject: models.Model, *fields: str) -> dict[str, Any]:
    """Copy the named fields as plain values for `before` and `after`."""
    return {name: plain(getattr(subject, name)) for name in fields}


def plain(value: Any) -> Any:
    """Turn a value into what JSON can hold, without loss."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def unseal(entry_value: Mapping[str, str]) -> str | None:
    """Open a sealed personal value; None once the subject's key has been destroyed."""
    key = SubjectKey.objects.filter(subject=entry_value["subject"]).values_list("key", flat=True).first()
    return Fernet(bytes(key, "ascii")).decrypt(entry_value["sealed"].encode()).decode() if key else None


def destroy_key(actor: Actor, subject: models.Model) -> None:
    """Destroy the key of a person's audited values: the chain stays whole, the values are gone."""
    SubjectKey.objects.filter(subject=_subject_name(subject)).delete()
    record(actor, "audit.key_destroyed", subject)


def _subject_name(subject: models.Model) -> str:
    return f"{subject._meta.label_lower}:{subject.pk}"


def _plain_fields(
    values: Mapping[str, Any] | None, subject: models.Model | None, personal: frozenset[str] | set[str]
) -> dict[str, Any] | None:
    if values is None:
        return None
    found = {name: plain(value) for name, value in values.items()}
    for name in personal & found.keys():
        if found[name] and subject is not None:
            found[name] = _seal(subject, str(found[name]))
    return found


def _seal(subject: models.Model, value: str) -> dict[str, str]:
    name = _subject_name(subject)
    row, _created = SubjectKey.objects.get_or_create(
        subject=name, defaults={"key": Fernet.generate_key().decode("ascii")}
    )
    return {
        "subject": name,
        "sealed": Fernet(row.key.encode("ascii")).encrypt(value.encode()).decode("ascii"),
    }


def _place_of(subject: models.Model | None) -> str:
    return str(getattr(subject, "place_code", "") or "")


def _content(entry: AuditEntry) -> bytes:
    fields = {name: getattr(entry, name) for name in CONTENT_FIELDS}
    fields["at"] = entry.at.astimezone(tz=None).timestamp().hex() if entry.at else None
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _mac(entry: AuditEntry) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), _content(entry), hashlib.sha256).hexdigest()


def _chain_hash(previous: str, entry: AuditEntry) -> str:
    return hashlib.sha256(previous.encode() + _content(entry) + entry.mac.encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """The end of the chain, to be kept outside the product: a cut tail shows against it."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


def head() -> Head:
    """Return the number and hash of the last linked row (0 and zeros for an empty chain)."""
    last = AuditEntry.objects.filter(sequence__isnull=False).order_by("-sequence").first()
    return Head(last.sequence, last.hash) if last and last.sequence else Head(0, GENESIS)


def count_unlinked(now: datetime) -> int:
    """Count the rows that should have been linked by now: any means that no worker runs."""
    return AuditEntry.objects.filter(sequence__isnull=True, at__lt=now - LINK_WITHIN).count()


@transaction.atomic
def link(limit: int = 2000) -> int:
    """Number and chain up to `limit` new rows in order of arrival; return how many.

    Only one worker links at a time: the unique number makes a second one fail and try again later.
    """
    end = head()
    previous, sequence = end.hash, end.sequence
    fresh = list(AuditEntry.objects.filter(sequence__isnull=True).order_by("pk")[:limit])
    for entry in fresh:
        sequence += 1
        entry.sequence, entry.previous_hash = sequence, previous
        entry.hash = previous = _chain_hash(previous, entry)
    AuditEntry.objects.link_rows(fresh)
    return len(fresh)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the trail, in a sentence."""

    sequence: int | None
    entry_id: int | None
    sentence: str


def verify(kept: Head | None = None) -> Iterator[Fault]:
    """Recompute the whole chain and yield each fault; nothing yielded means nothing was changed.

    `kept` is a head exported earlier: a chain that no longer reaches it has lost its tail.
    """
    previous, expected, reached = GENESIS, 1, kept is None or kept.sequence == 0
    for entry in AuditEntry.objects.filter(sequence__isnull=False).order_by("sequence").iterator(2000):
        if entry.sequence != expected:
            yield Fault(expected, None, f"第 {expected} 号审计记录缺失，下一条是第 {entry.sequence} 号。")
        if entry.mac != _mac(entry):
            yield Fault(
                entry.sequence, entry.pk, f"第 {entry.sequence} 号审计记录（{entry.action}）的内容被改过。"
            )
        elif entry.previous_hash != previous or entry.hash != _chain_hash(entry.previous_hash, entry):
            yield Fault(
                entry.sequence, entry.pk, f"第 {entry.sequence} 号审计记录（{entry.action}）与前一条接不上。"
            )
        if kept and entry.sequence == kept.sequence:
            reached = entry.hash == kept.hash
        previous, expected = entry.hash, (entry.sequence or expected) + 1
    if not reached and kept:
        yield Fault(kept.sequence, None, f"链上没有保存过的第 {kept.sequence} 号记录：末尾被截去或改写过。")
    for entry in AuditEntry.objects.filter(sequence__isnull=True).order_by("pk").iterator(2000):
        if entry.mac != _mac(entry):
            yield Fault(None, entry.pk, f"未入链的审计记录 {entry.pk}（{entry.action}）的内容被改过。")
