"""Writes of the public door."""

from gongjian.apps.portal.services.asking import (
    ConsultationSpec,
    NoticeSpec,
    answer_consultation,
    ask_everybody,
    post_notice,
    withdraw_notice,
)
from gongjian.apps.portal.services.doors import DoorSpec, change_door, open_door
from gongjian.apps.portal.services.drafts import drop_photo, keep_photos, submission_of
from gongjian.apps.portal.services.fetching import check_mailbox, fetch_now, read_mailbox
from gongjian.apps.portal.services.held import drop, drop_all_of, release
from gongjian.apps.portal.services.originals import Opened, open_letters
from gongjian.apps.portal.services.outbox import can_be_told, send_due
from gongjian.apps.portal.services.photos import clean_waiting
from gongjian.apps.portal.services.pruning import drop_strays, forget_old
from gongjian.apps.portal.services.sending import STREET_DIGITS, Filled, send
from gongjian.apps.portal.services.untold import note_called, try_again
from gongjian.apps.portal.services.voters import text_voters
from gongjian.apps.portal.services.wishes import send_wish

__all__ = [
    "STREET_DIGITS",
    "ConsultationSpec",
    "DoorSpec",
    "Filled",
    "NoticeSpec",
    "Opened",
    "answer_consultation",
    "ask_everybody",
    "can_be_told",
    "change_door",
    "check_mailbox",
    "clean_waiting",
    "drop",
    "drop_all_of",
    "drop_photo",
    "drop_strays",
    "fetch_now",
    "forget_old",
    "keep_photos",
    "note_called",
    "open_door",
    "open_letters",
    "post_notice",
    "read_mailbox",
    "release",
    "send",
    "send_due",
    "send_wish",
    "submission_of",
    "text_voters",
    "try_again",
    "withdraw_notice",
]
