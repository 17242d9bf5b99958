"""Headers by which a receiver knows that a message is ours, whole, fresh, and not one it had already.

Signing follows Standard Webhooks 1.0.0 (standardwebhooks.com): HMAC-SHA256 over "id.timestamp.body".
"""

import base64
import hashlib
import hmac
from datetime import datetime

SECRET_PREFIX = "whsec_"


def signed_headers(key: bytes, message_id: str, at: datetime, content: bytes) -> dict[str, str]:
    """Return the headers of a message in JSON: its id, the moment in Unix seconds, and the signature over both and the body."""
    stamp = str(int(at.timestamp()))
    made = hmac.new(key, f"{message_id}.{stamp}.".encode() + content, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Gongjian-Webhooks",
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(made).decode('ascii')}",
    }


def key_of(secret: str) -> bytes:
    """Return the key that a secret stands for: what follows `whsec_` is base64."""
    return base64.b64decode(secret.removeprefix(SECRET_PREFIX))
