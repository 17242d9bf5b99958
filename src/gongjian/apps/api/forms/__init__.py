"""Forms of the API app."""

from gongjian.apps.api.forms.administration import TokenForm, WebhookForm

__all__ = ["TokenForm", "WebhookForm"]
