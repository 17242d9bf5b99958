"""Tokens and subscriptions as those who manage them see them."""

from gongjian.apps.api.models import ApiToken, Delivery, Webhook
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound


def list_tokens(actor: Actor) -> OwnedQuerySet:
    """List the tokens of the accounts one looks after, the newest first."""
    return ApiToken.objects.visible_to(actor).select_related("user", "made_by")


def list_webhooks(actor: Actor) -> OwnedQuerySet:
    """List the subscriptions of one's places, the newest first."""
    return Webhook.objects.visible_to(actor)


def get_webhook(actor: Actor, webhook_id: int) -> Webhook:
    """Return one subscription, or NotFound."""
    found: Webhook | None = Webhook.objects.visible_to(actor).filter(pk=webhook_id).one()
    if found is None:
        raise NotFound()
    return found


def list_deliveries(actor: Actor, webhook: Webhook) -> OwnedQuerySet:
    """List what a subscription was told and is owed, the newest first."""
    return Delivery.objects.visible_to(actor).filter(webhook=webhook)
