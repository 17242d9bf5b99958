"""The calendar: by week or month, one time of an activity, the file for one's own calendar."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.supervision import services
from gongjian.apps.supervision.choices import OccurrenceStatus
from gongjian.apps.supervision.forms import HappeningForm
from gongjian.apps.supervision.selectors.calendar import Slot, get_activity, get_slot, is_mine, list_slots
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.calendars import list_events, span_around
from gongjian.core.downloads import ICAL, send_file
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb
from gongjian.core.workdays import calendar_around
from gongjian.engines.worktime.ical import write_ical

WEEK = timedelta(days=7)
MISSED_DAYS = 14


@allows(Right.SUPERVISION_VIEW)
@require_GET
def show_calendar(request: ActorRequest) -> HttpResponse:
    """Show a week or a month; today's activities and those that were missed stand on top."""
    today = timezone.localdate()
    on = _day(request.GET.get("on", "")) or today
    is_month = request.GET.get("view") == "month"
    first, last = _month_of(on) if is_month else _week_of(on)
    recent = list_slots(request.actor, today - timedelta(days=MISSED_DAYS), today, today)
    slots = list_slots(request.actor, first, last, today)
    context = {
        "today": today,
        "on": on,
        "is_month": is_month,
        "first": first,
        "last": last,
        "due": [slot for slot in recent if slot.on == today],
        "left": sum(not slot.is_settled for slot in recent if slot.on == today),
        "missed": [slot for slot in recent if slot.is_missed],
        "weeks": _weeks(first, last, on, slots, is_month),
        "before": (first - timedelta(days=1)) if is_month else on - WEEK,
        "after": (last + timedelta(days=1)) if is_month else on + WEEK,
        "views": _views(on, is_month),
        "can_manage": request.actor.can(Right.SUPERVISION_MANAGE),
        "has_slots": bool(slots),
    }
    return render(request, "supervision/calendar.html", context)


def _views(on: date, is_month: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("周"), "url": f"?on={on.isoformat()}", "current": not is_month},
        {"label": _("月"), "url": f"?view=month&on={on.isoformat()}", "current": is_month},
    ]


def _week_of(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _weeks(
    first: date, last: date, on: date, slots: list[Slot], is_month: bool
) -> list[list[dict[str, Any]]]:
    """Part the days into weeks; a month is filled up to whole weeks with days that are not its own."""
    begin = first - timedelta(days=first.weekday())
    end = last + timedelta(days=6 - last.weekday())
    work, today = calendar_around(on), timezone.localdate()
    days = [
        {
            "day": day,
            "slots": [slot for slot in slots if slot.on == day],
            "is_own": first <= day <= last or not is_month,
            "is_off": not work.is_working(day),
            "is_today": day == today,
        }
        for day in (begin + timedelta(days=number) for number in range((end - begin).days + 1))
    ]
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if abs(day.year - timezone.localdate().year) <= 2 else None


@allows(Right.SUPERVISION_VIEW)
@require_http_methods(["GET", "POST"])
def record_happening(request: ActorRequest, activity_id: int) -> HttpResponse:
    """Say what became of one time of an activity; without a day, show its plan."""
    activity = get_activity(request.actor, activity_id)
    planned_on = _day(request.GET.get("on", ""))
    if planned_on is None:
        return redirect("supervision:plan", activity.plan_id)
    slot = get_slot(request.actor, activity_id, planned_on, timezone.localdate())
    row = slot.occurrence
    initial = {"status": row.status, "on": row.on, "note": row.note} if row else {"status": "held"}
    form = HappeningForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        saved = attempt(
            form,
            lambda: services.record_occurrence(
                actor=request.actor,
                activity_id=activity_id,
                planned_on=planned_on,
                status=OccurrenceStatus(asked["status"]),
                on=asked["on"],
                note=asked["note"],
            ),
        )
        if saved:
            return redirect(f"{reverse('supervision:calendar')}?on={(saved.on or planned_on).isoformat()}")
    context = {
        "slot": slot,
        "activity": activity,
        "form": form,
        "may_record": request.actor.can(Right.SUPERVISION_MANAGE, activity.plan.place_code)
        or is_mine(request.actor, activity),
        "crumbs": [crumb(_("日程"), "supervision:calendar"), crumb(activity.title)],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "supervision/happening.html", context, status=status)


@allows(Right.SUPERVISION_VIEW)
@require_GET
def export_calendar(request: ActorRequest) -> HttpResponse:
    """Write the coming months as an iCalendar file, for the person who is signed in."""
    base = request.build_absolute_uri("/").rstrip("/")
    first, last = span_around(timezone.localdate())
    events = list_events(request.actor, first, last, base=base, names=["supervision"])
    content = write_ical(_("督查日程"), events, timezone.now())
    return send_file(content, "日程.ics", ICAL)
