"""The map: a picture without a script, a moving one once seen, all of it by keyboard; a point picked for a form."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.test_components import PAGE, wait_until
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Any]


@pytest.fixture
def components(places: None, sign_in: Callable[[object], object], open_page: Open) -> Open:
    sign_in(make_user())
    return lambda **how: open_page(PAGE, **how)


@pytest.fixture
def with_map(components: Open) -> Open:
    """Open the page and wait until the moving map has taken the picture's place."""

    def _open(**how: Any) -> Any:
        page = components(**how)
        page.locator("#map").scroll_into_view_if_needed()
        wait_until(lambda: page.locator("#map .map-mark").count(), page)
        return page

    return _open


def requested(page: Any) -> list[str]:
    """List the addresses that the page has fetched so far."""
    return page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")


def test_without_a_script_the_picture_and_the_list_hold_everything(components: Open) -> None:
    page = components(javascript=False)

    assert page.locator("#map svg .hot").count() >= 5
    assert page.locator("#map svg .area").count() == 2
    assert page.get_by_role("link", name="码头社区：邻里纠纷，已办结").count() == 1
    assert page.locator("#point [data-acts]").is_hidden()


def test_nothing_of_the_map_is_fetched_before_it_is_seen(components: Open) -> None:
    page = components()

    assert not any("leaflet" in address for address in requested(page))

    page.locator("#map").scroll_into_view_if_needed()
    wait_until(lambda: page.locator("#map .map-mark").count(), page)
    assert sum("leaflet" in address for address in requested(page)) == 4


def test_no_tile_is_asked_for_where_no_source_is_set(with_map: Open, live_server: Any) -> None:
    page = with_map()

    assert page.locator("#map .leaflet-tile").count() == 0
    assert all(address.startswith((live_server.url, "blob:", "data:")) for address in requested(page))


def test_near_marks_are_one_with_their_number_and_the_worst_tone(with_map: Open) -> None:
    page = with_map()

    joined = page.get_by_role("button", name="2 处，1 处逾期。放大看")

    assert joined.locator("text").text_content() == "2"
    assert joined.locator(".hot.bad").count() == 1


def test_a_mark_is_reached_and_opened_by_keys_and_gives_the_focus_back(with_map: Open) -> None:
    page = with_map()
    mark = page.get_by_role("button", name="码头社区：邻里纠纷，已办结")

    mark.focus()
    page.keyboard.press("Enter")
    wait_until(lambda: page.locator(".leaflet-popup a", has_text="打开").count(), page)
    assert page.evaluate("document.activeElement.textContent") == "打开"

    page.keyboard.press("Escape")
    wait_until(
        lambda: (
            page.evaluate("document.activeElement.getAttribute('aria-label')") == "码头社区：邻里纠纷，已办结"
        ),
        page,
    )


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_serious_on_the_moving_map(with_map: Open, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = with_map(width=width)
    page.locator("#point [data-open]").click()
    wait_until(lambda: page.locator("#point .leaflet-container").count(), page)

    found = axe.run(page).response["violations"]

    assert [
        (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_point_is_picked_under_the_cross_by_keys_alone_and_taken_away_again(components: Open) -> None:
    page = components()
    field = page.locator("#point")
    field.locator("[data-open]").wait_for()  # buttons come with the script
    field.locator("[data-open]").focus()
    page.keyboard.press("Enter")
    wait_until(lambda: field.locator(".leaflet-container").count(), page)
    before = field.locator("[data-latitude]").input_value()

    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(600)
    field.get_by_role("button", name="就选十字的位置").press("Enter")

    assert float(field.locator("[data-latitude]").input_value()) > float(before)
    assert field.locator("[data-said]").text_content() == "位置已标上。"
    field.get_by_role("button", name="去掉位置").click()
    assert field.locator("[data-latitude]").input_value() == ""


def test_where_one_is_fills_the_point_and_a_refusal_says_what_to_do(components: Open) -> None:
    page = components()
    field = page.locator("#point")
    here = field.get_by_role("button", name="用我的位置")
    said = field.locator("[data-said]")

    here.click()
    wait_until(lambda: "没有得到定位的许可" in said.text_content(), page)

    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 30.51, "longitude": 105.57, "accuracy": 25})
    here.click()
    wait_until(lambda: "误差约 25 米" in said.text_content(), page)
    assert field.locator("[data-longitude]").input_value() == "105.570000"
