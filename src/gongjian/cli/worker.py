"""`gongjian worker`: do the work that waits in the job table, until told to stop."""

import argparse
import os
from typing import Any

NICE = 5
"""What waits in the table can wait a little longer; the pages of the same machine can't."""


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    subparsers.add_parser("worker", help="运行一个后台进程（审计入链、通知、导出等）", description=__doc__)


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C."""
    from gongjian.cli import django_setup

    django_setup()
    from gongjian.config.kernels import load_kernels
    from gongjian.core.jobs import run_worker

    load_kernels()
    if hasattr(os, "nice"):
        os.nice(NICE)
    run_worker()
    return 0
