"""Work after the request: Django's task API on the same database, and what recurs.

Enqueueing rolls back with the business transaction. `run_worker` takes tasks one by one, links the
audit trail every few seconds and runs the recurring work; it stops cleanly on SIGTERM. A task whose
worker died is put back after `STALE_AFTER`, so tasks must be safe to run twice. Nothing that one piece of
work does wrong, nor a database that is away for a while, ends the worker: the rest would stand still with it.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from gongjian.core import audit

__all__ = ["Recurring", "every", "requeue_stale", "run_due", "run_worker", "task"]

STALE_AFTER = timedelta(minutes=15)
log = logging.getLogger(__name__)


@dataclass
class Recurring:
    """A function that the worker calls about every `seconds`, however long the others take; `due_at` is monotonic."""

    name: str
    seconds: int
    run: Callable[[], object]
    due_at: float = 0.0


_recurring: list[Recurring] = []


def every(seconds: int, name: str, run: Callable[[], object]) -> None:
    """Register recurring work (in an app's `tasks.py`); it must be quick and safe to repeat."""
    _recurring.append(Recurring(name, seconds, run))


def requeue_stale() -> int:
    """Put back tasks whose worker has been silent for too long; return how many."""
    stale = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - STALE_AFTER
    )
    return stale.update(status=TaskResultStatus.READY, started_at=None)


def run_worker(stop: threading.Event | None = None) -> None:
    """Work until told to stop. Several workers may run on one database."""
    halt = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: halt.set())
    own = [
        Recurring("audit.link", settings.AUDIT_LINK_SECONDS, audit.link),
        Recurring("jobs.requeue", 60, requeue_stale),
        *_recurring,
    ]
    while not halt.is_set():
        run_due(own)
        _drain()
        halt.wait(1)


def run_due(recurring: Sequence[Recurring]) -> None:
    """Run what is due; what fails is logged and tried again when it is due next."""
    for job in recurring:
        now = time.monotonic()
        if now < job.due_at:
            continue
        job.due_at = now + job.seconds
        close_old_connections()
        try:
            job.run()
        except DatabaseError:
            log.warning("recurring job %s will be tried again", job.name, exc_info=True)
        except Exception:
            log.exception("recurring job %s failed and will be tried again", job.name)


def _drain() -> None:
    try:
        _work_off()
    except DatabaseError:
        log.warning("the job table can't be read and will be tried again", exc_info=True)


def _work_off() -> None:
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"gongjian-{threading.get_native_id()}",
        excluded_queue_names=[],
    ).run()
