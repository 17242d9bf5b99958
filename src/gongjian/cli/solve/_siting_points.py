"""The simple siting problems on one table of points: people at all of them, sites at those that may be chosen."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongjian.cli.solve._answer import Answer, percent, point_feature
from gongjian.cli.solve._inputs import LATITUDE, LONGITUDE, Column, read_table, text, whole
from gongjian.cli.solve._interrupt import interruptible
from gongjian.cli.solve._progress import Progress
from gongjian.cli.solve._siting_tables import yes
from gongjian.cli.solve._siting_what_if import as_lines, as_record, variants_of, what_if
from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting import (
    CapacitatedProblem,
    CoverProblem,
    DispersionProblem,
    Infeasible,
    MedianProblem,
    Points,
    Proof,
    Served,
    SetCoverProblem,
    solve_capacitated,
    solve_cover,
    solve_dispersion,
    solve_median,
    solve_set_cover,
)
from gongjian.readers import SheetData

POINTS = {
    "key": Column(("点", "编号", "名称", "point", "id"), text),
    "weight": Column(("权重", "人数", "weight"), whole, 1),
    "is_site": Column(("可选", "site"), yes, True),
    "capacity": Column(("容量", "capacity"), whole, None),
    "is_kept": Column(("保留", "keep"), yes, False),
    "longitude": Column(LONGITUDE.names, LONGITUDE.read),
    "latitude": Column(LATITUDE.names, LATITUDE.read),
}
HEADER = ("点", "权重", "选中", "去哪里", "距离（米）", "为什么选", "经度", "纬度")
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Found:
    """What is told of any of the problems: a headline, the proof, each chosen site with a sentence, who goes where."""

    headline: str
    proof: Proof
    sites: Mapping[str, str]
    served: Sequence[Served] = ()


def solve_points(args: argparse.Namespace, progress: Progress) -> Answer:
    """Read the table, solve the problem that was asked for, and word the answer; Ctrl-C asks for the best so far."""
    if not args.points:
        raise EngineInputError("请用 --points 给出点的表：点、经度、纬度，可有 权重、可选、保留。")
    rows, solve = read_table(args.points, POINTS, key="key"), _SOLVERS[args.siting_problem]
    with interruptible() as is_interrupted:
        asked = argparse.Namespace(**vars(args), is_interrupted=is_interrupted)
        found = solve(rows, asked, progress)
        if isinstance(found, Infeasible):
            record = {"status": "infeasible", "because": found.because, "conflict": list(found.conflict)}
            return Answer(record, [f"# 做不到：{found.because}"], is_solved=False)
        answer = _word(rows, found)
        return _with_what_if(answer, found, rows, asked, progress) if args.what_if else answer


def _with_what_if(
    answer: Answer, found: Found, rows: Rows, args: argparse.Namespace, progress: Progress
) -> Answer:
    """Add how the value would change if something else were asked."""

    def solve(rows: Rows, args: argparse.Namespace) -> Proof | Infeasible:
        other = _SOLVERS[args.siting_problem](rows, args, progress)
        return other if isinstance(other, Infeasible) else other.proof

    variants = list(variants_of(rows, args.count, list(found.sites)))
    others = what_if(variants, args, progress, solve)
    return replace(
        answer,
        record={**answer.record, "what_if": as_record(others)},
        lines=[*answer.lines, *as_lines(found.proof, others, len(variants))],
    )


def _median(rows: Rows, args: argparse.Namespace, progress: Progress) -> Found | Infeasible:
    sites = _sites(rows)
    problem = MedianProblem(
        _keys(rows), _weights(rows), _keys(sites), _distances(rows, sites), _count(args), _kept(rows)
    )
    found = solve_median(problem, **_stopped(args, progress), **_told(progress), seed=args.seed)
    if isinstance(found, Infeasible):
        return found
    notes = {
        one.site: f"服务的权重 {one.weight}，"
        + (f"去掉它多走 {one.loss_without} 米" if one.loss_without is not None else "去掉它有人没有别处可去")
        for one in found.sites
    }
    head = f"选 {len(notes)} 个点，加权距离合计 {found.proof.value} 米"
    return Found(head, found.proof, notes, found.served)


def _cover(rows: Rows, args: argparse.Namespace, progress: Progress) -> Found | Infeasible:
    sites, radius_m = _sites(rows), _radius(args)
    problem = CoverProblem(
        _keys(rows),
        _weights(rows),
        _keys(sites),
        _distances(rows, sites),
        radius_m,
        _count(args),
        _kept(rows),
    )
    found = solve_cover(problem, **_timed(args, progress), **_told(progress), seed=args.seed)
    if isinstance(found, Infeasible):
        return found
    notes = {
        one.site: f"服务的权重 {one.weight}，其中只有它够得到的 {one.loss_without}" for one in found.sites
    }
    everyone = sum(row["weight"] for row in rows)
    head = f"选 {len(notes)} 个点，{radius_m} 米内覆盖权重 {found.proof.value}（共 {everyone}）"
    return Found(head, found.proof, notes, found.served)


def _disperse(rows: Rows, args: argparse.Namespace, progress: Progress) -> Found | Infeasible:
    sites = _sites(rows)
    problem = DispersionProblem(_keys(sites), _distances(sites, sites), _count(args), _kept(rows))
    found = solve_dispersion(problem, **_stopped(args, progress), **_told(progress))
    if isinstance(found, Infeasible):
        return found
    notes = {one.site: f"离最近的选中点 {one.nearest} {one.metres} 米" for one in found.sites}
    return Found(f"选 {len(notes)} 个点，两两至少相隔 {found.proof.value} 米", found.proof, notes)


def _cover_all(rows: Rows, args: argparse.Namespace, progress: Progress) -> Found | Infeasible:
    sites, radius_m = _sites(rows), _radius(args)
    distances = _distances(rows, sites)
    problem = SetCoverProblem(_keys(rows), _keys(sites), distances, radius_m, keep=_kept(rows))
    found = solve_set_cover(problem, **_timed(args, progress))
    if isinstance(found, Infeasible):
        return found
    notes = {
        one.site: f"就近服务 {one.weight} 个点，其中只有它够得到的 {one.loss_without} 个"
        for one in found.sites
    }
    head = f"至少选 {len(notes)} 个点" if found.proof.is_proven else f"选 {len(notes)} 个点"
    return Found(f"{head}，人人在 {radius_m} 米内", found.proof, notes, found.served)


def _capacitated(rows: Rows, args: argparse.Namespace, progress: Progress) -> Found | Infeasible:
    sites = _sites(rows)
    bare = next((row["key"] for row in sites if row["capacity"] is None), None)
    if bare is not None:
        raise EngineInputError(f"候选点“{bare}”没有填“容量”。请补上，或把“可选”填成否。")
    problem = CapacitatedProblem(
        _keys(rows),
        _weights(rows),
        _keys(sites),
        [row["capacity"] for row in sites],
        _distances(rows, sites),
        _count(args),
        _kept(rows),
    )
    found = solve_capacitated(problem, **_timed(args, progress))
    if isinstance(found, Infeasible):
        return found
    notes = {
        one.site: f"用了容量 {one.capacity} 中的 {one.load}，就近却去了别处的 {one.turned_away}"
        for one in found.sites
    }
    head = f"选 {len(notes)} 个点，加权距离合计 {found.proof.value} 米"
    return Found(head, found.proof, notes, found.served)


_SOLVERS = {
    "p-median": _median,
    "covering": _cover,
    "dispersion": _disperse,
    "set-covering": _cover_all,
    "capacitated": _capacitated,
}


def _count(args: argparse.Namespace) -> int:
    if args.count is None:
        raise EngineInputError("请用 --count 写要选几个点。")
    return int(args.count)


def _radius(args: argparse.Namespace) -> int:
    if args.radius_m is None:
        raise EngineInputError("请用 --radius-m 写一个点管多远（米）。")
    return int(args.radius_m)


def _sites(rows: Rows) -> Rows:
    return [row for row in rows if row["is_site"]]


def _keys(rows: Rows) -> list[str]:
    return [row["key"] for row in rows]


def _kept(rows: Rows) -> list[str]:
    return [row["key"] for row in rows if row["is_kept"]]


def _weights(rows: Rows) -> list[int]:
    return [row["weight"] for row in rows]


def _distances(rows: Rows, sites: Rows) -> Points:
    return Points(*([(row["latitude"], row["longitude"]) for row in part] for part in (rows, sites)))


def _stopped(args: argparse.Namespace, progress: Progress) -> dict[str, Callable[..., Any]]:
    """Stop when the time is over, or at Ctrl-C."""
    return {"should_stop": lambda: args.is_interrupted() or progress.seconds() > args.time_limit}


def _timed(args: argparse.Namespace, progress: Progress) -> dict[str, Callable[..., Any]]:
    """Stop when the time is over, also those who want to know beforehand."""
    return _stopped(args, progress) | {"seconds_left": lambda: args.time_limit - progress.seconds()}


def _told(progress: Progress) -> dict[str, Callable[..., Any]]:
    """Tell value and bound."""
    return {"on_progress": lambda value, bound: progress.tell(f"值 {value}，界 {bound}")}


def _word(rows: Rows, found: Found) -> Answer:
    served = {one.client: one for one in found.served}
    table = [_row(row, found.sites, served.get(row["key"])) for row in rows]
    lines = [f"# {found.headline}", "", _proof(found.proof), "", "| 选中的点 | 为什么选 |", "| --- | --- |"]
    lines += [f"| {site} | {note} |" for site, note in found.sites.items()]
    record = {
        "status": "proven" if found.proof.is_proven else "found",
        "value": found.proof.value,
        "bound": found.proof.bound,
        "gap": percent(found.proof.gap),
        "sites": list(found.sites),
        "served": {key: one.site for key, one in served.items()},
    }
    features = [point_feature(row[-2], row[-1], dict(zip(HEADER, row, strict=True))) for row in table]
    return Answer(record, lines, SheetData("选址", HEADER, table), features)


def _row(row: Mapping[str, Any], sites: Mapping[str, str], served: Served | None) -> tuple[Any, ...]:
    is_served = served is not None and served.site is not None
    where = (served.site, served.metres) if served is not None and is_served else ("", "")
    note = sites.get(row["key"], "")
    chosen = "是" if row["key"] in sites else ""
    return (row["key"], row["weight"], chosen, *where, note, row["longitude"], row["latitude"])


def _proof(proof: Proof) -> str:
    if proof.is_proven:
        return f"值 {proof.value}，界 {proof.bound}：已证明没有更好的选法。"
    return f"值 {proof.value}，界 {proof.bound}：最多还能好 {percent(proof.gap)}，没有证明是最好的。"
