"""A resident at the public door, in Chromium: without scripts, by keyboard alone, with a photo; axe on every page."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import MatterState
from gongjian.apps.matters.models import Matter, MatterPhoto
from gongjian.apps.matters.services.load import load_first_classes
from gongjian.apps.portal import services
from gongjian.apps.portal.services import ConsultationSpec, NoticeSpec
from gongjian.core.models import Rule
from gongjian.core.rules import load_first_versions
from tests.factories import COUNTY, STREET
from tests.inspection_factories import photo_bytes
from tests.matter_factories import GOOD_ANSWER, class_of, make_closed, make_desk, make_unit, report
from tests.portal_factories import DOOR, HERE, make_door

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Any]
TOO_GRAVE = ("serious", "critical")
WIDTHS = (1440, 390, 320)


@pytest.fixture
def door(places: None) -> None:
    load_first_versions()
    load_first_classes()
    make_door()
    Rule.objects.create(  # a test fills in faster than any person
        key="portal.least_fill_s", place_code=COUNTY, effective_on=date(2026, 1, 1), value=0, citation="试"
    )


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "楼道.jpg"
    file.write_bytes(photo_bytes())
    return file


def answer(matter: Matter) -> None:
    """Have a matter handled, checked and answered."""
    desk, checker = make_desk(COUNTY), make_desk(COUNTY)
    unit, person = make_unit("综合执法队")
    matters.file_matter(actor=desk, matter_id=matter.pk, class_id=class_of().pk)
    part = matters.dispatch(actor=desk, matter_id=matter.pk, organisation_id=unit.pk).assignments.get()
    matters.accept(actor=person, assignment_id=part.pk)
    matters.act(actor=person, assignment_id=part.pk, result="清走了")
    matters.check(actor=checker, matter_id=matter.pk, has_passed=True)
    matters.answer_and_close(actor=desk, matter_id=matter.pk, answer=GOOD_ANSWER, is_published=True)


def test_the_whole_journey_without_scripts_at_390_px(door: None, photo: Path, open_page: OpenPage) -> None:
    report(address="梧桐路18号3号楼", latitude=None, longitude=None, class_id=class_of().pk)
    page = open_page(f"{HERE}/", width=390, javascript=False)

    page.get_by_role("link", name="报问题").last.click()
    page.get_by_label("拍照或选照片").set_input_files(str(photo))
    page.get_by_label("乱堆放").check()
    page.get_by_label("地址").fill("梧桐路18号3号楼旁")
    page.get_by_label("说一说情况").fill("旧家具堵了通道，推轮椅过不去")
    page.get_by_role("button", name="提交").last.click()
    assert page.get_by_role("alert").get_by_text("请先看个人信息告知").count() == 1
    assert page.get_by_label("说一说情况").input_value() == "旧家具堵了通道，推轮椅过不去"
    assert (
        page.get_by_alt_text("已选照片 1").evaluate("image => image.decode().then(() => image.naturalWidth)")
        > 0
    )

    page.get_by_label("我看过个人信息告知").check()
    page.get_by_role("button", name="提交").last.click()
    assert page.get_by_role("button", name="我也遇到").count() == 1
    page.get_by_role("button", name="提交").last.click()

    mine = Matter.objects.latest("pk")
    number, code = page.locator(".receipt dd").all_inner_texts()
    assert number == mine.number
    services.clean_waiting()
    assert MatterPhoto.objects.filter(matter=mine).count() == 1

    answer(mine)
    page.context.clear_cookies()
    page.get_by_role("link", name="查进度").first.click()
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查", exact=True).click()
    assert page.get_by_text(GOOD_ANSWER).count() >= 1

    page.get_by_label("没有解决").check()
    page.get_by_label("不满意").check()
    page.get_by_role("button", name="提交评价").click()
    page.get_by_label("哪里没有解决").fill("第二天又堆上了")
    page.get_by_role("button", name="重新打开").click()
    assert page.get_by_text("第二天又堆上了").count() >= 1

    mine.refresh_from_db()
    assert (mine.state, mine.level) == (MatterState.FILED, len(COUNTY))


def tab_to(page: Any, css: str) -> None:
    """Press Tab until the element has the focus: seen by its ring, and covered by nothing."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("css => document.activeElement.matches(css)", css):
            fault = page.evaluate(
                """() => {
                const one = document.activeElement;
                if (one.type === "file") return "";
                const shown = one.matches(".kinds input") ? one.nextElementSibling : one;
                const box = one.getBoundingClientRect();
                const on_top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                if (getComputedStyle(shown).outlineStyle === "none") return "no focus ring";
                return one.contains(on_top) ? "" : "covered";
                }"""
            )
            assert fault == "", f"{css}: {fault}"
            return
    pytest.fail(f"{css} is not reached by Tab")


