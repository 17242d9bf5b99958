"""Flood control of what anybody may send: how often one sender or one place, how fast, and how often the same words.

A bucket of tokens is one number, the moment at which it will be full again (the generic cell rate
algorithm, ITU-T I.371): with T = 1 hour / rate and a burst of b tokens, a token is there while

    full_at <= now + (b - 1) T + d    and taking it sets        full_at = max(full_at, now) + T.

d is how far the clocks of the processes that ask may stand apart: without it, one that asks a millisecond
behind the first would find the last token of the burst missing. It is less than T, so that no burst grows.

One UPDATE asks and takes, so that no process waits for another with a row locked. Whom a bucket is of is
kept as a keyed digest only, and a bucket that is full again says nothing and is forgotten.
"""

import re
import secrets
import time
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils import timezone

from gongjian.core.keyed import keyed_digest
from gongjian.core.models import FloodBucket
from gongjian.core.rules import rule_value

HOUR_MS = 3_600_000
CLOCKS_APART_MS = 1_000
IPV6_SITE_BITS = 64
_TOKEN_SALT = "core.flood.form"


@dataclass(frozen=True)
class Limit:
    """So many at once, and so many an hour after that."""

    burst: int
    per_hour: int

    @property
    def interval_ms(self) -> int:
        """How long one token takes to come back."""
        return HOUR_MS // self.per_hour

    @property
    def room_ms(self) -> int:
        """How far ahead of now a bucket's moment may stand while a token is in it."""
        return (self.burst - 1) * self.interval_ms + min(CLOCKS_APART_MS, self.interval_ms // 2)


def limit_at(key: str, place_code: str) -> Limit:
    """Return the limit in force today at a place."""
    value: dict[str, Any] = rule_value(key, on=timezone.localdate(), place_code=place_code)
    return Limit(int(value["burst"]), int(value["per_hour"]))


def take(purpose: str, whose: str, limit: Limit, now_ms: int | None = None) -> bool:
    """Take one token of whose bucket for a purpose; False, and nothing taken, when there is none.

    `whose` may be anything that names the sender or the place; only its keyed digest is kept.
    """
    now = round(time.time() * 1000) if now_ms is None else now_ms
    key = keyed_digest(f"flood.{purpose}", whose)
    if _taken(key, limit, now):
        return True
    made = FloodBucket.objects.bulk_create([FloodBucket(key=key, full_at_ms=0)], ignore_conflicts=True)
    return bool(made) and _taken(key, limit, now)


def _taken(key: str, limit: Limit, now: int) -> bool:
    has_token = FloodBucket.objects.filter(key=key, full_at_ms__lte=now + limit.room_ms)
    full_at = Greatest(F("full_at_ms"), Value(now)) + limit.interval_ms
    return bool(has_token.update(full_at_ms=full_at))


def seconds_until(purpose: str, whose: str, limit: Limit, now_ms: int | None = None) -> int:
    """Return in how many seconds, rounded up and 1 at least, a refused sender finds a token again."""
    now = round(time.time() * 1000) if now_ms is None else now_ms
    row = FloodBucket.objects.filter(key=keyed_digest(f"flood.{purpose}", whose)).first()
    wait_ms = row.full_at_ms - limit.room_ms - now if row else 0
    return max(1, -(-wait_ms // 1000))


def forget_full() -> int:
    """Drop the buckets that are full again; return how many."""
    return FloodBucket.objects.filter(full_at_ms__lt=round(time.time() * 1000)).delete()[0]


def sender_of(request: HttpRequest) -> str:
    """Return a keyed digest of where a request comes from: an IPv4 address, or the site part of an IPv6 one.

    Behind TRUSTED_PROXIES reverse proxies, each of which adds the address it saw, the one that the
    outermost of them saw is meant; what a sender writes there himself stands further left.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXIES:
        seen = [
            part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
        ]
        address = seen[-min(settings.TRUSTED_PROXIES, len(seen))] if seen else address
    return keyed_digest("flood.sender", _site(address))


def _site(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network((found, IPV6_SITE_BITS), strict=False))
    return str(found)


@dataclass(frozen=True)
class FormToken:
    """What a form's hidden field says: which showing of the form it is, and how long ago it was shown."""

    nonce: str
    age_s: float


def new_token() -> str:
    """Write the hidden field of a form that is shown now."""
    return signing.dumps([secrets.token_urlsafe(18), round(time.time() * 1000)], salt=_TOKEN_SALT)


def read_token(token: str) -> FormToken | None:
    """Read a hidden field written by `new_token`; None if it is none of ours."""
    try:
        nonce, shown_ms = signing.loads(token, salt=_TOKEN_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return FormToken(str(nonce), max(0.0, time.time() - shown_ms / 1000))


def words_digest(words: str) -> str:
    """Return a keyed digest of a text's letters and digits alone, for telling that the same was sent again."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words).casefold())
    return keyed_digest("flood.words", plain)
