"""`gongjian solve allocation`: who gets which home and why; exchanges; where homes would be taken up."""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from gongjian.cli.solve import _allocation_takeup as takeup
from gongjian.cli.solve._allocation_draw import add_draw_arguments, announce, order_of
from gongjian.cli.solve._allocation_exchange import exchange
from gongjian.cli.solve._allocation_groups import tell_groups
from gongjian.cli.solve._allocation_inputs import (
    day,
    household_of,
    option,
    read_books,
    read_homes,
    read_households,
    read_quotas,
    require,
)
from gongjian.cli.solve._answer import Answer, point_feature
from gongjian.cli.solve._progress import Progress
from gongjian.engines.allocation import Allocation, Home, Method, Outcome, Problem, Wish, allocate
from gongjian.readers import SheetData

DESCRIPTION = """三种用法：
  分房    --households 名单 --homes 房源 [--rules 计分办法] [--groups 群体名额] [--method points|lottery|rank]
  换房    --households 名单 --homes 房源 --method exchange（名单里有“现住房”一列）
  预测    --offers 过去的配租记录 [--sites 可放的地点 --total 套数]"""
EXCHANGE = "exchange"
_NAMES = {
    Method.POINTS: "计分（延迟接受），同分看抽签",
    Method.LOTTERY: "抽签，依次选房",
    Method.RANK: "先让得第一志愿的户最多（秩最大）",
}
_HEADER = ("编号", "姓名", "抽签", "分到", "第几志愿", "分数", "说明")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of allocation."""
    parser.add_argument("--households", metavar="文件", help="轮候名单：编号、登记日期、人数、志愿……")
    parser.add_argument("--homes", metavar="文件", help="房源：编号、名称、套数、居室、条件、经度、纬度")
    parser.add_argument("--rules", metavar="文件", help="计分办法：生效日期、类别、名称、分、上限、依据……")
    parser.add_argument(
        "--groups",
        metavar="文件",
        help="群体名额：群体、房源（空着是每处）、至少、至多（套数或 20%%）、依据……",
    )
    parser.add_argument(
        "--method",
        choices=[*Method, EXCHANGE],
        default=Method.POINTS,
        help="points 计分（默认）、lottery 抽签选房、rank 第一志愿最多、exchange 换房",
    )
    parser.add_argument("--on", type=option(day), default=None, metavar="日期", help="分配的日子，默认今天")
    parser.add_argument(
        "--judged-on",
        type=option(day),
        default=None,
        metavar="日期",
        help="都按这一天的办法计分；默认按各户登记那天的",
    )
    add_draw_arguments(parser)
    takeup.add_takeup_arguments(parser)


def solve(args: argparse.Namespace, progress: Progress) -> Answer:
    """Allocate, exchange or forecast, by what was given."""
    if args.offers:
        return takeup.solve_takeup(args)
    require(args, "households", "homes")
    rows, homes = read_households(args.households), read_homes(args.homes)
    households = tuple(household_of(row) for row in rows)
    if args.announce:
        return announce(args, households)
    order, words = order_of(args, households)
    if args.method == EXCHANGE:
        return exchange(rows, homes, order, words)
    books = read_books(args.rules) if args.rules else ()
    quotas = read_quotas(args.groups) if args.groups else ()
    on = args.on or date.today()
    problem = Problem(households, homes, books, on, order, Method(args.method), args.judged_on, quotas)
    progress.tell(f"{len(households)} 户，{sum(home.units for home in homes)} 套")
    found = allocate(problem, lambda: progress.seconds() > args.time_limit)
    return Answer(
        _record(problem, found, words),
        _report(problem, found, words, is_long=args.explain),
        SheetData("分房", _HEADER, _rows(problem, found)),
        _features(homes, found),
    )


def _report(problem: Problem, found: Allocation, words: str, *, is_long: bool) -> list[str]:
    housed = sum(found.by_wish[:-1])
    units = sum(home.units for home in problem.homes)
    lines = [
        f"# 分房：{len(found.outcomes)} 户、{units} 套，分到 {housed} 户",
        "",
        f"办法：{_NAMES[found.method]}。{_proof(problem, found)}",
        words,
        "",
        "| 志愿（不合条件的不算） | 户数 |",
        "| --- | --- |",
        *(f"| 第 {number} 志愿 | {count} |" for number, count in enumerate(found.by_wish[:-1], start=1)),
        f"| 没有分到 | {found.by_wish[-1]} |",
        "",
        "| 房源 | 套数 | 余下 |",
        "| --- | --- | --- |",
        *(
            f"| {home.label} | {home.units} | {left} |"
            for home, (_, left) in zip(problem.homes, found.left, strict=True)
        ),
        *(tell_groups(problem, found) if problem.quotas else []),
    ]
    if found.method != Method.RANK and found.explained < len(found.outcomes):
        lines += [
            "",
            f"时间到了，{len(found.outcomes) - found.explained} 户只说了原因，没有算要多少分才分到。可加大 --time-limit。",
        ]
    if is_long:
        names = {household.key: household.label for household in problem.households}
        lines += ["", "## 每户为什么", ""]
        lines += [f"- {names[one.household]}：{one.sentence}" for one in found.outcomes]
    return lines


def _proof(problem: Problem, found: Allocation) -> str:
    if found.method == Method.RANK:
        return "每一志愿得到的户数，从第一志愿起都是能做到的最多。"
    if found.blocking:
        return f"核对：有 {found.blocking} 对应该互换。"
    if problem.quotas:
        return "核对过每户的每个志愿：它能用的名额没有给次序比它低的户，也没有空着。"
    return "核对过每户的每个志愿：没有一户更想要的房给了次序比它低的户，也没有空着。"


def _record(problem: Problem, found: Allocation, words: str) -> dict[str, Any]:
    return {
        "method": found.method.value,
        "on": problem.on.isoformat(),
        "households": len(found.outcomes),
        "by_wish": list(found.by_wish),
        "blocking_pairs": found.blocking,
        "explained": found.explained,
        "draw": words,
        "homes": [{"home": key, "left": left} for key, left in found.left],
        "outcomes": [_outcome(one) for one in found.outcomes],
    }


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "household": one.household,
        "home": one.home,
        "wish": one.wish_number,
        "lot": one.lot,
        "points": one.score.total,
        "rules_of": one.score.book_on.isoformat() if one.score.book_on else None,
        "lines": [
            {"title": line.title, "count": line.count, "points": line.points, "citation": line.citation}
            for line in one.score.lines
        ],
        "wishes": [_wish(wish) for wish in one.wishes],
        "sentence": one.sentence,
    }


def _wish(wish: Wish) -> dict[str, Any]:
    return {
        "home": wish.home,
        "points": wish.points,
        "met": wish.is_met,
        "barred": wish.bar or None,
        "last_points": wish.last_points,
        "last_lot": wish.last_lot,
        "needed": wish.needed,
        **({"seats": [asdict(line) for line in wish.seats]} if wish.seats else {}),
    }


def _rows(problem: Problem, found: Allocation) -> list[Sequence[Any]]:
    homes = {home.key: home.label for home in problem.homes}
    names = {household.key: household.name for household in problem.households}
    return [
        (
            one.household,
            names[one.household],
            one.lot,
            homes.get(one.home or "", ""),
            one.wish_number or "",
            one.score.total,
            one.sentence,
        )
        for one in found.outcomes
    ]


def _features(homes: Sequence[Home], found: Allocation) -> list[dict[str, Any]]:
    housed = Counter(one.home for one in found.outcomes)
    return [
        point_feature(
            home.point.longitude,
            home.point.latitude,
            {"编号": home.key, "名称": home.label, "套数": home.units, "分到户数": housed[home.key]},
        )
        for home in homes
        if home.point is not None
    ]
