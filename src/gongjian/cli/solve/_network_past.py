"""What an approval chain's report says of past cases: chances of being late, and where time went."""

from collections.abc import Mapping, Sequence
from math import ceil

from gongjian.cli.solve._network_words import day_words, markdown_table
from gongjian.engines.network import FEW, Chance, LateAfter, Lateness, LogReport, Place

MOST_LISTED = 10


def late_lines(late: Lateness) -> list[str]:
    """Say how likely the whole and each step are late."""
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
    ends = "，".join(f"{int(share * 100)}% 的情形在{day_words(on)}前" for share, on in late.likely_ends)
    lines = [
        "## 会不会超期",
        "",
        f"照过去的办法，{day_words(late.due_on)}后才办完的可能是 {_percent(late.whole)}。{ends}办完。",
        "",
        *markdown_table(("环节", "过去件数", "自己超时限", "晚于计划办结", "成为关键"), rows),
        "",
        f"各环节当作互不相干。带 ± 的是模拟 {late.runs} 次（种子 {late.seed}）数出来的，± 是 95% 的误差，往大里取；不带的是准确值。",
        "“自己超时限”的 ± 来自过去件数的多少。",
        "",
    ]
    if few := [row.step.label for row in late.rows if 0 < row.n < FEW]:
        lines += [f"过去不到 {FEW} 件，只能参考：{'、'.join(few)}。", ""]
    return lines


def after_lines(late: LateAfter) -> list[str]:
    """Say what the measures do to the chance of being late, all together and each."""
    lines = [
        "## 想了办法以后会不会超期",
        "",
        f"照过去的办法，超过想要的日子的可能是 {_percent(late.before)}；上面的办法都用上，是 {_percent(late.after)}。",
        "",
    ]
    for measure, chance in late.without:
        what = "并联办理" if measure.is_parallel else f"缩短 {measure.cut_days} 天"
        lines.append(f"- 只是{measure.step.label}不{what}：{_percent(chance)}。")
    assumed = (
        "缩短了的环节，当作过去每件都少用这么多天，但不比能缩到的最短天数还少；这是假定，还没有人这样办过。"
    )
    return [*lines, "", assumed, ""]


def log_lines(log: LogReport, names: Mapping[str, str]) -> list[str]:
    """Say where time went; `names` are what steps are called."""
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
    if back := [place for place in log.steps if place.returns]:
        times = "、".join(
            f"{names[one.key]} {one.returns} 次（在外 {one.away_days} 个工作日）" for one in back
        )
        lines += [f"退回再来：{times}。在外的日子不算在环节和部门头上。", ""]
    if log.early:
        told = "；".join(
            f"“{case}”的{names[key]}在{names[before]}办结以前就开始"
            for case, key, before in log.early[:MOST_LISTED]
        )
        lines += [f"先后不对的 {len(log.early)} 处，请核对日期，或在流程表里写明可并联：{told}。", ""]
    if log.open_visits:
        lines += [f"还没办结的 {log.open_visits} 条没有算进去。", ""]
    rows = [
        (
            case.case,
            case.first_on.isoformat(),
            f"{case.last_on.isoformat()} {names[case.chain[-1]]}",
            case.days,
            case.work,
            case.desk,
            case.tray,
            case.away,
        )
        for case in sorted(log.cases, key=lambda case: -case.days)[:MOST_LISTED]
    ]
    head = ("件", "开始", "办到", "工作日", "在办", "等交出", "等开办", "退回在外")
    return [*lines, f"最慢的 {len(rows)} 件：", "", *markdown_table(head, rows), ""]


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
    return markdown_table(head, rows)


def _percent(chance: Chance) -> str:
    words = f"{100 * float(chance.value):.1f}%"
    return words if chance.is_exact else f"{words} ±{ceil(500 * (chance.high - chance.low)) / 10:.1f}"
