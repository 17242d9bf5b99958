"""Signing in: closed to strangers, locked after failures by rule, sealed second factors, idle sessions.

What allauth and axes are told by the settings: adapters, who is counted, how often, for how long,
and what a locked person reads. Two middlewares: a one-time password has to be changed first, and a
session lives as long as it is used.
"""

import time
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from gongjian.core.middleware import GetResponse
from gongjian.core.rules import rule_value
from gongjian.core.sealing import seal, unseal

LOCKED = 429
RENEW_SHARE = 0.1
SEEN_KEY = "seen_at"


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Close self-registration; accounts are made by the system administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to one's own page."""
        return reverse("parties:profile")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """There is no reset by mail: an administrator gives a one-time password."""
        return reverse("account_login")


class SealedMFAAdapter(DefaultMFAAdapter):
    """Keep the secrets of second factors encrypted, like every other secret of a person."""

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return unseal(encrypted_text.encode("ascii")).decode()


def failure_limit(request: HttpRequest | None, credentials: dict[str, Any] | None) -> int:
    """Return after how many failures in a row an account is locked (rule of the day)."""
    return int(rule_value("sign_in.failure_limit", on=timezone.localdate()))


def lock_time(request: HttpRequest | None) -> timedelta:
    """Return for how long it stays locked (rule of the day)."""
    return timedelta(minutes=int(rule_value("sign_in.lock_minutes", on=timezone.localdate())))


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """Name the account that a failure counts against: the same one however it was typed."""
    named = credentials or {}
    name = named.get("username") or named.get("login") or request.POST.get("login")
    return str(name).strip().casefold() if name else None


def show_lock(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Say that the account is locked, until when, and who can open it earlier."""
    from axes.models import AccessAttempt

    name = counted_name(request, credentials)
    attempts = AccessAttempt.objects.filter(username=name)
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    ends_at = (last or timezone.now()) + lock_time(request)
    context = {"ends_at": ends_at, "failure_limit": failure_limit(request, credentials), "username": name}
    return render(request, settings.AXES_LOCKOUT_TEMPLATE, context, status=LOCKED)


def password_change(get_response: GetResponse) -> GetResponse:
    """Send holders of a one-time password to change it before anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if getattr(user, "must_change_password", False) and not _is_open_to_newcomers(request.path):
            return _send_to(request, "account_change_password")
        return get_response(request)

    return middleware


def _is_open_to_newcomers(path: str) -> bool:
    open_names = ("account_change_password", "account_reauthenticate", "account_logout", "core:language")
    return path.startswith(settings.STATIC_URL) or path in {reverse(name) for name in open_names}


def _send_to(request: HttpRequest, url_name: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(reverse(url_name))
    return redirect(url_name)


def idle_session(get_response: GetResponse) -> GetResponse:
    """Keep a session alive while it is used, writing it at most ten times per idle period."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if now - int(request.session.get(SEEN_KEY, 0)) > settings.SESSION_COOKIE_AGE * RENEW_SHARE:
                request.session[SEEN_KEY] = now
        return get_response(request)

    return middleware
