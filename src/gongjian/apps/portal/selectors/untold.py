"""Messages that could not be sent to reporters and that nobody has called about yet."""

from gongjian.apps.matters.choices import MessageState
from gongjian.apps.matters.models import Message
from gongjian.core.access import Actor, OwnedQuerySet, prefix_range
from gongjian.core.listing import COUNT_BOUND

ROWS = 50


def _untold(actor: Actor, place_code: str) -> OwnedQuerySet:
    rows: OwnedQuerySet = Message.objects.visible_to(actor).filter(
        prefix_range("matter__place_code", place_code), state=MessageState.FAILED
    )
    return rows


def untold_count(actor: Actor, place_code: str = "") -> int:
    """Count the messages that wait for a call, up to a bound."""
    return _untold(actor, place_code).order_by()[:COUNT_BOUND].count()


def untold_messages(actor: Actor, place_code: str) -> list[Message]:
    """List the messages that wait for a call, the oldest first."""
    return list(_untold(actor, place_code).select_related("matter__reporter").order_by("at", "pk")[:ROWS])
