"""A matching in words, as a record, and as a table."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gongjian.engines.matching import Explanation, Level, Result
from gongjian.readers import SheetData

HEADER = ("需求", "资源", "单位", "数量", "其中约定", "距离（米）", "说明")
MOST_LINES = 40


def report_of(result: Result, asked: Sequence[Explanation], told: Sequence[Explanation]) -> list[str]:
    """Write the report: the answer and how good it is, then communities, pairs, and what could not be done."""
    lines = [_headline(result), ""]
    lines += [f"- {told.need} 和 {told.resource}：{told.sentence}" for told in asked]
    lines += ["", "## 这个方案有多好", ""] if asked else ["## 这个方案有多好", ""]
    lines += [_level_line(level) for level in result.levels]
    lines += [
        "",
        "## 各社区",
        "",
        "| 社区 | 需要 | 满足 | 满足率 | 至多能有 |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one.community} | {one.needed} | {one.served} | {_share(one.share)} | {one.reachable} |"
        for one in result.coverages
    ]
    lines += [
        "",
        "## 对接",
        "",
        "| 需求 | 资源 | 单位 | 数量 | 距离（米） |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {m.need} | {m.resource} | {m.unit} | {m.quantity}{'（约定）' if m.agreed else ''} | {m.distance_m} |"
        for m in result.matches[:MOST_LINES]
    ]
    if len(result.matches) > MOST_LINES:
        lines.append(f"\n另有 {len(result.matches) - MOST_LINES} 项，见 --csv。")
    lines += _section("没能守住的约定", [_broken_line(result, place) for place in range(len(result.broken))])
    lines += _section("为什么不够", [f"- {shortage.sentence}。" for shortage in result.shortages])
    lines += _section("每一对为什么", [f"- {one.need} 和 {one.resource}：{one.sentence}" for one in told])
    return lines


def record_of(result: Result, told: Sequence[Explanation]) -> dict[str, Any]:
    """Write the answer as plain data; shares and bounds as exact fractions in text."""
    return {
        "is_proven": result.is_proven,
        "levels": [
            {"name": one.name, "value": str(one.value), "bound": str(one.bound), "is_proven": one.is_proven}
            for one in result.levels
        ],
        "communities": [
            {
                "community": one.community,
                "needed": one.needed,
                "served": one.served,
                "share": str(one.share),
                "reachable": one.reachable,
            }
            for one in result.coverages
        ],
        "matches": [
            {
                "need": m.need,
                "resource": m.resource,
                "unit": m.unit,
                "quantity": m.quantity,
                "agreed": m.agreed,
                "distance_m": m.distance_m,
            }
            for m in result.matches
        ],
        "unserved": dict(result.unserved),
        "broken_agreements": [
            {
                "need": one.agreement.need,
                "resource": one.agreement.resource,
                "agreed": one.agreement.quantity,
                "kept": one.kept,
                "reason": one.reason,
            }
            for one in result.broken
        ],
        "shortages": [
            {
                "needs": list(one.needs),
                "resources": list(one.resources),
                "asked": one.asked,
                "available": one.available,
                "sentence": one.sentence,
            }
            for one in result.shortages
        ],
        "explanations": [
            {
                "need": one.need,
                "resource": one.resource,
                "is_chosen": one.is_chosen,
                "sentence": one.sentence,
                "changes": [{"lever": change.lever.value, "amount": change.amount} for change in one.changes],
            }
            for one in told
        ],
    }


def table_of(result: Result, told: Sequence[Explanation]) -> SheetData:
    """Write a row for each pair, with its reason where that was asked for."""
    why = {(one.need, one.resource): one.sentence for one in told}
    rows = [
        (m.need, m.resource, m.unit, m.quantity, m.agreed, m.distance_m, why.get((m.need, m.resource), ""))
        for m in result.matches
    ]
    return SheetData("对接", HEADER, rows)


def _headline(result: Result) -> str:
    needed = sum(one.needed for one in result.coverages)
    served = sum(one.served for one in result.coverages)
    proof = "每个目标都已证明没有更好的" if result.is_proven else "还没有证明是最好的，差距见下"
    least = min((one.share for one in result.coverages), default=Fraction(1))
    return f"配成 {len(result.matches)} 项，{needed} 份需求满足 {served} 份，满足率最低的社区 {_share(least)}；{proof}。"


def _level_line(level: Level) -> str:
    words = "不会少于" if level.name == "距离" else "至多能到"
    proof = "已证明" if level.is_proven else f"{words} {level.bound}"
    if level.name != "最低满足率":
        return f"- {level.name}：{level.value}（{proof}）"
    return f"- {level.name}：每个社区都到 {_share(level.value)}，单独也到不了的给足它能有的（{proof}）"


def _broken_line(result: Result, place: int) -> str:
    broken = result.broken[place]
    agreed = broken.agreement
    return f"- 做不到，因为{broken.reason}：{agreed.need} 和 {agreed.resource} 约定 {agreed.quantity}，守住 {broken.kept}。"


def _share(share: Fraction) -> str:
    return (
        f"{share.numerator}/{share.denominator}（{float(share):.1%}）"
        if share.denominator > 1
        else f"{int(share):.0%}"
    )


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"## {title}", "", *lines] if lines else []
