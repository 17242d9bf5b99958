"""Read appeals; say until when, and what a decision would come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from gongjian.apps.inspections.choices import AppealStatus, SheetStatus
from gongjian.apps.inspections.models import Appeal, RubricItem, ScoreSheet, SheetEntry
from gongjian.apps.inspections.selectors.engine import score_of, score_of_sheet
from gongjian.apps.inspections.selectors.sheets import get_sheet
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound
from gongjian.core.rules import rule_value
from gongjian.core.workdays import add_workdays
from gongjian.engines import scoring

DECIDED = "decided"


def list_appeals(actor: Actor, status: str = "", round_id: int | None = None) -> OwnedQuerySet:
    """List the appeals one may see: those that wait, nearest deadline first; the decided, or all, latest first."""
    rows = Appeal.objects.visible_to(actor).select_related("sheet__round", "item", "filed_by")
    if round_id is not None:
        rows = rows.filter(sheet__round_id=round_id)
    if status == AppealStatus.FILED:
        return rows.filter(status=AppealStatus.FILED).order_by("due_on", "pk")
    if status == DECIDED:
        rows = rows.exclude(status=AppealStatus.FILED)
    return rows.order_by("-filed_at", "-pk")


def get_appeal(actor: Actor, appeal_id: int) -> Appeal:
    """Return one appeal with its sheet's round, item and photos."""
    rows = Appeal.objects.visible_to(actor).select_related(
        "sheet__round", "sheet__inspector", "item", "filed_by", "decided_by", "adjustment"
    )
    found: Appeal | None = rows.prefetch_related("photos").filter(pk=appeal_id).one()
    if found is None:
        raise NotFound()
    return found


def file_until(sheet: ScoreSheet) -> date | None:
    """Return the last day to appeal against a submitted sheet, by the rule of the day it was handed in."""
    if sheet.status != SheetStatus.SUBMITTED or sheet.submitted_at is None:
        return None
    handed_in = timezone.localdate(sheet.submitted_at)
    days = rule_value("appeals.file_workdays", on=handed_in, place_code=sheet.round.place_code)
    return add_workdays(handed_in, int(days))


def open_appeals_of(sheet: ScoreSheet) -> dict[int, Appeal]:
    """Map each item of a sheet to the appeal against it that was filed last; one query."""
    rows = Appeal.objects.filter(sheet=sheet).order_by("pk")
    return {appeal.item_id: appeal for appeal in rows}


@dataclass(frozen=True)
class Correction:
    """What an item is worth as found and as corrected, and the whole sheet with it.

    `points` is what the sheet gains (or loses); `lifts_veto` says that no veto is left.
    """

    item: RubricItem
    found: scoring.ItemScore
    corrected: scoring.ItemScore
    points: Decimal
    lifts_veto: bool


def correct_item(sheet: ScoreSheet, item_id: int, counts: Mapping[int, Decimal]) -> Correction:
    """Score a loaded sheet as if `counts` by rule had been found for one item; nothing is stored.

    Judged marks stay as the inspector set them; what a figure scores has no counts and stays as it is.
    """
    item = next(one for one in sheet.version.items.all() if one.pk == item_id)
    kept = [entry for entry in sheet.entries.all() if entry.item_id != item_id]
    own = [entry for entry in sheet.entries.all() if entry.item_id == item_id]
    amounts = {entry.rule_id: entry.amount for entry in own}
    corrected = [
        SheetEntry(
            sheet=sheet,
            item=item,
            item_id=item_id,
            rule=rule,
            count=counts[rule.pk],
            amount=amounts.get(rule.pk, rule.cap if rule.judged else None),
        )
        for rule in item.rules.all()
        if counts.get(rule.pk)
    ] or [SheetEntry(sheet=sheet, item=item, item_id=item_id, rule=None, count=Decimal(0))]
    before = score_of_sheet(sheet)
    after = before if item.is_measured else score_of(sheet.version, [*kept, *corrected])
    place = [one.pk for one in sheet.version.items.all()].index(item_id)
    return Correction(
        item=item,
        found=before.items[place],
        corrected=after.items[place],
        points=(after.total or Decimal(0)) - (before.total or Decimal(0)),
        lifts_veto=bool(before.vetoes) and not after.vetoes,
    )


def may_withdraw(actor: Actor, appeal: Appeal) -> bool:
    """Say whether one may take an appeal back: whoever files there, but not for others who is to decide it."""
    if not appeal.is_open or not actor.can(Right.APPEALS_FILE, appeal.place_code):
        return False
    is_own = actor.user_id is not None and actor.user_id == appeal.filed_by_id
    return is_own or not actor.can(Right.RATINGS_DECIDE, appeal.sheet.round.place_code)


def loaded_sheet(actor: Actor, appeal: Appeal) -> ScoreSheet:
    """Return an appeal's sheet with its version, entries and photos."""
    return get_sheet(actor, appeal.sheet_id)


def open_for_decision(actor: Actor) -> OwnedQuerySet:
    """List the appeals that wait for this actor's decision, the nearest deadline first."""
    rows = Appeal.objects.reachable_by(actor, Right.RATINGS_DECIDE).filter(status=AppealStatus.FILED)
    return rows.select_related("sheet__round", "item").order_by("due_on", "pk")
