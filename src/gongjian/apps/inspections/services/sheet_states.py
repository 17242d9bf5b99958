"""Take sheets out of an inspector's hands: return, void, transfer to another."""

from django.db import transaction

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models import ScoreSheet
from gongjian.apps.inspections.selectors.sheets import OPEN_STATES, get_sheet
from gongjian.apps.inspections.services.adjustments import drop_adjustments
from gongjian.apps.inspections.services.sheet_findings import drop_findings
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

REASON_LENGTH = 300


@transaction.atomic
def return_sheet(*, actor: Actor, sheet_id: int, reason: str) -> ScoreSheet:
    """Send a submitted sheet back to its inspector, saying why."""
    sheet = _managed_sheet(actor, sheet_id)
    if sheet.status != SheetStatus.SUBMITTED:
        raise Conflict("只有交上来的评分表可以退回。")
    if sheet.round.is_closed:
        raise Conflict(f"“{sheet.round.title}”已经结束，退回去也不能再改。要不算它，请作废。")
    _change_status(actor, sheet, SheetStatus.RETURNED, reason, "inspections.sheet_returned")
    return sheet


@transaction.atomic
def void_sheet(*, actor: Actor, sheet_id: int, reason: str) -> ScoreSheet:
    """Strike a sheet out; it is kept and no longer counts."""
    sheet = _managed_sheet(actor, sheet_id)
    if sheet.status == SheetStatus.VOID:
        raise Conflict("这张评分表已经作废了。")
    _change_status(actor, sheet, SheetStatus.VOID, reason, "inspections.sheet_voided")
    return sheet


def _change_status(actor: Actor, sheet: ScoreSheet, status: SheetStatus, reason: str, action: str) -> None:
    if not reason.strip():
        raise Invalid(f"请写明{status.label}的原因，检查员要照着看。")
    before = audit.snapshot(sheet, "status", "score")
    sheet.status, sheet.return_reason = status, reason.strip()[:REASON_LENGTH]
    sheet.save(update_fields=["status", "return_reason"])
    audit.record(actor, action, sheet, before=before, after={"reason": sheet.return_reason})
    drop_adjustments(actor, sheet, sheet.return_reason)
    drop_findings(actor=actor, sheet=sheet, reason=f"评分表{status.label}：{sheet.return_reason}")


def _managed_sheet(actor: Actor, sheet_id: int) -> ScoreSheet:
    seen = get_sheet(actor, sheet_id)
    actor.require(Right.INSPECTIONS_MANAGE, seen.round.place_code)
    ScoreSheet.objects.select_for_update(no_key=True).get(pk=seen.pk)
    return get_sheet(actor, sheet_id)


@transaction.atomic
def transfer_sheets(actor: Actor, giver_id: int, taker_id: int) -> int:
    """Give a person's unfinished sheets to another; return how many.

    A sheet of a place where the taker already has one of the same round stays with the giver, since an
    inspector has one sheet a place.
    """
    rows = ScoreSheet.objects.select_for_update(no_key=True).filter(
        inspector_id=giver_id, status__in=OPEN_STATES, round__is_closed=False
    )
    held = set(
        ScoreSheet.objects.filter(inspector_id=taker_id)
        .exclude(status=SheetStatus.VOID)
        .values_list("round_id", "place_code")
    )
    moved = [sheet for sheet in rows if (sheet.round_id, sheet.place_code) not in held]
    for sheet in moved:
        sheet.inspector_id = taker_id
        sheet.save(update_fields=["inspector"])
        audit.record(
            actor,
            "inspections.sheet_transferred",
            sheet,
            before={"inspector": giver_id},
            after={"inspector": taker_id},
        )
    return len(moved)
