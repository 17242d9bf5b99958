"""Compiled kernels are read while a process starts that stays, so that nobody's click waits for them.

They cost two seconds of work and 140 MB a process, so only an installation whose lists are long enough to be matched by them does.
"""

from importlib import import_module
from threading import Thread

from django.db import DatabaseError, connection


def load_kernels() -> Thread:
    """Begin to read them beside whatever else the process does."""
    thread = Thread(target=_load, name="kernels", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    from gongjian.apps.cobuilding.selectors.proposals.problem import are_lists_long  # once the apps are ready

    try:
        is_wanted = are_lists_long()
    except DatabaseError:  # not migrated yet: the first one who needs them waits
        return
    finally:
        connection.close()
    if is_wanted:
        import_module("gongjian.engines.matching.kernels")
