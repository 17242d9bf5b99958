"""Word a plan of dispersed small clusters, or a front of plans: JSON, rows, points, a report."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from gongjian.cli.solve._answer import Answer, percent, point_feature
from gongjian.engines.siting.dispersed_words import yuan
from gongjian.engines.siting.front import Front, Stay, steadiness
from gongjian.engines.siting.parcels import Parcel, Problem, Siting, Status
from gongjian.readers import SheetData

HEADER = ("地块", "名称", "街道", "渠道", "套数", "每套出行（米）", "造价（元）", "经度", "纬度", "为什么")


def plan_answer(problem: Problem, siting: Siting, *, is_explained: bool) -> Answer:
    """Word one plan; `is_explained` tells every parcel, not only those chosen."""
    if siting.status in (Status.INFEASIBLE, Status.UNKNOWN):
        return _no_plan(siting)
    rows = _rows(problem, siting, is_explained)
    lines = [f"# {_headline(siting)}", "", _proof(siting), "", *_streets(problem, siting)]
    lines += ["", "| 地块 | 街道 | 套数 | 每套出行（米） | 为什么 |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {row[0]} {row[1]} | {row[2]} | {row[4]} | {row[5]} | {row[9]} |" for row in rows]
    return Answer(_record(problem, siting, rows), lines, SheetData("选址", HEADER, rows), _features(rows))


def front_answer(problem: Problem, front: Front, names: tuple[str, str]) -> Answer:
    """Word a front: each plan with its gap, and which parcels stay."""
    if front.refusal is not None:
        return _no_plan(front.refusal)
    header = ("方案", *(f"{name}（{_unit(name)}）" for name in names))
    rows = [
        (str(number), _shown(names[0], point.first), _shown(names[1], point.second))
        for number, point in enumerate(front.points, start=1)
    ]
    title = f"{names[0]}和{names[1]}之间，{len(rows)} 个方案"
    found = _plans(problem, title, header, rows, [point.siting for point in front.points])
    record = {**found.record, "second_bound": front.second_bound, "missed": list(front.missed)}
    if not front.missed:
        return replace(found, record=record)
    limits = "、".join(_shown(names[1], ceiling) for ceiling in front.missed)
    more = f"{names[1]}不超过 {limits} 的方案，时间内没有找到。请把 --time-limit 加长。"
    return replace(found, record=record, lines=[*found.lines, "", more])


def varied_answer(problem: Problem, prices: Sequence[int], sitings: Sequence[Siting]) -> Answer:
    """Word the plans of several prices of money in metres of travel, and which parcels stay."""
    refused = next((one for one in sitings if one.value is None), None)
    if refused is not None:
        return _no_plan(refused)
    header = ("1 万元抵（米）", "出行（米）", "造价（元）")
    rows = [
        (str(price), str(siting.travel_m), yuan(siting.cost_cents))
        for price, siting in zip(prices, sitings, strict=True)
    ]
    return _plans(problem, f"造价的 {len(rows)} 种权重，各一个方案", header, rows, sitings)


def _plans(
    problem: Problem,
    title: str,
    header: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    sitings: Sequence[Siting],
) -> Answer:
    """Word several plans: their own columns, then what every plan has; which parcels are in how many."""
    stays, count = steadiness(sitings), len(sitings)
    header = (*header, "处数", "套数", "差距至多")
    rows = [(*row, *_of_plan(siting)) for row, siting in zip(rows, sitings, strict=True)]
    always = [stay.parcel for stay in stays if stay.times == count]
    lines = [f"# {title}", ""]
    lines += [f"| {' | '.join(row)} |" for row in (header, ("---",) * len(header), *rows)]
    lines += ["", f"{count} 个方案里都选的地块有 {len(always)} 块：{'、'.join(always) or '没有'}。"]
    chosen = {stay.parcel: f"{count} 个方案里选了 {stay.times} 次，{_range(stay)} 套" for stay in stays}
    lines += [f"- {stay.parcel}：{chosen[stay.parcel]}" for stay in stays if stay.times < count]
    features = [
        point_feature(*_where(parcel), {"地块": parcel.key, "为什么": chosen[parcel.key]})
        for parcel in problem.parcels
        if parcel.key in chosen
    ]
    record = {
        "plans": [_plan_record(row, header, siting) for row, siting in zip(rows, sitings, strict=True)],
        "stays": {stay.parcel: stay.times for stay in stays},
    }
    return Answer(record, lines, SheetData("方案", header, rows), features)


def _of_plan(siting: Siting) -> tuple[str, str, str]:
    return str(len(siting.opened)), str(siting.homes), percent(siting.gap or Fraction(0))


def _plan_record(row: tuple[str, ...], header: tuple[str, ...], siting: Siting) -> dict[str, Any]:
    return {
        **dict(zip(header, row, strict=True)),
        "status": str(siting.status),
        "value": siting.value,
        "bound": siting.bound,
        "opened": {site.parcel: site.homes for site in siting.opened},
    }


def _no_plan(siting: Siting) -> Answer:
    if siting.conflict is not None:
        words = siting.conflict.words
        limits = list(siting.conflict.limits)
        is_smallest = siting.conflict.is_smallest
    else:
        words = "时间到了，还没有找到方案，也没有证明做不到。请把 --time-limit 加长。"
        limits, is_smallest = [], False
    record = {
        "status": str(siting.status),
        "because": words,
        "conflict": limits,
        "conflict_is_smallest": is_smallest,
        "reasons": siting.reasons,
    }
    return Answer(record, [f"# {words}"], is_solved=False)


def _headline(siting: Siting) -> str:
    return (
        f"选 {len(siting.opened)} 块地，建 {siting.homes} 套，平均每套出行 {_mean(siting)} 米，"
        f"造价 {yuan(siting.cost_cents)} 元"
    )


def _proof(siting: Siting) -> str:
    if siting.status == Status.PROVEN:
        return f"目标值 {siting.value}，下界 {siting.bound}：已证明没有更好的方案。"
    return f"目标值 {siting.value}，下界 {siting.bound}：最多还能好 {percent(siting.gap or Fraction(0))}，没有证明是最好的。"


def _streets(problem: Problem, siting: Siting) -> list[str]:
    homes = {site.parcel: site.homes for site in siting.opened}
    lines = ["| 街道 | 需求 | 至少 | 至多 | 建 |", "| --- | --- | --- | --- | --- |"]
    for street in problem.streets:
        supply = sum(homes.get(parcel.key, 0) for parcel in problem.parcels if parcel.street == street.key)
        name = street.name or street.key
        lines.append(f"| {name} | {street.demand} | {street.least} | {street.most} | {supply} |")
    return lines


def _rows(problem: Problem, siting: Siting, is_explained: bool) -> list[tuple[Any, ...]]:
    opened = {site.parcel: site for site in siting.opened}
    found = []
    for parcel in sorted(problem.parcels, key=lambda one: one.key):
        site = opened.get(parcel.key)
        if site is None and not is_explained:
            continue
        numbers = (site.homes, site.travel_m, yuan(site.cost_cents)) if site else (0, "", "")
        found.append((*_of(parcel), *numbers, *_where(parcel), siting.reasons[parcel.key]))
    return found


def _of(parcel: Parcel) -> tuple[str, ...]:
    return parcel.key, parcel.name, parcel.street, parcel.channel


def _where(parcel: Parcel) -> tuple[float, float]:
    return parcel.point.longitude, parcel.point.latitude


def _record(problem: Problem, siting: Siting, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "status": str(siting.status),
        "value": siting.value,
        "bound": siting.bound,
        "gap": percent(siting.gap or Fraction(0)),
        "weights": vars(problem.weights),
        "homes": siting.homes,
        "sites": len(siting.opened),
        "travel_m": siting.travel_m,
        "cost_cents": siting.cost_cents,
        "parcels": [dict(zip(HEADER, row, strict=True)) for row in rows],
    }


def _features(rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [point_feature(row[7], row[8], dict(zip(HEADER, row, strict=True))) for row in rows]


def _mean(siting: Siting) -> int:
    return (2 * siting.travel_m + siting.homes) // (2 * siting.homes) if siting.homes else 0


def _unit(name: str) -> str:
    return {"出行": "米", "造价": "元", "处数": "处"}[name]


def _shown(name: str, number: int) -> str:
    return yuan(number) if name == "造价" else str(number)


def _range(stay: Stay) -> str:
    return str(stay.most) if stay.fewest == stay.most else f"{stay.fewest} 到 {stay.most}"
