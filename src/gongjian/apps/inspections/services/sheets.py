"""Fill in score sheets: open, record item by item, submit."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models import Round, ScoreSheet, SheetConflict
from gongjian.apps.inspections.selectors.engine import score_of_sheet
from gongjian.apps.inspections.selectors.rounds import may_see
from gongjian.apps.inspections.selectors.sheets import (
    OPEN_STATES,
    get_round,
    get_sheet,
    get_writable_sheet,
    mark_sheet,
)
from gongjian.apps.inspections.services.answers import Answer, Upload, item_of, keep_photos, record_answer
from gongjian.apps.inspections.services.readings import read_figures
from gongjian.apps.inspections.services.sheet_findings import record_findings
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.models import StoredFile


@transaction.atomic
def open_sheet(*, actor: Actor, round_id: int, place_code: str, inspected_on: date) -> ScoreSheet:
    """Open (or reopen) one's own sheet for one place of a round."""
    row = get_round(actor, round_id)
    visible = Place.objects.visible_to(actor).filter(code=place_code, level=Level.COMMUNITY)
    if not place_code.startswith(row.place_code) or not visible.filter(valid_to__isnull=True).exists():
        raise NotFound("这个社区不在本轮检查范围里，或者已经撤并。")
    actor.require(Right.INSPECTIONS_SCORE, place_code)
    if row.is_closed:
        raise Conflict(f"“{row.title}”已经结束，不能再评分。")
    if not may_see(actor, row, place_code):
        raise NotFound("这个社区没有排给你。要换人请找组织检查的单位。")
    if (existing := _live_sheet(row, place_code, actor)) is not None:
        return existing
    try:
        with transaction.atomic():
            sheet = ScoreSheet.objects.create(
                round=row,
                version=row.version,
                place_code=place_code,
                inspector_id=actor.user_id,
                inspected_on=inspected_on,
            )
    except IntegrityError:
        raced = _live_sheet(row, place_code, actor)
        if raced is None:
            raise
        return raced
    audit.record(actor, "inspections.sheet_opened", sheet, after={"round": row.pk})
    read_figures(sheet)
    return sheet


def _live_sheet(row: Round, place_code: str, actor: Actor) -> ScoreSheet | None:
    own = ScoreSheet.objects.filter(round=row, place_code=place_code, inspector_id=actor.user_id)
    found: ScoreSheet | None = own.exclude(status=SheetStatus.VOID).order_by("pk").first()
    return found


def record_item(
    *,
    actor: Actor,
    sheet_id: int,
    item_id: int,
    counts: Mapping[int, Decimal],
    notes: Mapping[int, str] | None = None,
    photos: Mapping[int, Sequence[Upload]] | None = None,
    amounts: Mapping[int, Decimal] | None = None,
    not_applicable: str | None = None,
) -> None:
    """Record one item: a count for each of its rules that applied; none means in order.

    Photos already taken for a rule stay with it. All or nothing: a photo that can't be kept keeps
    nothing of the item. Raises Invalid for a negative count or a bad photo.
    """
    answer = Answer(
        item_id,
        counts,
        notes or {},
        photos or {},
        amounts=amounts or {},
        not_applicable=not_applicable,
    )
    record_many(actor=actor, sheet_id=sheet_id, answers=[answer])


@transaction.atomic
def record_many(*, actor: Actor, sheet_id: int, answers: Sequence[Answer]) -> None:
    """Record several items at once (a whole paper sheet typed in): all of them or none."""
    sheet = lock_open_sheet(actor, sheet_id)
    for answer in answers:
        record_answer(actor, sheet, answer)


@transaction.atomic
def clear_item(*, actor: Actor, sheet_id: int, item_id: int) -> ScoreSheet:
    """Take an item's answer back: it is unanswered again."""
    sheet = lock_open_sheet(actor, sheet_id)
    sheet.entries.filter(item=item_of(sheet, item_id)).delete()
    audit.record(actor, "inspections.item_cleared", sheet, after={"item": item_id})
    return sheet


