"""Messages that could not be sent to reporters and that nobody has called about yet."""

from gongjian.apps.matters.choices import MessageState
from gongjian.apps.matters.models import Message
from gongjian.core.access import Actor, OwnedQuerySet, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import COUNT_BOUND

ROWS = 50


def _untold(actor: Actor, place_code: str) -> OwnedQuerySet:
    rows: OwnedQuerySet = Message.objects.visible_to(actor).filter(
        prefix_range("matter__place_code", place_code), state=MessageState.FAILED
    )
    return rows


def get_untold(actor: Actor, message_id: int) -> Message:
    """Return one of them; NotFound also for another's, and once somebody has seen to it."""
    found: Message | None = _untold(actor, "").select_related("matter__reporter").filter(pk=message_id).one()
    if found is None:
        raise NotFound("没有这条没发成的消息。可能刚有人办过，请刷新后再看。")
    return found


def untold_count(actor: Actor, place_code: str = "") -> int:
    """Count the messages that wait for a call, up to a bound."""
    return _untold(actor, place_code).order_by()[:COUNT_BOUND].count()


def untold_messages(actor: Actor, place_code: str) -> list[Message]:
    """List the messages that wait for a call, the oldest first."""
    return list(_untold(actor, place_code).select_related("matter__reporter").order_by("at", "pk")[:ROWS])
