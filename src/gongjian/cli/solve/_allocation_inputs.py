"""The tables of an allocation: households, homes and rules."""

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gongjian.cli.solve._inputs import LATITUDE, LONGITUDE, Column, decimal, read_table, text, whole, words
from gongjian.engines.allocation import (
    GroupQuota,
    Home,
    Household,
    Point,
    PointRule,
    RoomRule,
    RuleBook,
    RuleKind,
)
from gongjian.engines.errors import EngineInputError

KINDS = {
    "轮候月数": RuleKind.MONTH,
    "人口": RuleKind.PERSON,
    "事项": RuleKind.FACT,
    "亲属就近": RuleKind.KIN,
    "上班就近": RuleKind.WORK,
    "需要": RuleKind.NEED,
}
ROOMS = "户型"


def day(cell: str) -> date:
    """Read a date as 2026-09-01; a time behind it is left out."""
    try:
        return date.fromisoformat(cell[:10].replace("/", "-").replace(".", "-"))
    except ValueError:
        raise ValueError("要填日期，如 2026-09-01") from None


def points(cell: str) -> tuple[Point, ...]:
    """Read points as “经度 纬度”, several parted by a semicolon."""
    found = []
    for part in cell.replace("；", ";").split(";"):
        try:
            longitude, latitude = (Decimal(number) for number in part.split())
        except (ValueError, ArithmeticError):
            raise ValueError("要填“经度 纬度”，几处用分号分开") from None
        if not (
            longitude.is_finite() and latitude.is_finite() and abs(longitude) <= 180 and abs(latitude) <= 90
        ):
            raise ValueError("经纬度超出范围")
        found.append(Point(float(latitude), float(longitude)))
    return tuple(found)


def kind(cell: str) -> str:
    """Read the kind of a rule."""
    if cell != ROOMS and cell not in KINDS:
        raise ValueError(f"要填 {'、'.join([*KINDS, ROOMS])} 之一")
    return cell


def flats(cell: str) -> int | Fraction:
    """Read a number of flats, or a share of them as 20%."""
    if not cell.endswith(("%", "％")):
        return whole(cell)
    share = Fraction(decimal(cell[:-1])) / 100
    if share > 1:
        raise ValueError("比例不能超过 100%")
    return share


def yes(cell: str) -> bool:
    """Read yes or no."""
    if cell not in ("是", "否"):
        raise ValueError("要填“是”或“否”")
    return cell == "是"


HOUSEHOLDS = {
    "key": Column(("编号", "轮候号", "key"), text),
    "name": Column(("姓名", "name"), text, ""),
    "registered_on": Column(("登记日期", "registered_on"), day),
    "size": Column(("人数", "size"), whole),
    "wishes": Column(("志愿", "wishes"), words, ()),
    "facts": Column(("事项", "facts"), words, ()),
    "needs": Column(("需要", "needs"), words, ()),
    "kin": Column(("亲属位置", "kin"), points, ()),
    "works": Column(("上班位置", "works"), points, ()),
    "own": Column(("现住房", "own"), text, ""),
}
HOMES = {
    "key": Column(("编号", "房源号", "key"), text),
    "name": Column(("名称", "name"), text, ""),
    "units": Column(("套数", "units"), whole, 1),
    "rooms": Column(("居室", "rooms"), whole),
    "features": Column(("条件", "features"), words, ()),
    "longitude": LONGITUDE,
    "latitude": LATITUDE,
}
RULES = {
    "effective_on": Column(("生效日期", "effective_on"), day),
    "kind": Column(("类别", "kind"), kind),
    "title": Column(("名称", "title"), text),
    "citation": Column(("依据", "citation"), text),
    "points": Column(("分", "points"), whole, 0),
    "at_most": Column(("上限", "at_most"), whole, None),
    "fact": Column(("事项", "fact"), text, ""),
    "within_m": Column(("范围米", "within_m"), whole, 0),
    "rooms": Column(("居室", "rooms"), whole, 0),
    "least": Column(("最少人", "least"), whole, 1),
    "most": Column(("最多人", "most"), whole, 99),
}

GROUPS = {
    "group": Column(("群体", "group"), text),
    "citation": Column(("依据", "citation"), text),
    "home": Column(("房源", "home"), text, ""),
    "at_least": Column(("至少", "at_least"), flats, 0),
    "at_most": Column(("至多", "at_most"), flats, None),
    "is_kept_empty": Column(("没人住就空着", "is_kept_empty"), yes, False),
    "is_on_top": Column(("另外加给", "is_on_top"), yes, False),
}


def read_households(name: str) -> list[dict[str, Any]]:
    """Read the waiting list; a row keeps `own` beside what a household is."""
    return read_table(name, HOUSEHOLDS, key="key")


def household_of(row: Mapping[str, Any]) -> Household:
    """Make a household of its row."""
    return Household(
        row["key"],
        row["registered_on"],
        row["size"],
        row["wishes"],
        row["name"],
        frozenset(row["facts"]),
        frozenset(row["needs"]),
        row["kin"],
        row["works"],
    )


def read_homes(name: str) -> tuple[Home, ...]:
    """Read the homes on offer."""
    return tuple(
        Home(row["key"], row["units"], row["rooms"], row["name"], frozenset(row["features"]), _point(row))
        for row in read_table(name, HOMES, key="key")
    )


def _point(row: Mapping[str, Any]) -> Point | None:
    if row["longitude"] is None or row["latitude"] is None:
        return None
    return Point(row["latitude"], row["longitude"])


def read_books(name: str) -> tuple[RuleBook, ...]:
    """Read rules, a row each; rows with one effective day are one book."""
    books: dict[date, tuple[list[PointRule], list[RoomRule]]] = {}
    for row in read_table(name, RULES):
        given, rooms = books.setdefault(row["effective_on"], ([], []))
        if row["kind"] == ROOMS:
            rooms.append(RoomRule(row["rooms"], row["least"], row["most"], row["citation"]))
        else:
            given.append(_rule(row))
    return tuple(RuleBook(on, tuple(given), tuple(rooms)) for on, (given, rooms) in sorted(books.items()))


def read_quotas(name: str) -> tuple[GroupQuota, ...]:
    """Read flats kept for groups, a row each."""
    return tuple(GroupQuota(**row) for row in read_table(name, GROUPS))


def _rule(row: Mapping[str, Any]) -> PointRule:
    return PointRule(
        KINDS[row["kind"]],
        row["points"],
        row["title"],
        row["citation"],
        row["at_most"],
        row["fact"],
        row["within_m"],
    )


def option(reader: Callable[[str], date]) -> Callable[[str], date]:
    """Make a reader of cells serve as the type of an option."""

    def read(value: str) -> date:
        try:
            return reader(value)
        except ValueError as fault:
            raise argparse.ArgumentTypeError(f"{fault}：{value}") from None

    return read


def require(args: argparse.Namespace, *names: str) -> None:
    """Refuse when an option that this problem needs is missing."""
    missing = [f"--{name}" for name in names if not getattr(args, name.replace("-", "_"))]
    if missing:
        raise EngineInputError(f"还要给 {'、'.join(missing)}。用 --help 看说明。")
