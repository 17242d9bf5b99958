"""Where time really went, from the log of past cases.

A visit is one step of one case: started, ended, handed over. Days are working days, so that for any days a <= b <= c
    days(a, c) = days(a, b) + days(b, c)
Of every visit: work = started to ended; desk = ended to handed over; tray = the last hand-over of the steps before to started
(0 if it began earlier). Of every case, back from its last end along the step before that handed over last, all its days are
cut into work, desk and tray without gap or overlap, so the parts add up to the whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network.graph import build
from gongjian.engines.network.model import Step
from gongjian.engines.network.past import Past
from gongjian.engines.network.spread import Spread
from gongjian.engines.worktime import LimitUnit, WorkCalendar, natural_deadline


@dataclass(frozen=True)
class Visit:
    """One step of one case; without `ended_on` it is still open, without `handed_on` it went on when it ended.

    Raises EngineInputError for days in the wrong order.
    """

    case: str
    step: str
    started_on: date
    ended_on: date | None = None
    handed_on: date | None = None

    def __post_init__(self) -> None:
        where = f"“{self.case}”的环节“{self.step}”"
        if self.ended_on is None and self.handed_on is not None:
            raise EngineInputError(f"{where}写了交出日 {self.handed_on}，没写办结日，请补上。")
        if self.ended_on is not None and self.ended_on < self.started_on:
            raise EngineInputError(f"{where}办结日 {self.ended_on} 早于开始日 {self.started_on}，请改正。")
        if self.ended_on is not None and self.handed_on is not None and self.handed_on < self.ended_on:
            raise EngineInputError(f"{where}交出日 {self.handed_on} 早于办结日 {self.ended_on}，请改正。")


@dataclass(frozen=True)
class Spent:
    """The days of one finished visit, and by how many working days it passed its limit."""

    step: Step
    case: str
    work: int
    tray: int
    desk: int
    over: int


@dataclass(frozen=True)
class Place:
    """A step or an owner: working days of its visits, of which `late` passed the limit by `over_days` in all.

    `tray` is before work on it began, `desk` after it was done. `lost_days` = over + tray + desk, by which bottlenecks rank.
    """

    key: str
    owner: str
    n: int
    work: Spread
    tray: Spread
    desk: Spread
    late: int
    over_days: int

    @property
    def lost_days(self) -> int:
        """Working days that neither law nor work needed."""
        return self.over_days + self.tray.total + self.desk.total


@dataclass(frozen=True)
class CaseTime:
    """One finished case: days = work + desk + tray along the chain of steps that fixed its end."""

    case: str
    first_on: date
    last_on: date
    days: int
    work: int
    desk: int
    tray: int
    chain: tuple[str, ...]


@dataclass(frozen=True)
class LogReport:
    """Steps and owners, those that lost most days first; cases by name; how many visits were still open."""

    steps: tuple[Place, ...]
    owners: tuple[Place, ...]
    cases: tuple[CaseTime, ...]
    open_visits: int
    past: Mapping[str, Past]

    @property
    def waiting_share(self) -> tuple[int, int]:
        """Days that cases lay waiting along their chains, and all their days."""
        return sum(case.desk + case.tray for case in self.cases), sum(case.days for case in self.cases)


def analyse(steps: Sequence[Step], visits: Iterable[Visit], calendar: WorkCalendar) -> LogReport:
    """Say where time went, per step, owner and case. Open visits are counted and otherwise left out.

    Cost: O(visits × steps before). Raises EngineInputError for an empty log, unknown steps, a step that a case has twice,
    and days that the calendar hasn't.
    """
    build(steps)
    by_case, open_visits = _cases(steps, visits)
    by_key = {step.key: step for step in steps}
    spent = [
        _spent(by_key[visit.step], visit, done, calendar)
        for done in by_case.values()
        for visit in done.values()
    ]
    by_step, by_owner = defaultdict(list), defaultdict(list)
    for one in spent:
        by_step[one.step.key].append(one)
        by_owner[one.step.owner].append(one)
    places = [_place(key, by_key[key].owner, some) for key, some in by_step.items()]
    owners = [_place(owner, owner, some) for owner, some in by_owner.items()]
    return LogReport(
        _ranked(places),
        _ranked(owners),
        tuple(_case_time(case, done, by_key, calendar) for case, done in sorted(by_case.items())),
        open_visits,
        {key: _past(by_key[key], some, by_case, calendar) for key, some in by_step.items()},
    )


def _cases(steps: Sequence[Step], visits: Iterable[Visit]) -> tuple[dict[str, dict[str, Visit]], int]:
    known = {step.key for step in steps}
    seen: set[tuple[str, str]] = set()
    finished: dict[str, dict[str, Visit]] = {}
    open_visits = 0
    for visit in visits:
        if visit.step not in known:
            raise EngineInputError(f"“{visit.case}”的环节“{visit.step}”不在流程表里，请补上或改正。")
        if (visit.case, visit.step) in seen:
            raise EngineInputError(
                f"“{visit.case}”的环节“{visit.step}”记了两次，请合成一次，或另立一个环节。"
            )
        seen.add((visit.case, visit.step))
        if visit.ended_on is None:
            open_visits += 1
        else:
            finished.setdefault(visit.case, {})[visit.step] = visit
    if not finished:
        raise EngineInputError("办件记录里没有一个办结的环节，请检查办结日那一列。")
    return finished, open_visits


def _out(visit: Visit) -> date:
    return visit.handed_on or _ended(visit)


def _ended(visit: Visit) -> date:
    return visit.ended_on or visit.started_on


def _spent(step: Step, visit: Visit, case: Mapping[str, Visit], calendar: WorkCalendar) -> Spent:
    days, ended = calendar.working_days_between, _ended(visit)
    came_in = max((_out(case[key]) for key in step.after if key in case), default=visit.started_on)
    return Spent(
        step,
        visit.case,
        days(visit.started_on, ended),
        days(min(came_in, visit.started_on), visit.started_on),
        days(ended, _out(visit)),
        max(0, days(_limit(step, visit.started_on, calendar), ended)),
    )


def _limit(step: Step, started_on: date, calendar: WorkCalendar) -> date:
    if step.unit is LimitUnit.NATURAL_DAYS:
        return natural_deadline(started_on, step.days, calendar)
    return calendar.add_working_days(started_on, step.days)


def _place(key: str, owner: str, some: Sequence[Spent]) -> Place:
    over = [one.over for one in some]
    return Place(
        key,
        owner,
        len(some),
        Spread.of([one.work for one in some]),
        Spread.of([one.tray for one in some]),
        Spread.of([one.desk for one in some]),
        sum(days > 0 for days in over),
        sum(over),
    )


def _ranked(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: (-place.lost_days, place.key)))


def _past(
    step: Step, some: Sequence[Spent], by_case: Mapping[str, Mapping[str, Visit]], calendar: WorkCalendar
) -> Past:
    """Work of every visit, and waits from the last end before to the start, where all steps before are known."""
    waits = []
    for case in (by_case[one.case] for one in some):
        if step.after and all(key in case for key in step.after):
            started = case[step.key].started_on
            ready = max(_ended(case[key]) for key in step.after)
            waits.append(calendar.working_days_between(min(ready, started), started))
    return Past(tuple(one.work for one in some), tuple(waits), sum(one.over > 0 for one in some))


def _case_time(
    name: str, case: Mapping[str, Visit], by_key: Mapping[str, Step], calendar: WorkCalendar
) -> CaseTime:
    """Walk back from the last end; the cursor only ever goes back, and each stretch is counted once."""
    visit = max(case.values(), key=lambda one: (_ended(one), one.step))
    last_on = cursor = _ended(visit)
    work = desk = tray = 0
    chain = [visit.step]
    while True:
        begun = min(visit.started_on, cursor)
        work, cursor = work + calendar.working_days_between(begun, cursor), begun
        before = [case[key] for key in by_key[visit.step].after if key in case]
        if not before:
            break
        visit = max(before, key=lambda one: (_out(one), one.step))
        handed, ended = min(_out(visit), cursor), min(_ended(visit), cursor)
        tray += calendar.working_days_between(handed, cursor)
        desk += calendar.working_days_between(ended, handed)
        cursor = ended
        chain.append(visit.step)
    days = calendar.working_days_between(cursor, last_on)
    return CaseTime(name, cursor, last_on, days, work, desk, tray, tuple(reversed(chain)))
