"""A patrol without a network: a report with a photo, a result with a photo, the page closed and opened again; back on
line all of it is at the desk once, and what somebody else did meanwhile is told and stays as a note.
"""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from gongjian.apps.matters import services
from gongjian.apps.matters.models import Matter, MatterPhoto, Step
from gongjian.apps.matters.services import load_first_classes
from gongjian.core.access import Role
from gongjian.core.rules import load_first_versions
from tests.browser.test_components import wait_until
from tests.factories import COMMUNITIES, COUNTY, make_places, make_user
from tests.matter_factories import make_desk, make_dispatched, make_unit

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
PHONE = "/inspections/phone/"


def photo(shade: int) -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), (shade, 120, 90)).save(out, "JPEG")
    return {"name": f"{shade}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def given(db: None, settings: Any, tmp_path: Any) -> dict[str, Any]:
    """Two matters that a unit was given, and somebody of the unit who goes out."""
    settings.MEDIA_ROOT = tmp_path
    load_first_versions()
    make_places()
    load_first_classes()
    desk = make_desk()
    unit, colleague = make_unit("综合执法队")
    first, _part = make_dispatched(desk, unit, title="消防通道停车")
    second, part = make_dispatched(desk, unit, title="楼道堆物")
    person = make_user(Role.DEPARTMENT, COUNTY, organisation=unit)
    return {"first": first, "second": second, "part": part, "person": person, "colleague": colleague}


class Walk:
    """What somebody of the unit does on the pages of his phone."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url = page, url

    def take_along(self) -> None:
        self.page.get_by_role("button", name="带走要办的事项").click()
        self.page.get_by_text("还有 2 件事要办").wait_for()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.reload()  # from now on the worker serves the page
        self.page.get_by_text("还有 2 件事要办").wait_for()

    def go(self, address: str) -> None:
        self.page.evaluate("(address) => { location.hash = address; }", address)

    def write(self, name: str, words: str, shade: int) -> None:
        self.page.get_by_label(name).fill(words)
        self.page.locator("input[type=file][capture]").set_input_files([photo(shade)])
        self.page.locator(".shot-grid img").wait_for()
        self.page.locator(".keep", has_text="已存在手机上").wait_for()

    def close_and_open(self, address: str) -> None:
        """Close the page half-way and open it again without a network."""
        context = self.page.context
        self.page.close()
        self.page = context.new_page()
        self.page.goto(f"{self.url}{PHONE}{address}")

    def act(self, matter: Matter, words: str, shade: int) -> None:
        self.go(f"#/patrol/{matter.pk}")
        self.page.get_by_role("link", name="报处置结果").click()
        self.write("做了什么、现在怎么样", words, shade)
        self.page.get_by_role("button", name="提交处置结果").click()
        self.page.get_by_text("有网就上传").wait_for()


def test_a_patrol_acts_off_line_and_all_of_it_arrives_once(
    open_page: Callable[..., Any], live_server: Any, client: Any, given: dict[str, Any]
) -> None:
    first, second = given["first"], given["second"]
    client.force_login(given["person"], backend="allauth.account.auth_backends.AuthenticationBackend")
    walk = Walk(open_page(PHONE, width=390), live_server.url)
    walk.take_along()

    walk.page.context.set_offline(True)
    walk.go("#/patrol/report")
    walk.page.get_by_label("在哪个社区").select_option(COMMUNITIES[0])
    walk.write("在哪里、怎么了", "消火栓被两辆车挡住", 20)
    walk.close_and_open("#/patrol/report")
    assert walk.page.get_by_label("在哪里、怎么了").input_value() == "消火栓被两辆车挡住"
    walk.page.get_by_role("button", name="上报").click()
    walk.page.get_by_text("报上来的，等着上传").wait_for()
    walk.act(first, "车已挪走，划了线", 60)
    walk.act(second, "杂物清走了", 100)
    services.act(actor=given["colleague"], assignment_id=given["part"].pk, result="同事先办了")
    walk.close_and_open("#/waiting")
    walk.page.get_by_text("6 条记录、3 张照片还在手机上").wait_for()

    walk.page.context.set_offline(False)
    walk.page.get_by_text("都上传了").wait_for()
    walk.go("#/refused")
    walk.page.get_by_text("杂物清走了").wait_for()
    walk.page.get_by_role("button", name="交给派办单位作补充情况").click()
    walk.page.get_by_text("都办成了").wait_for()
    wait_until(lambda: MatterPhoto.objects.filter(matter=second).count() == 1, walk.page)

    raised = Matter.objects.get(source="patrol")
    assert (raised.words, raised.place_code) == ("消火栓被两辆车挡住", COMMUNITIES[0])
    first.refresh_from_db()
    assert first.state == "done"
    assert [(photo.matter_id, photo.stage) for photo in MatterPhoto.objects.order_by("pk")] == [
        (raised.pk, "before"),
        (first.pk, "after"),
        (second.pk, "check"),
    ]
    assert second.assignments.get().result == "同事先办了"
    assert "杂物清走了" in Step.objects.get(matter=second, kind="supplement").words
    assert walk.page.evaluate("document.documentElement.scrollWidth") <= 390
