"""Writes of subscriptions, and the outbox: one row a subscriber, in the transaction of what it is told of."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gongjian.apps.api.choices import DeliveryState, WebhookEvent
from gongjian.apps.api.models import Delivery, Webhook
from gongjian.apps.api.selectors import get_webhook
from gongjian.apps.places.selectors import get_place
from gongjian.core import audit, outside
from gongjian.core.access import Actor, Right, ancestors_of
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.signed_calls import SECRET_PREFIX

URL_LIMIT = 300


@dataclass(frozen=True, kw_only=True)
class WebhookSpec:
    """Who is told of what, where, at which address."""

    name: str
    place_code: str
    url: str
    events: Sequence[WebhookEvent]


@transaction.atomic
def subscribe(*, actor: Actor, spec: WebhookSpec) -> tuple[Webhook, str]:
    """Make a subscription; return it with the secret its messages are signed with, shown this once.

    Raises Invalid for an address that is no https address of the open net, and for no events.
    """
    actor.require(Right.WEBHOOKS_MANAGE, spec.place_code)
    get_place(spec.place_code)
    if not spec.events:
        raise Invalid("请至少选一种要推送的事。")
    if len(spec.url) > URL_LIMIT:
        raise Invalid(f"地址超过 {URL_LIMIT} 个字符。请换短一些的。")
    outside.check_address(spec.url)
    text = SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    webhook = Webhook.objects.create(
        place_code=spec.place_code,
        name=spec.name.strip(),
        url=spec.url,
        events=[event.value for event in spec.events],
        secret=text,
        made_by_id=actor.user_id,
        made_at=timezone.now(),
    )
    after = audit.snapshot(webhook, "name", "url", "events")
    audit.record(actor, "interfaces.webhook_made", webhook, after=after)
    return webhook, text


@transaction.atomic
def switch_webhook(*, actor: Actor, webhook_id: int, is_active: bool) -> Webhook:
    """Stop a subscription or let it go on; what happens meanwhile is not told later."""
    webhook = _own(actor, webhook_id)
    if webhook.is_active != is_active:
        webhook.is_active, webhook.paused_until, webhook.failure_count = is_active, None, 0
        webhook.save(update_fields=["is_active", "paused_until", "failure_count"])
        act = "interfaces.webhook_opened" if is_active else "interfaces.webhook_closed"
        audit.record(actor, act, webhook, after=audit.snapshot(webhook, "name", "url"))
    return webhook


@transaction.atomic
def send_again(*, actor: Actor, delivery_id: int) -> Delivery:
    """Try a message at once that failed or was given up; it keeps its id, so that the receiver can tell.

    The receiver's pause ends, too: somebody has looked at it. Conflict for what arrived or was not tried yet.
    """
    found: Delivery | None = Delivery.objects.visible_to(actor).filter(pk=delivery_id).one()
    if found is None:
        raise NotFound()
    webhook = _own(actor, found.webhook_id)
    delivery = Delivery.objects.select_for_update(no_key=True).get(pk=delivery_id)
    if delivery.state == DeliveryState.SENT or not (
        delivery.attempts or delivery.state == DeliveryState.DEAD
    ):
        raise Conflict("这一条已经送到，或者马上就送第一次，不用重发。")
    if not webhook.is_active:
        raise Conflict("这个订阅已经停用。请先启用再重发。")
    if delivery.state == DeliveryState.DEAD:
        delivery.attempts = 0
    delivery.state, delivery.next_at = DeliveryState.WAITING, timezone.now()
    delivery.save(update_fields=["state", "attempts", "next_at"])
    Webhook.objects.filter(pk=webhook.pk).update(paused_until=None)
    audit.record(actor, "interfaces.delivery_repeated", delivery, place_code=webhook.place_code)
    return delivery


def put_out(*, event: WebhookEvent, event_id: UUID, place_code: str, body: Mapping[str, Any]) -> int:
    """Owe an event to every subscriber of its place, in the transaction of the change; return to how many.

    The same event is owed once, however often it is put out.
    """
    codes = [*ancestors_of(place_code), place_code]
    told = [
        webhook.pk
        for webhook in Webhook.objects.filter(is_active=True, place_code__in=codes)
        if event.value in webhook.events
    ]
    now = timezone.now()
    rows = [
        Delivery(
            webhook_id=webhook_id, event_id=event_id, event=event, body=dict(body), made_at=now, next_at=now
        )
        for webhook_id in told
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _own(actor: Actor, webhook_id: int) -> Webhook:
    webhook = get_webhook(actor, webhook_id)
    actor.require(Right.WEBHOOKS_MANAGE, webhook.place_code)
    return Webhook.objects.select_for_update(no_key=True).get(pk=webhook.pk)
