"""A day off line on a phone: thirty sheets with photos, the browser killed twice, the phone full once, two sheets
changed at the desk meanwhile; back on line everything is at the desk, and what both sides changed is asked.
"""

import io
import os
import re
import shutil
import signal
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import Evidence, SheetStatus
from gongjian.apps.inspections.models import Round, ScoreSheet, SheetConflict
from gongjian.apps.inspections.services import ItemSpec, RuleSpec
from gongjian.apps.inspections.services.conflicts import resolve_conflicts
from gongjian.core.access import Actor, Role
from gongjian.core.models import StoredFile
from gongjian.core.rules import load_first_versions
from tests.browser.conftest import FLAGS
from tests.factories import COUNTY, OTHER_STREET, STREET, make_place, make_places, make_user
from tests.inspection_factories import make_round, make_version

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
SHEETS = 30
PHONE = "/inspections/phone/"
ITEMS = (
    ItemSpec("楼道整洁", Decimal(60), (RuleSpec("楼道堆物", Decimal(5)),), evidence=Evidence.PHOTO),
    ItemSpec("设施完好", Decimal(40), (RuleSpec("灯不亮", Decimal(2), unit="盏"),)),
)
PHOTOS_HELD = """async () => {
  const database = await new Promise((done) => {
    indexedDB.databases().then(([{ name }]) => { const request = indexedDB.open(name); request.onsuccess = () => done(request.result); });
  });
  const rows = await new Promise((done) => {
    const request = database.transaction("operations").objectStore("operations").getAll();
    request.onsuccess = () => done(request.result);
  });
  database.close();
  return rows.filter((row) => row.kind === "photo").map((row) => row.sha256);
}"""


def photo(number: int, width: int = 240, height: int = 180) -> dict[str, Any]:
    """A real photo of its own: noise, so that it does not shrink to nothing."""
    out = io.BytesIO()
    noise = Image.frombytes("RGB", (width, height), Random(number).randbytes(width * height * 3))
    noise.save(out, "JPEG", quality=85)
    return {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


class Pocket:
    """A phone: one profile on the disk, opened and killed as often as a day wants it."""

    def __init__(self, chromium: Any, folder: Path, url: str, cookies: list[dict[str, Any]]) -> None:
        self.chromium, self.folder, self.url, self.cookies = chromium, folder, url, cookies
        self.complaints: list[str] = []
        self.context: Any = None
        self.page: Any = None

    def open(self, *, offline: bool, signed_in: bool, room_bytes: int | None = None) -> Any:
        """Start the browser; `room_bytes` is all that it may keep for this site."""
        path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        self.context = self.chromium.browser_type.launch_persistent_context(
            str(self.folder),
            executable_path=path,
            args=FLAGS,
            locale="zh-CN",
            viewport={"width": 390, "height": 844},
        )
        if signed_in:
            self.context.add_cookies(self.cookies)
        self.context.set_offline(offline)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.devtools = self.context.new_cdp_session(self.page)
        if room_bytes is not None:
            self.give_room(room_bytes)
        self.page.goto(self.url + PHONE)
        self.page.locator("[data-page]").wait_for()
        return self.page

    def give_room(self, room_bytes: int | None) -> None:
        """Limit what the browser may keep, or lift the limit."""
        limit = {} if room_bytes is None else {"quotaSize": room_bytes}
        self.devtools.send("Storage.overrideQuotaForOrigin", {"origin": self.url, **limit})

    def used_bytes(self) -> int:
        return int(self.page.evaluate("navigator.storage.estimate().then((found) => found.usage)"))

    def kill(self) -> None:
        """End the browser as a phone does that runs out of power: without a word to it."""
        os.kill(self._main_process(), signal.SIGKILL)
        try:
            self.context.close()
        except Exception as error:
            assert "closed" in str(error).lower(), error

    def _main_process(self) -> int:
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            is_ours = f"--user-data-dir={self.folder}".encode() in words
            if is_ours and not any(word.startswith(b"--type=") for word in words):
                return int(entry.name)
        raise AssertionError("the browser of this phone is not running")


@pytest.fixture
def row(db: None) -> Round:
    load_first_versions()
    make_places()
    for number in range(1, SHEETS + 1):
        street = STREET if number <= SHEETS // 2 else OTHER_STREET
        make_place(f"{street}{number + 100:03d}", f"第{number:02d}社区")
    today = timezone.localdate()
    version = make_version(COUNTY, "巡检标准", ITEMS)
    return make_round(
        title="十一月巡检",
        version=version,
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=1),
    )


