"""`gongjian migrate`: bring the database to the state this version needs."""

import argparse
from pathlib import Path
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    subparsers.add_parser("migrate", help="升级数据库到这个版本需要的结构", description=__doc__)


def run(args: argparse.Namespace) -> int:
    """Apply what is missing and say how much it was."""
    from gongjian.cli import django_setup

    django_setup(make_database=False)
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if connection.vendor == "sqlite":
        Path(str(connection.settings_dict["NAME"])).parent.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
        print(f"数据库已升级：{len(missing)} 步。")
    else:
        executor.check_replacements()  # a squashed migration is noted where all that it replaces was applied
        print("数据库已是最新。")
    return 0
