"""When the mediators of a case have to do something next, and when they are reminded of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from gongjian.apps.matters.choices import PointState, SessionState
from gongjian.apps.matters.models import (
    AgreementPoint,
    JudicialConfirmation,
    Mediation,
    MediationSession,
    Reminder,
)
from gongjian.apps.matters.selectors.mediation.cases import CONFIRM_DAYS, REMIND_DAYS
from gongjian.core.rules import rule_value
from gongjian.core.workdays import end_of

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MediationStep:
    """One moment at which mediators are told something: `key` remembers that it was said, in neutral words."""

    key: str
    at: datetime
    said: str


def next_moment_of(row: Mediation) -> datetime | None:
    """Return by when the mediators have to do something: a session, the limit, what was promised; None for nothing."""
    if row.is_running:
        planned = _planned_sessions(row)
        return min([*(one.planned_at for one in planned), row.matter.due_at])
    return min((end_of(point.due_on) for point in _open_points(row)), default=None)


def next_reminder_of(row: Mediation) -> datetime | None:
    """Return when the mediators are to be told something that they were not told yet."""
    return min((step.at for step in untold_steps(row)), default=None)


def untold_steps(row: Mediation) -> list[MediationStep]:
    """List the steps not taken yet, past and to come."""
    told = set(
        Reminder.objects.filter(matter_id=row.matter_id, step__startswith="med:").values_list(
            "step", flat=True
        )
    )
    return [step for step in _steps(row) if step.key not in told]


def _steps(row: Mediation) -> list[MediationStep]:
    if row.is_running:
        return [
            MediationStep(f"med:session:{one.pk}", one.planned_at - A_DAY, "约好的调解快到了")
            for one in _planned_sessions(row)
        ]
    today = timezone.localdate()
    ahead = int(rule_value(REMIND_DAYS, on=today, place_code=row.matter.place_code))
    steps = []
    for point in _open_points(row):
        last = end_of(point.due_on)
        steps += [
            MediationStep(
                f"med:soon:{point.pk}", last - timedelta(days=ahead + 1), "有约定的事快到期，请督促"
            ),
            MediationStep(f"med:late:{point.pk}", last, "有约定的事过了期，请回访"),
        ]
    return steps + _confirmation_steps(row, ahead)


def _confirmation_steps(row: Mediation, ahead: int) -> list[MediationStep]:
    """Remind of the court while it may still be asked and was not."""
    if row.in_force_on is None or row.ended_at is None:
        return []
    if JudicialConfirmation.objects.filter(agreement__mediation=row).exists():
        return []
    last = end_of(last_day_to_confirm(row.in_force_on, row.matter.place_code))
    return [
        MediationStep(
            f"med:court:{row.in_force_on}", last - timedelta(days=2 * ahead + 1), "司法确认的期限快到了"
        )
    ]


def last_day_to_confirm(in_force_on: date, place_code: str) -> date:
    """Return the last day on which the parties may ask the court together, by the rule of the agreement's day."""
    return in_force_on + timedelta(days=int(rule_value(CONFIRM_DAYS, on=in_force_on, place_code=place_code)))


def _planned_sessions(row: Mediation) -> list[MediationSession]:
    return list(MediationSession.objects.filter(mediation=row, state=SessionState.PLANNED))


def _open_points(row: Mediation) -> list[AgreementPoint]:
    kept = AgreementPoint.objects.filter(
        agreement__mediation=row, agreement__in_force_on__isnull=False, state=PointState.OPEN
    )
    return list(kept)
