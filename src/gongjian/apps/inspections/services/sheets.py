"""Fill in score sheets: open, record item by item, submit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models import Round, RubricItem, ScoreSheet, SheetEntry
from gongjian.apps.inspections.selectors.engine import score_of_sheet
from gongjian.apps.inspections.selectors.sheets import (
    OPEN_STATES,
    answer_mark,
    get_own_sheet,
    get_round,
    get_sheet,
    mark_sheet,
)
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.models import StoredFile
from gongjian.core.rules import rule_value
from gongjian.engines.scoring import plain


@dataclass(frozen=True)
class Upload:
    """One photo as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Answer:
    """What an inspector found for one item: by rule id a count, a note and photos. No counts: in order.

    `seen` is the mark of the answer the inspector started from (`answer_mark`); None doesn't ask.
    """

    item_id: int
    counts: Mapping[int, Decimal] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    photos: Mapping[int, Sequence[Upload]] = field(default_factory=dict)
    seen: str | None = None


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
) -> ScoreSheet:
    """Record one item: a count for each of its rules that applied; none means in order.

    Photos already taken for a rule stay with it. All or nothing: a photo that can't be kept keeps
    nothing of the item. Raises Invalid for a negative count or a bad photo.
    """
    answer = Answer(item_id, counts, notes or {}, photos or {})
    return record_many(actor=actor, sheet_id=sheet_id, answers=[answer])


@transaction.atomic
def record_many(*, actor: Actor, sheet_id: int, answers: Sequence[Answer]) -> ScoreSheet:
    """Record several items at once (a whole paper sheet typed in): all of them or none."""
    sheet = _own_open_sheet(actor, sheet_id)
    for answer in answers:
        _record(actor, sheet, answer)
    return get_sheet(actor, sheet_id, Right.INSPECTIONS_SCORE)


def _record(actor: Actor, sheet: ScoreSheet, answer: Answer) -> None:
    item = _item_of(sheet, answer.item_id)
    _check_counts(item, answer)
    found = {rule_id: count for rule_id, count in answer.counts.items() if count > 0}
    orphans = {rule_id for rule_id, sent in answer.photos.items() if sent} - found.keys()
    if orphans:
        raise Invalid("有照片，但没有记下是几处。请先填数量，再交照片。")
    entries = {entry.rule_id: entry for entry in sheet.entries.all() if entry.item_id == item.pk}
    _check_unchanged(answer, list(entries.values()), found)
    gone = [entry.pk for rule_id, entry in entries.items() if rule_id and rule_id not in found]
    if found and None in entries:
        gone.append(entries[None].pk)
    SheetEntry.objects.filter(pk__in=gone).delete()
    for rule_id, count in found.items():
        kept = entries[rule_id].note if rule_id in entries else ""
        entry, _ = SheetEntry.objects.update_or_create(
            sheet=sheet,
            item=item,
            rule_id=rule_id,
            defaults={"count": count, "note": answer.notes.get(rule_id, kept)},
        )
        _keep_photos(actor, sheet, entry, answer.photos.get(rule_id, ()))
    if not found:
        SheetEntry.objects.update_or_create(sheet=sheet, item=item, rule=None, defaults={"count": 0})
    audit.record(actor, "inspections.item_recorded", sheet, after={"item": item.pk, "counts": found})


def _check_counts(item: RubricItem, answer: Answer) -> None:
    rules = {rule.pk: rule for rule in item.rules.all()}
    if answer.counts.keys() - rules.keys() or answer.photos.keys() - rules.keys():
        raise NotFound("这一项没有这条规则，可能标准换了版本。请刷新后再评。")
    for rule_id, count in answer.counts.items():
        if count < 0:
            raise Invalid(f"“{rules[rule_id].per}”的数量不能是负数。请改成 0 或正数。")


def _check_unchanged(answer: Answer, entries: Sequence[SheetEntry], found: Mapping[int, Decimal]) -> None:
    """Refuse to write over what another page or phone of the same inspector has saved since."""
    if answer.seen in (None, answer_mark(entries)):
        return
    kept = {entry.rule_id: entry.count for entry in entries if entry.rule_id and entry.count > 0}
    if entries and kept != dict(found):
        words = [f"{e.rule.per} {plain(e.count)} {e.rule.unit}" for e in entries if e.rule and e.count > 0]
        raise Invalid(
            f"这一项在别的页面里改过，存的是：{'，'.join(words) or '没有问题'}。"
            "这里填的还没存。要按这里的存，再点一次；要按存的，请刷新。"
        )


