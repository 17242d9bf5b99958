"""`gongjian django …`: Django's own commands, for developers (makemigrations, dbshell, …)."""

import argparse
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("django", help="运行 Django 自带的命令（开发用）", add_help=False)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="例如 makemigrations")


def run(args: argparse.Namespace) -> int:
    """Hand the arguments to Django."""
    from gongjian.cli import django_setup

    django_setup()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gongjian django", *args.arguments])
    return 0
