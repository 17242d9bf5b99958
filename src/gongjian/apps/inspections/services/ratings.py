"""Rate rounds as a whole, and keep a rating true when a few sheets count differently."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongjian.apps.inspections.choices import AdjustmentKind, SheetStatus
from gongjian.apps.inspections.models import Grade, RatingScheme, Round, ScoreAdjustment, ScoreSheet
from gongjian.apps.inspections.selectors.community_scores import scores_of_places
from gongjian.apps.inspections.selectors.engine import stand_ins, successors_until
from gongjian.apps.inspections.selectors.grading import Grading, Occasion, grade_round
from gongjian.apps.inspections.selectors.ratings import get_scheme
from gongjian.apps.inspections.selectors.regrading import Regrading, Replacement
from gongjian.apps.inspections.selectors.results import changed_sheets
from gongjian.apps.inspections.selectors.sheets import get_round
from gongjian.apps.places.choices import Level
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

BATCH = 500


@transaction.atomic
def rate_round(*, actor: Actor, round_id: int, scheme_id: int, rated_on: date | None = None) -> int:
    """Grade every place of a round under a scheme as things stand on a day; return how many.

    Earlier grades of the same round and scheme are kept and marked as no longer current. Two runs at
    once queue on the round.
    """
    row = get_round(actor, round_id)
    day = rated_on or row.ends_on
    actor.require(Right.RATINGS_DECIDE, row.place_code)
    Round.objects.select_for_update(no_key=True).get(pk=row.pk)
    scheme = get_scheme(actor, scheme_id)
    check_scheme(row, scheme, day)
    grading = grade_round(row, scheme, day)
    _supersede(Grade.objects.filter(round=row, scheme=scheme, is_current=True), timezone.now())
    _save(grading)
    after = {"scheme": scheme.pk, "grades": len(grading.grades), "day": day, "inspected": grading.inspected}
    audit.record(actor, "inspections.round_rated", row, after=after)
    return len(grading.grades)


@transaction.atomic
def update_round(*, actor: Actor, round_id: int) -> int:
    """Rate anew what rests on the sheets that came in or fell away since the rating; return how many grades."""
    row = get_round(actor, round_id)
    actor.require(Right.RATINGS_DECIDE, row.place_code)
    Round.objects.select_for_update(no_key=True).get(pk=row.pk)
    changed = list(changed_sheets(row.place_code, [row.pk]))
    if not changed:
        raise Conflict("评级以后没有评分表变过，不用重评。")
    return update_grades(actor=actor, sheets=changed)


@transaction.atomic
def update_grades(*, actor: Actor, sheets: Sequence[ScoreSheet]) -> int:
    """Rate anew what rests on sheets that count differently, in every rating that stands; return how many grades.

    Only their communities, the places above these, and places that a quota's line moves are graded again;
    the grades they had are kept, with the cause on the new ones. Rounds that have not been rated stay
    unrated. Whoever changes a sheet needs no right to rate: the consequence is the rule's. Runs queue on
    the rounds, which are locked in order.
    """
    by_round: dict[int, list[ScoreSheet]] = defaultdict(list)
    for sheet in sheets:
        by_round[sheet.round_id].append(sheet)
    return sum(_update_round(actor, round_id, by_round[round_id]) for round_id in sorted(by_round))


def _update_round(actor: Actor, round_id: int, sheets: Sequence[ScoreSheet]) -> int:
    row = Round.objects.select_for_update(no_key=True).get(pk=round_id)
    runs = Grade.objects.filter(round=row, is_current=True).order_by("scheme_id", "rated_on")
    schemes = RatingScheme.objects.prefetch_related("rules").in_bulk()
    count, cause = 0, _cause(sheets)
    for scheme_id, day in list(runs.values_list("scheme_id", "rated_on").distinct()):
        occasion = Occasion(row, schemes[scheme_id], day, timezone.now(), cause)
        replaced = _regrade(occasion, {sheet.place_code for sheet in sheets})
        count += len(replaced)
        words = {_moved(one) for one in replaced if one.before.label != one.after.label}
        after = {"scheme": scheme_id, "cause": cause, "grades": len(replaced), "changed": sorted(words)}
        audit.record(actor, "inspections.grades_updated", row, after=after)
    return count


def _regrade(occasion: Occasion, codes: Iterable[str]) -> list[Replacement]:
    """Replace the grades of some communities and what follows from them, from the lowest level up."""
    regrading = Regrading(occasion)
    arrows = successors_until(occasion.round.place_code, occasion.day)
    wanted = {code for one in codes for code in (one, *stand_ins(one, arrows))}
    graded = regrading.grades().filter(level=Level.COMMUNITY, place_code__in=wanted)
    scores = scores_of_places(occasion.round, graded.values_list("place_code", flat=True), arrows)
    if not scores:
        return []
    replaced = regrading.communities(scores)
    _replace(replaced, {code: score.sheet_ids for code, score in scores.items()})
    for rules in regrading.standard.from_below:
        if rules.level < Level.COMMUNITY:
            found = regrading.above(rules.level, {one.after.place_code for one in replaced})
            _replace(found, {})
            replaced += found
    return replaced


def _replace(replaced: Sequence[Replacement], sheet_ids: dict[str, tuple[int, ...]]) -> None:
    """Keep the grades that no longer hold, and put those that do beside them."""
    if not replaced:
        return
    old = Grade.objects.filter(pk__in=[one.before.pk for one in replaced])
    _supersede(old, replaced[0].after.decided_at)
    Grade.objects.bulk_create([one.after for one in replaced], batch_size=BATCH)
    kept = {one.before.pk: one.after for one in replaced if one.after.place_code not in sheet_ids}
    through = Grade.sheets.through
    links = [
        through(grade_id=one.after.pk, scoresheet_id=sheet_id)
        for one in replaced
        for sheet_id in sheet_ids.get(one.after.place_code, ())
    ]
    links += [
        through(grade_id=kept[link.grade_id].pk, scoresheet_id=link.scoresheet_id)
        for link in through.objects.filter(grade_id__in=list(kept))
    ]
    through.objects.bulk_create(links, batch_size=BATCH)


def _supersede(grades: QuerySet[Grade], moment: datetime) -> None:
    grades.update(is_current=False, superseded_at=moment)


def _cause(sheets: Sequence[ScoreSheet]) -> str:
    """Say in a few words what happened to the sheets, for the history of the grades."""
    kinds = ScoreAdjustment.objects.filter(sheet__in=sheets, revoked_at__isnull=True).order_by("-decided_at")
    adjusted = kinds.values_list("kind", flat=True).first()
    if adjusted:
        return f"{AdjustmentKind(adjusted).label}改了分"
    if all(sheet.status == SheetStatus.SUBMITTED for sheet in sheets):
        revoked = any(sheet.adjustments.exists() for sheet in sheets)
        return "改分撤回了" if revoked else "评分表是后来交的"
    return "评分表退回或作废了"


def _moved(one: Replacement) -> str:
    return f"{one.after.place_code or '全国'}：{one.before.label or '没评上'}→{one.after.label or '没评上'}"


def check_scheme(row: Round, scheme: RatingScheme, day: date) -> None:
    """Refuse a scheme that isn't in force on the day, or belongs to a place that isn't above the round's."""
    if scheme.effective_on > day:
        raise Conflict(
            f"“{scheme.title}”自 {scheme.effective_on.isoformat()} 起生效，不能用来评 {day.isoformat()}。"
        )
    if not row.place_code.startswith(scheme.place_code):
        raise Conflict(f"“{scheme.title}”是别的地方的评级办法，不能用来评这一轮。")
    if day < row.starts_on:
        raise Invalid("评级日期早于检查开始的日期。请改评级日期。")


def _save(grading: Grading) -> None:
    Grade.objects.bulk_create(grading.grades, batch_size=BATCH)
    through = Grade.sheets.through
    through.objects.bulk_create(
        [
            through(grade_id=grade.pk, scoresheet_id=sheet_id)
            for grade in grading.grades
            if grade.level == Level.COMMUNITY
            for sheet_id in grading.sheet_ids.get(grade.place_code, ())
        ],
        batch_size=BATCH,
    )
