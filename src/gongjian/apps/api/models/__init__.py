"""Tables of the API: tokens, what was answered to a repeated call, subscriptions and what they are owed."""

from gongjian.apps.api.models.received import ReceivedUpdate
from gongjian.apps.api.models.tokens import ApiToken, KeptAnswer
from gongjian.apps.api.models.webhooks import Delivery, Webhook

__all__ = ["ApiToken", "Delivery", "KeptAnswer", "ReceivedUpdate", "Webhook"]
