"""`gongjian backup FILE` and `gongjian restore FILE`."""

import argparse
from pathlib import Path
from typing import Any

from gongjian.cli import django_setup


def add_parser(subparsers: Any) -> None:
    """Describe both commands."""
    backup = subparsers.add_parser("backup", help="备份全部数据和附件（可在使用中运行）")
    backup.add_argument("file", metavar="文件", type=Path, help="写到哪里，例如 gongjian-20261123.tar.gz")
    restore = subparsers.add_parser("restore", help="把备份恢复到空的数据目录或数据库")
    restore.add_argument("file", metavar="文件", type=Path, help="备份文件")


def run(args: argparse.Namespace) -> int:
    """Back up or restore, and say what was done."""
    django_setup()
    from gongjian.core import backup

    act = backup.write_backup if args.command == "backup" else backup.restore_backup
    summary = act(args.file, lambda step: print(f"  {step}", flush=True))
    word = "已备份" if args.command == "backup" else "已恢复"
    print(
        f"{word} {summary.row_count} 行、{summary.file_count} 个附件，数据截至 {summary.taken_at:%Y-%m-%d %H:%M:%S}。"
    )
    print(f"审计链末端 {summary.audit_head}")
    return 0
