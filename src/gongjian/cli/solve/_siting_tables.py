"""Read parcels, streets, points and channels into a problem of dispersed small clusters."""

import argparse
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import Any

from gongjian.cli.solve._inputs import LATITUDE, LONGITUDE, Column, decimal, read_table, text, whole
from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting.parcels import (
    Amenity,
    Ceilings,
    Channel,
    Kind,
    Parcel,
    Point,
    Problem,
    Rules,
    Street,
    Weights,
)

_YES = ("是", "1", "y", "yes", "true", "通过", "合格", "符合", "清楚")
_NO = ("否", "0", "n", "no", "false", "不通过", "不合格", "不符合", "不清")
_CENTS_IN_10K_YUAN = 1_000_000


def yes(cell: str) -> bool:
    """Read 是 or 否."""
    word = cell.strip().lower()
    if word not in _YES + _NO:
        raise ValueError("要填“是”或“否”")
    return word in _YES


def cents(cell: str) -> int:
    """Read yuan, with at most two decimals."""
    number = decimal(cell) * 100
    if number != int(number):
        raise ValueError("最多两位小数（元）")
    return int(number)


def per_cent(cell: str) -> Fraction:
    """Read a share, as 5 or 5%."""
    return Fraction(decimal(cell.rstrip("%％"))) / 100


_LONGITUDE, _LATITUDE = Column(LONGITUDE.names, LONGITUDE.read), Column(LATITUDE.names, LATITUDE.read)
_AT = {"longitude": _LONGITUDE, "latitude": _LATITUDE}
PARCELS = {
    "key": Column(("地块", "地块编号", "编号", "parcel", "id"), text),
    "street": Column(("街道", "street"), text),
    "most": Column(("最多套数", "套数", "most"), whole),
    "least": Column(("最少套数", "least"), whole, 1),
    "home_cents": Column(("每套造价", "每套造价（元）", "home_yuan"), cents, 0),
    "site_cents": Column(("固定造价", "固定造价（元）", "site_yuan"), cents, 0),
    "channel": Column(("渠道", "channel"), text, ""),
    "is_zoned": Column(("规划", "规划符合", "zoning"), yes, True),
    "has_title": Column(("权属", "权属清楚", "title"), yes, True),
    "bar": Column(("原因", "reason"), text, ""),
    "name": Column(("名称", "name"), text, ""),
    "travel_m": Column(("出行", "出行（米）", "travel_m"), whole, None),
    **_AT,
}
STREETS = {
    "key": Column(("街道", "street", "id"), text),
    "demand": Column(("需求", "需求套数", "demand"), whole),
    "below": Column(("可少", "可少（%）", "below"), per_cent, Fraction(0)),
    "above": Column(("可多", "可多（%）", "above"), per_cent, Fraction(0)),
    "name": Column(("名称", "name"), text, ""),
}
POINTS = {
    "kind": Column(("类别", "kind"), text),
    "weight": Column(("权重", "weight"), whole, 1),
    **_AT,
}
CHANNELS = {
    "key": Column(("渠道", "channel", "id"), text),
    "least": Column(("最少套数", "least"), whole, 0),
    "most": Column(("最多套数", "most"), whole, None),
    "budget_cents": Column(("预算", "预算（元）", "budget_yuan"), cents, None),
}


def read_problem(args: argparse.Namespace) -> Problem:
    """Read every table that was named. Raises EngineInputError with file, row and column."""
    if not args.parcels or not args.streets:
        raise EngineInputError("请用 --parcels 给出地块表，用 --streets 给出街道表。")
    amenities = (
        tuple(Amenity(**_with_point(row)) for row in read_table(args.points, POINTS)) if args.points else ()
    )
    return Problem(
        tuple(Parcel(**_parcel(row)) for row in read_table(args.parcels, PARCELS, key="key")),
        tuple(Street(**row) for row in read_table(args.streets, STREETS, key="key")),
        Rules(args.cluster_m, args.cluster_cap, args.spread_m),
        amenities,
        _kinds(args.kind, amenities),
        tuple(Channel(**row) for row in read_table(args.channels, CHANNELS, key="key"))
        if args.channels
        else (),
        weights_of(args.metres_per_10k, args.metres_per_site),
        Ceilings(args.most_travel_m, _most_cost(args.most_cost), args.most_sites),
    )


def _with_point(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: cell for key, cell in row.items() if key not in _AT}
    return {**kept, "point": Point(row["latitude"], row["longitude"])}


def _parcel(row: Mapping[str, Any]) -> dict[str, Any]:
    """A reason alone, with zoning and title in order, would bar a usable parcel: it is a remark."""
    found = _with_point(row)
    if found["is_zoned"] and found["has_title"]:
        found["bar"] = ""
    return found


def _kinds(given: Sequence[str], amenities: Sequence[Amenity]) -> tuple[Kind, ...]:
    if not given:
        return tuple(Kind(key) for key in dict.fromkeys(one.kind for one in amenities))
    found = []
    for one in given:
        key, *numbers = one.replace("：", ":").split(":")
        if not key or len(numbers) > 2 or not all(number.isdecimal() for number in numbers):
            raise EngineInputError(f"--kind 写成 类别:份额:最近几处，如 就业:5:20。现在是“{one}”。")
        found.append(Kind(key, *(int(number) for number in numbers)))
    return tuple(found)


def weights_of(metres_per_10k: int, metres_per_site: int) -> Weights:
    """Turn metres for money and sites into whole points."""
    if metres_per_10k < 0 or metres_per_site < 0:
        raise EngineInputError("--metres-per-10k 和 --metres-per-site 不能小于 0。")
    common = gcd(_CENTS_IN_10K_YUAN, metres_per_10k) if metres_per_10k else _CENTS_IN_10K_YUAN
    travel = _CENTS_IN_10K_YUAN // common
    return Weights(travel, metres_per_10k // common, metres_per_site * travel)


def _most_cost(given: str | None) -> int | None:
    if given is None:
        return None
    try:
        return cents(given)
    except ValueError as fault:
        raise EngineInputError(f"--most-cost {fault}：{given}") from None
