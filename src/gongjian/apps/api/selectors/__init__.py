"""Reads of the API app."""

from gongjian.apps.api.selectors.administration import (
    get_webhook,
    list_deliveries,
    list_tokens,
    list_webhooks,
)

__all__ = ["get_webhook", "list_deliveries", "list_tokens", "list_webhooks"]
