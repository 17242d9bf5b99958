"""A place appeals against an item of its sheet; whoever rates decides, by what held true on the day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.inspections.choices import AdjustmentKind, AppealStatus
from gongjian.apps.inspections.models import Appeal, ScoreSheet
from gongjian.apps.inspections.selectors.appeals import correct_item, file_until, get_appeal, may_withdraw
from gongjian.apps.inspections.selectors.consequences import (
    FlagChange,
    GradeChange,
    changes_between,
    standing_results,
)
from gongjian.apps.inspections.selectors.sheets import get_sheet
from gongjian.apps.inspections.services.adjustments import adjust_score
from gongjian.apps.inspections.services.sheets import Upload
from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.parties.services import notify
from gongjian.apps.places.selectors import names_of
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import StoredFile
from gongjian.core.rules import rule_value
from gongjian.core.workdays import add_workdays


@transaction.atomic
def file_appeal(
    *, actor: Actor, sheet_id: int, item_id: int, words: str, photos: Sequence[Upload] = ()
) -> Appeal:
    """Appeal against one item of a submitted sheet of one's own place, within the period.

    Raises Conflict when the period is over or an appeal against the item is open, Invalid without a reason.
    """
    sheet = get_sheet(actor, sheet_id)
    actor.require(Right.APPEALS_FILE, sheet.place_code)
    _check_filing(sheet, item_id, words)
    today = timezone.localdate()
    days = rule_value("appeals.answer_workdays", on=today, place_code=sheet.round.place_code)
    try:
        with transaction.atomic():
            row = Appeal.objects.create(
                place_code=sheet.place_code,
                sheet=sheet,
                item_id=item_id,
                words=words.strip(),
                filed_by_id=actor.user_id,
                filed_at=timezone.now(),
                due_on=add_workdays(today, int(days)),
                score_before=sheet.counted_score or Decimal(0),
            )
    except IntegrityError as raced:
        raise Conflict("这一项已经申诉了，还没有答复。补充说明请找受理的单位。") from raced
    row.photos.set(_keep_photos(actor, sheet, photos))
    audit.record(
        actor, "inspections.appeal_filed", row, after=audit.snapshot(row, "item_id", "words", "due_on")
    )
    name = names_of([row.place_code]).get(row.place_code, row.place_code)
    notify(
        holders_of(Right.RATINGS_DECIDE, [sheet.round.place_code]),
        f"{name}对“{sheet.round.title}”的“{row.item.title}”提出申诉，{row.due_on.isoformat()} 前要答复",
        reverse("inspections:appeal", args=[row.pk]),
        sheet.round.place_code,
        due_on=row.due_on,
    )
    return row


def _check_filing(sheet: ScoreSheet, item_id: int, words: str) -> None:
    if all(item.pk != item_id for item in sheet.version.items.all()):
        raise NotFound("评分表里没有这一项。请刷新后再看。")
    until = file_until(sheet)
    if until is None:
        raise Conflict("这张评分表没有交，还不能申诉。")
    if timezone.localdate() > until:
        raise Conflict(f"申诉期到 {until.isoformat()} 为止，已经过了。")
    if not words.strip():
        raise Invalid("请写明为什么不该这样评，有照片请附上。")


def _keep_photos(actor: Actor, sheet: ScoreSheet, sent: Sequence[Upload]) -> list[StoredFile]:
    limit = rule_value("inspections.max_photos", on=timezone.localdate(), place_code=sheet.place_code)
    if len(sent) > limit:
        raise Invalid(f"照片最多 {limit} 张，选了 {len(sent)} 张。请少选几张。")
    return [
        files.store_photo(
            actor=actor,
            content=upload.content,
            name=upload.name,
            right=Right.INSPECTIONS_VIEW,
            place_code=sheet.place_code,
        )
        for upload in sent
    ]


@transaction.atomic
def withdraw_appeal(*, actor: Actor, appeal_id: int) -> Appeal:
    """Take an open appeal back. Raises NotAllowed for who is to decide it and did not file it himself."""
    row = _lock(actor, appeal_id)
    actor.require(Right.APPEALS_FILE, row.place_code)
    if not may_withdraw(actor, row):
        raise NotAllowed("这件申诉等着你这里答复，不能替申诉的社区撤回。")
    row.status, row.decided_at = AppealStatus.WITHDRAWN, timezone.now()
    row.save(update_fields=["status", "decided_at"])
    audit.record(actor, "inspections.appeal_withdrawn", row)
    return row


@dataclass(frozen=True)
class Consequence:
    """What a decision would come to: the sheet's score, and the grades and flags that would change, in words."""

    score_before: Decimal | None
    score_after: Decimal | None
    grades: tuple[GradeChange, ...]
    flags: tuple[FlagChange, ...]


