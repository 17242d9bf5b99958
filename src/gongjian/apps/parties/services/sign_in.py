"""Write down what happens at the entrance, and keep `User.has_second_factor` true.

allauth and axes tell it by signals; these are the only signals that the app listens to.
"""

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.stagekit import clear_login
from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest

from gongjian.apps.parties.models import User
from gongjian.core import audit
from gongjian.core.access import Actor


def listen() -> None:
    """Connect the receivers, once."""
    receivers = (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _failed),
        (user_locked_out, _locked),
        (password_changed, _password_changed),
        (authenticator_added, _factor_added),
        (authenticator_removed, _factor_removed),
        (authenticator_reset, _codes_renewed),
        (authentication_failed, _code_failed),
    )
    for signal, receiver in receivers:
        signal.connect(receiver, dispatch_uid=f"parties.{receiver.__name__}")


def _bare(user: User) -> Actor:
    """Name a person in the trail without reading his grants."""
    return Actor(user_id=user.pk, name=user.full_name or user.username)


def _signed_in(sender: object, user: User, request: HttpRequest | None = None, **_: Any) -> None:
    audit.record(_bare(user), "sign_in.done", user)
    if request is not None:
        _count_as_fresh(request)


def _count_as_fresh(request: HttpRequest) -> None:
    """Let a sign-in of a moment ago stand for the password that allauth asks before security settings.

    Without it a newcomer gives the password he has just given once more to set up his second factor.
    """
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    if records:
        records[-1]["reauthenticated"] = True
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records


def _signed_out(sender: object, user: User | None, **_: Any) -> None:
    if user is not None:
        audit.record(_bare(user), "sign_in.left", user)


def _failed(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    """Write a failure under the name that was typed, so that guessing at names shows too."""
    if getattr(request, "axes_locked_out", False):
        return
    name = str(credentials.get("username") or "")[:80]
    user = User.objects.filter(username__iexact=name).first() if name else None
    audit.record(Actor(user_id=None, name=name), "sign_in.failed", user, after={"username": name})


def _locked(sender: object, username: str | None = None, ip_address: str | None = None, **_: Any) -> None:
    name = (username or "")[:80]
    user = User.objects.filter(username__iexact=name).first() if name else None
    after = {"username": name, "from": ip_address}
    audit.record(Actor(user_id=None, name=name), "sign_in.locked", user, after=after)


@transaction.atomic
def _password_changed(sender: object, user: User, **_: Any) -> None:
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.must_change_password = False
    audit.record(_bare(user), "parties.password_changed", user)


@transaction.atomic
def _factor_added(sender: object, user: User, authenticator: Authenticator, **_: Any) -> None:
    note_second_factor(user)
    audit.record(_bare(user), "parties.second_factor_added", user, after={"kind": authenticator.type})


@transaction.atomic
def _factor_removed(sender: object, user: User, authenticator: Authenticator, **_: Any) -> None:
    note_second_factor(user)
    audit.record(_bare(user), "parties.second_factor_removed", user, before={"kind": authenticator.type})


def _codes_renewed(sender: object, user: User, authenticator: Authenticator, **_: Any) -> None:
    audit.record(_bare(user), "parties.recovery_codes_renewed", user)


def note_second_factor(user: User) -> None:
    """Set `has_second_factor` by what allauth keeps: recovery codes alone are no second factor."""
    has_one = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    User.objects.filter(pk=user.pk).update(has_second_factor=has_one)
    user.has_second_factor = has_one


def _code_failed(
    sender: object, user: User, request: HttpRequest, reauthentication: bool = False, **_: Any
) -> None:
    """Count a wrong code like a wrong password; at the limit the half-done sign-in is thrown away."""
    user_login_failed.send(sender=__name__, credentials={"username": user.username}, request=request)
    if getattr(request, "axes_locked_out", False):
        request.axes_credentials = {"username": user.username}  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.session.flush()
        else:
            clear_login(request)