@pytest.fixture
def inspector() -> Any:
    return make_user(Role.INSPECTOR, COUNTY, full_name="林检查")


@pytest.fixture
def pocket(
    chromium: Any, live_server: Any, client: Any, inspector: Any, tmp_path: Path, settings: Any
) -> Iterator[Pocket]:
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("the browser's process is found in /proc")
    settings.MEDIA_ROOT = tmp_path / "files"
    client.force_login(inspector, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookies = [
        {"name": name, "value": morsel.value, "url": live_server.url}
        for name, morsel in client.cookies.items()
    ]
    found = Pocket(chromium, tmp_path / "profile", live_server.url, cookies)
    yield found
    found.context.close()
    assert found.complaints == []


class Walk:
    """What the inspector does on the pages."""

    def __init__(self, pocket: Pocket, row: Round) -> None:
        self.pocket, self.row = pocket, row

    @property
    def page(self) -> Any:
        return self.pocket.page

    def take_along(self) -> None:
        self.page.get_by_role("button", name="带走：十一月巡检").click()
        self.page.get_by_role("heading", level=1, name="34 个地方").wait_for()

    def open_item(self, code: str, number: int) -> None:
        self.page.evaluate(
            "(address) => { location.hash = address; }", f"#/round/{self.row.pk}/{code}/{number}"
        )
        self.page.locator(".where", has_text=f"第 {number} 项").wait_for()
        title = ITEMS[number - 1].title
        self.page.get_by_role("heading", level=1, name=title).wait_for()

    def add(self, times: int = 1, unit: str = "处") -> None:
        for _ in range(times):
            self.page.get_by_role("button", name=f"加一{unit}").click()
        self.saved()

    def saved(self) -> None:
        self.page.locator(".keep", has_text="已存在手机上").wait_for()

    def shoot(self, number: int) -> None:
        before = self.page.locator(".shot-grid figure").count()
        self.page.locator("input[capture]").set_input_files(photo(number))
        self.page.locator(".shot-grid figure").nth(before).wait_for()
        self.saved()

    def score(self, code: str, number: int, count: int = 1) -> None:
        """A finding with its photo, the second item in order, handed in."""
        self.open_item(code, 1)
        self.add(count)
        self.shoot(number)
        self.hand_in(code)

    def hand_in(self, code: str) -> None:
        self.open_item(code, 2)
        self.page.get_by_role("button", name="看全部").click()
        self.page.get_by_role("link", name="签名，交表").click()
        self.page.get_by_role("button", name="交表", exact=True).click()
        self.page.get_by_role("heading", level=1, name="34 个地方").wait_for()

    def wait_until_sent(self) -> None:
        self.page.evaluate("() => { location.hash = '#/waiting'; }")
        self.page.get_by_role("heading", level=1, name="都上传了").wait_for(timeout=60_000)


def change_at_the_desk(office: Actor, sheet: ScoreSheet, count: int) -> None:
    item = sheet.version.items.first()
    services.record_item(
        actor=office,
        sheet_id=sheet.pk,
        item_id=item.pk,
        counts={item.rules.first().pk: Decimal(count)},
        notes={item.rules.first().pk: "照电话里说的改"},
    )


def codes() -> list[str]:
    return [f"{STREET if n <= SHEETS // 2 else OTHER_STREET}{n + 100:03d}" for n in range(1, SHEETS + 1)]


def test_a_day_off_line_loses_nothing_and_asks_where_two_changed_the_same(
    pocket: Pocket, row: Round, inspector: Any
) -> None:
    office = make_user(Role.OFFICE, COUNTY, full_name="区治理办").as_actor()
    walk, places = Walk(pocket, row), codes()
    disputed, plain = places[:2], places[2:]

    # the morning, on line: the round taken along, two sheets begun
    page = pocket.open(offline=False, signed_in=True)
    faults = pocket.devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert faults == []
    walk.take_along()
    for number, code in enumerate(disputed):
        walk.open_item(code, 1)
        walk.add()
        walk.shoot(number)
    walk.wait_until_sent()
    begun = {sheet.place_code: sheet for sheet in ScoreSheet.objects.all()}
    assert set(begun) == set(disputed)

    # the line goes, and stays away the whole day
    pocket.context.set_offline(True)
    walk.open_item(disputed[0], 1)
    page.get_by_text("没有网络，照常评分").wait_for()
    walk.add()
    for code in disputed:
        change_at_the_desk(office, begun[code], 4)
    for number, code in enumerate(plain[:9], start=10):
        walk.score(code, number)

    # killed right after an answer was said to be saved
    walk.open_item(plain[9], 1)
    walk.add(3)
    pocket.kill()
    page = pocket.open(offline=True, signed_in=False)
    walk.open_item(plain[9], 1)
    assert page.get_by_label("楼道堆物：").input_value() == "3"
    walk.shoot(19)
    walk.hand_in(plain[9])
    for number, code in enumerate(plain[10:17], start=20):
        walk.score(code, number)

    # killed while a photo is being written; the next start finds the phone full
    walk.open_item(plain[17], 1)
    walk.add()
    page.locator("input[capture]").set_input_files(photo(30))
    used = pocket.used_bytes()
    pocket.kill()
    page = pocket.open(offline=True, signed_in=False, room_bytes=used + 100_000)
    walk.open_item(plain[17], 1)
    assert page.get_by_label("楼道堆物：").input_value() == "1"
    held = page.locator(".shot-grid figure").count()
    assert held in (0, 1)
    for number in range(31, 36):
        page.locator("input[capture]").set_input_files(photo(number, 1200, 900))
        page.locator(".keep", has_text=re.compile("已存在手机上|没有存下")).wait_for()
        if page.get_by_text("手机存满了").count():
            break
    page.get_by_text("还有 1 张照片没有存下").wait_for()
    walk.open_item(plain[18], 1)
    walk.add(2)  # answers are kept all the same
    pocket.give_room(None)
    page.get_by_role("button", name="再存一次").click()
    page.get_by_text("还有 1 张照片没有存下").wait_for(state="detached")
    walk.open_item(plain[17], 1)
    assert page.locator(".shot-grid figure").count() >= held + 1
    walk.hand_in(plain[17])
    walk.open_item(plain[18], 1)
    walk.shoot(50)
    walk.hand_in(plain[18])
    for number, code in enumerate(plain[19:], start=51):
        walk.score(code, number)
    walk.open_item(disputed[1], 1)
    walk.add(2)
    for code in disputed:
        walk.hand_in(code)
    waiting = set(page.evaluate(PHOTOS_HELD))
    assert len(waiting) >= SHEETS - 2

    # back on line: the session ran out over the day, the records did not
    pocket.context.clear_cookies()
    pocket.context.set_offline(False)
    page.evaluate("() => { location.hash = '#/waiting'; }")
    page.get_by_role("button", name="现在上传").click()
    page.get_by_text("请重新登录，手机上的都还在").wait_for()
    pocket.context.add_cookies(pocket.cookies)
    page.reload()
    page.locator("[data-page]").wait_for()
    walk.wait_until_sent()

    sheets = {sheet.place_code: sheet for sheet in ScoreSheet.objects.prefetch_related("entries__photos")}
    assert set(sheets) == set(places)
    assert {c for c in places if sheets[c].status == SheetStatus.SUBMITTED} == set(plain)
    at_desk = {
        file.sent_sha256
        for sheet in sheets.values()
        for entry in sheet.entries.all()
        for file in entry.photos.all()
    }
    assert waiting <= at_desk and len(at_desk) == StoredFile.objects.filter(kind="photo").count()
    assert {one.sheet.place_code for one in SheetConflict.objects.select_related("sheet")} == set(disputed)
    assert sheets[plain[9]].entries.get(rule__isnull=False).count == 3

    # one conflict is settled on the phone, one at the desk; then both sheets go in
    page.evaluate("() => { location.hash = '#/conflicts'; }")
    asked = page.locator(".phone-conflict", has_text="第01社区")
    asked.get_by_role("button", name="用手机上的").first.wait_for()
    while asked.count():
        left = page.locator(".phone-conflict").count()
        asked.first.get_by_role("button", name="用手机上的").click()
        page.locator(".phone-conflict").nth(left - 1).wait_for(state="detached")
    desk = SheetConflict.objects.filter(sheet__place_code=disputed[1], resolved_at__isnull=True)
    resolve_conflicts(actor=office, sheet_id=begun[disputed[1]].pk, chosen={one.pk: "desk" for one in desk})
    found = {sheet.place_code: sheet for sheet in ScoreSheet.objects.filter(place_code__in=disputed)}
    counts = {c: sheet.entries.get(rule__isnull=False).count for c, sheet in found.items()}
    assert counts == {disputed[0]: 2, disputed[1]: 4}
    assert {sheet.status for sheet in found.values()} == {SheetStatus.SUBMITTED}
