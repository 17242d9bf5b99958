"""The board in a browser: by keys and by dragging to where the server allows it; accessible and narrow; the map of matters."""

from collections.abc import Callable
from typing import Any

import pytest

from gongjian.apps.matters.services.load import load_first_classes
from gongjian.core.access import Role
from tests.browser.test_components import wait_until
from tests.factories import STREET, make_user
from tests.matter_factories import make_desk, make_dispatched, make_filed, make_unit

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Any]


@pytest.fixture
def squad(places: None) -> Any:
    load_first_classes()
    return make_unit("综合执法大队")


def test_a_card_is_moved_by_keys_through_its_menu(
    squad: Any, sign_in: Callable[..., Any], open_page: Open
) -> None:
    matter, _part = make_dispatched(make_desk(), squad[0])
    sign_in(make_user(Role.DEPARTMENT, squad[0].place_code, organisation=squad[0]))
    page = open_page("/matters/board/")
    card = page.locator(f"#card-{matter.pk}")

    card.locator("summary").press("Enter")
    card.get_by_role("button", name="签收").press("Enter")
    page.wait_for_url("**/matters/*/")

    matter.refresh_from_db()
    assert matter.state == "accepted"


def test_a_card_is_dragged_only_to_steps_that_are_open(
    squad: Any, sign_in: Callable[..., Any], open_page: Open
) -> None:
    matter = make_filed(make_desk())
    sign_in(make_user(Role.OFFICE, STREET))
    page = open_page("/matters/board/")
    card = page.locator(f"#card-{matter.pk} .card-line")

    card.hover()
    page.mouse.down()
    page.locator("[data-step=sent] h2").hover()
    wait_until(lambda: page.locator("[data-step=sent][data-open-to]").count(), page)
    assert page.locator("[data-step=checking][data-open-to]").count() == 0
    page.locator("[data-step=sent] h2").hover()
    page.mouse.up()

    page.wait_for_url(f"**/matters/{matter.pk}/#dispatch")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/matters/board/", "/matters/map/"])
def test_axe_finds_nothing_serious(
    squad: Any, sign_in: Callable[..., Any], open_page: Open, path: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    make_filed(make_desk())
    sign_in(make_user(Role.OFFICE, STREET))
    page = open_page(path, width=width)

    found = axe.run(page).response["violations"]

    assert [
        (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_a_script_a_cards_menu_leads_to_its_page(
    squad: Any, sign_in: Callable[..., Any], open_page: Open
) -> None:
    matter = make_filed(make_desk())
    sign_in(make_user(Role.OFFICE, STREET))
    page = open_page("/matters/board/", javascript=False)

    page.locator(f"#card-{matter.pk} summary").click()

    assert page.locator(f"#card-{matter.pk} .card-menu a").get_attribute("href") == f"/matters/{matter.pk}/"
