"""Subscriptions of other systems, and what each of them is owed."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.api.choices import DeliveryState, WebhookEvent
from gongjian.core.access import OwnedModel, Right


class Webhook(OwnedModel):
    """One address that is told of some events at one place and below.

    `paused_until` is set while the receiver doesn't answer, so that its waiting messages don't take the
    worker's time; `failure_count` counts the failed attempts since one last arrived.
    """

    view_right = Right.WEBHOOKS_MANAGE

    place_code = models.CharField(max_length=15, db_index=True)
    name = models.CharField(_("名称"), max_length=60)
    url = models.CharField(_("地址"), max_length=300)
    events = models.JSONField(default=list)
    secret = EncryptedCharField(max_length=300)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    failure_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def event_labels(self) -> list[str]:
        """What it is told of, in words; one word for everything."""
        if set(self.events) == set(WebhookEvent.values):
            return [gettext("全部 %(n)d 种") % {"n": len(WebhookEvent)}]
        return [str(WebhookEvent(event).label) for event in self.events]


class Delivery(OwnedModel):
    """One message owed to a subscriber: written with the change it tells of, kept as the log of its attempts.

    `next_at` is when it is tried next, or until when the worker that took it has it for itself.
    """

    view_right = Right.WEBHOOKS_MANAGE
    scope_field = "webhook__place_code"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.UUIDField()
    event = models.CharField(max_length=30, choices=WebhookEvent.choices)
    body = models.JSONField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
    last_fault = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (models.UniqueConstraint(fields=["webhook", "event_id"], name="api_told_once"),)
        indexes = (
            models.Index(
                fields=["next_at"], condition=models.Q(state=DeliveryState.WAITING), name="api_outbox"
            ),
            models.Index(fields=["webhook", "-made_at"], name="api_log"),
        )

    def __str__(self) -> str:
        return f"{self.get_event_display()} → {self.webhook}"
