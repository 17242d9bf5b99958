"""`gongjian solve siting`: parcels, streets and points in; which parcels open with how many homes, and why, out."""

import argparse
import time
from dataclasses import replace

from gongjian.cli.solve._answer import Answer
from gongjian.cli.solve._progress import Progress
from gongjian.cli.solve._siting_report import front_answer, plan_answer, varied_answer
from gongjian.cli.solve._siting_tables import read_problem, weights_of
from gongjian.engines.siting.parcels import Problem

DESCRIPTION = """从地块表、街道表、需求点表里读问题，算出哪些地块建、各建多少套，出行（和造价、处数）尽量少。

地块表：地块、街道、最多套数、经度、纬度；可有 最少套数、每套造价、固定造价（元）、渠道、规划、权属（是/否）、原因、名称、出行（米）
街道表：街道、需求；可有 可少、可多（%）、名称
需求点表：类别（就业、公交、学校、医院……）、经度、纬度；可有 权重
渠道表：渠道；可有 最少套数、最多套数、预算（元）
简单的问题（--problem）只要一张点表 --points：点、经度、纬度；可有 权重、容量、可选、保留（是/否）
表可以是 CSV、.xlsx，有点的也可以是 GeoJSON。"""
DISPERSED = "dispersed"
PROBLEMS = {
    DISPERSED: "大分散小集中（默认）",
    "p-median": "选几个点，到最近一个的加权距离最小",
    "capacitated": "同 p-median，每个点有容量",
    "covering": "选几个点，半径内覆盖的权重最大",
    "set-covering": "最少选几个点，人人都在半径内",
    "dispersion": "选几个点，最近的两个离得尽量远",
}
CRITERIA = {"出行": "travel", "造价": "cost", "处数": "sites"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what is the siting's own."""
    parser.add_argument(
        "--problem",
        dest="siting_problem",
        choices=list(PROBLEMS),
        default=DISPERSED,
        metavar="问题",
        help="；".join(f"{name}：{words}" for name, words in PROBLEMS.items()),
    )
    parser.add_argument("--count", type=int, metavar="个", help="简单的问题：选几个点")
    parser.add_argument("--radius-m", type=int, metavar="米", help="covering、set-covering：一个点管多远")
    parser.add_argument(
        "--what-if",
        action="store_true",
        help="简单的问题：再算少选、多选一个，不选某个，一定选某个，值各差多少",
    )
    parser.add_argument("--parcels", metavar="文件", help="地块表")
    parser.add_argument("--streets", metavar="文件", help="街道表")
    parser.add_argument("--points", metavar="文件", help="需求点表；地块表有“出行”一列时可以不给")
    parser.add_argument("--channels", metavar="文件", help="渠道表")
    parser.add_argument(
        "--kind",
        metavar="类别:份额:最近几处",
        action="append",
        default=[],
        help="出行怎么算，如 就业:5:20；可写多次，不写则每类份额 1、看最近 1 处",
    )
    rules = parser.add_argument_group("小集中、大分散")
    rules.add_argument("--cluster-m", type=int, default=400, metavar="米", help="一簇的半径，默认 400")
    rules.add_argument("--cluster-cap", type=int, default=300, metavar="套", help="一簇至多多少套，默认 300")
    rules.add_argument(
        "--spread-m", type=int, default=0, metavar="米", help="不在一簇的两处至少相隔多远，默认不限"
    )
    wishes = parser.add_argument_group("几个目标")
    wishes.add_argument(
        "--metres-per-10k", type=int, default=0, metavar="米", help="1 万元抵多少米出行；默认 0，只看出行"
    )
    wishes.add_argument(
        "--metres-per-site", type=int, default=0, metavar="米", help="多一处抵多少米出行；默认 0"
    )
    wishes.add_argument("--most-travel-m", type=int, metavar="米", help="总出行的上限")
    wishes.add_argument("--most-cost", metavar="元", help="总造价的上限")
    wishes.add_argument("--most-sites", type=int, metavar="处", help="处数的上限")
    wishes.add_argument(
        "--front",
        nargs=2,
        choices=list(CRITERIA),
        metavar=("目标", "目标"),
        help="列出两个目标之间的前沿，如 --front 出行 造价",
    )
    wishes.add_argument(
        "--vary-per-10k",
        nargs="+",
        type=int,
        metavar="米",
        help="1 万元抵多少米，写几个数，各算一个方案，看哪些地块不变，如 --vary-per-10k 0 50 200",
    )
    wishes.add_argument("--front-points", type=int, default=5, metavar="个", help="前沿列几个方案，默认 5")


def solve(args: argparse.Namespace, progress: Progress) -> Answer:
    """Read the tables, solve, and word the answer."""
    if args.siting_problem != DISPERSED:
        from gongjian.cli.solve._siting_points import solve_points

        return solve_points(args, progress)
    return _solve_dispersed(args, progress)


def _solve_dispersed(args: argparse.Namespace, progress: Progress) -> Answer:
    from gongjian.engines.siting.dispersed import site_dispersed

    problem = read_problem(args)
    if args.front:
        return _trace(problem, args, progress)
    if args.vary_per_10k:
        return _vary(problem, args, progress)
    siting = site_dispersed(problem, seconds=args.time_limit, clock=time.monotonic, tell=progress.tell)
    return plan_answer(problem, siting, is_explained=args.explain)


def _trace(problem: Problem, args: argparse.Namespace, progress: Progress) -> Answer:
    from gongjian.engines.siting.front import Criterion, trace_front

    first, second = (Criterion(CRITERIA[name]) for name in args.front)
    front = trace_front(
        problem,
        first,
        second,
        count=args.front_points,
        seconds=args.time_limit,
        clock=time.monotonic,
        tell=progress.tell,
    )
    return front_answer(problem, front, tuple(args.front))


def _vary(problem: Problem, args: argparse.Namespace, progress: Progress) -> Answer:
    from gongjian.engines.siting.front import site_each

    prices = args.vary_per_10k
    variants = [replace(problem, weights=weights_of(price, args.metres_per_site)) for price in prices]
    sitings = site_each(variants, seconds=args.time_limit, clock=time.monotonic, tell=progress.tell)
    return varied_answer(problem, prices, sitings)
