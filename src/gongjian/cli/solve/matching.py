"""`gongjian solve matching`: lists of needs and resources in, who serves whom out, with the proof and the reasons."""

import argparse
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gongjian.cli.solve._answer import Answer, point_feature
from gongjian.cli.solve._inputs import LATITUDE, LONGITUDE, Column, read_table, text, whole, words
from gongjian.cli.solve._matching_report import record_of, report_of, table_of
from gongjian.cli.solve._progress import Progress
from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching import (
    Agreement,
    Need,
    Point,
    Problem,
    Recommendation,
    Resource,
    Unit,
    explain,
    explain_all,
    recommend,
)

DESCRIPTION = """把需求清单和资源清单配起来。先后次序：早先的约定、满足率最低的社区尽量高、满足得尽量多、
紧急的在前、路近的在前。每一步都证明没有更好的。

需求表的列：编号、社区、类别、数量、紧急程度（1 到 5）、经度、纬度、开始日、结束日、资质。
资源表的列：编号、单位、类别、能力、经度、纬度、服务半径（米）、开始日、结束日、资质。
  前三列要有，后面的可以没有；几个类别、几项资质用顿号分开。
单位表：单位、上限（一年最多认领几项）。约定表：需求、资源、数量。距离表：需求、资源、距离（米）。
排除表：需求、资源，这样的对不配。"""


def day(cell: str) -> date:
    """Read a date such as 2026-03-02."""
    try:
        return date.fromisoformat(cell.split(" ")[0].replace("/", "-"))
    except ValueError:
        raise ValueError("要填日期，如 2026-03-02") from None


KEY = Column(("编号", "key", "id"), text)
NEED, RESOURCE = Column(("需求", "need"), text), Column(("资源", "resource"), text)
SHARED = {
    "longitude": LONGITUDE,
    "latitude": LATITUDE,
    "first_on": Column(("开始日", "start"), day, None),
    "last_on": Column(("结束日", "end"), day, None),
    "qualifications": Column(("资质", "qualifications"), words, ()),
}
NEED_COLUMNS = {
    "key": KEY,
    "community": Column(("社区", "community"), text),
    "category": Column(("类别", "category"), text),
    "quantity": Column(("数量", "quantity"), whole, 1),
    "urgency": Column(("紧急程度", "urgency"), whole, 1),
    **SHARED,
}
RESOURCE_COLUMNS = {
    "key": KEY,
    "unit": Column(("单位", "unit"), text),
    "categories": Column(("类别", "categories"), words),
    "capacity": Column(("能力", "数量", "capacity"), whole, 1),
    "reach_m": Column(("服务半径", "reach_m"), whole, None),
    **SHARED,
}
UNIT_COLUMNS = {"key": Column(("单位", "unit"), text), "ceiling": Column(("上限", "ceiling"), whole, None)}
AGREEMENT_COLUMNS = {
    "need": NEED,
    "resource": RESOURCE,
    "quantity": Column(("数量", "quantity"), whole, 1),
}
EXCLUDED_COLUMNS = {"need": NEED, "resource": RESOURCE}
DISTANCE_COLUMNS = {"need": NEED, "resource": RESOURCE, "metres": Column(("距离", "metres"), whole)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what a matching needs."""
    parser.add_argument("needs", metavar="需求表", help="CSV、Excel 或 GeoJSON，一行一项需求")
    parser.add_argument("resources", metavar="资源表", help="CSV、Excel 或 GeoJSON，一行一项资源")
    parser.add_argument("--units", metavar="文件", help="单位一年最多认领几项")
    parser.add_argument("--agreements", metavar="文件", help="早先的约定")
    parser.add_argument("--distances", metavar="文件", help="路上的距离，代替直线")
    parser.add_argument("--excluded", metavar="文件", help="不许配的对")
    parser.add_argument(
        "--why",
        nargs=2,
        action="append",
        default=[],
        metavar=("需求", "资源"),
        help="说清这一对为什么选上或没选上",
    )


def solve(args: argparse.Namespace, progress: Progress) -> Answer:
    """Read the lists, match, and write it down."""
    problem = read_problem(args)
    progress.tell(f"{len(problem.needs)} 项需求，{len(problem.resources)} 项资源")
    found = recommend(problem, time_limit_s=args.time_limit)
    told = list(explain_all(found)) if args.explain else []
    asked = [explain(found, need, resource) for need, resource in args.why]
    return Answer(
        record_of(found.result, [*asked, *told]),
        report_of(found.result, asked, told),
        table_of(found.result, told),
        features_of(found),
        is_solved=not found.result.is_infeasible,
    )


def read_problem(args: argparse.Namespace) -> Problem:
    """Read every table. Raises EngineInputError with file, row and column."""
    needs = tuple(Need(**_located(row)) for row in read_table(args.needs, NEED_COLUMNS, key="key"))
    resources = tuple(
        Resource(**_located(row)) for row in read_table(args.resources, RESOURCE_COLUMNS, key="key")
    )
    units = read_table(args.units, UNIT_COLUMNS, key="key") if args.units else []
    agreements = read_table(args.agreements, AGREEMENT_COLUMNS) if args.agreements else []
    distances = read_table(args.distances, DISTANCE_COLUMNS) if args.distances else []
    excluded = read_table(args.excluded, EXCLUDED_COLUMNS) if args.excluded else []
    return Problem(
        needs,
        resources,
        tuple(Unit(**row) for row in units),
        tuple(Agreement(**row) for row in agreements),
        _distances(distances),
        frozenset((row["need"], row["resource"]) for row in excluded),
    )


def features_of(found: Recommendation) -> Sequence[Mapping[str, Any]]:
    """Put every need that has a point on a map, with who serves it."""
    result = found.result
    return [
        point_feature(
            need.point.longitude,
            need.point.latitude,
            {
                "需求": need.key,
                "社区": need.community,
                "缺": result.unserved.get(need.key, 0),
                "资源": [m.resource for m in result.matches if m.need == need.key],
            },
        )
        for need in found.problem.needs
        if need.point
    ]


def _located(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in ("longitude", "latitude")}
    longitude, latitude = row["longitude"], row["latitude"]
    if (longitude is None) != (latitude is None):
        raise EngineInputError(f"“{row['key']}”只写了经度或纬度中的一个。两个都写，或都不写。")
    return {**kept, "point": None if longitude is None else Point(latitude, longitude)}


def _distances(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        pair = (row["need"], row["resource"])
        if pair in found:
            raise EngineInputError(f"“{pair[0]}”到“{pair[1]}”的距离写了两次。")
        found[pair] = row["metres"]
    return found
