"""Writes of the API app."""

from gongjian.apps.api.services.delivering import deliver, forget_old, send_due
from gongjian.apps.api.services.limits import admit
from gongjian.apps.api.services.open311 import (
    PostedRequest,
    PostedUpdate,
    number_of,
    post_request,
    post_update,
)
from gongjian.apps.api.services.repeats import DoneBefore, done_once, forget_answers, keep_answer
from gongjian.apps.api.services.tokens import Caller, TokenSpec, caller_of, issue_token, revoke_token
from gongjian.apps.api.services.webhooks import WebhookSpec, put_out, send_again, subscribe, switch_webhook

__all__ = [
    "Caller",
    "DoneBefore",
    "PostedRequest",
    "PostedUpdate",
    "TokenSpec",
    "WebhookSpec",
    "admit",
    "caller_of",
    "deliver",
    "done_once",
    "forget_answers",
    "forget_old",
    "issue_token",
    "keep_answer",
    "number_of",
    "post_request",
    "post_update",
    "put_out",
    "revoke_token",
    "send_again",
    "send_due",
    "subscribe",
    "switch_webhook",
]
