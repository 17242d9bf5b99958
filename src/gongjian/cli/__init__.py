"""The program `gongjian`: thin commands over engines, readers and services.

Each module here is one command: `add_parser(subparsers)` describes it and `run(args)` does it and
returns the exit code. A command that needs the site calls `django_setup()` inside `run`, so that
commands over the engines alone start at once. Modules whose name begins with `_` are no commands.
"""

import os


def django_setup(*, make_database: bool = True) -> None:
    """Set Django up once, with the development settings unless the environment names others.

    Unless `make_database` is off, a database file that does not exist yet is made, so that any
    command works on a fresh clone.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.dev")
    import django
    from django.apps import apps

    if apps.ready:
        return
    django.setup()
    if make_database:
        _make_database_file()


def _make_database_file() -> None:
    from pathlib import Path

    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    file = Path(str(connection.settings_dict["NAME"]))
    if file.exists() and file.stat().st_size:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
