"""`gongjian compile` reads plans, rubrics and reports into structured records, as JSON or as a table."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from gongjian.cli._files import (
    STDIN,
    UNREADABLE,
    UNREADABLE_ERRORS,
    find_files,
    for_each,
    sentence_of,
    text_of,
)
from gongjian.engines.errors import EngineInputError
from gongjian.engines.figures import schema_of_text

_ROWS = (
    ("outline", "标题"),
    ("targets", "目标"),
    ("phases", "阶段"),
    ("tasks", "任务"),
    ("ratings", "评级条件"),
    ("rubric_items", "评分项"),
    ("groups", "领导小组"),
    ("quantities", "数量"),
    ("claims", "可复算的数"),
)


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("compile", help="把方案、细则、汇报等文件读成目标、任务、阶段和评分规则")
    parser.add_argument(
        "files", nargs="+", metavar="文件", help="文件、文件夹（连同下面各层），或 - 表示标准输入"
    )
    parser.add_argument(
        "--format", choices=("json", "table"), default="json", help="输出成 JSON（默认）或表格"
    )
    parser.add_argument("--out", metavar="文件夹", help="每个文件写一份 同名.json 到这个文件夹")
    parser.add_argument("--jobs", type=int, metavar="个数", help="同时用几个进程，不写就按处理器的个数")


def run(args: argparse.Namespace) -> int:
    """Compile each file; with --out write NAME.json, otherwise print. Return 2 when a file could not be read."""
    out = Path(args.out) if args.out else None
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    code = 0
    for name, compiled in for_each(_compile_file, find_files(args.files), args.jobs):
        if isinstance(compiled, str):
            print(f"{name}：{compiled}", file=sys.stderr)
            code = UNREADABLE
            continue
        path = Path(compiled["file"])
        if not any(document[key] for document in compiled["documents"] for key, _ in _ROWS):
            print(f"{name}：没有认出目标、任务、阶段或标题层次。", file=sys.stderr)
        if out is not None:
            target = _target(out, path, taken)
            target.write_text(json.dumps(compiled, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            if args.format == "table":
                print("\n".join(table_lines(compiled)))
            continue
        if args.format == "json":
            print(json.dumps(compiled, ensure_ascii=False, indent=1))
        else:
            print("\n".join(table_lines(compiled)))
    return code


def _compile_file(name: str) -> dict[str, Any] | str:
    """Return a compiled file, or why it could not be read."""
    shown = "标准输入.txt" if name == STDIN else Path(name).name
    try:
        return {"file": shown, **schema_of_text(text_of(name))}
    except UNREADABLE_ERRORS as error:
        return sentence_of(error)


def _target(out: Path, path: Path, taken: set[str]) -> Path:
    """Return where a file's result goes; refuse to write two results under one name."""
    if path.stem in taken:
        raise EngineInputError(
            f"有两个文件都叫“{path.stem}”，结果会互相覆盖。请改名，或分两次输出到不同的文件夹。"
        )
    taken.add(path.stem)
    return out / f"{path.stem}.json"


def table_lines(compiled: dict[str, Any]) -> list[str]:
    """Return an overview of a compiled file for the eye: each document, then what was found in it."""
    lines = [f"{compiled['file']}：{len(compiled['documents'])} 份文件"]
    for document in compiled["documents"]:
        lines.append(
            f"\n{document['order']}. {document['title'] or '（无标题）'}  {document['issuer'] or ''}".rstrip()
        )
        lines.append("   " + "  ".join(f"{label} {len(document[key])}" for key, label in _ROWS))
        lines.extend(_target_lines(document["targets"]))
        lines.extend(_task_lines(document["tasks"]))
    return lines


def _target_lines(targets: list[dict[str, Any]]) -> list[str]:
    return [
        f"   目标  {t['indicator']} {t['comparator']} {t['value']}{t['unit'] or ''}  {t['deadline'] or ''}".rstrip()
        for t in targets
    ]


def _task_lines(tasks: list[dict[str, Any]]) -> list[str]:
    lines = []
    for task in tasks:
        who = "、".join(task["lead"]) or "未写明单位"
        helpers = f"（{'、'.join(task['support'])}配合）" if task["support"] else ""
        lines.append(f"   任务  {task['title']}  {who}{helpers}  {task['due'] or '未写明时限'}")
    return lines
