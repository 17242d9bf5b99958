"""Dates, spans and remaining time in the office's words (design §6 and §8)."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

HOURS_SHOWN_EXACTLY = 8  # design §6: under eight working hours the rest is told in hours and minutes
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _write_day(day: date, with_year: bool) -> str:
    if _is_english():
        return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if with_year else "")
    return (f"{day.year}年" if with_year else "") + f"{day.month}月{day.day}日"


@register.filter
def date_zh(value: date | datetime | None) -> str:
    """Write 9月17日; the year only when it is not this one; nothing for None."""
    if not value:
        return ""
    day = _day(value)
    return _write_day(day, with_year=day.year != timezone.localdate().year)


@register.filter
def time_zh(value: datetime | None) -> str:
    """Write 9:05, 24 hours."""
    return f"{_local(value).hour}:{_local(value).minute:02d}" if value else ""


@register.filter
def datetime_zh(value: datetime | None) -> str:
    """Write 9月17日 9:05; 今天 and 昨天 by name."""
    if not value:
        return ""
    days_ago = (timezone.localdate() - _day(value)).days
    day = {0: _("今天"), 1: _("昨天")}.get(days_ago) or date_zh(value)
    return f"{day} {time_zh(value)}"


@register.filter
def weekday_zh(value: date | datetime | None) -> str:
    """Write 星期四."""
    if not value:
        return ""
    return _day(value).strftime("%A") if _is_english() else f"星期{_WEEKDAYS[_day(value).weekday()]}"


def _is_whole_months(first: date, last: date) -> bool:
    return first.day == 1 and date.fromordinal(last.toordinal() + 1).day == 1


@register.simple_tag
def span_zh(first: date | None, last: date | None) -> str:
    """Write a span: 3月至10月 for whole months, 9月1日至5日 inside one month, years when they differ or are not this one."""
    if first is None or last is None:
        return date_zh(first or last)
    first, last = _day(first), _day(last)
    if _is_english():
        return f"{date_zh(first)} – {date_zh(last)}"
    this_year = timezone.localdate().year
    start_year = f"{first.year}年" if first.year != this_year or last.year != first.year else ""
    end_year = f"{last.year}年" if last.year != first.year else ""
    if _is_whole_months(first, last):
        same = (first.year, first.month) == (last.year, last.month)
        return f"{start_year}{first.month}月" + ("" if same else f"至{end_year}{last.month}月")
    start = f"{start_year}{first.month}月{first.day}日"
    if first == last:
        return start
    inside = (first.year, first.month) == (last.year, last.month)
    return f"{start}至" + (f"{last.day}日" if inside else f"{end_year}{last.month}月{last.day}日")


def _hours_and_minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours}] if hours else []
    if rest or not hours:
        parts.append(ngettext("%(n)d 分", "%(n)d 分", rest) % {"n": rest})
    return " ".join(parts)


@register.simple_tag
def remaining(seconds: int | None, hours_per_day: int = 8) -> str:
    """Say the working time that is left, or by how much it is overdue.

    Under eight hours to the minute, above in whole working days, rounded down.
    """
    if seconds is None:
        return ""
    minutes = abs(int(seconds)) // 60
    if minutes < HOURS_SHOWN_EXACTLY * 60:
        length = _hours_and_minutes(minutes)
    else:
        days = max(1, minutes // (hours_per_day * 60))
        length = ngettext("%(n)d 个工作日", "%(n)d 个工作日", days) % {"n": days}
    return (
        _("逾期 %(length)s") % {"length": length}
        if seconds < 0
        else _("还剩 %(length)s") % {"length": length}
    )
