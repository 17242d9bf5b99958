"""Addresses of the pages of tokens and subscriptions."""

from django.urls import path

from gongjian.apps.api.views import tokens, webhooks

app_name = "interfaces"
urlpatterns = [
    path("tokens/", tokens.list_tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("webhooks/", webhooks.list_webhooks, name="webhooks"),
    path("webhooks/<int:webhook_id>/", webhooks.show_webhook, name="webhook"),
    path("webhooks/<int:webhook_id>/state/", webhooks.switch_webhook, name="switch_webhook"),
    path("deliveries/<int:delivery_id>/again/", webhooks.send_again, name="send_again"),
]
