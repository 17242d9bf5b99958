"""`gongjian compile` reads plans, rubrics and reports into structured records, as JSON or as a table."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from gongjian.cli._explain import explained_lines
from gongjian.cli._files import (
    STDIN,
    UNREADABLE,
    UNREADABLE_ERRORS,
    find_files,
    for_each,
    sentence_of,
    shown_name,
    text_of,
)
from gongjian.engines.errors import EngineInputError
from gongjian.engines.figures import explain_text, schema_of_text
from gongjian.engines.figures.explained import KINDS

_LEGEND = """退出码：0 都读了，2 有文件读不了。
例：gongjian compile 方案.docx --explain
    gongjian compile 材料文件夹 --out 结果
    cat 通知.txt | gongjian compile - --format table"""


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "compile",
        help="把方案、细则、汇报等文件读成目标、任务、阶段和评分规则",
        description="把工作方案、考核细则、通知、通报、汇报、总结读成结构：标题层次、目标、阶段、任务、评级条件、评分项、"
        "领导小组、数量和可复算的数。",
        epilog=_LEGEND,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files", nargs="+", metavar="文件", help="文件、文件夹（连同下面各层），或 - 表示标准输入"
    )
    parser.add_argument(
        "--format",
        choices=("json", "table"),
        help="输出成 JSON（默认），或给人看的清单（用 --explain 时默认）",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="每一条都写明依据：原文在第几行第几字、哪条规则认出来的、有多大把握",
    )
    parser.add_argument("--out", metavar="文件夹", help="每个文件写一份 同名.json 到这个文件夹")
    parser.add_argument("--jobs", type=int, metavar="个数", help="同时用几个进程，不写就按处理器的个数")


def run(args: argparse.Namespace) -> int:
    """Compile each file; with --out write NAME.json, otherwise print. Return 2 when a file could not be read."""
    out = Path(args.out) if args.out else None
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    show = _shower(args)
    taken: set[str] = set()
    code = 0
    work = explain_file if args.explain else compile_file
    for name, compiled in for_each(work, find_files(args.files), args.jobs):
        if isinstance(compiled, str):
            print(f"{shown_name(name)}：{compiled}", file=sys.stderr)
            code = UNREADABLE
            continue
        if not any(document[key] for document in compiled["documents"] for key, _ in KINDS):
            print(f"{shown_name(name)}：没有认出目标、任务、阶段或标题层次。", file=sys.stderr)
        if out is not None:
            target = _target(out, Path(compiled["file"]), taken)
            target.write_text(_as_json(compiled) + "\n", encoding="utf-8")
        if out is None or show is not _json_lines:
            for line in show(compiled):
                print(line)
    return code


def compile_file(name: str) -> dict[str, Any] | str:
    """Return a compiled file, or why it could not be read."""
    return _compiled(name, schema_of_text)


def explain_file(name: str) -> dict[str, Any] | str:
    """Return a compiled file with the reason of every item, or why it could not be read."""
    return _compiled(name, explain_text)


def _compiled(name: str, compile_: Callable[[str], dict[str, Any]]) -> dict[str, Any] | str:
    shown = "标准输入.txt" if name == STDIN else Path(name).name
    try:
        return {"file": shown, **compile_(text_of(name))}
    except UNREADABLE_ERRORS as error:
        return sentence_of(error)


def _shower(args: argparse.Namespace) -> Callable[[dict[str, Any]], Iterable[str]]:
    """Return what turns a compiled file into the lines asked for."""
    if (args.format or ("table" if args.explain else "json")) == "json":
        return _json_lines
    return explained_lines if args.explain else table_lines


def _json_lines(compiled: dict[str, Any]) -> list[str]:
    return [_as_json(compiled)]


def _as_json(compiled: dict[str, Any]) -> str:
    return json.dumps(compiled, ensure_ascii=False, indent=1)


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
        lines.append("   " + "  ".join(f"{label} {len(document[key])}" for key, label in KINDS))
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
