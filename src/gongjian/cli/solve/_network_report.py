"""An approval chain's answer for people, in Markdown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongjian.cli.solve._network_past import after_lines, late_lines, log_lines
from gongjian.cli.solve._network_words import day_words, markdown_table, unit_words
from gongjian.engines.network import OwnerChain, Schedule, Speedup
from gongjian.readers import SheetData

if TYPE_CHECKING:
    from gongjian.cli.solve.network import Found

HEADER = ("开始", "办结", "编号", "环节", "部门", "时限", "最迟开始", "最迟办结", "可拖", "不碍后面", "关键")


def report_of(found: "Found", *, is_explained: bool) -> list[str]:
    """Write the report: the answer first, then the chain, then what was asked for besides."""
    plain = found.green.plain
    lines = [_headline(found), ""]
    if plain.is_provisional:
        lines += ["途中有的年份还没有公布放假安排，先按周末和法定节假日算，公布后请重算。", ""]
    if plain.starts_on != plain.asked_on:
        lines += [f"{day_words(plain.asked_on)}不上班，按{day_words(plain.starts_on)}收件算。", ""]
    lines += ["## 流程表", "", *_table(plain), "", "## 关键线路", "", *_chains(plain), ""]
    if is_explained:
        lines += ["## 为什么是这一天", "", *_reasons(plain), ""]
    lines += ["## 各部门最长的线路", "", *_owners(found.owners), ""]
    lines += _green(found)
    if found.speedup:
        lines += _speedup(found.speedup)
    if found.late:
        lines += late_lines(found.late)
    if found.late_after:
        lines += after_lines(found.late_after)
    if found.log:
        lines += log_lines(found.log, {row.step.key: row.step.name or row.step.key for row in plain.rows})
    return lines[:-1]


def schedule_table(plan: Schedule) -> SheetData:
    """Write a schedule as a table, by start."""
    return SheetData("流程", HEADER, [_cells(plan, number) for number in range(len(plan.rows))])


def _headline(found: "Found") -> str:
    plain, speedup = found.green.plain, found.speedup
    words = f"{day_words(plain.starts_on)}收件，都按时限办，{day_words(plain.ends_on)}办完，共 {plain.days} 个工作日。"
    if speedup is None:
        return words
    if speedup.obstacle:
        chain, names = speedup.obstacle, "、".join(step.label for step in speedup.obstacle.chain)
        return (
            f"{day_words(speedup.wanted_on)}前办不完，因为{names}前后相接，能并联的都并联、能缩短的都缩短，"
            f"也要 {chain.days} 个工作日，到{day_words(chain.ends_on)}。"
        )
    if not speedup.measures:
        return words + f"{day_words(speedup.wanted_on)}前办得完，不用另想办法。"
    proof = "没有更省的办法（已证明）" if speedup.gap == 0 else f"再省也不会低于 {speedup.bound}"
    return words + f"要在{day_words(speedup.wanted_on)}前办完，代价 {speedup.cost}，{proof}。"


def _table(plan: Schedule) -> list[str]:
    return markdown_table(HEADER, [_cells(plan, number) for number in range(len(plan.rows))])


def _cells(plan: Schedule, number: int) -> tuple[str | int, ...]:
    row = plan.rows[number]
    step = row.step
    return (
        row.starts_on.isoformat(),
        row.ends_on.isoformat(),
        step.key,
        step.name,
        step.owner,
        f"{step.days} {unit_words(step)}",
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
            lines.append(f"- {row.step.label}：不等别的环节，{day_words(row.starts_on)}就开始。")
            continue
        last = max(before, key=lambda one: (one.ends_on, one.step.hand_over_days))
        hand_over = f"，交接 {last.step.hand_over_days} 个工作日" if last.step.hand_over_days else ""
        slack = f"可拖 {row.slack_days} 个工作日" if row.slack_days else "拖一天，全程就晚"
        lines.append(
            f"- {row.step.label}：等{last.step.label}{day_words(last.ends_on)}办结{hand_over}，"
            f"{day_words(row.starts_on)}开始；{slack}。"
        )
    return lines


def _owners(owners: Sequence[OwnerChain]) -> list[str]:
    rows = [(one.owner, one.steps, one.own_days, one.days, one.slack_days, one.hand_overs) for one in owners]
    return markdown_table(("部门", "环节数", "自己占", "线路全长", "离关键线路差", "换手次数"), rows)


def _green(found: "Found") -> list[str]:
    green = found.green
    if not green.parallel:
        return []
    labels = {row.step.key: row.step.label for row in green.plain.rows}
    lines = [
        "## 绿色通道",
        "",
        f"能并联的都并联，{day_words(green.green.ends_on)}办完，共 {green.green.days} 个工作日，省 {green.days_saved} 个。",
        "",
    ]
    for one in green.parallel:
        beside = "、".join(labels[key] for key in one.beside)
        worth = f"只有它不并联，就晚 {one.saves_days} 个工作日" if one.saves_days else "单单它不并联，也不晚"
        lines.append(f"- {one.step.label}不等{beside}，同时办；{worth}。")
    return [*lines, "", "并联后的关键线路：", "", *_chains(green.green), ""]


def _speedup(speedup: Speedup) -> list[str]:
    lines = [f"## 赶在{day_words(speedup.wanted_on)}前", ""]
    if speedup.obstacle:
        chain = [(one.label, one.owner, f"{one.days} {unit_words(one)}") for one in speedup.obstacle.chain]
        return [
            *lines,
            "办不完。光是下面这几个环节就超过了：",
            "",
            *markdown_table(("环节", "部门", "最少"), chain),
            "",
        ]
    if not speedup.measures:
        return [*lines, "不用另想办法。", ""]
    lines += [f"代价 {speedup.cost}，下界 {speedup.bound}，差 {speedup.gap}。", ""]
    for one in speedup.measures:
        what = "并联办理" if one.is_parallel else f"缩短 {one.cut_days} 天"
        lines.append(
            f"- {one.step.label}（{one.step.owner}）{what}，代价 {one.cost}；"
            f"不这样做，要到{day_words(one.without_it_ends_on)}。"
        )
    return [*lines, "", *_table(speedup.schedule), ""]