def preview_appeal(
    *, actor: Actor, appeal_id: int, counts: Mapping[int, Decimal], answer: str
) -> Consequence:
    """Take a decision, look at what it came to, and undo it: nothing is kept."""
    with transaction.atomic():
        row = get_appeal(actor, appeal_id)
        before = standing_results(row.sheet)
        decided = decide_appeal(actor=actor, appeal_id=appeal_id, counts=counts, answer=answer)
        grades, flags = changes_between(before, standing_results(row.sheet))
        transaction.set_rollback(True)
    return Consequence(decided.score_before, decided.score_after, grades, flags)


@transaction.atomic
def decide_appeal(*, actor: Actor, appeal_id: int, counts: Mapping[int, Decimal], answer: str) -> Appeal:
    """Decide what held true of the item, by rule a count; the score, grades and flags that rest on it follow.

    Counts as found uphold the sheet. Nobody decides on his own sheet or his own appeal, and no appeal makes a
    score worse. Raises NotAllowed and Invalid then, and Invalid without an answer or for a negative count.
    """
    row = _lock(actor, appeal_id)
    actor.require(Right.RATINGS_DECIDE, row.sheet.round.place_code)
    sheet = get_sheet(actor, row.sheet_id)
    _check_decider(actor, row, sheet)
    if not answer.strip():
        raise Invalid("请写明答复的理由，申诉的社区要看。")
    _check_counts(row, sheet, counts)
    correction = correct_item(sheet, row.item_id, counts)
    if correction.points < 0:
        raise Invalid("申诉不能让分数比原来更低。请把数量改回评分表上的，或改小。")
    row.counts = {str(rule): str(count) for rule, count in counts.items() if count}
    row.answer, row.decided_by_id, row.decided_at = answer.strip(), actor.user_id, timezone.now()
    row.status = AppealStatus.REJECTED
    if correction.points or correction.lifts_veto:
        is_whole = not correction.corrected.deducted and not row.counts
        row.status = AppealStatus.UPHELD if is_whole else AppealStatus.PARTLY
        row.adjustment = adjust_score(
            actor=actor,
            sheet_id=sheet.pk,
            item_id=row.item_id,
            kind=AdjustmentKind.APPEAL,
            points=correction.points,
            reason=row.answer[:500],
            source_key=row.source_key,
            lifts_veto=correction.lifts_veto,
        )
        sheet.refresh_from_db()
    row.score_after = sheet.counted_score
    row.save()
    audit.record(
        actor,
        "inspections.appeal_decided",
        row,
        after=audit.snapshot(row, "status", "counts", "answer", "score_before", "score_after"),
    )
    if row.filed_by_id:
        words = f"“{sheet.round.title}”里“{row.item.title}”的申诉有了答复：{row.get_status_display()}"
        notify([row.filed_by_id], words, reverse("inspections:appeal", args=[row.pk]), row.place_code)
    return row


def _check_decider(actor: Actor, row: Appeal, sheet: ScoreSheet) -> None:
    if actor.user_id is not None and actor.user_id == sheet.inspector_id:
        raise NotAllowed("这张表是你评的，申诉要由别人来定。")
    if actor.user_id is not None and actor.user_id == row.filed_by_id:
        raise NotAllowed("这件申诉是你提的，要由别人来定。")


def _check_counts(row: Appeal, sheet: ScoreSheet, counts: Mapping[int, Decimal]) -> None:
    item = next(one for one in sheet.version.items.all() if one.pk == row.item_id)
    rules = {rule.pk: rule for rule in item.rules.all()}
    if counts.keys() - rules.keys():
        raise NotFound("这一项没有这条规则。请刷新后再看。")
    for rule_id, count in counts.items():
        if count < 0:
            raise Invalid(f"“{rules[rule_id].per}”的数量不能是负数。请改成 0 或正数。")


def _lock(actor: Actor, appeal_id: int) -> Appeal:
    seen = get_appeal(actor, appeal_id)
    Appeal.objects.select_for_update(no_key=True).get(pk=seen.pk)
    row = get_appeal(actor, appeal_id)
    if not row.is_open:
        raise Conflict(f"这件申诉已经是“{row.get_status_display()}”了，不能再定。")
    return row
