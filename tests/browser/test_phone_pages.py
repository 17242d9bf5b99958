"""The phone's pages: no grave fault, no sideways scroll down to 320 px, an item by keyboard alone, photos, updates."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from PIL import ExifTags, Image

from gongjian.apps.inspections.models import Round, ScoreSheet
from gongjian.apps.inspections.views import phone_shell
from gongjian.apps.matters.services import load_first_classes
from gongjian.core.access import Role
from gongjian.core.rules import load_first_versions
from tests.factories import COMMUNITIES, COUNTY, make_user
from tests.inspection_factories import make_round
from tests.matter_factories import make_desk, make_done, make_unit

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
PLACE = COMMUNITIES[0]
WIDTHS = (320, 390, 1440)
TOO_GRAVE = ("serious", "critical")
NEWER_WAITS = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  while (!registration.waiting) await new Promise((done) => setTimeout(done, 100));
}"""
PHOTO_KEPT = """async () => {
  const result = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const [{ name }] = await indexedDB.databases();
  const database = await result(indexedDB.open(name));
  const all = (store) => result(database.transaction(store).objectStore(store).getAll());
  const { bytes, type } = (await all("blobs"))[0];
  const picture = await createImageBitmap(new Blob([bytes], { type }));
  const head = new TextDecoder("latin1").decode(bytes.slice(0, 4000));
  return [(await all("operations")).find((one) => one.kind === "photo"), [picture.width, picture.height], head];
}"""


@pytest.fixture
def row(places: None) -> Round:
    load_first_versions()
    today = timezone.localdate()
    return make_round(starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=1))


