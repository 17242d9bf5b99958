"""Rate rounds: communities by score, places above by share of their children."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from gongjian.apps.inspections.models import Grade, RatingScheme, Round, ScoreSheet
from gongjian.apps.inspections.selectors.grading import Grading, grade_round
from gongjian.apps.inspections.selectors.ratings import get_scheme
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
    return _rate(actor, row.pk, scheme_id, rated_on or row.ends_on)


def _rate(actor: Actor, round_id: int, scheme_id: int, day: date) -> int:
    row = get_round(actor, round_id)
    actor.require(Right.RATINGS_DECIDE, row.place_code)
    Round.objects.select_for_update().get(pk=row.pk)
    scheme = get_scheme(actor, scheme_id)
    check_scheme(row, scheme, day)
    Grade.objects.filter(round=row, scheme=scheme, is_current=True).update(is_current=False)
    grading = grade_round(row, scheme, day)
    _save(grading)
    after = {"scheme": scheme.pk, "grades": len(grading.grades), "day": day, "inspected": grading.inspected}
    audit.record(actor, "inspections.round_rated", row, after=after)
    return len(grading.grades)


@transaction.atomic
def update_grades(*, actor: Actor, sheets: Sequence[ScoreSheet]) -> int:
    """Rate anew what rests on sheets whose counted score changed, in every rating that stands; return how many grades.

    Rounds that have not been rated stay unrated.
    """
    standing = Grade.objects.filter(round__in={sheet.round_id for sheet in sheets}, is_current=True)
    runs = (
        standing.values_list("round_id", "scheme_id", "rated_on").distinct().order_by("round_id", "scheme_id")
    )
    return sum(_rate(actor, round_id, scheme_id, day) for round_id, scheme_id, day in list(runs))


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
