"""What happened, told within the transaction of the change to those above who asked to hear of it.

An app tells without knowing who listens; a listener only writes rows, so that they are there exactly if the
change is. What is slow or can fail is left to the worker.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Listener = Callable[[Any], None]
_listeners: dict[str, list[Listener]] = defaultdict(list)


def listen(name: str, listener: Listener) -> None:
    """Hear of what is told under a name; a listener hears each thing once, however often it asks."""
    if listener not in _listeners[name]:
        _listeners[name].append(listener)


def tell(name: str, subject: Any) -> None:
    """Tell the listeners of something, at once and in order; what one raises undoes the change."""
    for listener in _listeners[name]:
        listener(subject)
