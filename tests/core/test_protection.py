"""What every answer carries and refuses: headers, escaped names, closed redirects, the trail's proof at the console."""

import os
import subprocess
import sys
from datetime import UTC

import pytest
from django.db import connection

from gongjian.cli.main import main
from gongjian.core import audit, files
from gongjian.core.access import SYSTEM, Right, Role
from gongjian.core.rules import load_first_versions
from tests.factories import COUNTY, OTHER_COUNTY, make_organisation, make_user
from tests.inspection_factories import photo_bytes

PAGES = (
    "/accounts/login/", "/", "/places/", f"/places/{COUNTY}/", "/parties/organisations/", "/parties/users/", "/programmes/",
    "/inspections/rounds/", "/documents/", "/plans/", "/indicators/", "/search/?q=<script>alert(1)</script>", "/nowhere/",
    "/system/audit/", "/system/components/",
)  # fmt: skip
MARKUP = "<script>alert(1)</script>"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "gongjian.config.settings.prod",
    "SECRET_KEY": "k3y-" + "aB1!" * 20,
    "SALT_KEY": "salt-for-this-check",
    "AUDIT_KEY": "audit-for-this-check",
    "ALLOWED_HOSTS": "gongjian.example",
}


@pytest.fixture
def office(places, sign_in):
    make_organisation(COUNTY, MARKUP)
    return sign_in(make_user(Role.OFFICE, COUNTY, full_name=MARKUP))


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_a_strict_policy_and_escapes_what_people_typed(office, address):
    response = office.get(address)
    policy = response.headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy and "object-src 'none'" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert MARKUP not in response.content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
@pytest.mark.parametrize("address", ["/language/", "/places/enter/", "/accounts/login/"])
def test_nobody_is_sent_to_another_site(office, address, target):
    asked = {"next": target, "language": "en", "place": COUNTY, "code": COUNTY}
    for response in (office.get(address, asked), office.post(address, asked)):
        assert "evil" not in response.headers.get("Location", "").split("?")[0]
        assert not response.headers.get("Location", "").startswith("javascript")


@pytest.mark.parametrize(("place", "status"), [(COUNTY, 200), (OTHER_COUNTY, 404)])
def test_a_file_opens_for_its_place_alone_and_can_run_nothing(office, place, status):
    load_first_versions()
    stored = files.store_photo(
        actor=SYSTEM, content=photo_bytes(), name="a.jpg", right=Right.WORKBENCH_VIEW, place_code=place
    )
    response = office.get(f"/files/{stored.pk}/")

    assert response.status_code == status
    if status == 200:
        assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_row_changed_behind_the_product_is_named_by_the_command(capsys):
    for number in range(3):
        audit.record(SYSTEM, "test.happened", after={"number": number})

    assert main(["audit", "verify"]) == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditentry SET actor_name = '别人' WHERE sequence = 2")

    assert main(["audit", "verify"]) == 1
    assert "第 2 号审计记录（test.happened）的内容被改过" in capsys.readouterr().out


def test_production_passes_djangos_own_check_and_keeps_cookies_to_tls(tmp_path):
    asked = (
        "import django; django.setup(); from django.conf import settings as s; "
        "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING'); "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SECURE_SSL_REDIRECT, s.DEBUG)"
    )
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", asked],
        env={
            # what the browser tests set in this process is no part of a production environment
            **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
            **PRODUCTION,
            "GONGJIAN_DATA": str(tmp_path),
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
    )

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split()[-5:] == ["True", "True", "True", "True", "False"]


@pytest.mark.django_db
def test_a_session_ends_when_it_is_not_used(client, time_machine, settings):
    from datetime import datetime, timedelta

    start = datetime(2026, 6, 1, 2, tzinfo=UTC)
    time_machine.move_to(start, tick=False)
    client.force_login(
        make_user(Role.VIEWER, COUNTY), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    idle = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    assert client.get("/parties/me/").status_code == 200

    time_machine.move_to(start + idle * 0.8, tick=False)
    assert client.get("/parties/me/").status_code == 200
    time_machine.move_to(start + idle * 1.6, tick=False)
    assert client.get("/parties/me/").status_code == 200
    time_machine.move_to(start + idle * 2.7, tick=False)

    assert client.get("/parties/me/").status_code == 302


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OFFICE, 200), (Role.VIEWER, 404), (Role.SYSTEM_ADMIN, 404), (Role.AUDIT_ADMIN, 404)],
)
def test_a_file_asks_for_the_right_of_the_work_it_belongs_to(places, sign_in, role, status):
    load_first_versions()
    stored = files.store_photo(
        actor=SYSTEM, content=photo_bytes(), name="a.jpg", right=Right.PLANS_VIEW, place_code=COUNTY
    )

    assert sign_in(make_user(role, COUNTY)).get(f"/files/{stored.pk}/").status_code == status
