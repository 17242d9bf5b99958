"""`gongjian solve siting|matching|allocation|network`: tables in, an answer out that says how good it is.

Each problem is a module of this folder: `HELP` and `DESCRIPTION` in words, `add_arguments(parser)` for what is its
own, `solve(args, progress)` for the `Answer`. Files, options and exit codes are the same for all.
"""

import argparse
import importlib
import pkgutil
from types import ModuleType
from typing import Any

from gongjian.cli.solve._answer import Answer
from gongjian.cli.solve._outputs import write_answer
from gongjian.cli.solve._progress import Progress

SOLVED, UNSOLVABLE = 0, 1
_LEGEND = "退出码：0 有答案，1 按给的条件做不到（说明原因），2 参数不对。不写输出选项，报告印在屏幕上。"


def add_parser(subparsers: Any) -> None:
    """Describe the command and every problem it solves."""
    parser = subparsers.add_parser(
        "solve",
        help="算选址、匹配、分配和审批流程，给出答案和它有多好",
        description="从表格里读问题，算出答案。",
    )
    problems = parser.add_subparsers(dest="problem", metavar="问题", required=True, title="问题")
    for name in problem_names():
        module = _module(name)
        own = problems.add_parser(
            name,
            help=module.HELP,
            description=module.DESCRIPTION,
            epilog=_LEGEND,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(own)
        _add_common(own)


def problem_names() -> list[str]:
    """List the problems: the modules of this folder."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    return sorted(name for name in names if not name.startswith("_"))


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
