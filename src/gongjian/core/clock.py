"""Let the real path run at another moment: the demo lives through its year by it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make Django's clock stand at `moment` (aware) inside the block, for this process only."""
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield
