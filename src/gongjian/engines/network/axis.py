"""The working days of a calendar as one axis, so that dates are whole numbers while counting.

Position i is the i-th working day from the start on, which is 0. On the axis
    n working days from i end at   i + n
    n natural days from i end at   the first working day on or after day(i) + n      (Civil Code, article 203)
Both never decrease in i, which is what the passes rest on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongjian.engines.errors import EngineInputError
from gongjian.engines.worktime import WorkCalendar


@dataclass(frozen=True)
class Axis:
    """Ordinals of the working days from the start on, and the last day that the calendar holds."""

    days: Sequence[int]
    last: date

    def day(self, place: int) -> date:
        """Return the date of a position. Raises EngineInputError past the calendar's end."""
        if place >= len(self.days):
            raise self.too_short()
        return date.fromordinal(self.days[place])

    def place(self, day: date) -> int:
        """Return the position of the last working day up to `day`; -1 before the start."""
        if day > self.last:
            raise self.too_short()
        return bisect_right(self.days, day.toordinal()) - 1

    def end(self, start: int, days: int, is_natural: bool) -> int:
        """Return where `days` from `start` end; past the calendar, some position past its last."""
        if not is_natural:
            return start + days
        if start >= len(self.days):
            return len(self.days)
        return bisect_left(self.days, self.days[start] + days)

    def latest_start(self, end: int, days: int, is_natural: bool) -> int:
        """Return the last position from which `days` end no later than at `end`."""
        if not is_natural:
            return end - days
        return bisect_right(self.days, self.days[end] - days) - 1

    def too_short(self) -> EngineInputError:
        """Say which year's calendar is missing."""
        return EngineInputError(f"工作日历不够长，请导入 {self.last.year + 1} 年的放假安排。")


def axis_from(start: date, calendar: WorkCalendar) -> Axis:
    """Lay out the working days from `start` on; a start on a day off moves to the next working day.

    Raises EngineInputError when the calendar doesn't hold the start or ends before a working day.
    """
    days = calendar.working_days_from(calendar.next_working_day(start))
    return Axis([day.toordinal() for day in days], max(calendar.days))