def test_the_journey_by_keyboard_alone(door: None, open_page: OpenPage) -> None:
    page = open_page(f"{HERE}/report/", width=390)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tab_to(page, "input[name=what]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#id_address")
    page.keyboard.type("梧桐路18号")
    tab_to(page, "#id_words")
    page.keyboard.type("旧家具堵了通道")
    tab_to(page, "#id_agreed")
    page.keyboard.press("Space")
    tab_to(page, "button.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent/**")
    assert page.evaluate("document.title").startswith("已收到")
    mine = Matter.objects.get()
    assert mine.words == "旧家具堵了通道"
    answer(mine)

    tab_to(page, "a.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/follow/2*/")
    tab_to(page, "input[name=solved]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "input[name=satisfaction]")
    page.keyboard.press("ArrowUp")  # from the first to the last
    tab_to(page, "form[action$='/rate/'] button.main")
    page.keyboard.press("Enter")
    page.get_by_text("你的评价：没有解决，不满意。").wait_for()
    tab_to(page, "form[action$='/reopen/'] textarea")
    page.keyboard.type("第二天又堆上了")
    tab_to(page, "form[action$='/reopen/'] button.main")
    page.keyboard.press("Enter")
    page.get_by_text("第二天又堆上了").first.wait_for()

    mine.refresh_from_db()
    assert (mine.state, mine.level) == (MatterState.FILED, len(COUNTY))


def test_where_scripts_run_photos_are_shown_danger_is_answered_and_what_is_alike_comes_up(
    door: None, photo: Path, open_page: OpenPage
) -> None:
    report(address="梧桐路18号3号楼", latitude=None, longitude=None, class_id=class_of().pk)
    page = open_page(f"{HERE}/report/", width=390)

    page.set_input_files("#id_photos", str(photo))
    page.get_by_alt_text("已选照片 1").wait_for()
    page.get_by_label("乱堆放").check()
    page.get_by_label("地址").fill("梧桐路18号3号楼旁")
    page.get_by_label("说一说情况").fill("通道堵了，里面冒烟")
    page.get_by_role("link", name="119").first.wait_for()
    page.get_by_label("手机号").focus()
    page.get_by_role("button", name="我也遇到").wait_for()
    page.get_by_role("button", name="我也遇到").click()
    page.get_by_role("heading", name="现在 1 人也遇到").wait_for()

    assert Matter.objects.get().me_too_count == 1


def test_no_public_page_has_a_grave_fault_or_scrolls_sideways(
    door: None, open_page: OpenPage, live_server: Any
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    today = timezone.localdate()
    days = {"first_on": today, "last_on": today + timedelta(days=5)}
    desk = make_desk(COUNTY)
    notice = services.post_notice(
        actor=desk, place_code=COUNTY, spec=NoticeSpec(title="分段停水", body="请储水。", **days)
    )
    asked = services.ask_everybody(
        actor=desk,
        place_code=COUNTY,
        spec=ConsultationSpec(title="公园怎么改", question="先改哪里？", **days),
    )
    mine = make_closed(desk, address="梧桐路18号3号楼")
    Matter.objects.update(is_published=True)
    page = open_page(f"{HERE}/follow/")
    page.get_by_label("编号").fill(mine.matter.number)
    page.get_by_label("查询码").fill(mine.follow_code)
    page.get_by_role("button", name="查", exact=True).click()
    page.wait_for_url("**/follow/2*/")
    followed = page.url.removeprefix(live_server.url)

    faults = []
    for address in (
        "/p/", f"/p/{DOOR}/", f"/p/{DOOR}/report/", f"/p/{STREET}/report/", f"{HERE}/", f"{HERE}/report/",
        f"{HERE}/follow/", followed, f"{followed}own/", f"{HERE}/results/", f"{HERE}/results/{mine.matter.number}/",
        f"{HERE}/figures/", f"{HERE}/ideas/", f"{HERE}/ideas/{asked.pk}/", f"{HERE}/notices/{notice.pk}/",
        f"{HERE}/privacy/", "/p/nowhere/",
    ):  # fmt: skip
        for size in ("", "large"):
            page.context.add_cookies([{"name": "portal_size", "value": size, "url": live_server.url}])
            page.goto(live_server.url + address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                for found in axe.run(page).response["violations"]:
                    if found["impact"] in TOO_GRAVE:
                        faults.append(
                            f"{address} {size} {width}: {found['id']}: {found['nodes'][0]['html'][:160]}"
                        )
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    faults.append(f"{address} {size} {width}: it is {wide} px wide")

    assert faults == []
