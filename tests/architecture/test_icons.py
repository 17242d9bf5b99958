"""Every icon that a template or the menu names is drawn by us or listed for fetching."""

import re
import tomllib
from pathlib import Path

import pytest

from gongjian.core import navigation

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "gongjian"
USE = re.compile(r"""\{% icon ["']([\w-]+)["']|<c-[^>]*\bicon="([\w-]+)\"""")


def known_icons() -> set[str]:
    listed = tomllib.loads((ROOT / "assets.toml").read_text(encoding="utf-8"))["tabler-icons"]["files"]
    return {Path(name).stem for name in listed} | {
        path.stem for path in (PACKAGE / "static" / "icons").glob("*.svg")
    }


def test_every_icon_named_in_a_template_is_known() -> None:
    used = {
        (first or second, str(path.relative_to(PACKAGE)))
        for path in PACKAGE.rglob("*.html")
        for first, second in USE.findall(path.read_text(encoding="utf-8"))
    }

    assert sorted((name, where) for name, where in used if name not in known_icons()) == []


@pytest.mark.django_db
def test_every_icon_of_the_menu_is_known() -> None:
    assert [item.icon for item in navigation._items if item.icon not in known_icons()] == []
