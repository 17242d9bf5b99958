"""`gongjian solve network`: an approval chain on dates, its green channel, the way to a wanted date, and past cases."""

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gongjian.cli.solve._answer import Answer
from gongjian.cli.solve._inputs import Column, read_table, text, whole, words
from gongjian.cli.solve._network_record import record_of
from gongjian.cli.solve._network_report import report_of, schedule_table
from gongjian.cli.solve._progress import Progress
from gongjian.engines.errors import EngineInputError
from gongjian.engines.network import (
    GreenChannel,
    LateAfter,
    Lateness,
    LogReport,
    OwnerChain,
    Past,
    Speedup,
    Step,
    Visit,
    analyse,
    green_channel,
    late_after,
    lateness,
    longest_days,
    owner_chains,
    speed_up,
)
from gongjian.engines.worktime import LimitUnit, WorkCalendar, calendar_for

DESCRIPTION = """把审批流程排到日历上：每个环节何时收件、何时办结，关键线路，还能拖几天；
绿色通道能省几天；要在某天前办完，最省的办法；照过去的办法会不会超期；时间花在哪里。

流程表的列：编号、环节、部门、天数、单位（工作日或自然日）、前置环节、交接天数、
  可并联（是，或写前置环节的编号）、并联代价、最短天数、每天代价。后面七列可以没有。
过去的天数：编号、工作日、等待。办件记录：件、编号、开始日、办结日、交出日。"""

NO, YES = ("否", "不", "无", "no", "0"), ("是", "可", "全部", "yes", "1")
UNITS = {"工作日": LimitUnit.WORKING_DAYS, "自然日": LimitUnit.NATURAL_DAYS, "日": LimitUnit.NATURAL_DAYS}
WORKING_DAYS_A_YEAR = 230


def unit(cell: str) -> LimitUnit:
    """Read the unit of a limit."""
    if cell not in UNITS:
        raise ValueError("要填工作日或自然日")
    return UNITS[cell]


def day(cell: str) -> date:
    """Read a date such as 2026-03-02, 2026/3/2 or 2026年3月2日; a time after it is left out."""
    parts = cell.split(" ")[0].split("T")[0]
    for mark in "年月/.":
        parts = parts.replace(mark, "-")
    try:
        year, month, number = (int(part) for part in parts.rstrip("日").split("-"))
        return date(year, month, number)
    except ValueError:
        raise ValueError("要填日期，如 2026-03-02") from None


KEY = Column(("编号", "环节编号", "key", "id"), text)
STEP_COLUMNS = {
    "key": KEY,
    "name": Column(("环节", "环节名称", "name"), text, ""),
    "owner": Column(("部门", "责任单位", "owner"), text),
    "days": Column(("天数", "法定天数", "days"), whole),
    "unit": Column(("单位", "天数单位", "unit"), unit, LimitUnit.WORKING_DAYS),
    "after": Column(("前置环节", "前置", "after"), words, ()),
    "hand_over_days": Column(("交接天数", "hand_over_days"), whole, 0),
    "beside": Column(("可并联", "beside"), words, ()),
    "parallel_cost": Column(("并联代价", "parallel_cost"), whole, 1),
    "shortest_days": Column(("最短天数", "shortest_days"), whole, None),
    "cost_per_day": Column(("每天代价", "cost_per_day"), whole, 1),
}
PAST_COLUMNS = {
    "key": KEY,
    "work": Column(("工作日", "天数", "days"), whole),
    "wait": Column(("等待", "wait"), whole, None),
}
LOG_COLUMNS = {
    "case": Column(("件", "项目", "case"), text),
    "step": KEY,
    "started_on": Column(("开始日", "start"), day),
    "ended_on": Column(("办结日", "end"), day, None),
    "handed_on": Column(("交出日", "handed"), day, None),
}


