"""Findings from submitted sheets: made with the sheet, withdrawn with it as long as nobody has acted on them."""

from collections.abc import Sequence
from decimal import Decimal

from gongjian.apps.inspections.choices import FindingStatus, RuleKind
from gongjian.apps.inspections.models import Finding, ItemRule, ScoreSheet, SheetEntry
from gongjian.apps.inspections.selectors.engine import losses_of_sheet
from gongjian.apps.inspections.selectors.repeats import earlier_findings
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.models import StoredFile

FROM_ENTRY = ("item_id", "title", "per", "unit", "count", "note", "is_veto", "points_lost", "found_on")
KEPT_WORDS = 300


def record_findings(*, actor: Actor, sheet: ScoreSheet) -> int:
    """Make a finding of every entry of a loaded sheet that takes points or vetoes; return how many stand.

    Safe to repeat: a rule has one finding on a sheet. What was withdrawn with the sheet comes back; what the
    sheet no longer holds is withdrawn, or stands with a remark if somebody has acted on it.
    """
    entries = [entry for entry in sheet.entries.all() if _is_finding(entry)]
    held = {row.rule_id: row for row in Finding.objects.filter(sheet=sheet)}
    if not entries and not held:
        return 0
    rows = _rows(sheet, entries)
    fresh = [row for row in rows if row.rule_id not in held]
    Finding.objects.bulk_create(fresh)
    _renew(rows, held)
    gone = held.keys() - {row.rule_id for row in rows}
    _drop([held[rule_id] for rule_id in gone], "重交的评分表里没有这一处")
    _keep_photos(sheet, entries)
    audit.record(
        actor, "inspections.findings_recorded", sheet, after={"findings": len(rows), "withdrawn": len(gone)}
    )
    return len(rows)


def drop_findings(*, actor: Actor, sheet: ScoreSheet, reason: str) -> int:
    """Withdraw the findings of a sheet that was returned or struck out; return how many.

    Those that an order was issued for stand, with the reason as a remark.
    """
    held = list(Finding.objects.filter(sheet=sheet).exclude(status=FindingStatus.WITHDRAWN))
    if not held:
        return 0
    dropped = _drop(held, reason)
    after = {"withdrawn": dropped, "kept": len(held) - dropped, "reason": reason}
    audit.record(actor, "inspections.findings_dropped", sheet, after=after)
    return dropped


def _is_finding(entry: SheetEntry) -> bool:
    return entry.rule is not None and entry.rule.kind != RuleKind.ADD and entry.count > 0


def _rows(sheet: ScoreSheet, entries: Sequence[SheetEntry]) -> list[Finding]:
    lost = losses_of_sheet(sheet)
    earlier = earlier_findings(
        sheet.place_code,
        {entry.item.title for entry in entries},
        sheet.inspected_on,
        round_id=sheet.round_id,
        rubric_id=sheet.version.rubric_id,
    )
    return [
        _row(sheet, entry, entry.rule, lost, earlier.get(entry.item.title))
        for entry in entries
        if entry.rule is not None
    ]


def _row(
    sheet: ScoreSheet, entry: SheetEntry, rule: ItemRule, lost: dict[int, Decimal], before: Finding | None
) -> Finding:
    located = next((photo for photo in entry.photos.all() if photo.latitude is not None), None)
    return Finding(
        place_code=sheet.place_code,
        round_id=sheet.round_id,
        sheet=sheet,
        item_id=entry.item_id,
        rule_id=entry.rule_id,
        title=entry.item.title,
        per=rule.per,
        unit=rule.unit,
        count=entry.count,
        note=entry.note,
        is_veto=rule.kind == RuleKind.VETO,
        points_lost=lost.get(rule.pk, Decimal(0)),
        latitude=located.latitude if located else None,
        longitude=located.longitude if located else None,
        found_on=sheet.inspected_on,
        found_by_id=sheet.inspector_id,
        nth=before.nth + 1 if before else 1,
        earlier=before,
        is_demo=sheet.round.is_demo,
    )


def _renew(rows: Sequence[Finding], held: dict[int | None, Finding]) -> None:
    """Write what the sheet says now on findings nobody has acted on; take a remark off the others."""
    for row in rows:
        known = held.get(row.rule_id)
        if known is None:
            continue
        if known.status in (FindingStatus.FOUND, FindingStatus.WITHDRAWN):
            for name in FROM_ENTRY:
                setattr(known, name, getattr(row, name))
            known.latitude, known.longitude = row.latitude, row.longitude
            known.status = FindingStatus.FOUND
        known.remark = ""
        known.save()


def _drop(rows: Sequence[Finding], reason: str) -> int:
    withdrawn = 0
    for row in rows:
        if row.status == FindingStatus.FOUND:
            row.status = FindingStatus.WITHDRAWN
            withdrawn += 1
        row.remark = reason[:KEPT_WORDS]
        row.save(update_fields=["status", "remark"])
    return withdrawn


def _keep_photos(sheet: ScoreSheet, entries: Sequence[SheetEntry]) -> None:
    """Show the entries' photos with findings that have none of their own yet."""
    photos: dict[int | None, list[StoredFile]] = {
        entry.rule_id: list(entry.photos.all()) for entry in entries
    }
    rows = Finding.objects.filter(sheet=sheet, rule_id__in=photos, order__isnull=True)
    through = Finding.photos.through
    through.objects.filter(finding__in=rows).delete()
    through.objects.bulk_create(
        [through(finding_id=row.pk, storedfile_id=photo.pk) for row in rows for photo in photos[row.rule_id]]
    )
