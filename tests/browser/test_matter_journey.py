"""One matter, whole: a resident's photo at the door, a whistle, a patrol off line, a refused check, an answer rated badly, the
month's analysis that says so.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from docx import Document as WordDocument

from gongjian.apps.matters.choices import MatterState, PhotoStage
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.services.load import load_first_classes
from gongjian.apps.portal.services import clean_waiting
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.models import Rule
from gongjian.core.rules import load_first_versions
from tests.browser.test_journey import Day, follow, press
from tests.factories import COUNTY, STREET, make_organisation, make_user
from tests.inspection_factories import photo_bytes
from tests.matter_factories import make_unit
from tests.portal_factories import HERE, make_door

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
PHONE = 390
WORDS = "三栋楼道又堆了旧家具，推轮椅过不去"
REFUSED = "二单元一楼还有一个旧柜子"
ANSWER = "综合执法大队和消防大队一起清走了三栋楼道的旧家具，划了禁放线，社区每天看一次"
AGAIN = "第二天又堆上了"


@pytest.fixture
def people(places: None) -> dict[str, Any]:
    load_first_versions()
    load_first_classes()
    make_door()
    Rule.objects.create(  # a test fills in faster than any person
        key="portal.least_fill_s", place_code=COUNTY, effective_on=date(2026, 1, 1), value=0, citation="试"
    )
    office = make_organisation(STREET, "南津路街道办事处")
    squad, _ = make_unit("综合执法大队")
    brigade, _ = make_unit("消防大队")
    return {
        "desk": make_user(Role.OFFICE, STREET, organisation=office, full_name="街道值班"),
        "patrol": make_user(Role.DEPARTMENT, COUNTY, organisation=squad, full_name="巡查队员"),
        "fire": make_user(Role.DEPARTMENT, COUNTY, organisation=brigade, full_name="消防队员"),
        "verifier": make_user(Role.INSPECTOR, STREET, full_name="核查员"),
        "county": make_user(Role.OFFICE, COUNTY, full_name="区值班"),
    }


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "楼道.jpg"
    file.write_bytes(photo_bytes())
    return file


class Story(Day):
    """Opens the one matter as the people of the story, who keep their browsers open between acts."""

    matter: Matter

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.pages: dict[str, Any] = {}

    def open_list(self, who: str, width: int = 1440) -> Any:
        """Open the list of matters as somebody."""
        page = self.pages.get(who)
        if page is None:
            self.client.cookies.clear()  # signing in with somebody's session would end it
            return self.pages.setdefault(who, self.as_(who, "/matters/", width))
        page.goto(page.url.split("/matters/")[0] + "/matters/")
        return page

    def open_matter(self, who: str, width: int = 1440) -> Any:
        """Find the matter in the list, as its person would, and open it."""
        page = self.open_list(who, width)
        page.get_by_role("link", name=self.matter.title).first.click()
        page.locator("#sheet").get_by_role("link", name="打开整页").click()
        page.get_by_role("heading", level=1, name=self.matter.title).wait_for()
        return page

    def state(self) -> str:
        self.matter.refresh_from_db()
        return str(self.matter.state)


def report(open_page: Callable[..., Any], photo: Path) -> tuple[Any, str, str]:
    """Report at the door with a phone; return its page, the number and the code."""
    page = open_page(f"{HERE}/", width=PHONE)
    page.get_by_role("link", name="报问题").last.click()
    page.set_input_files("#id_photos", str(photo))
    page.get_by_alt_text("已选照片 1").wait_for()
    page.get_by_label("乱堆放").check()
    page.get_by_label("地址").fill("梧桐路18号3号楼")
    page.get_by_label("说一说情况").fill(WORDS)
    page.get_by_label("手机号").fill("13900000000")
    page.get_by_label("我看过个人信息告知").check()
    page.get_by_role("button", name="提交").last.click()
    page.get_by_role("heading", name="已收到").wait_for()
    number, code = page.locator(".receipt dd").all_inner_texts()
    return page, number, code


def whistle(story: Story) -> None:
    page = story.open_matter("desk")
    assert "乱堆" in page.get_by_label("类别").first.locator("option:checked").inner_text()
    press(page, "受理")
    page.get_by_label("主办").select_option(label="综合执法大队")
    page.get_by_role("checkbox", name="消防大队").check()
    press(page, "派办")
    page.get_by_text("吹哨派办").first.wait_for()


def act(story: Story, who: str, result: str, photo: Path) -> None:
    page = story.open_matter(who, PHONE)
    if page.get_by_role("button", name="签收").count():
        press(page, "签收")
    page.set_input_files("#act-photos", str(photo))
    page.get_by_role("textbox", name="处置结果").fill(result)
    press(page, "提交处置结果")


def act_off_line(story: Story, result: str, photo: Path) -> None:
    """Take along what is to be done, do it without a network, and upload it once there is one again."""
    story.client.cookies.clear()
    page = story.as_("patrol", "/inspections/phone/", PHONE)
    page.get_by_role("button", name="带走要办的事项").click()
    page.get_by_text("还有 1 件事要办").wait_for()
    page.context.set_offline(True)
    page.evaluate("address => { location.hash = address; }", f"#/patrol/{story.matter.pk}")
    page.get_by_role("link", name="报处置结果").click()
    page.get_by_label("做了什么、现在怎么样").fill(result)
    page.set_input_files("input[type=file][capture]", str(photo))
    page.locator(".shot-grid img").wait_for()
    page.locator(".keep", has_text="已存在手机上").wait_for()
    page.get_by_role("button", name="提交处置结果").click()
    page.get_by_text("有网就上传").wait_for()
    assert story.matter.assignments.filter(done_at__isnull=False).count() == 0
    page.context.set_offline(False)
    page.evaluate("() => { location.hash = '#/waiting'; }")
    page.get_by_text("都上传了").wait_for()


def check(story: Story, button: str, words: str = "") -> None:
    page = story.open_matter("verifier", PHONE)
    page.get_by_role("textbox", name="核查意见").fill(words)
    press(page, button)


def answer(story: Story) -> None:
    page = story.open_matter("desk")
    press(page, "答复并办结")
    page.get_by_text("没有写答复，不能办结").first.wait_for()
    page.get_by_role("textbox", name="答复", exact=True).fill(ANSWER)
    press(page, "答复并办结")
    page.get_by_text("已办结").first.wait_for()


def rate_badly(page: Any) -> None:
    page.get_by_role("link", name="看进度").click()
    page.get_by_role("heading", name="给你的答复").wait_for()
    assert page.get_by_text(ANSWER).count() >= 1
    page.get_by_label("没有解决").check()
    page.get_by_label("不满意").check()
    press(page, "提交评价")
    page.get_by_label("哪里没有解决").fill(AGAIN)
    press(page, "重新打开")
    page.get_by_text(AGAIN).first.wait_for()


def first_of_next_month() -> datetime:
    """The morning on which the month of today is over."""
    later = timezone.localtime().replace(day=28, hour=9, minute=0) + timedelta(days=4)
    return later.replace(day=1)


def write_analysis(story: Story, folder: Path) -> str:
    """Have the month written as a document; return its words, and see that a figure of it opens the matter."""
    del story.pages["desk"]
    page = story.open_list("desk")
    follow(page, "分析")
    follow(page, "写上月的")
    press(page, "写成公文")
    told = page.locator("p", has_text="提到上一级").last
    told.locator("a.fig").first.click()
    page.locator("#sheet-body tbody tr").first.wait_for()
    assert story.matter.number in page.locator("#sheet-body").inner_text()
    page.keyboard.press("Escape")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word").click()
    file = folder / "分析.docx"
    waiting.value.save_as(str(file))
    return "\n".join(paragraph.text for paragraph in WordDocument(str(file)).paragraphs)


def test_a_report_is_whistled_checked_answered_and_comes_back_one_level_higher(
    open_page: Callable[..., Any], client: Any, people: dict[str, Any], photo: Path, tmp_path: Path
) -> None:
    story = Story(open_page, client, people)

    resident, number, _code = report(open_page, photo)
    story.matter = Matter.objects.get(number=number)
    clean_waiting()
    whistle(story)
    act_off_line(story, "旧家具装车运走了", photo)
    assert story.state() == MatterState.ACCEPTED  # one of two units said so
    act(story, "fire", "消防通道量过，净宽够了", photo)
    assert story.state() == MatterState.DONE
    check(story, "不通过，返工", REFUSED)
    assert story.state() == MatterState.REWORK
    act(story, "patrol", "旧柜子也运走了", photo)
    act(story, "fire", "又看了一遍，没有堆物", photo)
    check(story, "核查通过")
    answer(story)
    rate_badly(resident)

    assert story.state() == MatterState.FILED
    assert (story.matter.level, story.matter.place_code[:9]) == (len(COUNTY), STREET)
    page = story.open_matter("county")
    assert page.get_by_text("区县一级负责").count() and page.get_by_text(AGAIN).count()
    stages = Counter(story.matter.photos.values_list("stage", flat=True))
    assert stages == {PhotoStage.BEFORE: 1, PhotoStage.AFTER: 4}

    with at(first_of_next_month()):
        words = write_analysis(story, tmp_path)
    assert "共收到事项1件" in words and "吹哨派办1件，叫到单位2家次。" in words
    assert "重新打开1次，提到上一级1次。" in words
