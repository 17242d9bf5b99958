"""`gongjian compile` reads plans, rubrics and reports into structured records, as JSON or as a table."""

import argparse
import json
from pathlib import Path
from typing import Any

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
_PLAIN_TEXT = {".txt", ".md", ""}


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("compile", help="把方案、细则、汇报等文件读成目标、任务、阶段和评分规则")
    parser.add_argument("files", nargs="+", metavar="文件", help="要读的文件：txt、docx、pdf、xlsx、html 等")
    parser.add_argument(
        "--format", choices=("json", "table"), default="json", help="输出成 JSON（默认）或表格"
    )
    parser.add_argument("--out", metavar="文件夹", help="每个文件写一份 同名.json 到这个文件夹")


def run(args: argparse.Namespace) -> int:
    """Compile each file; with --out write NAME.json, otherwise print."""
    out = Path(args.out) if args.out else None
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for name in args.files:
        path = Path(name)
        compiled = {"file": path.name, **schema_of_text(text_of(path))}
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
    return 0


def _target(out: Path, path: Path, taken: set[str]) -> Path:
    """Return where a file's result goes; refuse to write two results under one name."""
    if path.stem in taken:
        raise EngineInputError(
            f"有两个文件都叫“{path.stem}”，结果会互相覆盖。请改名，或分两次输出到不同的文件夹。"
        )
    taken.add(path.stem)
    return out / f"{path.stem}.json"


def text_of(path: Path) -> str:
    """Return a file's text; plain UTF-8 text exactly as it stands, so that offsets are the file's own."""
    data = path.read_bytes()
    if path.suffix.lower() in _PLAIN_TEXT:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    from gongjian.readers import read_text

    return read_text(data, path.name).text


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