def _keep_photos(actor: Actor, sheet: ScoreSheet, entry: SheetEntry, sent: Sequence[Upload]) -> None:
    if not sent:
        return
    limit = rule_value("inspections.max_photos", on=sheet.inspected_on, place_code=sheet.place_code)
    held = entry.photos.count()
    if held + len(sent) > limit:
        raise Invalid(f"一处问题最多 {limit} 张照片，已有 {held} 张，又传了 {len(sent)} 张。请少选几张。")
    digests = set(entry.photos.values_list("sha256", flat=True))
    for upload in sent:
        stored = files.store_photo(
            actor=actor,
            content=upload.content,
            name=upload.name,
            right=Right.INSPECTIONS_VIEW,
            place_code=sheet.place_code,
        )
        if stored.sha256 in digests:  # a weak line sent it twice
            stored.delete()
            continue
        digests.add(stored.sha256)
        entry.photos.add(stored)
        audit.record(
            actor, "inspections.photo_added", sheet, after={"item": entry.item_id, "file": stored.pk}
        )


@transaction.atomic
def clear_item(*, actor: Actor, sheet_id: int, item_id: int) -> ScoreSheet:
    """Take an item's answer back: it is unanswered again."""
    sheet = _own_open_sheet(actor, sheet_id)
    sheet.entries.filter(item=_item_of(sheet, item_id)).delete()
    audit.record(actor, "inspections.item_cleared", sheet, after={"item": item_id})
    return sheet


@transaction.atomic
def add_photo(
    *, actor: Actor, sheet_id: int, item_id: int, rule_id: int, content: bytes, name: str
) -> StoredFile:
    """Attach a photo to a finding; the finding must be recorded first."""
    sheet = _own_open_sheet(actor, sheet_id)
    entry = sheet.entries.filter(item_id=item_id, rule_id=rule_id).order_by("pk").first()
    if entry is None:
        raise Conflict("请先记下这一处问题的数量，再拍照片。")
    _keep_photos(actor, sheet, entry, [Upload(name, content)])
    stored: StoredFile = entry.photos.order_by("-pk")[0]
    return stored


@transaction.atomic
def remove_photo(*, actor: Actor, sheet_id: int, file_id: int) -> None:
    """Take a photo off an open sheet; the file itself stays in the store with its trail."""
    sheet = _own_open_sheet(actor, sheet_id)
    entry = next((e for e in sheet.entries.all() if any(p.pk == file_id for p in e.photos.all())), None)
    if entry is None:
        raise NotFound("这张照片不在这张评分表里。")
    entry.photos.remove(file_id)
    audit.record(actor, "inspections.photo_removed", sheet, before={"item": entry.item_id, "file": file_id})


@transaction.atomic
def submit_sheet(*, actor: Actor, sheet_id: int) -> ScoreSheet:
    """Submit a complete sheet with its score. Raises Invalid naming what is missing."""
    sheet = _own_open_sheet(actor, sheet_id)
    missing = missing_parts(sheet)
    if missing:
        raise Invalid(f"还不能交：{'；'.join(missing[:5])}{'……' if len(missing) > 5 else ''}。")
    result = score_of_sheet(sheet)
    sheet.score, sheet.is_vetoed = result.total, bool(result.vetoes)
    sheet.status, sheet.submitted_at, sheet.return_reason = SheetStatus.SUBMITTED, timezone.now(), ""
    sheet.save(update_fields=["score", "is_vetoed", "status", "submitted_at", "return_reason"])
    audit.record(
        actor, "inspections.sheet_submitted", sheet, after=audit.snapshot(sheet, "score", "is_vetoed")
    )
    return sheet


def missing_parts(sheet: ScoreSheet) -> list[str]:
    """Say what a loaded sheet still lacks: unanswered items, findings without the photo they need."""
    return [mark.lacks for mark in mark_sheet(sheet).lacking]


def _own_open_sheet(actor: Actor, sheet_id: int) -> ScoreSheet:
    ScoreSheet.objects.select_for_update().filter(pk=sheet_id).order_by("pk").first()
    sheet = get_own_sheet(actor, sheet_id)
    if sheet.status not in OPEN_STATES:
        raise Conflict("这张评分表已经交了，不能再改。要改请让组织检查的单位退回来。")
    if sheet.round.is_closed:
        raise Conflict(f"“{sheet.round.title}”已经结束，不能再评分。")
    return sheet


def _item_of(sheet: ScoreSheet, item_id: int) -> RubricItem:
    item = next((item for item in sheet.version.items.all() if item.pk == item_id), None)
    if item is None:
        raise NotFound("评分表里没有这一项。请刷新后再评。")
    return item
