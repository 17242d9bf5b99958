"""`gongjian check` recomputes the figures of files and says which of them do not hold."""

import argparse
import json
import sys
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongjian.cli._files import (
    STDIN,
    UNREADABLE,
    UNREADABLE_ERRORS,
    find_files,
    for_each,
    line_word,
    sentence_of,
    shown_name,
    text_of,
)
from gongjian.engines.figures import Finding, Operand, check_text
from gongjian.engines.figures.schema import plain_value

HELD, REFUTED = 0, 1
_LEGEND = """退出码：0 全部相符，1 有对不上的数，2 有文件读不了。
例：gongjian check 汇报.docx
    gongjian check 材料文件夹 --format lines
    cat 通报.txt | gongjian check - --format json"""


@dataclass(frozen=True)
class CheckedFile:
    """What came of one file: its findings with line and column, or why it could not be read."""

    count: int
    findings: tuple[tuple[int, int, Finding], ...]
    problem: str | None = None


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "check",
        help="复算文件里的百分比、合计、增长、人均、名次和表格，指出对不上的数",
        description="复算文件里写着的数：百分比、占比、增长、相差、合计、人均、名次、“几个方面”、表格的合计和比率、"
        "前后两处、单位换算。只用文中自己写的数来算；算得准才指出来。",
        epilog=_LEGEND,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files", nargs="+", metavar="文件", help="文件、文件夹（连同下面各层），或 - 表示标准输入"
    )
    parser.add_argument(
        "--format",
        choices=("table", "json", "lines"),
        default="table",
        help="给人看的清单（默认）、JSON，或每行一条“文件:行:列: 说明”",
    )
    parser.add_argument("--jobs", type=int, metavar="个数", help="同时用几个进程，不写就按处理器的个数")


def run(args: argparse.Namespace) -> int:
    """Check every file and print what was found in the form asked for."""
    results = list(for_each(check_file, find_files(args.files), args.jobs))
    if args.format == "json":
        print(
            json.dumps([_as_json(name, checked) for name, checked in results], ensure_ascii=False, indent=1)
        )
    else:
        say = _lines if args.format == "lines" else _table
        for name, checked in results:
            for line in say(shown_name(name), checked):
                print(line)
        for name, checked in results:
            if checked.problem:
                print(f"{shown_name(name)}：{checked.problem}", file=sys.stderr)
        if args.format == "table" and len(results) > 1:
            print(_summary([checked for _, checked in results]))
    return exit_code(checked for _, checked in results)


def exit_code(results: Iterable[CheckedFile]) -> int:
    """Return 2 when a file could not be read, else 1 when a figure does not hold, else 0."""
    codes = [UNREADABLE if r.problem else REFUTED if r.findings else HELD for r in results]
    return max(codes, default=HELD)


def check_file(name: str) -> CheckedFile:
    """Read and check one file; a file that cannot be read is a result, not an error."""
    try:
        text = text_of(name)
    except UNREADABLE_ERRORS as error:
        return CheckedFile(0, (), sentence_of(error))
    checked = check_text(text)
    starts = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]
    placed = []
    for finding in checked.findings:
        line = bisect_right(starts, finding.start)
        placed.append((line, finding.start - starts[line - 1] + 1, finding))
    return CheckedFile(len(checked.claims), tuple(placed))


def _table(name: str, checked: CheckedFile) -> list[str]:
    if checked.problem:
        return [f"{name}：读不了"]
    if not checked.count:
        return [f"{name}：没有找到能用文中其他数字复算的数。"]
    if not checked.findings:
        return [f"{name}：复算 {checked.count} 个数，全部相符。"]
    lines = [f"{name}：复算 {checked.count} 个数，{len(checked.findings)} 个对不上。"]
    part = line_word(name)
    for line, column, finding in checked.findings:
        lines.append(f"  第{line}{part}第{column}字  {finding.sentence}")
        if finding.proposal:
            lines.append(f"      建议改为：{finding.proposal}")
    return lines


def _lines(name: str, checked: CheckedFile) -> list[str]:
    return [f"{name}:{line}:{column}: {finding.sentence}" for line, column, finding in checked.findings]


def _summary(results: list[CheckedFile]) -> str:
    wrong = sum(len(r.findings) for r in results)
    unread = sum(r.problem is not None for r in results)
    tail = f"，{unread} 份读不了" if unread else ""
    return f"\n共 {len(results)} 份文件，复算 {sum(r.count for r in results)} 个数，{wrong} 个对不上{tail}。"


def _as_json(name: str, checked: CheckedFile) -> dict[str, Any]:
    findings = [
        {
            "line": line,
            "column": column,
            "start": f.start,
            "end": f.end,
            "quote": f.quote,
            "type": f.type,
            "rule": f.rule,
            "stated": plain_value(f.stated),
            "computed": plain_value(f.computed),
            "unit": f.unit,
            "proposal": f.proposal,
            "sentence": f.sentence,
            "operands": [_operand(o) for o in f.operands],
        }
        for line, column, f in checked.findings
    ]
    return {
        "file": Path(name).name if name != STDIN else None,
        "path": None if name == STDIN else name,
        "checked": checked.count,
        "findings": findings,
        "problem": checked.problem,
    }


def _operand(operand: Operand) -> dict[str, Any]:
    return {
        "quote": operand.quote,
        "start": operand.start,
        "end": operand.end,
        "value": plain_value(operand.value),
        "unit": operand.unit,
    }
