"""What waits behind the pages while the load runs, and how long it takes to be done afterwards."""

import threading
import time
from datetime import datetime
from pathlib import Path

EVERY_S = 5.0


class Watch:
    """Counts the photos that wait every few seconds, on a connection of its own."""

    def __init__(self) -> None:
        self.photos: list[tuple[float, int]] = []
        self._begin = time.monotonic()
        self._halt = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to count."""
        self._thread.start()

    def stop(self) -> None:
        """Count no more."""
        self._halt.set()
        self._thread.join()

    @property
    def most(self) -> int:
        """The longest that the queue was."""
        return max((count for _at, count in self.photos), default=0)

    def curve(self, points: int = 12) -> str:
        """Write the queue over time in a line: seconds and photos."""
        step = max(1, len(self.photos) // points)
        return " ".join(f"{at:.0f}s:{count}" for at, count in self.photos[::step])

    def _run(self) -> None:
        from django.db import connection

        while not self._halt.wait(EVERY_S):
            self.photos.append((time.monotonic() - self._begin, waiting_photos()))
        connection.close()


def waiting_photos() -> int:
    """Count the photos whose matters are there and that no worker has settled."""
    from gongjian.apps.portal.models import SubmissionPhoto

    return SubmissionPhoto.objects.filter(submission__matter__isnull=False).count()


def drain(limit_s: float) -> float | None:
    """Wait until no photo waits; return how many seconds it took, or None if it took longer than the limit."""
    begin = time.monotonic()
    while time.monotonic() - begin < limit_s:
        if not waiting_photos():
            return round(time.monotonic() - begin, 1)
        time.sleep(1)
    return None


def settle(until: datetime, limit_s: float) -> int:
    """Wait until the reminders that had come by a moment are sent and the trail is linked; 1 if it takes longer than the limit."""
    from gongjian.apps.matters.models import Matter
    from gongjian.core.models import AuditEntry

    begin = time.monotonic()
    while time.monotonic() - begin < limit_s:
        waits = Matter.objects.filter(remind_at__lte=until).exists()
        if not waits and not AuditEntry.objects.filter(sequence__isnull=True).exists():
            return 0
        time.sleep(1)
    return 1


def database_bytes() -> int:
    """Return how large the database is."""
    from django.db import connection

    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        return sum(path.stat().st_size for path in name.parent.glob(f"{name.name}*"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
        return int(size)
