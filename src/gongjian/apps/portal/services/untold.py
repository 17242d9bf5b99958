"""Messages that did not reach the reporter: the desk calls instead, or has it tried again."""

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import MessageState, StepKind
from gongjian.apps.matters.models import Message
from gongjian.apps.matters.services.entries import add_step, way_to
from gongjian.apps.matters.services.locking import written
from gongjian.apps.portal.selectors import get_untold
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict


@transaction.atomic
def note_called(*, actor: Actor, message_id: int, words: str) -> Message:
    """Write that the reporter was told by telephone what could not be sent, and what he said."""
    row = _locked(actor, message_id)
    text = written(words, "请写打电话的情况：什么时候打的、对方怎么说。")
    row.state = MessageState.CALLED
    row.save(update_fields=["state"])
    add_step(actor, row.matter, StepKind.CONTACTED, text)
    audit.record(actor, "portal.message_called", row.matter, after={"message": row.pk})
    return row


@transaction.atomic
def try_again(*, actor: Actor, message_id: int) -> Message:
    """Let a message that was given up be tried anew. Raises Conflict if the reporter no longer wants messages."""
    row = _locked(actor, message_id)
    way = way_to(row.matter)
    if not way:
        raise Conflict("反映人没有要发消息，或者信息已经删去。")
    row.state, row.way, row.attempts, row.next_at = MessageState.WAITING, way, 0, timezone.now()
    row.save(update_fields=["state", "way", "attempts", "next_at"])
    audit.record(actor, "portal.message_retried", row.matter, after={"message": row.pk})
    return row


def _locked(actor: Actor, message_id: int) -> Message:
    actor.require(Right.MATTERS_DISPATCH, get_untold(actor, message_id).matter.place_code)
    Message.objects.select_for_update(no_key=True).filter(pk=message_id).first()
    return get_untold(actor, message_id)  # nobody saw to it while the lock was waited for
