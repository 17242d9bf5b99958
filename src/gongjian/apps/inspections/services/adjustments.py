"""Decide what a submitted sheet counts for, without touching what the inspector found."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gongjian.apps.documents.services import recheck_issued
from gongjian.apps.inspections.choices import AdjustmentKind, SheetStatus
from gongjian.apps.inspections.models import ScoreAdjustment, ScoreSheet
from gongjian.apps.inspections.selectors.engine import engine_rubric, score_of_sheet
from gongjian.apps.inspections.selectors.sheets import get_sheet
from gongjian.apps.inspections.services.honours import follow_grades
from gongjian.apps.inspections.services.ratings import update_grades
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound

ZERO = Decimal(0)


@transaction.atomic
def adjust_score(
    *,
    actor: Actor,
    sheet_id: int,
    kind: AdjustmentKind,
    points: Decimal,
    reason: str,
    source_key: str,
    item_id: int | None = None,
    lifts_veto: bool = False,
) -> ScoreAdjustment:
    """Give points back to a submitted sheet (or take some), and re-rate what rests on it.

    Raises Conflict when the sheet isn't submitted or the same source has adjusted it already, Invalid
    without a reason.
    """
    row = ScoreAdjustment(
        sheet_id=sheet_id,
        item_id=item_id,
        kind=kind,
        points=points,
        lifts_veto=lifts_veto,
        reason=reason.strip(),
        source_key=source_key,
    )
    _follow(actor, [_decide(actor, row)], _cause(row))
    return row


@transaction.atomic
def adjust_sheets(
    *,
    actor: Actor,
    sheet_ids: Sequence[int],
    kind: AdjustmentKind,
    points: Decimal,
    reason: str,
    source_key: str,
) -> int:
    """Adjust several sheets alike for one reason, and re-rate what rests on them once; return how many."""
    rows = [
        ScoreAdjustment(sheet_id=key, kind=kind, points=points, reason=reason.strip(), source_key=source_key)
        for key in sorted(sheet_ids)
    ]
    sheets = [_decide(actor, row) for row in rows]
    if rows:
        _follow(actor, sheets, _cause(rows[0]))
    return len(rows)


@transaction.atomic
def adjust_scores(*, actor: Actor, rows: Sequence[ScoreAdjustment]) -> int:
    """Make decisions not kept yet, all or none, and bring what rests on them along once; return how many sheets they touch."""
    ordered = sorted(rows, key=lambda one: one.sheet_id)
    sheets = {row.sheet_id: _decide(actor, row) for row in ordered}
    if ordered:
        many = f"{AdjustmentKind(ordered[0].kind).label}，{len(ordered)} 处"
        _follow(actor, list(sheets.values()), _cause(ordered[0]) if len(ordered) == 1 else many)
    return len(sheets)


@transaction.atomic
def revoke_adjustment(*, actor: Actor, adjustment_id: int, reason: str) -> ScoreAdjustment:
    """Take a decision back: the sheet counts as if it had not been made; the decision is kept."""
    found: ScoreAdjustment | None = ScoreAdjustment.objects.visible_to(actor).filter(pk=adjustment_id).one()
    if found is None:
        raise NotFound()
    sheet = _revoke(actor, found, reason)
    _follow(actor, [sheet], _cause(found))
    found.refresh_from_db()
    return found


@transaction.atomic
def revoke_source(*, actor: Actor, source_key: str, reason: str) -> int:
    """Take back all that one source adjusted and that still stands; return how many sheets."""
    rows = ScoreAdjustment.objects.visible_to(actor).filter(source_key=source_key, revoked_at__isnull=True)
    found = list(rows.order_by("sheet_id"))
    sheets = [_revoke(actor, row, reason) for row in found]
    if found:
        _follow(actor, sheets, _cause(found[0]))
    return len(sheets)


def _cause(row: ScoreAdjustment) -> str:
    return f"{AdjustmentKind(row.kind).label}：{row.revoked_reason or row.reason}"


def _follow(actor: Actor, sheets: Sequence[ScoreSheet], cause: str) -> None:
    """Bring to the sheets' new scores what rests on them: grades, rotating honours, figures in issued documents."""
    update_grades(actor=actor, sheets=sheets)
    follow_grades(actor=actor, round_ids={sheet.round_id for sheet in sheets}, cause=cause)
    for code in sorted({sheet.round.place_code for sheet in sheets}):
        recheck_issued(place_code=code, app="inspections")


