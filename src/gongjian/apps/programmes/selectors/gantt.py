"""Where dates stand on the time scale of a programme, in per cent."""

import calendar
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongjian.apps.programmes.models import Phase, Programme, Task
from gongjian.apps.programmes.selectors.leaves import Tally
from gongjian.core.figures import Period


@dataclass(frozen=True)
class Lane:
    """What is drawn on one row: bars, an overrun, milestones, and the words that say the same."""

    label: str = ""
    bars: tuple[dict[str, Any], ...] = ()
    milestones: tuple[dict[str, Any], ...] = ()
    overrun: dict[str, float] | None = None


@dataclass(frozen=True)
class Scale:
    """Whole months from the first to the last."""

    first_on: date
    last_on: date
    today: date
    months: tuple[str, ...] = field(default=())

    def at(self, day: date) -> float:
        """Return where a day begins, 0 to 100; days outside stand at the edge."""
        span = (self.last_on - self.first_on).days + 1
        return max(0.0, min(100.0, (day - self.first_on).days / span * 100))

    @property
    def today_at(self) -> float | None:
        """Where today stands; None when it is not on the scale."""
        return self.at(self.today) if self.first_on <= self.today <= self.last_on else None

    def bar(
        self, first_on: date, last_on: date, percent: float | None, tone: str, size: str
    ) -> dict[str, Any]:
        """Draw a span with its done part."""
        start = self.at(first_on)
        width = max(0.6, self.at(date.fromordinal(last_on.toordinal() + 1)) - start)
        return {"x": start, "width": width, "done": percent or 0, "tone": tone, "size": size}


def scale_of(programme: Programme, today: date) -> Scale:
    """Lay out the whole months of a programme, or of its year."""
    year = Period.year(programme.year)
    first, last = programme.starts_on or year.first_on, programme.ends_on or year.last_on
    first = first.replace(day=1)
    last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    labels = tuple(_("%(n)d月") % {"n": (first.month - 1 + number) % 12 + 1} for number in range(count))
    return Scale(first, last, today, labels)


def phase_lane(scale: Scale, phase: Phase, tally: Tally) -> Lane:
    """Draw a phase: a dark line, filled as far as its tasks are done."""
    if not (phase.starts_on and phase.ends_on):
        return Lane()
    is_ahead = phase.starts_on > scale.today and not tally.done
    bar = scale.bar(phase.starts_on, phase.ends_on, tally.percent, "", "phase todo" if is_ahead else "phase")
    return Lane(f"{phase.name}，完成 {tally.done} / {tally.all}", (bar,))


def task_lane(scale: Scale, task: Task, tally: Tally, *, is_part: bool = False) -> Lane:
    """Draw a task, or one place's part of it: from its phase's start to its due day, and the overrun."""
    phase = task.phase
    first_on = (phase.starts_on if phase else None) or scale.first_on
    due_on = task.due_on or (phase.ends_on if phase else None) or scale.last_on
    first_on = min(first_on, due_on)
    tone = "ok" if tally.is_done else "bad" if tally.late else ""
    bar = scale.bar(first_on, due_on, tally.percent, tone, "sub" if is_part else "")
    overrun = None
    if tally.late and scale.today > due_on and not is_part:
        start = scale.at(date.fromordinal(due_on.toordinal() + 1))
        overrun = {"x": start, "width": scale.at(scale.today) - start}
    stones: tuple[dict[str, Any], ...] = ()
    if task.due_on and not is_part:
        label = f"{task.due_on.month}月{task.due_on.day}日截止"
        stones = ({"x": scale.at(task.due_on), "done": tally.is_done, "label": label},)
    return Lane(f"{task.title}，完成 {tally.done} / {tally.all}", (bar,), stones, overrun)
