"""The request being answered: its number for audit rows and log lines, and what it has read already."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_read: ContextVar[dict[str, Any] | None] = ContextVar("read", default=None)


def set_request_id(value: str) -> None:
    """Remember the number for this request, of which nothing has been read yet."""
    _request_id.set(value)
    _read.set({})


def end_request() -> None:
    """Forget what the request has read."""
    _read.set(None)


def current_request_id() -> str:
    """Return the number of this request, or nothing outside one."""
    return _request_id.get()


def in_request() -> bool:
    """Say whether a request is being answered, so that what is read is kept for it."""
    return _read.get() is not None


def read_once(name: str, read: Callable[[], Any]) -> Any:
    """Return what `read` answered before in this request; outside of one it is asked each time.

    For rows that no request both changes and uses, such as the versions of a rule.
    """
    kept = _read.get()
    if kept is None:
        return read()
    if name not in kept:
        kept[name] = read()
    return kept[name]
