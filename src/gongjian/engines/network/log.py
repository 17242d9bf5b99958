"""Where time really went, from the log of past cases.

A visit is one time that one case was at one step: started, ended, handed over; a case sent back comes again. Days are working
days, so that for any days a <= b <= c    days(a, c) = days(a, b) + days(b, c).
Of every visit: work = started to ended; desk = ended to handed over; before it began, from the last hand-over to it, tray, or
away where the step itself had sent the case back. Of every case, back from its last end to the visit that handed over last,
all its days are cut into work, desk, tray and away without gap or overlap, so the parts add up to the whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network.graph import build
from gongjian.engines.network.log_model import Case, CaseTime, LogReport, Place, Spent, Visit
from gongjian.engines.network.model import Step
from gongjian.engines.network.past import Past
from gongjian.engines.network.spread import Spread
from gongjian.engines.worktime import LimitUnit, WorkCalendar, natural_deadline


def analyse(steps: Sequence[Step], visits: Iterable[Visit], calendar: WorkCalendar) -> LogReport:
    """Say where time went, per step, owner and case. Open visits are counted and otherwise left out.

    Cost: O(visits × steps before). Raises EngineInputError for an empty log, unknown steps, visits of one step by one case
    that overlap, and days that the calendar hasn't.
    """
    build(steps)
    by_case, open_visits = _cases(steps, visits)
    by_key = {step.key: step for step in steps}
    by_step, by_owner = defaultdict(list), defaultdict(list)
    for case in by_case.values():
        for visit in (visit for times in case.values() for visit in times):
            spent = _spent(by_key[visit.step], visit, case, calendar)
            by_step[visit.step].append(spent)
            by_owner[spent.step.owner].append(spent)
    return LogReport(
        _ranked(_place(key, by_key[key].owner, some) for key, some in by_step.items()),
        _ranked(_place(owner, owner, some) for owner, some in by_owner.items()),
        tuple(_case_time(name, case, by_key, calendar) for name, case in sorted(by_case.items())),
        open_visits,
        {key: _past(by_key[key], some, by_case, calendar) for key, some in by_step.items()},
        tuple(_early(by_key, by_case)),
    )


def _cases(steps: Sequence[Step], visits: Iterable[Visit]) -> tuple[dict[str, Case], int]:
    known = {step.key for step in steps}
    finished: dict[str, Case] = {}
    open_visits = 0
    for visit in sorted(visits, key=lambda one: (one.started_on, _ended(one))):
        if visit.step not in known:
            raise EngineInputError(f"“{visit.case}”的环节“{visit.step}”不在流程表里，请补上或改正。")
        if visit.ended_on is None:
            open_visits += 1
            continue
        times = finished.setdefault(visit.case, {}).setdefault(visit.step, [])
        if times and (visit.started_on < _out(times[-1]) or visit.started_on == times[-1].started_on):
            raise EngineInputError(
                f"“{visit.case}”的环节“{visit.step}”有两次办理重叠：{times[-1].started_on} 和 {visit.started_on} 开始的。"
                "请去掉重复的一次，或改正日期。"
            )
        times.append(visit)
    if not finished:
        raise EngineInputError("办件记录里没有一个办结的环节，请检查办结日那一列。")
    return finished, open_visits


def _early(by_key: Mapping[str, Step], by_case: Mapping[str, Case]) -> Iterator[tuple[str, str, str]]:
    for name, case in sorted(by_case.items()):
        for key, times in sorted(case.items()):
            for before in by_key[key].after:
                if (
                    before in case
                    and before not in by_key[key].beside
                    and times[0].started_on < min(map(_ended, case[before]))
                ):
                    yield name, key, before


def _out(visit: Visit) -> date:
    return visit.handed_on or _ended(visit)


def _ended(visit: Visit) -> date:
    return visit.ended_on or visit.started_on


def _came_from(step: Step, visit: Visit, case: Case) -> Visit | None:
    """Find the visit that handed over last before this one: of the steps before, or an earlier one of this step."""
    times = case[step.key]
    number = times.index(visit)
    found = [times[number - 1]] if number else []
    for key in step.after:
        if key in case:
            found.append(_last_before(case[key], visit))
    return max(found, key=lambda one: (_out(one), one.step), default=None)


def _last_before(times: Sequence[Visit], visit: Visit) -> Visit:
    """Return the last that began no later than `visit`, or the first of all."""
    return next((one for one in reversed(times) if one.started_on <= visit.started_on), times[0])


def _spent(step: Step, visit: Visit, case: Case, calendar: WorkCalendar) -> Spent:
    days, ended = calendar.working_days_between, _ended(visit)
    source = _came_from(step, visit, case)
    waited = days(min(_out(source), visit.started_on), visit.started_on) if source else 0
    is_back = source is not None and source.step == step.key
    return Spent(
        step,
        visit.case,
        days(visit.started_on, ended),
        0 if is_back else waited,
        days(ended, _out(visit)),
        None if visit is case[step.key][0] else waited if is_back else 0,
        max(0, days(_limit(step, visit.started_on, calendar), ended)),
    )


def _limit(step: Step, started_on: date, calendar: WorkCalendar) -> date:
    if step.unit is LimitUnit.NATURAL_DAYS:
        return natural_deadline(started_on, step.days, calendar)
    return calendar.add_working_days(started_on, step.days)


def _place(key: str, owner: str, some: Sequence[Spent]) -> Place:
    over = [one.over for one in some]
    away = [one.away for one in some if one.away is not None]
    return Place(
        key,
        owner,
        len(some),
        Spread.of([one.work for one in some]),
        Spread.of([one.tray for one in some]),
        Spread.of([one.desk for one in some]),
        sum(days > 0 for days in over),
        sum(over),
        len(away),
        sum(away),
    )


def _ranked(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: (-place.lost_days, place.key)))


def _past(step: Step, some: Sequence[Spent], by_case: Mapping[str, Case], calendar: WorkCalendar) -> Past:
    """Days of every case from its first start here to its last end, and waits where all steps before are known."""
    work, waits = [], []
    cases = {one.case: by_case[one.case] for one in some}
    for case in cases.values():
        first, last = case[step.key][0], case[step.key][-1]
        work.append(calendar.working_days_between(first.started_on, _ended(last)))
        if step.after and all(key in case for key in step.after):
            ready = max(_ended(_last_before(case[key], first)) for key in step.after)
            waits.append(calendar.working_days_between(min(ready, first.started_on), first.started_on))
    late = {one.case for one in some if one.over > 0}
    return Past(tuple(work), tuple(waits), len(late))


def _case_time(name: str, case: Case, by_key: Mapping[str, Step], calendar: WorkCalendar) -> CaseTime:
    """Walk back from the last end; the cursor only ever goes back, and each stretch is counted once."""
    days = calendar.working_days_between
    visit = max((times[-1] for times in case.values()), key=lambda one: (_ended(one), one.step))
    last_on = cursor = _ended(visit)
    parts = {"work": 0, "desk": 0, "tray": 0, "away": 0}
    chain = [visit.step]
    while True:
        begun = min(visit.started_on, cursor)
        parts["work"], cursor = parts["work"] + days(begun, cursor), begun
        source = _came_from(by_key[visit.step], visit, case)
        if source is None:
            break
        handed, ended = min(_out(source), cursor), min(_ended(source), cursor)
        parts["away" if source.step == visit.step else "tray"] += days(handed, cursor)
        parts["desk"] += days(ended, handed)
        cursor, visit = ended, source
        chain.append(visit.step)
    return CaseTime(name, cursor, last_on, days(cursor, last_on), **parts, chain=tuple(reversed(chain)))
