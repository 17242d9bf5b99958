"""What a record led to, across apps: the needs that a matter became, say.

The page of a record asks here, and knows nothing of the apps above that answer. An app registers its source once, in a
module of its own named `outcomes.py`, which is found at start-up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongjian.core.access import Actor


@dataclass(frozen=True)
class Outcome:
    """One thing a record led to: what it is, how it is called, where it stands (a status word and its mark), its page."""

    kind: str
    title: str
    status: str
    mark: str
    url: str


Source = Callable[[Actor, str, int], Sequence[Outcome]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add an app's source at start-up: (actor, kind of record, its key) to what came of it that the actor may see."""
    _sources[name] = source


def outcomes_of(actor: Actor, kind: str, key: int) -> list[Outcome]:
    """List what came of a record, whether it is closed or not. One query a source."""
    return [one for name in sorted(_sources) for one in _sources[name](actor, kind, key)]
