"""Mediators are told of what comes: sessions, promises that fall due, the court's term. Told once each."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.models import Mediation, Reminder
from gongjian.apps.matters.selectors.mediation.steps import untold_steps
from gongjian.apps.matters.services.entries import named
from gongjian.apps.matters.services.mediation.locking import lock_mediation, save_with_next
from gongjian.apps.matters.services.mediation.telling import tell_members
from gongjian.core import audit
from gongjian.core.access import SYSTEM

MOST_AT_ONCE = 500


def remind_mediators(now: datetime | None = None) -> int:
    """Tell mediators what has come and was not told; return how much. Each case is its own transaction."""
    moment = now or timezone.now()
    rows = Mediation.objects.filter(remind_at__lte=moment).order_by("remind_at")
    ids = list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(_remind(pk, moment) for pk in ids)


@transaction.atomic
def _remind(pk: int, now: datetime) -> int:
    row = lock_mediation(pk)
    come = [step for step in untold_steps(row) if step.at <= now]
    for step in come:
        Reminder.objects.create(matter=row.matter, clock=row.matter.clock, step=step.key, at=now)
    for said in dict.fromkeys(step.said for step in come):
        tell_members(row, f"{named(row.matter)}的调解：{said}。")
    if come:
        audit.record(SYSTEM, "matters.mediators_reminded", row, after={"text": len(come)})
    save_with_next(row)
    return len(come)
