"""What was done on a phone without a network: which moment counts (decision 21), and the words that say so."""

from datetime import datetime, timedelta

from django.utils import timezone

from gongjian.core.rules import rule_value
from gongjian.engines.replay import Recorded

FIELD_HOURS = "matters.field_hours"
SAID_AFTER = timedelta(minutes=5)
"""What arrives sooner is as good as done on line, and needs no words."""


def moment_of(recorded: Recorded | None, earliest: datetime, place_code: str) -> datetime:
    """Return the moment that counts: now, or the phone's where it is plausible; never before `earliest`."""
    if recorded is None:
        return timezone.now()
    hours = rule_value(FIELD_HOURS, on=timezone.localdate(), place_code=place_code)
    return recorded.counted(earliest, timedelta(hours=hours))


def with_moments(words: str, recorded: Recorded | None, counted: datetime | None = None) -> str:
    """Say behind some words when the phone wrote them and when they arrived, and which of the two counts, if one does."""
    if recorded is None or recorded.arrived - recorded.at < SAID_AFTER:
        return words
    said = f"手机上 {_clock(recorded.at)} 记下，{_clock(recorded.arrived)} 传到"
    if counted is not None:
        said += "，按记下的时间算" if counted < recorded.arrived else "，按传到的时间算"
    return f"{words}（{said}）"


def _clock(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日 {local.hour}:{local.minute:02d}"
