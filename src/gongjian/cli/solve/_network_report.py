"""An approval chain's answer for people, in Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from gongjian.engines.network import (
    FEW,
    Chance,
    Lateness,
    LogReport,
    OwnerChain,
    Place,
    Schedule,
    Speedup,
    Step,
)
from gongjian.engines.worktime import LimitUnit
from gongjian.readers import SheetData

if TYPE_CHECKING:
    from gongjian.cli.solve.network import Found

HEADER = ("开始", "办结", "编号", "环节", "部门", "时限", "最迟开始", "最迟办结", "可拖", "不碍后面", "关键")
MOST_LISTED = 10


def report_of(found: "Found", *, is_explained: bool) -> list[str]:
    """Write the report: the answer first, then the chain, then what was asked for besides."""
    plain = found.green.plain
    lines = [_headline(found), ""]
    if plain.is_provisional:
        lines += ["途中有的年份还没有公布放假安排，先按周末和法定节假日算，公布后请重算。", ""]
    if plain.starts_on != plain.asked_on:
        lines += [f"{_day(plain.asked_on)}不上班，按{_day(plain.starts_on)}收件算。", ""]
    lines += ["## 流程表", "", *_table(plain), "", "## 关键线路", "", *_chains(plain), ""]
    if is_explained:
        lines += ["## 为什么是这一天", "", *_reasons(plain), ""]
    lines += ["## 各部门最长的线路", "", *_owners(found.owners), ""]
    lines += _green(found)
    if found.speedup:
        lines += _speedup(found.speedup)
    if found.late:
        lines += _late(found.late)
    if found.log:
        lines += _log(found.log, {row.step.key: row.step.name or row.step.key for row in plain.rows})
    return lines[:-1]


def schedule_table(plan: Schedule) -> SheetData:
    """Write a schedule as a table, by start."""
    return SheetData("流程", HEADER, [_cells(plan, number) for number in range(len(plan.rows))])


def _headline(found: "Found") -> str:
    plain, speedup = found.green.plain, found.speedup
    words = f"{_day(plain.starts_on)}收件，都按时限办，{_day(plain.ends_on)}办完，共 {plain.days} 个工作日。"
    if speedup is None:
        return words
    if speedup.obstacle:
        chain, names = speedup.obstacle, "、".join(step.label for step in speedup.obstacle.chain)
        return (
            f"{_day(speedup.wanted_on)}前办不完，因为{names}前后相接，能并联的都并联、能缩短的都缩短，"
            f"也要 {chain.days} 个工作日，到{_day(chain.ends_on)}。"
        )
    if not speedup.measures:
        return words + f"{_day(speedup.wanted_on)}前办得完，不用另想办法。"
    proof = "没有更省的办法（已证明）" if speedup.gap == 0 else f"再省也不会低于 {speedup.bound}"
    return words + f"要在{_day(speedup.wanted_on)}前办完，代价 {speedup.cost}，{proof}。"


def _table(plan: Schedule) -> list[str]:
    return _markdown(HEADER, [_cells(plan, number) for number in range(len(plan.rows))])


def _cells(plan: Schedule, number: int) -> tuple[str | int, ...]:
    row = plan.rows[number]
    step = row.step
    return (
        row.starts_on.isoformat(),
        row.ends_on.isoformat(),
        step.key,
        step.name,
        step.owner,
        f"{step.days} {_unit(step)}",
        row.latest_start_on.isoformat(),
        row.latest_end_on.isoformat(),
        row.slack_days,
        row.free_slack_days,
        "★" if row.is_critical else "",
    )


def _chains(plan: Schedule) -> list[str]:
    labels = {row.step.key: row.step.name or row.step.key for row in plan.rows}
    lines = [f"- {' → '.join(labels[key] for key in chain)}" for chain in plan.critical]
    if plan.chains > len(plan.critical):
        lines.append(f"- 一共 {plan.chains} 条，只列出 {len(plan.critical)} 条")
    return lines


def _reasons(plan: Schedule) -> list[str]:
    rows = {row.step.key: row for row in plan.rows}
    lines = []
    for row in plan.rows:
        before = [rows[key] for key in row.step.after]
        if not before:
            lines.append(f"- {row.step.label}：不等别的环节，{_day(row.starts_on)}就开始。")
            continue
        last = max(before, key=lambda one: (one.ends_on, one.step.hand_over_days))
        hand_over = f"，交接 {last.step.hand_over_days} 个工作日" if last.step.hand_over_days else ""
        slack = f"可拖 {row.slack_days} 个工作日" if row.slack_days else "拖一天，全程就晚"
        lines.append(
            f"- {row.step.label}：等{last.step.label}{_day(last.ends_on)}办结{hand_over}，"
            f"{_day(row.starts_on)}开始；{slack}。"
        )
    return lines


def _owners(owners: Sequence[OwnerChain]) -> list[str]:
    rows = [(one.owner, one.steps, one.own_days, one.days, one.slack_days, one.hand_overs) for one in owners]
    return _markdown(("部门", "环节数", "自己占", "线路全长", "离关键线路差", "换手次数"), rows)


def _green(found: "Found") -> list[str]:
    green = found.green
    if not green.parallel:
        return []
    labels = {row.step.key: row.step.label for row in green.plain.rows}
    lines = [
        "## 绿色通道",
        "",
        f"能并联的都并联，{_day(green.green.ends_on)}办完，共 {green.green.days} 个工作日，省 {green.days_saved} 个。",
        "",
    ]
    for one in green.parallel:
        beside = "、".join(labels[key] for key in one.beside)
        worth = f"只有它不并联，就晚 {one.saves_days} 个工作日" if one.saves_days else "单单它不并联，也不晚"
        lines.append(f"- {one.step.label}不等{beside}，同时办；{worth}。")
    return [*lines, "", "并联后的关键线路：", "", *_chains(green.green), ""]


def _speedup(speedup: Speedup) -> list[str]:
    lines = [f"## 赶在{_day(speedup.wanted_on)}前", ""]
    if speedup.obstacle:
        chain = [(one.label, one.owner, f"{one.days} {_unit(one)}") for one in speedup.obstacle.chain]
        return [
            *lines,
            "办不完。光是下面这几个环节就超过了：",
            "",
            *_markdown(("环节", "部门", "最少"), chain),
            "",
        ]
    if not speedup.measures:
        return [*lines, "不用另想办法。", ""]
    lines += [f"代价 {speedup.cost}，下界 {speedup.bound}，差 {speedup.gap}。", ""]
    for one in speedup.measures:
        what = "并联办理" if one.is_parallel else f"缩短 {one.cut_days} 天"
        lines.append(
            f"- {one.step.label}（{one.step.owner}）{what}，代价 {one.cost}；"
            f"不这样做，要到{_day(one.without_it_ends_on)}。"
        )
    return [*lines, "", *_table(speedup.schedule), ""]


def _late(late: Lateness) -> list[str]:
    rows = [
        (
            row.step.label,
            row.n,
            _percent(row.own_late) if row.own_late else "没有记录，按时限算",
            _percent(row.end_late),
            _percent(row.criticality),
        )
        for row in late.rows
    ]
    ends = "，".join(f"{int(share * 100)}% 的情形在{_day(on)}前" for share, on in late.likely_ends)
    lines = [
        "## 会不会超期",
        "",
        f"照过去的办法，{_day(late.due_on)}后才办完的可能是 {_percent(late.whole)}。{ends}办完。",
        "",
        *_markdown(("环节", "过去件数", "自己超时限", "晚于计划办结", "成为关键"), rows),
        "",
        f"各环节当作互不相干。带 ± 的是模拟 {late.runs} 次（种子 {late.seed}）数出来的，± 是 95% 的误差，往大里取；不带的是准确值。",
        "“自己超时限”的 ± 来自过去件数的多少。",
        "",
    ]
    if few := [row.step.label for row in late.rows if 0 < row.n < FEW]:
        lines += [f"过去不到 {FEW} 件，只能参考：{'、'.join(few)}。", ""]
    return lines


def _log(log: LogReport, names: Mapping[str, str]) -> list[str]:
    waited, days = log.waiting_share
    share = f"，占 {100 * waited / days:.0f}%" if days else ""
    lines = [
        "## 时间花在哪里",
        "",
        f"办结过环节的 {len(log.cases)} 件，沿着各自最慢的线路一共 {days} 个工作日，其中 {waited} 个在等{share}。",
        "“等交出”是办完了还没交给下一家，“等开办”是收到了还没开始。按耽误的工作日（超时限、等交出、等开办）从多到少：",
        "",
        *_places("环节", log.steps, names),
        "",
        *_places("部门", log.owners, {}),
        "",
    ]
    if log.open_visits:
        lines += [f"还没办结的 {log.open_visits} 条没有算进去。", ""]
    rows = [
        (
            case.case,
            case.first_on.isoformat(),
            case.last_on.isoformat(),
            case.days,
            case.work,
            case.desk,
            case.tray,
        )
        for case in sorted(log.cases, key=lambda case: -case.days)[:MOST_LISTED]
    ]
    head = ("件", "开始", "办到", "工作日", "在办", "等交出", "等开办")
    return [*lines, f"最慢的 {len(rows)} 件：", "", *_markdown(head, rows), ""]


def _places(word: str, places: Sequence[Place], names: Mapping[str, str]) -> list[str]:
    head = (
        word,
        "次数",
        "耽误",
        "超时限次数",
        "超了",
        "在办 中位（四分位）",
        "等开办 中位（四分位）",
        "等交出 中位（四分位）",
    )
    rows = []
    for place in places:
        spreads = [
            f"{float(one.median):g}（{float(one.lower):g}–{float(one.upper):g}）"
            for one in (place.work, place.tray, place.desk)
        ]
        rows.append(
            (names.get(place.key, place.key), place.n, place.lost_days, place.late, place.over_days, *spreads)
        )
    return _markdown(head, rows)


def _markdown(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return [
        *lines,
        *("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows),
    ]


def _percent(chance: Chance) -> str:
    words = f"{100 * float(chance.value):.1f}%"
    return words if chance.is_exact else f"{words} ±{ceil(500 * (chance.high - chance.low)) / 10:.1f}"


def _unit(step: Step) -> str:
    return "工作日" if step.unit is LimitUnit.WORKING_DAYS else "自然日"


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
