"""The pages in English: they say so, hold their layout, and leave the states their shapes."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from bootstrap.translations import LOCALE
from gongjian.apps.matters.services.load import load_first_classes
from gongjian.core.rules import load_first_versions
from tests.factories import COUNTY, make_user
from tests.matter_factories import make_desk, make_dispatched, make_unit
from tests.portal_factories import HERE, make_door

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (LOCALE / "en" / "LC_MESSAGES" / "django.mo").exists(), reason="the catalogue is not compiled"
    ),
]
DESK_PAGES = (
    "/",
    "/parties/me/",
    "/places/",
    "/programmes/",
    "/matters/",
    "/matters/board/",
    "/hearings/add/",
)
CHINESE = re.compile(r"[\u3400-\u9fff]+")


@pytest.fixture
def in_english(
    places: None, client: Any, sign_in: Callable[[object], object], open_page: Callable[..., Any]
) -> Callable[..., Any]:
    load_first_versions()
    load_first_classes()
    make_door()
    sign_in(make_user())
    client.cookies["django_language"] = "en"
    return open_page


def test_english_pages_hold_their_width(in_english: Callable[..., Any], live_server: Any) -> None:
    matter = make_dispatched(make_desk(COUNTY), make_unit()[0])[0]
    page = in_english("/")

    too_wide = []
    for path in (*DESK_PAGES, f"/matters/{matter.pk}/", f"{HERE}/", f"{HERE}/report/"):
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.lang").startswith("en"), path
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                too_wide.append((path, width))

    assert too_wide == []


def test_the_menu_is_english(in_english: Callable[..., Any]) -> None:
    page = in_english("/")
    words = page.locator("nav.nav").inner_text()

    assert CHINESE.findall(re.sub(r"\([^)]*\)", "", words)) == []