@transaction.atomic
def add_photo(
    *, actor: Actor, sheet_id: int, item_id: int, rule_id: int, content: bytes, name: str
) -> StoredFile:
    """Attach a photo to a finding; the finding must be recorded first."""
    sheet = lock_open_sheet(actor, sheet_id)
    entry = sheet.entries.filter(item_id=item_id, rule_id=rule_id).order_by("pk").first()
    if entry is None:
        raise Conflict("请先记下这一处问题的数量，再拍照片。")
    keep_photos(actor, sheet, entry, [Upload(name, content)])
    stored: StoredFile = entry.photos.order_by("-pk")[0]
    return stored


@transaction.atomic
def remove_photo(*, actor: Actor, sheet_id: int, file_id: int) -> None:
    """Take a photo or paper off an open sheet; the file itself stays in the store with its trail."""
    sheet = lock_open_sheet(actor, sheet_id)
    held = [
        (entry, row)
        for entry in sheet.entries.all()
        for row in (entry.photos, entry.documents)
        if any(kept.pk == file_id for kept in row.all())
    ]
    if not held:
        raise NotFound("这张照片不在这张评分表里。")
    entry, row = held[0]
    row.remove(file_id)
    audit.record(actor, "inspections.photo_removed", sheet, before={"item": entry.item_id, "file": file_id})


@transaction.atomic
def submit_sheet(*, actor: Actor, sheet_id: int) -> ScoreSheet:
    """Submit one's own complete sheet with its score. Raises Invalid naming what is missing."""
    sheet = lock_open_sheet(actor, sheet_id)
    if sheet.inspector_id != actor.user_id:
        raise Conflict("交表要由检查员本人来交。代录的内容都已存好。")
    return hand_in(actor, sheet)


def hand_in(actor: Actor, sheet: ScoreSheet) -> ScoreSheet:
    """Submit a loaded, locked sheet with its score."""
    asked = SheetConflict.objects.filter(sheet=sheet, resolved_at__isnull=True).count()
    if asked:
        raise Invalid(f"还不能交：有 {asked} 处两边填得不一样，请先选按哪一边的。")
    if read_figures(sheet):
        sheet = get_sheet(actor, sheet.pk, Right.INSPECTIONS_SCORE)
    missing = missing_parts(sheet)
    if missing:
        raise Invalid(f"还不能交：{'；'.join(missing[:5])}{'……' if len(missing) > 5 else ''}。")
    result = score_of_sheet(sheet)
    sheet.score, sheet.is_vetoed = result.total, result.is_barred
    sheet.bars = "、".join(result.barred)
    sheet.status, sheet.submitted_at, sheet.return_reason = SheetStatus.SUBMITTED, timezone.now(), ""
    sheet.save(update_fields=["score", "is_vetoed", "bars", "status", "submitted_at", "return_reason"])
    audit.record(
        actor, "inspections.sheet_submitted", sheet, after=audit.snapshot(sheet, "score", "is_vetoed", "bars")
    )
    record_findings(actor=actor, sheet=sheet)
    return sheet


def missing_parts(sheet: ScoreSheet) -> list[str]:
    """Say what a loaded sheet still lacks: unanswered items, findings without the photo they need."""
    return [mark.lacks for mark in mark_sheet(sheet).lacking]


def lock_open_sheet(actor: Actor, sheet_id: int) -> ScoreSheet:
    """Lock and load a sheet that one may write on: one's own, or of a round one manages (entered on behalf)."""
    ScoreSheet.objects.select_for_update(no_key=True).filter(pk=sheet_id).one()
    sheet = get_writable_sheet(actor, sheet_id)
    check_open(sheet)
    return sheet


def check_open(sheet: ScoreSheet) -> None:
    """Raise Conflict when a sheet can't be written on any more."""
    if sheet.status not in OPEN_STATES:
        raise Conflict("这张评分表已经交了，不能再改。要改请让组织检查的单位退回来。")
    if sheet.round.is_closed:
        raise Conflict(f"“{sheet.round.title}”已经结束，不能再评分。")
