"""Fields that phone and desk set differently: keep both until somebody chooses, then write what was chosen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongjian.apps.inspections.choices import OperationKind, OperationResult
from gongjian.apps.inspections.models import (
    Phone,
    ReplayedOperation,
    RubricItem,
    ScoreSheet,
    SheetConflict,
    SheetEntry,
)
from gongjian.apps.inspections.selectors.sheets import get_sheet
from gongjian.apps.inspections.services.answers import Answer, item_of, write_answer
from gongjian.apps.inspections.services.sheets import hand_in, lock_open_sheet
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.engines import replay
from gongjian.engines.scoring import plain

CHOICES = ("phone", "desk")


def open_conflicts(sheet: ScoreSheet) -> list[SheetConflict]:
    """List what is open on a sheet."""
    return list(SheetConflict.objects.filter(sheet=sheet, resolved_at__isnull=True))


def answer_of(entries: Sequence[SheetEntry]) -> replay.Answer | None:
    """Turn an item's entries into the engine's answer; None without any."""
    if not entries:
        return None
    return replay.Answer(
        {
            str(entry.rule_id): replay.Finding(entry.count, amount=entry.amount, note=entry.note)
            for entry in entries
            if entry.rule_id
        }
    )


def typed(item: RubricItem, answer: replay.Answer) -> Answer:
    """Turn the engine's answer into one to write: counts, judged marks and notes of the rules that applied."""
    found = {int(rule): finding for rule, finding in answer.findings.items() if finding.is_found}
    return Answer(
        item_id=item.pk,
        counts={rule: finding.count for rule, finding in found.items()},
        notes={rule: finding.note for rule, finding in found.items()},
        amounts={rule: finding.amount for rule, finding in found.items() if finding.amount is not None},
    )


def ask(
    phone: Phone,
    item: RubricItem,
    sheet: ScoreSheet,
    entries: Sequence[SheetEntry],
    held: Sequence[SheetConflict],
    found: Iterable[replay.Open],
    at: datetime,
) -> list[SheetConflict]:
    """Keep what was found open, a field once: a later word of the phone takes the place of its earlier one."""
    by_field = {(str(row.rule_id), row.field): row for row in held}
    last = max(entries, key=lambda entry: entry.recorded_at, default=None)
    for one in found:
        own = next((entry for entry in entries if str(entry.rule_id) == one.rule), last)
        row = by_field.setdefault(
            (one.rule, one.name),
            SheetConflict(
                sheet=sheet, item=item, rule_id=int(one.rule), field=one.name, found_at=timezone.now()
            ),
        )
        row.phone, row.phone_value, row.phone_at = phone, as_text(one.phone), at
        row.desk_value = as_text(one.desk)
        row.desk_by_id = own.recorded_by_id if own else None
        row.desk_at = own.recorded_at if own else None
        row.save()
    return list(by_field.values())


def as_text(value: Any) -> str:
    """Write a field's value as it is kept and sent."""
    return "" if value is None else plain(value) if isinstance(value, Decimal) else str(value)


def as_value(name: str, text: str) -> Any:
    """Read a field's value back."""
    if name == "note":
        return text
    return Decimal(text or 0) if name == "count" else Decimal(text) if text else None


@transaction.atomic
def resolve_conflicts(*, actor: Actor, sheet_id: int, chosen: Mapping[int, str]) -> ScoreSheet:
    """Choose phone or desk for open fields of a sheet, by conflict id; the inspector and the office may.

    Counts go first, since a note of a rule that does not apply says nothing. Where the inspector had handed
    the sheet in on his phone, the last choice hands it in. Raises NotFound, Conflict and Invalid.
    """
    sheet = lock_open_sheet(actor, sheet_id)
    rows = {row.pk: row for row in SheetConflict.objects.filter(sheet=sheet).select_related("rule")}
    if chosen.keys() - rows.keys():
        raise NotFound("这张评分表没有这一处冲突。请刷新后再看。")
    if set(chosen.values()) - set(CHOICES):
        raise Invalid("请选按手机上的，还是按现在存的。")
    if any(rows[pk].resolved_at for pk in chosen):
        raise Conflict("这一处已经选过了。请刷新后再看。")
    entries: dict[int, list[SheetEntry]] = {}
    for entry in sheet.entries.all():
        entries.setdefault(entry.item_id, []).append(entry)
    for pk in sorted(chosen, key=lambda pk: (rows[pk].field != "count", pk)):
        item = item_of(sheet, rows[pk].item_id)
        entries[item.pk] = _settle(actor, sheet, item, rows, rows[pk], entries.get(item.pk, []), chosen[pk])
    if not any(row.resolved_at is None for row in rows.values()):
        _hand_in_as_wished(actor, sheet)
    return get_sheet(actor, sheet.pk, Right.INSPECTIONS_SCORE)


def _settle(
    actor: Actor,
    sheet: ScoreSheet,
    item: RubricItem,
    rows: Mapping[int, SheetConflict],
    row: SheetConflict,
    entries: list[SheetEntry],
    choice: str,
) -> list[SheetEntry]:
    answer = answer_of(entries)
    others = [
        other
        for other in rows.values()
        if other.resolved_at is None and other.rule_id == row.rule_id and other.pk != row.pk
    ]
    is_found = answer is not None and answer.of(str(row.rule_id)).is_found
    if row.field != "count" and not is_found and any(other.field == "count" for other in others):
        raise Conflict("请先选这条规则的数量按哪一边，再选说明。")
    before = as_text(getattr((answer or replay.Answer()).of(str(row.rule_id)), row.field))
    if choice == "phone":
        changed = replay.with_field(answer, str(row.rule_id), row.field, as_value(row.field, row.phone_value))
        entries = write_answer(actor, sheet, item, entries, typed(item, changed))
    _close(actor, row, choice, before)
    standing = answer_of(entries) or replay.Answer()
    if row.field == "count" and not standing.of(str(row.rule_id)).is_found:
        for other in others:
            _close(actor, other, choice, other.desk_value)
    return entries


def _close(actor: Actor, row: SheetConflict, choice: str, stood: str) -> None:
    row.chosen, row.desk_value = choice, stood
    row.resolved_by_id, row.resolved_at = actor.user_id, timezone.now()
    row.save(update_fields=["chosen", "desk_value", "resolved_by", "resolved_at"])
    audit.record(
        actor,
        "inspections.conflict_resolved",
        row.sheet,
        before={"item": row.item_id, "field": row.field, "phone": row.phone_value, "desk": stood},
        after={"chosen": choice},
    )


def _hand_in_as_wished(actor: Actor, sheet: ScoreSheet) -> None:
    wishes = ReplayedOperation.objects.filter(
        sheet=sheet,
        kind=OperationKind.SUBMIT,
        result=OperationResult.CONFLICT,
        settled_at__isnull=True,
    )
    if not wishes.exists():
        return
    fresh = get_sheet(actor, sheet.pk, Right.INSPECTIONS_SCORE)
    try:
        hand_in(actor, fresh)
    except Invalid:
        return  # something is missing by now: the inspector sees what, and hands it in himself
    wishes.update(settled_at=timezone.now(), settled_by_id=actor.user_id)
