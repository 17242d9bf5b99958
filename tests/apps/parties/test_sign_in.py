"""Signing in from end to end: password, second factor, lockout, one-time passwords, idle sessions."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.parties.models import User
from gongjian.apps.parties.services import clear_second_factor, create_user, reset_password, unlock_user
from gongjian.apps.parties.services.users import UserSpec
from gongjian.core.access import SYSTEM, Role
from gongjian.core.models import AuditEntry
from tests.factories import COMMUNITIES, COUNTY, make_user

pytestmark = pytest.mark.usefixtures("places")
PASSWORD = "Test-password-1"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def _sign_in(client: Client, user: User, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": user.username, "password": password})


def _actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


@pytest.fixture(autouse=True)
def _fresh_codes(settings):
    """A code is good once: allauth remembers used ones in the cache."""
    from django.core.cache import cache

    cache.clear()


def test_a_worker_signs_in_with_his_password_alone(client):
    worker = make_user(Role.WORKER, COMMUNITIES[0], has_second_factor=False)

    response = _sign_in(client, worker)

    assert response.status_code == 302
    assert client.get(reverse("parties:profile")).status_code == 200
    assert _actions() == ["sign_in.done"]


def test_the_name_is_taken_however_its_letters_are_written(client):
    worker = make_user(Role.WORKER, COMMUNITIES[0], username="ZhangSan")

    response = client.post(reverse("account_login"), {"login": "zhangsan", "password": PASSWORD})

    assert response.status_code == 302 and client.session["_auth_user_id"] == str(worker.pk)


def test_holders_of_wide_rights_set_up_a_second_factor_before_anything_else(
    client, django_capture_on_commit_callbacks
):
    leader = make_user(Role.LEADER, COUNTY, has_second_factor=False)
    _sign_in(client, leader)

    sent = client.get(reverse("parties:profile"))
    assert sent.status_code == 302 and sent["Location"] == reverse("mfa_activate_totp")
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.status_code == 200, answer.headers
    page = answer.content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in re.sub(r"\s", "", page)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})

    assert response.status_code == 302
    leader.refresh_from_db()
    assert leader.has_second_factor
    assert client.get(reverse("parties:profile")).status_code == 200
    assert "parties.second_factor_added" in _actions()
    kept = Authenticator.objects.get(user=leader, type="totp")
    assert secret not in str(kept.data)


def test_the_second_factor_is_asked_at_the_next_sign_in(client):
    leader = make_user(Role.LEADER, COUNTY)
    TOTP.activate(leader, SECRET)

    first = _sign_in(client, leader)
    assert first["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("parties:profile")).status_code == 302
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code in (200, 422)
    right = client.post(reverse("mfa_authenticate"), {"code": _code(SECRET)})

    assert right.status_code == 302
    assert client.get(reverse("parties:profile")).status_code == 200
    assert _actions() == ["sign_in.failed", "sign_in.done"]


def test_recovery_codes_open_once_the_phone_is_lost(client):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    leader = make_user(Role.LEADER, COUNTY)
    TOTP.activate(leader, SECRET)
    code = RecoveryCodes.activate(leader).get_unused_codes()[0]

    _sign_in(client, leader)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert client.get(reverse("parties:profile")).status_code == 200
    client.post(reverse("account_logout"))
    _sign_in(client, leader)
    again = client.post(reverse("mfa_authenticate"), {"code": code})

    assert again.status_code != 302


def test_guessing_codes_locks_like_guessing_passwords_and_throws_the_half_sign_in_away(client):
    leader = make_user(Role.LEADER, COUNTY)
    TOTP.activate(leader, SECRET)
    _sign_in(client, leader)

    answers = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(5)]

    assert [answer.status_code == 429 for answer in answers] == [False] * 4 + [True]
    late = client.post(reverse("mfa_authenticate"), {"code": _code(SECRET)})
    assert late.status_code == 302 and "_auth_user_id" not in client.session
    assert _sign_in(client, leader).status_code == 429


@pytest.mark.parametrize(("failures", "status"), [(4, 302), (5, 429)])
def test_five_failures_lock_and_four_do_not(client, failures, status):
    worker = make_user(Role.WORKER, COMMUNITIES[0])

    for _ in range(failures):
        _sign_in(client, worker, "wrong")

    assert _sign_in(Client(headers={"User-Agent": "other"}), worker).status_code == status


def test_the_lock_says_until_when_and_ends_by_itself(client, time_machine):
    worker = make_user(Role.WORKER, COMMUNITIES[0])
    time_machine.move_to("2026-11-24T01:00:00Z", tick=False)
    for _ in range(4):
        _sign_in(client, worker, "wrong")
    locked = _sign_in(client, worker, "wrong")

    assert locked.status_code == 429 and "9:30" in locked.content.decode()
    assert "sign_in.locked" in _actions() and _actions().count("sign_in.failed") >= 4
    time_machine.move_to("2026-11-24T01:29:00Z", tick=False)
    assert _sign_in(client, worker).status_code == 429
    time_machine.move_to("2026-11-24T01:31:00Z", tick=False)
    assert _sign_in(client, worker).status_code == 302


def test_an_administrator_unlocks(client):
    worker = make_user(Role.WORKER, COUNTY)
    for _ in range(5):
        _sign_in(client, worker, "wrong")
    admin = make_user(Role.SYSTEM_ADMIN, COUNTY)

    unlock_user(actor=admin.as_actor(), user_id=worker.pk)

    assert _sign_in(client, worker).status_code == 302


def test_a_one_time_password_must_be_changed_first(client):
    issued = create_user(actor=SYSTEM, spec=UserSpec("lisi", "李某", COMMUNITIES[0]))
    _sign_in(client, issued.user, issued.password)

    sent = client.get(reverse("parties:profile"))
    assert sent["Location"] == reverse("account_change_password")
    part = client.get(reverse("parties:users"), headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == reverse("account_change_password")
    client.get(reverse("account_change_password"))
    weak = {"oldpassword": issued.password, "password1": "aaaaaaaaaaaa", "password2": "aaaaaaaaaaaa"}
    assert client.post(reverse("account_change_password"), weak).status_code != 302
    strong = {"oldpassword": issued.password, "password1": "Lan-tian-88-x", "password2": "Lan-tian-88-x"}
    assert client.post(reverse("account_change_password"), strong).status_code == 302

    assert client.get(reverse("parties:profile")).status_code == 200
    issued.user.refresh_from_db()
    assert not issued.user.must_change_password
    assert "parties.password_changed" in _actions()


def test_a_reset_ends_sessions_and_asks_for_a_change(client):
    worker = make_user(Role.WORKER, COUNTY)
    _sign_in(client, worker)
    admin = make_user(Role.SYSTEM_ADMIN, COUNTY)

    issued = reset_password(actor=admin.as_actor(), user_id=worker.pk)

    assert client.get(reverse("parties:profile"))["Location"].startswith(reverse("account_login"))
    assert _sign_in(client, worker, PASSWORD).status_code != 302
    _sign_in(client, worker, issued.password)
    assert client.get(reverse("parties:profile"))["Location"] == reverse("account_change_password")


def test_a_cleared_second_factor_is_set_up_anew(client):
    leader = make_user(Role.LEADER, COUNTY)
    TOTP.activate(leader, SECRET)
    security = make_user(Role.SECURITY_ADMIN, COUNTY)

    clear_second_factor(actor=security.as_actor(), user_id=leader.pk, reason="手机丢失，已当面核对")

    _sign_in(client, leader)
    assert client.get(reverse("parties:profile"))["Location"] == reverse("mfa_activate_totp")
    assert "parties.second_factor_cleared" in _actions()


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_set_password"]
)
def test_nobody_registers_himself_or_resets_by_mail(client, name):
    assert client.get(reverse(name)).status_code == 404


def test_a_closed_account_does_not_enter(client):
    worker = make_user(Role.WORKER, COUNTY, is_active=False)

    _sign_in(client, worker)

    assert "_auth_user_id" not in client.session


def test_a_session_lives_as_long_as_it_is_used(sign_in, settings, time_machine):
    settings.SESSION_COOKIE_AGE = 1800
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    client = sign_in(make_user(Role.WORKER, COMMUNITIES[0]))
    for minutes in (20, 40, 60):
        time_machine.move_to(start + timedelta(minutes=minutes), tick=False)
        assert client.get(reverse("parties:profile")).status_code == 200

    time_machine.move_to(start + timedelta(minutes=91), tick=False)
    assert client.get(reverse("parties:profile")).status_code == 302


def test_a_request_costs_three_queries_before_its_page(sign_in, django_assert_num_queries):
    from gongjian.core.middleware import actor

    client = sign_in(make_user(Role.WORKER, COMMUNITIES[0]))
    client.get(reverse("parties:profile"))
    session = client.session
    from django.contrib.auth import get_user
    from django.http import HttpResponse
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.session = type(session)(session.session_key)

    with django_assert_num_queries(3):  # session, user, grants
        request.user = get_user(request)
        actor(lambda _: HttpResponse())(request)


def test_a_locked_account_is_the_first_duty_of_the_system_administrator(client, sign_in):
    worker = make_user(Role.WORKER, COMMUNITIES[0], username="suozhu", full_name="被锁的人")
    system = make_user(Role.SYSTEM_ADMIN, "")
    for _number in range(5):
        _sign_in(client, worker, "不对")

    signed_in = sign_in(system)
    page = signed_in.get("/").content.decode()
    listed = signed_in.get(f"{reverse('parties:users')}?state=locked").content.decode()

    assert "1 个账号输错密码被锁" in page
    assert "被锁的人" in listed.split("<tbody>")[1]
    assert system.full_name not in listed.split("<tbody>")[1]
