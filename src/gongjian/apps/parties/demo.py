"""The demo's accounts as the sign-in page and the command show them; none outside a demo."""

import hashlib
import hmac
import time
from base64 import b32encode
from dataclasses import dataclass
from typing import Any

from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gongjian.apps.parties.models import User

DEMO_PASSWORD = "Gongjian-2026"
DEMO_USERNAMES = (
    "shi",
    "lingdao",
    "quxian",
    "jiedao",
    "shequ",
    "jiancha",
    "bumen",
    "danwei",
    "xitong",
    "anquan",
    "shenji",
)


@dataclass(frozen=True)
class Account:
    """One demo account: its name, what the person is, and the code of the second factor where one is asked."""

    username: str
    label: str
    code: str = ""


def demo_secret(username: str) -> str:
    """Make the second factor of a demo account from this installation's own key."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demo:{username}".encode(), hashlib.sha1).digest()
    return b32encode(digest).decode("ascii")


def current_code(username: str) -> str:
    """Return the code that a phone would show now for a demo account."""
    counter = int(time.time()) // mfa_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(demo_secret(username), counter))


def list_accounts() -> list[Account]:
    """List the demo accounts that a person may try; only a demo has such rows."""
    rows = User.objects.filter(username__in=DEMO_USERNAMES, is_demo=True)
    users = {user.username: user for user in rows}
    return [
        Account(name, users[name].post, current_code(name) if users[name].has_second_factor else "")
        for name in DEMO_USERNAMES
        if name in users
    ]


def sign_in_help(request: HttpRequest) -> dict[str, Any]:
    """Give the sign-in pages of a demo its accounts; read only where a template shows them."""
    if not settings.DEMO:
        return {}
    return {"demo_accounts": SimpleLazyObject(list_accounts), "demo_password": DEMO_PASSWORD}
