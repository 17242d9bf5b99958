"""Afterwards: was each reminder that came while the load ran sent once, and how late?"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from benchmarks._load.matters import TICKING


def check_reminders(
    ticking: list[int], since: datetime, until: datetime
) -> tuple[dict[str, int], list[float]]:
    """Count reminders missing or doubled, of those that tick and of all; return the seconds each was late too."""
    from django.db.models import Count, Max

    from gongjian.apps.matters.models import Matter, Reminder, Step
    from gongjian.apps.parties.models import Notice
    from gongjian.core.models import AuditEntry

    sent = Reminder.objects.filter(is_sent=True, at__gte=since)
    steps = Step.objects.filter(kind="reminded", at__gte=since)
    trail = AuditEntry.objects.filter(action="matters.reminded", at__gte=since)
    told = Notice.objects.filter(created_at__gte=since, url__startswith="/matters/", topic="")
    same = told.order_by().values("user_id", "url", "sentence").annotate(many=Count("pk"))
    due = Matter.objects.filter(remind_at__lte=until, closed_at__isnull=True)
    late: list[float] = []
    wrong = 0
    rows = Counter(sent.filter(matter__in=ticking).values_list("matter", flat=True))
    moments = sent.filter(matter__in=ticking).order_by().values("matter").annotate(last=Max("at"))
    at = dict(moments.values_list("matter", "last"))
    for matter in Matter.objects.filter(pk__in=ticking):
        came_at = _moment_of(matter)
        wrong += rows[matter.pk] != (came_at <= until)
        if matter.pk in at:
            late.append((at[matter.pk] - came_at).total_seconds())
    return {
        "ticking ones not reminded once": wrong,
        "reminders still to be sent": due.count(),
        "reminders without one step each": abs(sent.count() - steps.count()),
        "reminders without one line of the trail each": abs(sent.count() - trail.count()),
        "people told the same twice": sum(row["many"] - 1 for row in same),
        "reminders that told nobody": _told_nobody(sent, told),
    }, sorted(late)


def _moment_of(matter: Any) -> datetime:
    """Return when the reminder that was to come while the load ran did come."""
    gone_h = next(gone for hours, gone, _taken in TICKING if hours == matter.limit_amount)
    moment: datetime = matter.started_at + timedelta(hours=gone_h)
    return moment


def _told_nobody(sent: Any, told: Any) -> int:
    """Count the matters reminded of which no person has a notice."""
    from django.urls import reverse

    addresses = set(told.values_list("url", flat=True))
    keys = set(sent.values_list("matter", flat=True))
    return sum(reverse("matters:matter", args=[pk]) not in addresses for pk in keys)
