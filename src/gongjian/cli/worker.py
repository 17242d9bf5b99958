"""`gongjian worker`: do the work that waits in the job table, until told to stop."""

import argparse
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    subparsers.add_parser("worker", help="运行一个后台进程（审计入链、通知、导出等）", description=__doc__)


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C."""
    from gongjian.cli import django_setup

    django_setup()
    from gongjian.core.jobs import run_worker

    run_worker()
    return 0
