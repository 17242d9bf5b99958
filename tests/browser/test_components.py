"""The components page: accessible, narrow, driven by keyboard, without a content-policy error."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
PAGE = "/system/components/"


def wait_until(is_true: Callable[[], object], page: Any, tries: int = 50) -> None:
    """Look again every tenth of a second; the content policy forbids Playwright's own waiting by script."""
    for _ in range(tries):
        if is_true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never became true")


@pytest.fixture
def components(
    places: None, sign_in: Callable[[object], object], open_page: Callable[..., Any]
) -> Callable[..., Any]:
    sign_in(make_user())
    return lambda **how: open_page(PAGE, **how)


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_serious(components: Callable[..., Any], width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = components(width=width)

    found = axe.run(page).response["violations"]

    assert [
        (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
    ] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1024])
def test_the_page_never_scrolls_sideways(components: Callable[..., Any], width: int) -> None:
    page = components(width=width)

    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_no_inline_style_or_handler_is_left_in_the_markup(components: Callable[..., Any]) -> None:
    source = components(javascript=False).content()

    assert re.findall(r"<[^>]+\s(?:style|on\w+)=", source) == []


def test_control_k_puts_the_cursor_into_the_search_box(components: Callable[..., Any]) -> None:
    page = components()
    if page.locator("#seek").count() == 0:
        pytest.skip("the search page is not there")

    page.keyboard.press("Control+K")

    assert page.evaluate("document.activeElement.id") == "seek"


def test_the_first_tab_stop_leads_to_the_main_part(components: Callable[..., Any]) -> None:
    page = components()

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_tree_grid_closes_and_opens_by_arrow_keys(components: Callable[..., Any]) -> None:
    page = components()
    page.locator("#r3").evaluate("row => { row.tabIndex = 0; row.focus(); }")

    page.keyboard.press("ArrowLeft")
    assert page.locator("#r3").get_attribute("aria-expanded") == "false"
    assert page.locator("#r4").is_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")

    assert page.evaluate("document.activeElement.id") == "r4"


def test_a_stepper_stays_within_its_bounds(components: Callable[..., Any]) -> None:
    page = components()
    minus = page.locator("[data-stepper]").first.locator("[data-step='-1']")

    for _ in range(4):
        minus.click()

    assert page.locator("#s1").input_value() == "0"


def test_typed_words_come_back_after_a_reload_until_dropped(components: Callable[..., Any]) -> None:
    page = components()
    page.locator("#f4").fill("已清走旧家具")
    wait_until(lambda: page.evaluate("localStorage.getItem('gongjian-draft:components-demo')"), page)

    page.reload()
    assert page.locator("#f4").input_value() == "已清走旧家具"
    page.get_by_role("button", name="不要这份草稿").click()

    assert page.locator("#f4").input_value() == ""
    assert page.evaluate("localStorage.getItem('gongjian-draft:components-demo')") is None


def test_a_chosen_unit_can_be_taken_away(components: Callable[..., Any]) -> None:
    page = components()

    page.get_by_role("button", name="去掉 区交警大队").click()

    assert page.locator("#u1").locator("xpath=../div[@data-chosen]/span").count() == 1


def test_the_page_is_whole_without_scripts(components: Callable[..., Any]) -> None:
    page = components(javascript=False)

    assert page.locator("h1").inner_text() == "社区环境共治行动"
    assert page.locator("#r6").is_visible()
    assert page.locator("#p1").is_editable()


def test_a_figure_opens_in_the_sheet_and_focus_comes_back(components: Callable[..., Any]) -> None:
    page = components()
    page.locator("a.fig.big").first.click()
    page.locator("#sheet[open]").wait_for()

    assert page.evaluate("document.activeElement.id") == "sheet-title"
    page.keyboard.press("Escape")
    page.locator("#sheet:not([open])").wait_for(state="attached")

    assert page.evaluate("document.activeElement.classList.contains('fig')")


def test_a_confirmation_names_the_thing_and_can_be_left(components: Callable[..., Any]) -> None:
    page = components()
    page.get_by_role("link", name="删去", exact=True).click()
    page.locator("#dialog[open]").wait_for()

    assert page.locator("#dialog-title").inner_text() == "删去任务 6？"
    page.get_by_role("link", name="不删").click()

    page.locator("#dialog:not([open])").wait_for(state="attached")


def test_a_closed_row_loads_its_children_when_opened(components: Callable[..., Any]) -> None:
    page = components()
    page.locator("#r6").evaluate("row => { row.tabIndex = 0; row.focus(); }")

    page.keyboard.press("ArrowRight")

    page.locator("#r7").wait_for()


def test_a_place_is_found_and_chosen_by_keyboard(components: Callable[..., Any]) -> None:
    page = components()
    page.locator("#p1").fill("河西")
    page.locator("#p1_found [data-pick-value]").first.wait_for()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    assert page.locator("#p1").input_value() == "河西街道"
    assert page.locator("input[name=place]").input_value() == "330107"


def test_an_error_answer_is_shown_in_the_page(components: Callable[..., Any]) -> None:
    page = components()
    page.route(
        "**/*part=sheet",
        lambda route: route.fulfill(status=409, body="<p>已经有人改过，请先看他改了什么。</p>"),
    )

    page.locator("a.fig.big").first.click()

    page.locator("#alerts", has_text="已经有人改过").wait_for()
