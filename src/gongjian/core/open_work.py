"""Open work of a person, across apps: what he has in hand, and giving all of it to another.

Each app that binds work to people registers once (in its `open_work.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongjian.core.access import Actor


@dataclass(frozen=True)
class OpenItem:
    """One piece of work in a person's hands."""

    kind: str
    id: int
    label: str
    url: str


@dataclass(frozen=True)
class WorkSource:
    """How one app lists a person's open work and gives it to another."""

    name: str
    list_items: Callable[[int], Sequence[OpenItem]]
    transfer: Callable[[Actor, int, int], int]


_sources: dict[str, WorkSource] = {}


def register(source: WorkSource) -> None:
    """Add an app's source at start-up."""
    _sources[source.name] = source


def list_open_work(user_id: int) -> list[OpenItem]:
    """List all that a person has in hand."""
    return [item for name in sorted(_sources) for item in _sources[name].list_items(user_id)]


def transfer_open_work(actor: Actor, giver_id: int, taker_id: int) -> int:
    """Give all open work of one person to another; return how many pieces."""
    return sum(_sources[name].transfer(actor, giver_id, taker_id) for name in sorted(_sources))
