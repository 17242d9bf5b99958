"""The take-up forecast on the command line: learn from past offers, forecast, and place homes better."""

import argparse
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

import numpy as np

from gongjian.cli.solve._answer import Answer
from gongjian.cli.solve._inputs import Column, decimal, read_table, text, whole, words
from gongjian.engines.allocation import (
    Estimate,
    Forecast,
    OfferRow,
    Placement,
    TakeUpModel,
    calibrate,
    forecast,
    place_homes,
    profile_estimates,
)
from gongjian.engines.errors import EngineInputError
from gongjian.readers import SheetData

CONDITIONS = "通勤分钟,设施数,租金占收入百分比"
_HEADER = ("地点", "群体", "接受的可能", "放几套给他们")


def add_takeup_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the forecast."""
    group = parser.add_argument_group("预测有多少户会要")
    group.add_argument("--offers", metavar="文件", help="过去的配租记录：推出、接受和各条件，一行一种情形")
    group.add_argument(
        "--conditions", default=CONDITIONS, metavar="列名", help=f"哪些列是条件，逗号分开；默认 {CONDITIONS}"
    )
    group.add_argument(
        "--sites", metavar="文件", help="可放的地点：地点、容量、群体、户数和各条件，一行一处一群"
    )
    group.add_argument("--total", type=int, metavar="套数", help="一共放几套，默认同配租记录里推出的")


def solve_takeup(args: argparse.Namespace) -> Answer:
    """Calibrate on past offers; with sites, place the homes where most are accepted."""
    names = words(args.conditions)
    model, rows = _calibrated(args.offers, names)
    x = np.array([row.conditions for row in rows], dtype=np.float64)
    past = forecast(model, x, [row.offered for row in rows])
    profiles = profile_estimates(names, rows)
    record: dict[str, Any] = {"model": _model_record(model, profiles), "past": _forecast_record(past)}
    lines = _model_lines(model, past, profiles)
    if not args.sites:
        title = f"# 预测：过去推出 {model.offered} 套，{model.accepted} 户接受（{_percent(model.accepted, model.offered)}）"
        return Answer(record, [title, "", *lines])
    homes = model.offered if args.total is None else args.total
    sites = read_table(args.sites, _site_columns(names))
    return _placed(model, homes, names, sites, record, lines)


def _calibrated(name: str, names: Sequence[str]) -> tuple[TakeUpModel, list[OfferRow]]:
    columns = {
        "offered": Column(("推出", "推出套数", "offered"), whole),
        "accepted": Column(("接受", "接受户数", "accepted"), whole),
        **_condition_columns(names),
    }
    rows = [
        OfferRow(_conditions(row, names), row["offered"], row["accepted"])
        for row in read_table(name, columns)
    ]
    return calibrate(names, rows), rows


def _site_columns(names: Sequence[str]) -> dict[str, Column]:
    return {
        "site": Column(("地点", "site"), text),
        "capacity": Column(("容量", "capacity"), whole),
        "group": Column(("群体", "group"), text, "全部"),
        "households": Column(("户数", "households"), whole),
        **_condition_columns(names),
    }


def _condition_columns(names: Sequence[str]) -> dict[str, Column]:
    return {f"条件{index}": Column((name,), decimal) for index, name in enumerate(names)}


def _conditions(row: Mapping[str, Decimal], names: Sequence[str]) -> tuple[float, ...]:
    return tuple(float(row[f"条件{index}"]) for index in range(len(names)))


def _placed(
    model: TakeUpModel,
    homes: int,
    names: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    record: dict[str, Any],
    lines: Sequence[str],
) -> Answer:
    capacities, households = _totals(rows, "site", "capacity"), _totals(rows, "group", "households")
    x = _table(rows, list(households), list(capacities), names)
    chances = model.probabilities(x.reshape(-1, len(names))).reshape(len(households), len(capacities))
    best = place_homes(homes, list(households.values()), list(capacities.values()), chances)
    told = forecast(model, x.reshape(-1, len(names)), best.offers.ravel().tolist())
    outside = model.outside(x.reshape(-1, len(names)))
    cells = [
        (site, group, f"{chances[g, s]:.1%}", int(best.offers[g, s]))
        for s, site in enumerate(capacities)
        for g, group in enumerate(households)
    ]
    record["placement"] = {
        "homes": dict(zip(capacities, best.homes, strict=True)),
        "expected": best.expected,
        "bound": best.bound_millionths / 10**6,
        "gap": best.gap_millionths / 10**6,
        "unplaced": best.unplaced,
        "reason": best.reason,
        "outside": list(outside),
        "forecast": _forecast_record(told),
    }
    report = [*_placement_lines(homes, best, told, capacities, outside), "", *lines]
    return Answer(record, report, SheetData("放在哪里", _HEADER, cells), is_solved=not best.unplaced)


def _totals(rows: Sequence[Mapping[str, Any]], key: str, value: str) -> dict[str, int]:
    """Collect one number a site or group; it stands in several rows and has to be the same."""
    found: dict[str, int] = {}
    for row in rows:
        if found.setdefault(row[key], row[value]) != row[value]:
            raise EngineInputError(
                f"“{row[key]}”在几行里写的数不一样：{found[row[key]]} 和 {row[value]}。请统一。"
            )
    return found


def _table(
    rows: Sequence[Mapping[str, Any]], groups: Sequence[str], sites: Sequence[str], names: Sequence[str]
) -> np.ndarray[Any, np.dtype[np.float64]]:
    found = {(row["group"], row["site"]): _conditions(row, names) for row in rows}
    if len(found) < len(rows):
        raise EngineInputError("有一个地点和群体写了两行，请只留一行。")
    missing = [f"{site}和{group}" for group in groups for site in sites if (group, site) not in found]
    if missing:
        raise EngineInputError(f"少了 {len(missing)} 行：{missing[0]}。每处地点、每个群体都要有一行。")
    return np.array([[found[group, site] for site in sites] for group in groups], dtype=np.float64)


def _placement_lines(
    homes: int, best: Placement, told: Forecast, capacities: Mapping[str, int], outside: Sequence[str]
) -> list[str]:
    if best.unplaced:
        return [f"# 放不下：{homes} 套里有 {best.unplaced} 套没有着落", "", best.reason]
    lines = [
        f"# {homes} 套换个放法，预计 {best.expected:.1f} 户接受（95% 区间 {told.low:.0f} 到 {told.high:.0f}）",
        "",
        f"按这个模型没有更好的放法：上界 {best.bound_millionths / 10**6:.1f}，差距 {best.gap_millionths / 10**6:.6f}。",
        "",
        "| 地点 | 容量 | 放几套 |",
        "| --- | --- | --- |",
        *(
            f"| {site} | {room} | {count} |"
            for (site, room), count in zip(capacities.items(), best.homes, strict=True)
        ),
    ]
    if outside:
        lines += ["", f"注意：{'、'.join(outside)}有超出过去记录的值，预测在那里只是外推。"]
    return lines


def _model_lines(model: TakeUpModel, past: Forecast, profiles: Sequence[Estimate]) -> list[str]:
    lines = [
        "## 从过去学到的",
        "",
        f"推出 {model.offered} 套，{model.accepted} 户接受；模型对同样的推出预计 {past.expected:.1f} 户"
        f"（95% 区间 {past.low:.0f} 到 {past.high:.0f}）。",
        "",
        "| 条件 | 系数 | 95% 区间（剖面似然） | 95% 区间（Wald） | 多 1 个单位，接受的机会比变为 |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one, profile in zip(model.estimates(), profiles, strict=True):
        times = "" if one.name == model.estimates()[0].name else f"{np.exp(one.value):.3f} 倍"
        doubt = "" if profile.is_clear else "（看不出影响）"
        lines.append(
            f"| {one.name} | {one.value:.4f} | {profile.low:.4f} 到 {profile.high:.4f}{doubt} "
            f"| {one.low:.4f} 到 {one.high:.4f} | {times} |"
        )
    return lines


def _model_record(model: TakeUpModel, profiles: Sequence[Estimate]) -> dict[str, Any]:
    return {
        "offered": model.offered,
        "accepted": model.accepted,
        "log_likelihood": model.log_likelihood,
        "coefficients": [
            {
                "name": one.name,
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "profile_low": profile.low if isfinite(profile.low) else None,
                "profile_high": profile.high if isfinite(profile.high) else None,
            }
            for one, profile in zip(model.estimates(), profiles, strict=True)
        ],
    }


def _forecast_record(told: Forecast) -> dict[str, Any]:
    return {
        "offered": told.offered,
        "expected": told.expected,
        "low": told.low,
        "high": told.high,
        "chance_sd": told.chance_sd,
        "estimation_sd": told.estimation_sd,
    }


def _percent(part: int, whole_: int) -> str:
    return f"{part / whole_:.1%}"
