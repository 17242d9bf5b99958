"""The public pages open without an account where the desk opened the door, weigh little, and say so when nothing is there."""

import gzip
import re
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from gongjian.apps.portal.models import Door
from gongjian.apps.portal.services import NoticeSpec, post_notice
from gongjian.core.access import Role
from gongjian.core.clock import at
from tests.factories import CITY, COMMUNITIES, COUNTY, OTHER_COUNTY, STREET, make_actor
from tests.portal_factories import DOOR, HERE, make_door

PAGES = ("", "report/", "follow/", "results/", "figures/", "ideas/", "privacy/")
MOST_BYTES = 60_000
ASSET = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg|woff2?))"')
LATER = re.compile(
    r":(?:has|is|where)\(|\bgrid\b|[{; ]gap:|[{; ]inset:|aspect-ratio|\b(?:min|max|clamp)\(|@(?:layer|container|supports)"
)
"""What browsers learnt after 2016 and a layout might lean on."""
IMPORT = re.compile(r'from "\.\.?/([\w./-]+)"')


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_opens_without_an_account(client: Client, door: Door, page: str, language: str) -> None:
    client.cookies["django_language"] = language

    answer = client.get(f"{HERE}/{page}")

    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("page", ["", "report/"])
def test_the_first_page_weighs_at_most_60_kilobytes_with_all_it_loads(
    client: Client, door: Door, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = client.get(f"{HERE}/{page}", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    names = set(ASSET.findall(gzip.decompress(answer.content).decode()))
    for name in [name for name in names if name.endswith(".js")]:
        folder = Path(name).parent
        source = Path(str(finders.find(name))).read_text(encoding="utf-8")
        names |= {str(folder / other) for other in IMPORT.findall(source)}

    parts = {name: Path(str(finders.find(name))).read_bytes() for name in names}
    sizes = {name: len(gzip.compress(content)) for name, content in parts.items()}
    sizes["page"] = len(answer.content)

    with capsys.disabled():
        sys.stdout.write(f"\n{page or 'home'}: {sum(sizes.values())} bytes as sent, {sizes}\n")
    assert not any(name.startswith("vendor/") for name in names)
    assert len(names) >= 3
    assert sum(sizes.values()) <= MOST_BYTES


@pytest.mark.parametrize("page", PAGES)
def test_an_old_phone_needs_no_script_and_no_later_layout(client: Client, door: Door, page: str) -> None:
    source = client.get(f"{HERE}/{page}").content.decode()

    assert source.count("<script") == source.count('<script type="module"')  # which an old phone passes over
    for name in ("css/tokens.css", "portal/portal.css"):
        assert LATER.findall(Path(str(finders.find(name))).read_text(encoding="utf-8")) == [], name


@pytest.mark.parametrize(
    "address", [f"/p/{DOOR}/", f"/p/{COUNTY}/", f"/p/{STREET}/", f"/p/{COMMUNITIES[0]}/"]
)
def test_a_place_has_its_own_address_by_code_and_by_short_name(
    client: Client, door: Door, address: str
) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", [f"/p/{CITY}/", f"/p/{OTHER_COUNTY}/", "/p/nowhere/", "/p/510903001999/", "/p/x/y/z"]
)
def test_where_no_door_is_open_the_door_itself_says_so(client: Client, door: Door, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert "打不开这一页" in answer.content.decode()
    assert "portal.css" in answer.content.decode()
    assert "回工作台" not in answer.content.decode()


def test_a_shut_door_has_no_pages(client: Client) -> None:
    make_door(is_open=False)

    assert client.get(f"{HERE}/").status_code == 404
    assert client.get(f"{HERE}/report/").status_code == 404


def test_large_type_is_kept_in_a_cookie(client: Client, door: Door) -> None:
    answer = client.post("/p/size/", {"size": "large", "next": f"{HERE}/"}, follow=True)

    assert 'class="large"' in answer.content.decode()
    assert 'class="large"' in client.get(f"{HERE}/report/").content.decode()


def test_going_back_from_the_size_stays_on_the_site(client: Client, door: Door) -> None:
    assert client.post("/p/size/", {"next": "https://evil.example/"})["Location"] == "/p/"


def test_the_code_of_a_place_holds_its_own_address(client: Client, door: Door) -> None:
    answer = client.get(f"{HERE}/qr.svg")

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content != client.get(f"/p/{DOOR}/qr.svg").content


def test_a_notice_stands_on_its_days_only_at_its_place_and_below(client: Client, door: Door, now) -> None:
    desk = make_actor(Role.OFFICE, COUNTY)
    spec = NoticeSpec(title="分段停水", body="请储水。", first_on=now.date(), last_on=now.date())
    row = post_notice(actor=desk, place_code=STREET, spec=spec)

    assert "分段停水" in client.get(f"{HERE}/").content.decode()
    assert "请储水" in client.get(f"{HERE}/notices/{row.pk}/").content.decode()
    assert "分段停水" not in client.get(f"/p/{DOOR}/").content.decode()
    with at(now.replace(day=now.day + 1)):
        assert client.get(f"{HERE}/notices/{row.pk}/").status_code == 404
        assert "分段停水" not in client.get(f"{HERE}/").content.decode()