@pytest.fixture
def page(row: Round, open_page: Callable[..., Any], client: Any) -> Any:
    inspector = make_user(Role.INSPECTOR, COUNTY, full_name="林检查")
    client.force_login(inspector, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = open_page("/inspections/phone/", width=390)
    found.get_by_role("button", name="带走：三月检查").click()
    found.get_by_role("heading", level=1, name="4 个地方").wait_for()
    return found


def go(page: Any, address: str, name: str) -> None:
    page.evaluate("(address) => { location.hash = address; }", address)
    page.locator(f'[data-page="{name}"]').wait_for()
    page.locator("#main h1").first.wait_for()


def test_no_page_of_the_phone_has_a_grave_fault_or_scrolls_sideways(page: Any, row: Round) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    load_first_classes()
    matter = make_done(make_desk(), *make_unit("综合执法队"))
    go(page, "#/", "home")
    page.get_by_role("button", name="带走要办的事项").click()
    page.get_by_text("还有 1 件事要办").wait_for()
    sheet = f"#/round/{row.pk}/{PLACE}"
    go(page, f"{sheet}/1", "item")
    page.get_by_role("button", name="加一处").first.click()
    page.locator(".keep", has_text="已存在手机上").wait_for()
    faults = []
    for address, name in (
        ("#/", "home"),
        (f"#/round/{row.pk}", "places"),
        (f"{sheet}/1", "item"),
        (f"{sheet}/3", "item"),
        (f"{sheet}/all", "overview"),
        (f"{sheet}/sign", "signing"),
        ("#/patrol", "patrol"),
        ("#/patrol/report", "patrol-form"),
        (f"#/patrol/{matter.pk}", "patrol-matter"),
        (f"#/patrol/{matter.pk}/check", "patrol-form"),
        ("#/waiting", "waiting"),
        ("#/conflicts", "conflicts"),
        ("#/refused", "refused"),
    ):
        go(page, address, name)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{name} {width}: scrolls sideways")
        for found in axe.run(page).response["violations"]:
            if found["impact"] in TOO_GRAVE:
                faults.append(f"{name}: {found['id']}: {found['nodes'][0]['html'][:160]}")

    assert faults == []


def test_an_item_is_scored_by_keyboard(page: Any, row: Round) -> None:
    go(page, f"#/round/{row.pk}/{PLACE}/1", "item")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "加一处":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator(".keep", has_text="已存在手机上").wait_for()

    assert page.get_by_label("楼道堆物：").input_value() == "2"
    page.evaluate("() => { location.hash = '#/waiting'; }")
    page.get_by_role("heading", level=1, name="都上传了").wait_for()
    sheet = ScoreSheet.objects.get()
    assert [entry.count for entry in sheet.entries.all()] == [2]


def test_what_a_place_does_not_have_is_said_with_a_reason_and_comes_back_so(page: Any, row: Round) -> None:
    go(page, f"#/round/{row.pk}/{PLACE}/1", "item")
    page.get_by_text("这里没有这一项").click()
    page.get_by_label("不适用，保留满分").check()
    page.get_by_label("为什么不适用").fill("没有楼道")
    page.locator(".got", has_text="不适用").wait_for()
    go(page, "#/waiting", "waiting")
    page.get_by_role("heading", level=1, name="都上传了").wait_for()

    entry = ScoreSheet.objects.get().entries.get()
    assert (entry.is_not_applicable, entry.note) == (True, "没有楼道")
    go(page, f"#/round/{row.pk}/{PLACE}/1", "item")
    assert page.get_by_label("不适用，保留满分").is_checked()
    assert page.get_by_label("为什么不适用").input_value() == "没有楼道"
    page.get_by_role("button", name="加一处").first.click()
    page.locator(".got", has_text="扣").wait_for()
    assert not page.get_by_label("不适用，保留满分").is_checked()


def test_signing_out_warns_of_what_waits_and_leaves_it_to_its_owner(
    page: Any, row: Round, live_server: Any
) -> None:
    page.context.set_offline(True)
    go(page, f"#/round/{row.pk}/{PLACE}/1", "item")
    page.get_by_role("button", name="加一处").first.click()
    page.locator(".keep", has_text="已存在手机上").wait_for()
    page.context.route("**/inspections/phone/sync/", lambda route: route.abort())
    page.context.set_offline(False)

    page.goto(live_server.url + "/accounts/logout/")
    page.get_by_text("手机评分还有 2 条记录没有上传。").wait_for()
    page.get_by_role("button", name="退出", exact=True).click()
    page.wait_for_url("**/accounts/login/**")

    assert page.evaluate("localStorage.getItem('gongjian-phone-user')") is None
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 1


def old_photo() -> bytes:
    """A photo of last year with time and place in its head."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2025:09:17 09:31:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (30.0, 31.0, 30.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (105.0, 34.0, 12.0)
    out = io.BytesIO()
    Image.new("RGB", (3000, 2000), "olive").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photo_keeps_its_time_and_place_and_nothing_else(page: Any, row: Round) -> None:
    page.context.set_offline(True)
    go(page, f"#/round/{row.pk}/{PLACE}/1", "item")
    page.get_by_role("button", name="加一处").first.click()
    page.get_by_text("从相册选").first.wait_for()
    sent = {"name": "旧照片.jpg", "mimeType": "image/jpeg", "buffer": old_photo()}
    page.locator(".phone-album input").first.set_input_files(sent)
    page.locator(".shot-grid figure", has_text="相册").wait_for()

    kept, size, head = page.evaluate(PHOTO_KEPT)

    assert (kept["latitude"], kept["longitude"]) == ("30.525000", "105.570000")
    assert kept["taken_at"].startswith("2025-09-1") and kept["from_album"] is True
    assert size == [2000, 1333]
    assert "Exif" not in head and "2025:09:17" not in head


def stop_idle_workers(page: Any) -> None:
    """Do what the browser does after half a minute, but never while a test holds on to its workers."""
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")


def test_a_newer_app_takes_over_whole_and_the_older_files_go(
    page: Any, row: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = "caches.keys().then((found) => found.filter((one) => !one.endsWith('pictures')))"
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    before = page.evaluate(names)
    page.reload()
    page.locator("[data-page]").wait_for()
    monkeypatch.setattr(phone_shell, "version", lambda: "newer")
    page.evaluate(NEWER_WAITS)

    with page.expect_event("domcontentloaded"):  # the page opens itself anew, once nothing is being written
        go(page, "#/waiting", "waiting")
        stop_idle_workers(page)
    page.locator('[data-page="waiting"]').wait_for()

    assert len(before) == 1
    assert page.evaluate(names) == ["gongjian-phone-newer"]
