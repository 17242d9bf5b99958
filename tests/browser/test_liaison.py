"""A bank's liaison on the phone by keyboard alone offers a hall and two doctors; the lists' pages have no grave fault."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.apps.cobuilding.models import Alliance, Need, Project, Resource
from gongjian.apps.cobuilding.services.claims import ClaimSpec, ask_for_resource, claim_need
from gongjian.apps.cobuilding.services.delegates import DelegateSpec, appoint_delegate
from gongjian.core.rules import load_first_versions
from tests.browser.test_keyboard import tab_to
from tests.browser.test_pages_accessible import BACKEND, faults_of
from tests.cobuilding_factories import (
    HERE,
    join,
    make_liaison,
    make_need,
    make_resource,
    make_unit,
    make_worker,
)

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
PHONE = 390


def offer(page: Any, category_at: int, title: str, quantity: str) -> None:
    """Fill the short form by keyboard: from the corner to the page of what was offered; the category by its place."""
    tab_to(page, "我们能提供")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cobuilding/resources/new/")
    tab_to(page, "id_category")
    for _n in range(category_at):
        page.keyboard.press("ArrowDown")
    tab_to(page, "id_title")
    page.keyboard.type(title)
    tab_to(page, "id_quantity")
    page.keyboard.type(quantity)
    tab_to(page, "id_weekdays_5")
    page.keyboard.press("Space")
    tab_to(page, "登记")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=title).wait_for()


def test_a_liaison_offers_a_hall_on_saturdays_and_two_doctors_by_keyboard_on_a_phone(
    places: None, client: Client, open_page: Callable[..., Any], live_server: Any
) -> None:
    load_first_versions()
    liaison = make_liaison(make_unit("城南医院"))
    client.force_login(liaison, backend=BACKEND)
    page = open_page(reverse("cobuilding:mine"), width=PHONE)

    offer(page, 1, "门诊楼报告厅", "40")
    page.goto(live_server.url + reverse("cobuilding:mine"))
    offer(page, 6, "内科和骨科医生两名", "48")

    found = Resource.objects.order_by("pk").values_list("category", "title", "quantity", "weekdays")
    assert list(found) == [
        ("venue.hall", "门诊楼报告厅", 40, "6"),
        ("people.clinic", "内科和骨科医生两名", 48, "6"),
    ]


def test_a_liaison_answers_a_request_by_keyboard(
    places: None, client: Client, open_page: Callable[..., Any]
) -> None:
    load_first_versions()
    unit = make_unit("城南医院")
    hall, need = make_resource(unit), make_need()
    claim = ask_for_resource(
        actor=make_worker().as_actor(), spec=ClaimSpec(need_id=need.pk, resource_id=hall.pk, quantity=2)
    )
    client.force_login(make_liaison(unit), backend=BACKEND)
    page = open_page(reverse("cobuilding:mine"), width=PHONE)

    tab_to(page, need.title)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cobuilding/claims/{claim.pk}/")
    tab_to(page, "同意")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="同意").wait_for(state="detached")

    claim.refresh_from_db()
    assert claim.status == "consented"


def test_the_pages_of_the_lists_have_no_grave_fault_and_do_not_scroll_sideways(
    places: None, client: Client, open_page: Callable[..., Any], live_server: Any
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    load_first_versions()
    worker, unit = make_worker(), make_unit("城南医院")
    liaison = make_liaison(unit)
    make_unit("城东健身馆")
    member = join(unit)
    appoint_delegate(
        actor=worker.as_actor(), member_id=member.pk, spec=DelegateSpec(name="许敏", phone="13900001234")
    )
    need, hall = make_need(), make_resource(unit)
    claim = claim_need(
        actor=liaison.as_actor(), spec=ClaimSpec(need_id=need.pk, organisation_id=unit.pk, quantity=2)
    )
    project = Project.objects.create(
        place_code=HERE,
        number="XM1",
        title="楼道亮灯",
        purpose="装灯",
        lead=unit,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    alliance = Alliance.objects.get()
    assert Need.objects.exists()
    kept = [
        ("needs", ()), ("need", (need.pk,)), ("add_need", ()), ("edit_need", (need.pk,)), ("import_needs", ()),
        ("resources", ()), ("resource", (hall.pk,)), ("add_resource", ()), ("claims", ()), ("claim", (claim.pk,)),
        ("projects", ()), ("project", (project.pk,)), ("add_project", ()), ("alliances", ()),
        ("alliance", (alliance.pk,)), ("admit_member", (alliance.pk,)), ("appoint_delegate", (member.pk,)),
    ]  # fmt: skip
    own = [("mine", ()), ("needs", ()), ("need", (need.pk,)), ("add_resource", ()), ("resource", (hall.pk,))]
    faults: list[str] = []
    for user, visits in ((worker, kept), (liaison, own)):
        client.force_login(user, backend=BACKEND)
        page = open_page(reverse("cobuilding:needs"))
        for name, keys in visits:
            address = reverse(f"cobuilding:{name}", args=keys)
            assert page.goto(live_server.url + address).status == 200, address
            faults += [f"{name} {fault}" for fault in faults_of(page, axe)]
        page.context.close()

    assert faults == []
