"""`gongjian solve siting|matching|allocation|network`: tables in, an answer out that says how good it is.

Each problem is a module of this folder: `DESCRIPTION` in words, `add_arguments(parser)` for what is its own,
`solve(args, progress)` for the `Answer`. Files, options and exit codes are the same for all. A module is imported only
when its problem is asked for: an engine takes a second to load.
"""

import argparse
import importlib
from types import ModuleType
from typing import Any

from gongjian.cli.main import Parser
from gongjian.cli.solve._answer import Answer
from gongjian.cli.solve._outputs import write_answer
from gongjian.cli.solve._progress import Progress

SOLVED, UNSOLVABLE = 0, 1
PROBLEMS = {
    "allocation": "分房：谁分到哪一处、为什么；换房；房子放在哪里有人要",
    "matching": "需求和资源对接：谁认领哪一项，为什么",
    "network": "审批流程：何时办完，卡在哪，怎样办得更快",
    "siting": "保障房选址：大分散小集中，每块地建不建、建多少套",
}
_LEGEND = "退出码：0 有答案，1 按给的条件做不到（说明原因），2 参数不对。不写输出选项，报告印在屏幕上。"


class ProblemParser(Parser):
    """The parser of one problem, which learns its options from the problem's module when it is first needed."""

    def __init__(self, *args: Any, problem: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problem = problem

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Learn the options, then parse."""
        module = _module(self.problem)
        self.description = module.DESCRIPTION
        module.add_arguments(self)
        _add_common(self)
        return super().parse_known_args(args, namespace)


def add_parser(subparsers: Any) -> None:
    """Describe the command and every problem it solves."""
    parser = subparsers.add_parser(
        "solve",
        help="算选址、匹配、分配和审批流程，给出答案和它有多好",
        description="从表格里读问题，算出答案。",
    )
    problems = parser.add_subparsers(
        dest="problem", metavar="问题", required=True, title="问题", parser_class=ProblemParser
    )
    for name, words in PROBLEMS.items():
        problems.add_parser(
            name,
            problem=name,
            help=words,
            epilog=_LEGEND,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )


def run(args: argparse.Namespace) -> int:
    """Solve one problem and write the answer; return 1 when it has none."""
    answer: Answer = _module(args.problem).solve(args, Progress(is_quiet=args.quiet))
    write_answer(answer, args)
    return SOLVED if answer.is_solved else UNSOLVABLE


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", metavar="文件", help="答案写成 JSON；- 是标准输出")
    parser.add_argument("--csv", metavar="文件", help="逐行的结果写成 CSV，用 Excel 能打开")
    parser.add_argument("--geojson", metavar="文件", help="有经纬度时，结果写成 GeoJSON")
    parser.add_argument("--report", metavar="文件", help="给人看的报告，写成 Markdown")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="数", help="随机数的种子；同样的数得同样的答案"
    )
    parser.add_argument("--time-limit", type=float, default=60.0, metavar="秒", help="最多算多久，默认 60 秒")
    parser.add_argument("--explain", action="store_true", help="每一条都说为什么")
    parser.add_argument("--quiet", action="store_true", help="不印进度")


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")
