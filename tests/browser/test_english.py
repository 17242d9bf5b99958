"""The pages in English: they say so, hold their layout, and leave the states their shapes."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from bootstrap.translations import LOCALE
from tests.factories import make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (LOCALE / "en" / "LC_MESSAGES" / "django.mo").exists(), reason="the catalogue is not compiled"
    ),
]
CHINESE = re.compile(r"[\u3400-\u9fff]+")


@pytest.fixture
def in_english(
    places: None, client: Any, sign_in: Callable[[object], object], open_page: Callable[..., Any]
) -> Callable[..., Any]:
    sign_in(make_user())
    client.cookies["django_language"] = "en"
    return open_page


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", ["/", "/parties/me/", "/places/", "/programmes/"])
def test_english_pages_hold_their_width(in_english: Callable[..., Any], path: str, width: int) -> None:
    page = in_english(path, width=width)

    assert page.evaluate("document.documentElement.lang").startswith("en")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_menu_is_english(in_english: Callable[..., Any]) -> None:
    page = in_english("/")
    words = page.locator("nav.nav").inner_text()

    assert CHINESE.findall(re.sub(r"\([^)]*\)", "", words)) == []