def drop_adjustments(actor: Actor, sheet: ScoreSheet, reason: str) -> None:
    """Let the decisions on a sheet lapse because it is taken back itself; grades are not touched."""
    lapsed = sheet.adjustments.filter(revoked_at__isnull=True)
    if not lapsed.update(revoked_at=timezone.now(), revoked_reason=reason):
        return
    sheet.adjusted_score = None
    sheet.save(update_fields=["adjusted_score"])
    audit.record(actor, "inspections.adjustment_revoked", sheet, after={"reason": reason})


def _decide(actor: Actor, row: ScoreAdjustment) -> ScoreSheet:
    sheet = _lock_sheet(actor, row.sheet_id)
    if sheet.status != SheetStatus.SUBMITTED:
        raise Conflict("只有交上来的评分表可以改计分。")
    if not row.reason:
        raise Invalid("请写明为什么改分，被检查的社区要照着看。")
    if row.item_id is not None and all(item.pk != row.item_id for item in sheet.version.items.all()):
        raise NotFound("评分表里没有这一项。请刷新后再看。")
    if sheet.adjustments.filter(source_key=row.source_key, revoked_at__isnull=True).exists():
        raise Conflict("这件事已经改过一次分。要再改，请先撤回上一次。")
    row.decided_by_id, row.decided_at = actor.user_id, timezone.now()
    row.save()
    audit.record(actor, "inspections.score_adjusted", sheet, after=_words(row))
    _recount(actor, sheet)
    return sheet


def _revoke(actor: Actor, found: ScoreAdjustment, reason: str) -> ScoreSheet:
    sheet = _lock_sheet(actor, found.sheet_id)
    row = sheet.adjustments.filter(pk=found.pk, revoked_at__isnull=True).first()
    if row is None:
        raise Conflict("这次改分已经撤回了。")
    if not reason.strip():
        raise Invalid("请写明为什么撤回。")
    row.revoked_at, row.revoked_reason = timezone.now(), reason.strip()
    row.save(update_fields=["revoked_at", "revoked_reason"])
    audit.record(actor, "inspections.adjustment_revoked", sheet, before=_words(row), after={"reason": reason})
    _recount(actor, sheet)
    return sheet


def _lock_sheet(actor: Actor, sheet_id: int) -> ScoreSheet:
    seen = get_sheet(actor, sheet_id)
    actor.require(Right.RATINGS_DECIDE, seen.round.place_code)
    ScoreSheet.objects.select_for_update(no_key=True).get(pk=seen.pk)
    return get_sheet(actor, sheet_id)


def _words(row: ScoreAdjustment) -> dict[str, object]:
    return audit.snapshot(row, "item_id", "kind", "points", "lifts_veto", "reason", "source_key")


def _recount(actor: Actor, sheet: ScoreSheet) -> None:
    """Work out anew what a loaded sheet counts for, within 0 and its rubric's ceiling."""
    standing = list(sheet.adjustments.filter(revoked_at__isnull=True))
    before = audit.snapshot(sheet, "adjusted_score", "is_vetoed")
    result = score_of_sheet(sheet)
    is_lifted = any(row.lifts_veto for row in standing)
    sheet.is_vetoed = result.is_barred and not is_lifted
    sheet.bars = "" if is_lifted else "、".join(result.barred)
    sheet.adjusted_score = None
    if standing and sheet.score is not None:
        rubric = engine_rubric(sheet.version)
        most = rubric.full_marks + (result.added if rubric.bonus_cap is None else rubric.bonus_cap)
        moved = sheet.score + sum((row.points for row in standing), ZERO)
        sheet.adjusted_score = max(ZERO, min(moved, most))
    sheet.save(update_fields=["adjusted_score", "is_vetoed", "bars"])
    after = audit.snapshot(sheet, "adjusted_score", "is_vetoed")
    audit.record(actor, "inspections.score_recounted", sheet, before=before, after=after)
