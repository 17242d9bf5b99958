"""Send what subscribers are owed: signed, tried again later and later, given up after a while with a notice.

A message is sent at least once and bears the same id each time (see `core.retries`); a receiver that doesn't
answer is left alone for a while, so that it holds up nobody else.
"""

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.api.choices import DeliveryState
from gongjian.apps.api.models import Delivery, Webhook
from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.parties.services import Topic, notify
from gongjian.core import outside, retries
from gongjian.core.access import Right, ancestors_of
from gongjian.core.jobs import task
from gongjian.core.signed_calls import key_of, signed_headers

LONGEST_PAUSE_MINUTES = 30
MOST_DAYS = 3
"""A message that waits longer is given up, tried often or not."""
AT_ONCE = 100
ANSWER_BYTES = 4096
KEPT_DAYS = 30


def send_due() -> int:
    """Hand the messages that are due to the task queue; return how many.

    Of a receiver that doesn't answer only the oldest is tried, once its pause is over.
    """
    now = timezone.now()
    _give_up_old(now)
    due = Q(state=DeliveryState.WAITING, next_at__lte=now, webhook__is_active=True)
    ready = Q(webhook__paused_until__isnull=True) | Q(webhook__paused_until__lte=now)
    rows = Delivery.objects.filter(due & ready).select_related("webhook").order_by("next_at", "pk")[:AT_ONCE]
    taken, probed = 0, set()
    for row in rows:
        if row.webhook.paused_until is not None:
            if row.webhook_id in probed:
                continue
            probed.add(row.webhook_id)
        waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
        with transaction.atomic():
            if retries.take(waiting, row.pk, row.next_at, now):
                deliver.enqueue(row.pk)
                taken += 1
    return taken


@task()
def deliver(delivery_id: int) -> str:
    """Send one message; return the state it is in afterwards."""
    delivery = Delivery.objects.select_related("webhook").get(pk=delivery_id)
    if delivery.state != DeliveryState.WAITING or not delivery.webhook.is_active:
        return str(delivery.state)
    now = timezone.now()
    content = json.dumps(delivery.body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = signed_headers(key_of(delivery.webhook.secret), str(delivery.event_id), now, content)
    try:
        answer = outside.call("POST", delivery.webhook.url, body=content, headers=headers, most=ANSWER_BYTES)
    except outside.OutsideFault as fault:
        return _failed(delivery, None, str(fault))
    if 200 <= answer.status < 300:
        return _arrived(delivery, answer.status)
    return _failed(delivery, answer.status, f"对方回 {answer.status}")


@transaction.atomic
def _arrived(delivery: Delivery, status: int) -> str:
    delivery.state, delivery.sent_at = DeliveryState.SENT, timezone.now()
    delivery.last_status, delivery.last_fault = status, ""
    delivery.save(update_fields=["state", "sent_at", "last_status", "last_fault"])
    struggling = Q(failure_count__gt=0) | Q(paused_until__isnull=False)
    Webhook.objects.filter(struggling, pk=delivery.webhook_id).update(failure_count=0, paused_until=None)
    return str(DeliveryState.SENT)


@transaction.atomic
def _failed(delivery: Delivery, status: int | None, fault: str) -> str:
    """Note a failed try: when it is tried next, or that it is given up and whom to tell."""
    now = timezone.now()
    again_at = retries.next_try(delivery.attempts, now)
    delivery.state = DeliveryState.WAITING if again_at else DeliveryState.DEAD
    delivery.next_at, delivery.last_status, delivery.last_fault = again_at or now, status, fault[:200]
    delivery.save(update_fields=["state", "next_at", "last_status", "last_fault"])
    _pause(delivery.webhook_id, now)
    if again_at is None:
        _tell(delivery.webhook)
    return str(delivery.state)


def _pause(webhook_id: int, now: datetime) -> None:
    """Leave a receiver alone for a while that doubles with every failed try since one arrived."""
    webhook = Webhook.objects.select_for_update(no_key=True).get(pk=webhook_id)
    minutes = min(2**webhook.failure_count, LONGEST_PAUSE_MINUTES)
    webhook.failure_count += 1
    webhook.paused_until = now + timedelta(minutes=minutes)
    webhook.save(update_fields=["failure_count", "paused_until"])


@transaction.atomic
def _give_up_old(now: datetime) -> None:
    old = Delivery.objects.filter(state=DeliveryState.WAITING, made_at__lt=now - timedelta(days=MOST_DAYS))
    stuck = list(Webhook.objects.filter(pk__in=old.values("webhook_id")))
    if stuck:
        old.update(state=DeliveryState.DEAD, last_fault=f"{MOST_DAYS} 天没有送到")
    for webhook in stuck:
        _tell(webhook)


def _tell(webhook: Webhook) -> None:
    """Tell those who look after subscriptions at the place, or above it where nobody does."""
    url = reverse("interfaces:webhook", args=[webhook.pk])
    topic = Topic(
        f"interfaces.webhook:{webhook.pk}", f"推送“{webhook.name}”有 {{n}} 条送不到，请检查对方的地址", url
    )
    for code in (webhook.place_code, *reversed(ancestors_of(webhook.place_code))):
        if people := holders_of(Right.WEBHOOKS_MANAGE, [code]):
            notify(
                people,
                f"推送“{webhook.name}”有消息送不到，请检查对方的地址",
                url,
                webhook.place_code,
                topic=topic,
            )
            return


def forget_old() -> int:
    """Drop the log of what was settled long ago; return how many rows."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    count, _by_table = (
        Delivery.objects.filter(made_at__lt=before).exclude(state=DeliveryState.WAITING).delete()
    )
    return count
