"""`gongjian compare` says what a new version of a plan adds, drops, changes and moves."""

import argparse
import json
import sys
from typing import Any

from gongjian.cli._files import UNREADABLE, UNREADABLE_ERRORS, sentence_of, shown_name, text_of
from gongjian.engines.plandoc import CompiledDocument, compile_text
from gongjian.engines.plandoc.revision import ACT_WORDS, compare_files

SAME, DIFFERENT = 0, 1
_MARKS = {"added": "+", "dropped": "−", "changed": "±", "moved": "↕"}
_LEGEND = """退出码：0 两版一样，1 有不同，2 有文件读不了。
例：gongjian compare 旧方案.docx 新方案.docx
    gongjian compare 旧方案.docx 新方案.pdf --format json"""


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "compare",
        help="比较方案的两个版本，列出新增、删去、改动和挪动的条目",
        description="逐条比较目标、阶段、任务、评级条件、评分项和领导小组：改了名称、数字、顺序的也能对上。",
        epilog=_LEGEND,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("old", metavar="旧版", help="旧版文件，或 - 表示标准输入")
    parser.add_argument("new", metavar="新版", help="新版文件")
    parser.add_argument(
        "--format", choices=("table", "json"), default="table", help="给人看的清单（默认）或 JSON"
    )


def run(args: argparse.Namespace) -> int:
    """Compare two files; return 0 when nothing differs, 1 when something does, 2 when one cannot be read."""
    sides = [_documents(args.old), _documents(args.new)]
    problems = [side for side in sides if isinstance(side, str)]
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return UNREADABLE
    old, new = (side for side in sides if not isinstance(side, str))
    result = compare_files(old, new)
    if args.format == "json":
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_table(result)))
    return DIFFERENT if _is_different(result) else SAME


def _documents(name: str) -> tuple[CompiledDocument, ...] | str:
    """Return the documents of a file, or why there are none."""
    try:
        return compile_text(text_of(name)).documents
    except UNREADABLE_ERRORS as error:
        return f"{shown_name(name)}：{sentence_of(error)}"


def _is_different(result: dict[str, Any]) -> bool:
    within = any(document["differences"] for document in result["documents"])
    return bool(within or result["dropped_documents"] or result["added_documents"])


def _table(result: dict[str, Any]) -> list[str]:
    """Return the comparison for the eye: each document with its counts, then a sentence a difference."""
    if not _is_different(result):
        return ["两版的目标、阶段、任务、评级条件、评分项和领导小组都一样。"]
    lines = [f"− 新版里没有这份文件：{_title(one)}" for one in result["dropped_documents"]]
    lines += [f"+ 新版多了这份文件：{_title(one)}" for one in result["added_documents"]]
    for document in result["documents"]:
        counts = "，".join(f"{ACT_WORDS[act]} {document[act]} 条" for act in ACT_WORDS)
        lines.append(f"{_title(document['old'])} → {_title(document['new'])}：{counts}")
        lines += [f"  {_MARKS[one['act']]} {one['sentence']}" for one in document["differences"]]
    return lines


def _title(head: dict[str, Any]) -> str:
    return f"《{head['title']}》" if head["title"] else "（无标题）"