@dataclass(frozen=True)
class Found:
    """Everything that was asked for."""

    green: GreenChannel
    owners: tuple[OwnerChain, ...]
    speedup: Speedup | None
    late: Lateness | None
    late_after: LateAfter | None
    log: LogReport | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what a chain needs."""
    parser.add_argument("steps", metavar="流程表", help="CSV 或 Excel，一行一个环节")
    parser.add_argument("--start", required=True, metavar="日期", help="收件的日期，从第二天起算")
    parser.add_argument("--by", metavar="日期", help="想在哪天以前办完：算出最省的办法")
    parser.add_argument("--past", metavar="文件", help="过去每件每个环节用了几个工作日：算超期的可能")
    parser.add_argument("--log", metavar="文件", help="办件记录：算时间花在哪里；没有 --past 时也用它算可能")
    parser.add_argument("--runs", type=int, default=20_000, metavar="次", help="模拟多少次，默认 20000")


def solve(args: argparse.Namespace, progress: Progress) -> Answer:
    """Read the tables, ask the engine, and write all of it down."""
    steps = read_steps(args.steps)
    start = _option_day(args.start, "--start")
    by = _option_day(args.by, "--by") if args.by else None
    log = _analyse(steps, args.log) if args.log else None
    past = read_past(args.past) if args.past else log.past if log else {}
    calendar = _calendar(steps, past, start, by)
    progress.tell(f"{len(steps)} 个环节")
    green, owners = green_channel(steps, start, calendar), owner_chains(steps, start, calendar)
    speedup = speed_up(steps, start, by, calendar, time_limit_s=args.time_limit) if by else None
    late = after = None
    if past:
        late = lateness(steps, past, start, calendar, due_on=by, runs=args.runs, seed=args.seed)
    if past and speedup and speedup.measures:
        after = late_after(steps, past, speedup, start, calendar, runs=args.runs, seed=args.seed)
    found = Found(green, owners, speedup, late, after, log)
    return Answer(
        record_of(found),
        report_of(found, is_explained=args.explain),
        schedule_table(speedup.schedule if speedup and speedup.is_possible else green.plain),
        is_solved=speedup is None or speedup.is_possible,
    )


def read_steps(name: str) -> list[Step]:
    """Read a table of steps. Raises EngineInputError with file, row and column, or with the step's name."""
    return [_step(record) for record in read_table(name, STEP_COLUMNS, key="key")]


def _step(record: Mapping[str, Any]) -> Step:
    beside = record["beside"]
    if len(beside) == 1 and beside[0].lower() in NO + YES and beside[0] not in record["after"]:
        beside = record["after"] if beside[0].lower() in YES else ()
    return Step(**{**record, "beside": beside})


def read_past(name: str) -> dict[str, Past]:
    """Read past cases, a row each, into one `Past` a step."""
    work, waits = defaultdict(list), defaultdict(list)
    for record in read_table(name, PAST_COLUMNS):
        work[record["key"]].append(record["work"])
        if record["wait"] is not None:
            waits[record["key"]].append(record["wait"])
    return {key: Past(tuple(days), tuple(waits[key])) for key, days in work.items()}


def _analyse(steps: Sequence[Step], name: str) -> LogReport:
    visits = [Visit(**record) for record in read_table(name, LOG_COLUMNS)]
    days = [on for visit in visits for on in (visit.started_on, visit.ended_on, visit.handed_on) if on]
    longest = max(step.days for step in steps)
    last = max(days).year + longest // WORKING_DAYS_A_YEAR + 1
    return analyse(steps, visits, calendar_for(range(min(days).year, last + 1)))


def _calendar(steps: Sequence[Step], past: Mapping[str, Past], start: date, by: date | None) -> WorkCalendar:
    """Take as many years as the chain could need, were every case as slow as the slowest."""
    slowest = [
        replace(step, days=max(step.days, *known.work) + max(known.waits, default=0))
        if (known := past.get(step.key))
        else step
        for step in steps
    ]
    last = start.year + longest_days(slowest) // WORKING_DAYS_A_YEAR + 1
    return calendar_for(range(start.year, max(last, by.year if by else last) + 1))


def _option_day(value: str, option: str) -> date:
    try:
        return day(value)
    except ValueError as fault:
        raise EngineInputError(f"{option} {fault}：{value}。") from None
