"""The simple siting problems on one table of points: people at all of them, sites at those that may be chosen."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from gongjian.cli.solve._answer import Answer, point_feature
from gongjian.cli.solve._inputs import LATITUDE, LONGITUDE, Column, read_table, text, whole
from gongjian.cli.solve._progress import Progress
from gongjian.cli.solve._siting_report import percent
from gongjian.cli.solve._siting_tables import yes
from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting import (
    Chosen,
    Infeasible,
    Median,
    MedianProblem,
    Points,
    Proof,
    Served,
    solve_median,
)
from gongjian.readers import SheetData

POINTS = {
    "key": Column(("点", "编号", "名称", "point", "id"), text),
    "weight": Column(("权重", "人数", "weight"), whole, 1),
    "is_site": Column(("可选", "site"), yes, True),
    "is_kept": Column(("保留", "keep"), yes, False),
    "longitude": Column(LONGITUDE.names, LONGITUDE.read),
    "latitude": Column(LATITUDE.names, LATITUDE.read),
}
HEADER = ("点", "权重", "选中", "去哪里", "距离（米）", "服务的权重", "去掉它多走", "经度", "纬度")
Rows = Sequence[dict[str, Any]]


def solve_points(args: argparse.Namespace, progress: Progress) -> Answer:
    """Read the table, solve the problem that was asked for, and word the answer."""
    if not args.points:
        raise EngineInputError("请用 --points 给出点的表：点、经度、纬度，可有 权重、可选、保留。")
    rows = read_table(args.points, POINTS, key="key")
    if args.count is None:
        raise EngineInputError("请用 --count 写要选几个点。")
    answer = _median(rows, args, progress)
    if isinstance(answer, Infeasible):
        record = {"status": "infeasible", "because": answer.because, "conflict": list(answer.conflict)}
        return Answer(record, [f"# 做不到：{answer.because}"], is_solved=False)
    return _word(rows, answer.proof, answer.sites, answer.served)


def _median(rows: Rows, args: argparse.Namespace, progress: Progress) -> Median | Infeasible:
    sites = [row for row in rows if row["is_site"]]
    problem = MedianProblem(
        [row["key"] for row in rows],
        [row["weight"] for row in rows],
        [row["key"] for row in sites],
        Points(_degrees(rows), _degrees(sites)),
        args.count,
        [row["key"] for row in rows if row["is_kept"]],
    )
    return solve_median(
        problem, should_stop=_stop(args, progress), on_progress=_teller(progress), seed=args.seed
    )


def _degrees(rows: Rows) -> list[tuple[float, float]]:
    return [(row["latitude"], row["longitude"]) for row in rows]


def _stop(args: argparse.Namespace, progress: Progress) -> Callable[[], bool]:
    return lambda: progress.seconds() > args.time_limit


def _teller(progress: Progress) -> Callable[[int, int], None]:
    return lambda value, bound: progress.tell(f"值 {value}，界 {bound}")


def _word(rows: Rows, proof: Proof, chosen: Sequence[Chosen], served: Sequence[Served]) -> Answer:
    sites = {site.site: site for site in chosen}
    table = []
    for row, own in zip(rows, served, strict=True):
        site = sites.get(row["key"])
        mine = (site.weight, site.loss_without) if site else ("", "")
        where = (row["longitude"], row["latitude"])
        is_chosen = "是" if site else ""
        table.append((row["key"], row["weight"], is_chosen, own.site or "", own.metres, *mine, *where))
    lines = [f"# 选 {len(chosen)} 个点，加权距离合计 {proof.value} 米", "", _proof(proof), ""]
    lines += ["| 选中的点 | 服务的权重 | 去掉它多走（米） |", "| --- | --- | --- |"]
    lines += [f"| {site.site} | {site.weight} | {_loss(site)} |" for site in chosen]
    record = {
        "status": "proven" if proof.is_proven else "found",
        "value": proof.value,
        "bound": proof.bound,
        "gap": percent(proof.gap),
        "sites": [site.site for site in chosen],
        "served": {own.client: own.site for own in served},
    }
    features = [point_feature(row[7], row[8], dict(zip(HEADER, row, strict=True))) for row in table]
    return Answer(record, lines, SheetData("选址", HEADER, table), features)


def _proof(proof: Proof) -> str:
    if proof.is_proven:
        return f"值 {proof.value}，界 {proof.bound}：已证明没有更好的选法。"
    return f"值 {proof.value}，界 {proof.bound}：最多还能好 {percent(proof.gap)}，没有证明是最好的。"


def _loss(site: Chosen) -> str:
    return "没有别处可去" if site.loss_without is None else str(site.loss_without)
