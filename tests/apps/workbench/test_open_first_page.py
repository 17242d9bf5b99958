"""The first page: what is due by day, flat at any size; the bell; the demo's accounts only in a demo."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongjian.apps.parties.demo import DEMO_PASSWORD
from gongjian.apps.parties.services import notify
from gongjian.core.access import Role
from tests.apps.programmes.builders import acknowledged, give, make_programme, report
from tests.apps.workbench.test_crawl import person
from tests.factories import COMMUNITIES, COUNTY, make_user

READS_AT_MOST = 24
"""Who asks, the frame, and every app that may have something waiting, once each."""
SEARCH_READS_AT_MOST = 27
"""Who asks, the frame, and every table that is looked through by name, once each."""


def reads_of(client, address="/"):
    with CaptureQueriesContext(connection) as reads:
        assert client.get(address).status_code == 200
    return sum(query["sql"].lstrip("( ").upper().startswith("SELECT") for query in reads)


@pytest.mark.usefixtures("county_at_work")
@pytest.mark.parametrize("desk", ["", "?desk=tasks", "?desk=papers"])
@pytest.mark.parametrize("role", list(Role))
def test_it_reads_as_often_at_any_size(role, desk, sign_in):
    client = sign_in(person(role))
    client.get("/")
    few = reads_of(client, f"/{desk}")
    for number in range(6):
        give(make_programme(title=f"行动{number}"))
        for part in acknowledged(make_programme(title=f"旧行动{number}"))[1:]:
            report(part, 3, confirm=False)

    assert few <= READS_AT_MOST
    assert reads_of(client, f"/{desk}") == few


@pytest.mark.usefixtures("county_at_work")
def test_what_is_overdue_stands_first(sign_in):
    client = sign_in(make_user(Role.WORKER, COMMUNITIES[2]))

    page = client.get("/").content.decode()

    assert "已逾期" in page
    assert page.index("已逾期") < page.index("可以动手的")


@pytest.mark.usefixtures("county_at_work")
def test_a_place_without_work_says_so(sign_in):
    page = sign_in(make_user(Role.WORKER, "510904")).get("/").content.decode()

    assert "今天没有要办的" in page


@pytest.mark.usefixtures("county_at_work")
def test_the_bell_counts_unread_notices_without_a_read_of_its_own(sign_in):
    user = make_user(Role.WORKER, COMMUNITIES[0])
    client = sign_in(user)
    client.get("/")
    before = reads_of(client)
    notify([user.pk], "有 1 项任务待签收。", "/")
    notify([user.pk], "有 2 项任务待签收。", "/")

    assert reads_of(client) == before
    assert client.get("/").context["waiting_count"] == 2


@pytest.mark.usefixtures("county_at_work")
@pytest.mark.parametrize("kind", ["work", "places"])
def test_search_finds_within_the_bound(kind, sign_in):
    client = sign_in(make_user(Role.OFFICE, COUNTY))
    client.get("/")
    address = f"{reverse('workbench:search')}?q={'整治' if kind == 'work' else '510903001'}&in={kind}"

    assert reads_of(client, address) <= SEARCH_READS_AT_MOST
    assert ("整治占道" if kind == "work" else "南津路街道") in client.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("is_demo", [True, False])
def test_accounts_and_codes_are_shown_at_the_door_of_a_demo_only(is_demo, client, settings):
    settings.DEMO = is_demo
    make_user(Role.OFFICE, COUNTY, username="shi", post="市民政局社区科", is_demo=True)
    make_user(Role.OFFICE, COUNTY, username="lingdao", post="不是演示的人")

    page = client.get(reverse("account_login")).content.decode()

    assert (DEMO_PASSWORD in page) is is_demo
    assert ("市民政局社区科" in page) is is_demo
    assert "不是演示的人" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("is_demo", [True, False])
def test_the_second_step_shows_the_code_in_a_demo_only(is_demo, client, settings):
    from allauth.mfa.totp.internal.auth import TOTP

    from gongjian.apps.parties.demo import current_code, demo_secret

    settings.DEMO = is_demo
    user = make_user(Role.OFFICE, COUNTY, username="shi", is_demo=True)
    TOTP.activate(user, demo_secret("shi"))

    page = client.post(
        reverse("account_login"), {"login": "shi", "password": "Test-password-1"}, follow=True
    ).content.decode()

    assert reverse("mfa_authenticate") in page
    assert (current_code("shi") in page) is is_demo
