"""Sheets as a phone reads them: what stands, who recorded it when, what is open. Numbers are exact strings."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from gongjian.apps.inspections.models import ScoreSheet, SheetConflict, SheetEntry, SheetReading
from gongjian.apps.inspections.selectors.engine import reading_of
from gongjian.apps.inspections.selectors.sheets import answer_mark, loaded
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.models import StoredFile
from gongjian.engines.scoring import plain

Json = dict[str, Any]


def sheets_as_json(sheets: OwnedQuerySet) -> list[Json]:
    """State sheets in full, in a bounded number of queries however many."""
    rows = list(loaded(sheets).select_related("signature", "place_signature"))
    asked: dict[int, list[SheetConflict]] = {}
    found = SheetConflict.objects.filter(sheet__in=[row.pk for row in rows], resolved_at__isnull=True)
    for conflict in found.select_related("desk_by"):
        asked.setdefault(conflict.sheet_id, []).append(conflict)
    return [_sheet(row, asked.get(row.pk, [])) for row in rows]


def own_sheets(actor: Actor) -> OwnedQuerySet:
    """Keep one's own sheets."""
    return ScoreSheet.objects.reachable_by(actor, Right.INSPECTIONS_SCORE).filter(inspector_id=actor.user_id)


def _sheet(sheet: ScoreSheet, conflicts: Iterable[SheetConflict]) -> Json:
    entries = list(sheet.entries.all())
    found = {
        "id": sheet.pk,
        "round": sheet.round_id,
        "place": sheet.place_code,
        "status": sheet.status,
        "score": None if sheet.score is None else plain(sheet.score),
        "return_reason": sheet.return_reason,
        "started_at": _moment(sheet.started_at),
        "finished_at": _moment(sheet.finished_at),
        "signed": {
            party: _signature(name, stored)
            for party, name, stored in (
                ("inspector", sheet.signed_name, sheet.signature),
                ("place", sheet.place_signed_name, sheet.place_signature),
            )
            if stored is not None
        },
        "entries": [_entry(entry) for entry in entries],
        "conflicts": [_conflict(conflict) for conflict in conflicts],
    }
    return found | {"revision": _revision(sheet, entries)}


def _revision(sheet: ScoreSheet, entries: Iterable[SheetEntry]) -> str:
    """Write what stands as a short mark: it changes when anything of the sheet does."""
    by_item: dict[int, list[SheetEntry]] = {}
    for entry in entries:
        by_item.setdefault(entry.item_id, []).append(entry)
    marks = [(item, answer_mark(rows), _files(rows)) for item, rows in sorted(by_item.items())]
    return sha256(repr((sheet.status, sheet.return_reason, marks)).encode()).hexdigest()[:16]


def _files(entries: Iterable[SheetEntry]) -> list[int]:
    return sorted(photo.pk for entry in entries for photo in entry.photos.all())


def _entry(entry: SheetEntry) -> Json:
    reading = reading_of(entry)
    return {
        "item": entry.item_id,
        "rule": entry.rule_id,
        "count": plain(entry.count),
        "amount": None if entry.amount is None else plain(entry.amount),
        "not_applicable": entry.is_not_applicable,
        "reading": None if reading is None else _reading(reading),
        "note": entry.note,
        "by": entry.recorded_by.full_name if entry.recorded_by else None,
        "at": _moment(entry.recorded_at),
        "photos": [_photo(photo) for photo in entry.photos.all()],
    }


def _reading(reading: SheetReading) -> Json:
    """State a figure that scores an item: exactly, as a fraction in words, and as people read it."""
    exact = reading.exact
    return {
        "value": None if exact is None else f"{exact.numerator}/{exact.denominator}",
        "text": reading.text,
    }


def _photo(photo: StoredFile) -> Json:
    return {"id": photo.pk, "sha256": photo.sent_sha256 or photo.sha256, "taken_at": _moment(photo.taken_at)}


def _signature(name: str | None, stored: StoredFile) -> Json:
    return {
        "name": name or "",
        "sha256": stored.sent_sha256 or stored.sha256,
        "at": _moment(stored.taken_at or stored.uploaded_at),
    }


def _conflict(row: SheetConflict) -> Json:
    return {
        "id": row.pk,
        "item": row.item_id,
        "rule": row.rule_id,
        "field": row.field,
        "phone": {"value": row.phone_value, "at": _moment(row.phone_at)},
        "desk": {
            "value": row.desk_value,
            "by": row.desk_by.full_name if row.desk_by else None,
            "at": _moment(row.desk_at),
        },
    }


def _moment(value: Any) -> str | None:
    return None if value is None else value.isoformat()
