"""Sign-in, sign-out, own password and second factor: those of allauth's views that the product needs.

Names are allauth's own, since its views redirect by them. Nobody registers himself, nobody resets a
password by mail (an administrator gives a one-time password), addresses of mail are kept by the
administrator: those names exist, where allauth asks for them, and answer 404.
"""

from typing import NoReturn

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.http import Http404, HttpRequest
from django.urls import path

from gongjian.core.access import V, public

ENTRANCE = "signing in: there is no actor yet; allauth guards the steps"
OWN = "the person's own password and second factor; allauth asks for a session"


def _open(view: V, reason: str) -> V:
    """Say why a view of allauth carries no guard of ours."""
    return public(reason)(view)


@public("does not exist: accounts are made by the system administrator")
def absent(request: HttpRequest, **_: str) -> NoReturn:
    """Answer 404."""
    raise Http404


urlpatterns = [
    path("login/", _open(account.login, ENTRANCE), name="account_login"),
    path("logout/", _open(account.logout, ENTRANCE), name="account_logout"),
    path("inactive/", _open(account.account_inactive, ENTRANCE), name="account_inactive"),
    path("reauthenticate/", _open(account.reauthenticate, OWN), name="account_reauthenticate"),
    path("password/change/", _open(account.password_change, OWN), name="account_change_password"),
    path("2fa/", _open(mfa.index, OWN), name="mfa_index"),
    path("2fa/authenticate/", _open(mfa.authenticate, ENTRANCE), name="mfa_authenticate"),
    path("2fa/reauthenticate/", _open(mfa.reauthenticate, OWN), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", _open(totp.activate_totp, OWN), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", _open(totp.deactivate_totp, OWN), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/", _open(recovery_codes.view_recovery_codes, OWN), name="mfa_view_recovery_codes"
    ),
    path(
        "2fa/recovery-codes/generate/",
        _open(recovery_codes.generate_recovery_codes, OWN),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        _open(recovery_codes.download_recovery_codes, OWN),
        name="mfa_download_recovery_codes",
    ),
    path("signup/", absent, name="account_signup"),
    path("password/reset/", absent, name="account_reset_password"),
    path("password/set/", absent, name="account_set_password"),
    path("email/", absent, name="account_email"),
    path("confirm-email/", absent, name="account_email_verification_sent"),
]
