"""Large screens: the link opens figures of one place and nothing else, ends, can be revoked, and leaves a trace."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.indicators import services
from gongjian.apps.indicators.models import Screen
from gongjian.core.access import Role
from gongjian.core.errors import Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from tests.apps.indicators.builders import make_definition, make_project, make_value
from tests.factories import CITY, COUNTY, OTHER_COUNTY, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def make(place_code=CITY, days=30, **fields):
    spec = services.ScreenSpec(
        **{
            "name": "指挥中心",
            "main_key": "own.green_ratio",
            "keys": ["own.green_ratio"],
            "days": days,
            **fields,
        }
    )
    return services.make_screen(actor=make_actor(Role.OFFICE, place_code), place_code=place_code, spec=spec)


@pytest.fixture
def definition():
    definition = make_definition(period_kind="year")
    for code, park in ((COUNTY, "330"), (OTHER_COUNTY, "280")):
        make_value(definition, park, "0", "1000", place_code=code, period=str(timezone.localdate().year))
    return definition


def get(token, name="screen", client=None):
    return (client or Client()).get(reverse(f"indicators:{name}", args=[token]))


def test_the_link_opens_without_signing_in_and_shows_the_place(definition):
    make_project("街心公园", status="done", ends_on=timezone.localdate())
    _screen, token = make()

    page = get(token).content.decode()

    for words in ("遂宁市", "30.50%", "33.00%", "28.00%", "街心公园", "every 60s"):
        assert words in page
    assert page.index("船山区</span>", page.index("ranks")) < page.index("安居区</span>", page.index("ranks"))
    assert get(token, "refresh_screen").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_read_in_twelve_queries_with_as_many_figures_as_it_may_have(definition, count):
    keys = ["programmes.completed", "ledger.projects", "inspections.mean_score"]
    _screen, token = make(keys=keys[:count])

    with CaptureQueriesContext(connection) as queries:
        assert get(token).status_code == 200

    assert sum(query["sql"].startswith("SELECT") for query in queries) <= 12


def test_a_link_outlives_a_session_but_not_its_end_nor_its_revocation(definition):
    screen, token = make(days=30)
    start = timezone.now()

    with time_machine.travel(start + timedelta(days=29, hours=23)):
        assert get(token).status_code == 200
    with time_machine.travel(start + timedelta(days=30)):
        assert get(token).status_code == 404
        assert get(token, "refresh_screen").status_code == 404
    services.revoke_screen(actor=make_actor(Role.OFFICE, CITY), screen_id=screen.pk)

    assert get(token).status_code == 404
    assert "收回" in get(token).content.decode()


def test_a_new_link_kills_the_old_one_and_a_forged_one_never_opens(definition):
    screen, token = make()
    _screen, fresh = services.renew_screen(actor=make_actor(Role.OFFICE, CITY), screen_id=screen.pk, days=5)

    assert (get(token).status_code, get(fresh).status_code) == (404, 200)
    assert get(fresh[:-2] + ("aa" if not fresh.endswith("aa") else "bb")).status_code == 404
    assert get("x").status_code == 404
    assert token not in str(list(Screen.objects.values()))


def test_opening_is_recorded_a_refresh_is_not_and_the_time_of_it_is_kept(definition):
    screen, token = make()
    get(token)
    get(token, "refresh_screen")

    opened = AuditEntry.objects.filter(action="indicators.screen_opened")
    assert [entry.place_code for entry in opened] == [CITY]
    assert Screen.objects.get(pk=screen.pk).seen_at is not None


def test_the_link_reads_nothing_beyond_its_place_and_opens_no_other_page(definition):
    _screen, token = make(COUNTY)
    client = Client()
    page = get(token, client=client).content.decode()

    assert "33.00%" in page
    assert "安居区" not in page
    for address in ("/indicators/", "/indicators/board/", "/places/", "/api/indicators/"):
        assert client.get(address).status_code in (302, 401)


def test_who_may_make_one_and_for_how_long(definition):
    for role in (Role.WORKER, Role.LEADER, Role.VIEWER):
        with pytest.raises(NotAllowed):
            services.make_screen(
                actor=make_actor(role, CITY),
                place_code=CITY,
                spec=services.ScreenSpec(
                    name="x", main_key="ledger.projects", keys=["ledger.projects"], days=1
                ),
            )
    screen, _token = make()
    with pytest.raises(NotFound):
        services.revoke_screen(actor=make_actor(Role.OFFICE, OTHER_COUNTY), screen_id=screen.pk)
    for days in (0, 93):
        with pytest.raises(Invalid):
            make(days=days)
    make(days=92)
    with pytest.raises(Invalid):
        make(keys=["ledger.projects", "ledger.area", "ledger.trees", "ledger.shrubs"])


def test_the_office_makes_one_on_its_page_and_sees_the_link_once(definition, sign_in):
    client = sign_in(make_office())
    answer = client.post(
        "/indicators/screens/",
        {"name": "大厅", "main_key": "own.green_ratio", "keys": ["own.green_ratio"], "days": "7"},
    )
    link = answer.context["link"]

    assert Client().get(link).status_code == 200
    assert link not in client.get("/indicators/screens/").content.decode()
    assert client.post("/indicators/screens/", {"name": "", "days": "7"}).status_code == 422


def make_office():
    from tests.factories import make_user

    return make_user(Role.OFFICE, CITY)


def test_a_screen_shows_no_person(definition):
    with time_machine.travel(date(2026, 11, 20)):
        _screen, token = make()
    assert "测试" not in get(token).content.decode()
