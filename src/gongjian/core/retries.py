"""Rows that wait to be sent: taken by one worker at a time, tried again later and later, given up after a while.

A row that waits has `next_at` and `attempts`. A worker takes it by moving `next_at` ahead by a lease, so that
two workers don't send it at once, and one whose worker died in the middle is taken again after the lease: what is
sent therefore bears the same id each time, and the receiver drops what it had already.
"""

from datetime import datetime, timedelta

from django.db.models import F, Model, QuerySet

LEASE = timedelta(minutes=5)
WAITS_MINUTES = (1, 5, 30, 120, 360, 720, 1440)
"""Before each further try: about two days in all, then it is given up."""


def take(waiting: "QuerySet[Model]", row_id: int, next_at: datetime | None, now: datetime) -> bool:
    """Take one of the waiting rows, as it was read with `next_at`; False if another worker was first."""
    mine = waiting.filter(pk=row_id, next_at=next_at)
    return bool(mine.update(next_at=now + LEASE, attempts=F("attempts") + 1))


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when a row is tried again whose latest attempt failed; None when it is to be given up.

    >>> next_try(1, datetime(2026, 11, 18, 9)) == datetime(2026, 11, 18, 9, 1)
    True
    >>> next_try(len(WAITS_MINUTES) + 1, datetime(2026, 11, 18, 9)) is None
    True
    """
    tried = max(1, attempts)
    return None if tried > len(WAITS_MINUTES) else now + timedelta(minutes=WAITS_MINUTES[tried - 1])
