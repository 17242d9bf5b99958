"""Keyed digests of short secrets and personal values: for looking up and comparing, never for reading back."""

import hashlib
import hmac

from django.conf import settings


def keyed_digest(purpose: str, value: str) -> str:
    """Return 64 hex digits for a value under the installation's own key; `purpose` keeps uses apart.

    A phone number has few possible values, so a bare digest of it could be guessed; without the key it can't.
    """
    return hmac.new(settings.SALT_KEY.encode(), f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


def is_same(left: str, right: str) -> bool:
    """Compare two digests in a time that tells nothing about them."""
    return hmac.compare_digest(left, right)
