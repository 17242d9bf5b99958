"""`gongjian places import|search`: load a register of divisions, find a place."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongjian.apps.places.services import ImportPlan

SHOWN_ERRORS = 20
SHOWN_CHANGES = 10


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("places", help="导入区划名册，查找地方", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True, metavar="import|search", title="做什么")
    load = acts.add_parser("import", help="导入名册（CSV 或 .xlsx），先看预览")
    load.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="名册文件，可以几个一起（省、市、县、街道各一个）"
    )
    load.add_argument("--city", default="", metavar="CODE", help="只导入这个代码和它下面的，如 5109")
    load.add_argument("--on", type=_day, default=None, metavar="DATE", help="名册反映的日期（默认今天）")
    load.add_argument("--yes", action="store_true", help="不问，直接导入")
    load.add_argument("--skip-errors", action="store_true", help="有错的行不导入，其余照导")
    load.add_argument("--keep-missing", action="store_true", help="名册只是一部分：没列出的地方照旧，不停用")
    find = acts.add_parser("search", help="按名称、拼音首字母或代码查找")
    find.add_argument("text", metavar="TEXT")
    find.add_argument("--limit", type=int, default=20, metavar="N", help="最多列出多少个（默认 20）")


def run(args: argparse.Namespace) -> int:
    """Do the one that was asked for."""
    from gongjian.cli import django_setup

    django_setup()
    return _import(args) if args.act == "import" else _search(args)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期“{text}”应写成 2026-07-01 的样子") from None


def _import(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from gongjian.apps.places.register import RegisterFile
    from gongjian.apps.places.services import import_register, preview_register
    from gongjian.core.access import SYSTEM

    files = [RegisterFile(path.name, path.read_bytes()) for path in args.files]
    on = args.on or timezone.localdate()
    plan = preview_register(actor=SYSTEM, files=files, on=on, only_prefix=args.city)
    if args.keep_missing:
        plan.ended = []
    _show(plan)
    if plan.errors and not args.skip_errors:
        print("一行也没有导入。改好再来，或加 --skip-errors 只导入没有错的行。", file=sys.stderr)
        return 1
    if not plan.has_changes:
        print("和系统里的一样，没有要改的。")
        return 0
    if not args.yes and not _agreed():
        print("没有导入。")
        return 1
    import_register(
        actor=SYSTEM,
        files=files,
        on=on,
        only_prefix=args.city,
        skip_errors=args.skip_errors,
        keep_missing=args.keep_missing,
        progress=_progress,
    )
    print("已导入。")
    return 0


def _show(plan: "ImportPlan") -> None:
    counts = plan.counts
    levels = "，".join(f"{label} {count:,}" for label, count in plan.added_by_level)
    print(f"名册日期 {plan.on}")
    print(f"  新增 {counts['added']:,}" + (f"（{levels}）" if levels else ""))
    print(f"  更名 {counts['renamed']:,}，换城乡分类 {counts['reclassified']:,}，停用 {counts['ended']:,}")
    print(f"  不变 {counts['unchanged']:,}，不在范围内 {counts['outside']:,}，有错 {counts['errors']:,}")
    for known, row in plan.renamed[:SHOWN_CHANGES]:
        print(f"  更名 {known.code}：{known.name} → {row.name}")
    for known in plan.ended[:SHOWN_CHANGES]:
        print(f"  停用 {known.code} {known.name}")
    for error in plan.errors[:SHOWN_ERRORS]:
        print(f"  {error}", file=sys.stderr)
    if (rest := counts["errors"] - SHOWN_ERRORS) > 0:
        print(f"  还有 {rest:,} 处。", file=sys.stderr)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        print("要不问就导入，请加 --yes。", file=sys.stderr)
        return False
    return input("导入吗？写 是 再回车：").strip().lower() in {"是", "y", "yes"}


def _progress(done: int, total: int) -> None:
    end = "\n" if done == total else "\r"
    print(f"  {done:,} / {total:,}", end=end, file=sys.stderr, flush=True)


def _search(args: argparse.Namespace) -> int:
    from gongjian.apps.places.selectors import search_places
    from gongjian.apps.places.selectors.find import path_above
    from gongjian.apps.places.selectors.lookup import names_of
    from gongjian.core.access import SYSTEM, ancestors_of

    found = search_places(SYSTEM, args.text, args.limit)
    names = names_of({step for place in found for step in ancestors_of(place.code) if step})
    for place in found:
        ended = "" if place.is_current else f"（到 {place.valid_to} 止）"
        print(f"{place.name}{ended}\t{path_above(place.code, names)}")
    if not found:
        print(f"没有找到“{args.text}”。可以用名称、拼音首字母或代码。", file=sys.stderr)
        return 1
    return 0
