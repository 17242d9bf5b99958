"""Building together, whole: a liaison offers with a phone, the community's needs come in from a table, a proposal says why and why
not, a person rules a pair out and takes the next, both sign, less is delivered than promised, both evaluate, and the year's
statement and report say so; every figure opens the rows that make it up.
"""

import re
import threading
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from gongjian.apps.cobuilding.choices import AgreementStatus, NeedStatus
from gongjian.apps.cobuilding.models import Agreement, Need, Resource, Statement
from gongjian.apps.cobuilding.services.proposals import runs
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.cli.check import check_file
from gongjian.core import jobs
from gongjian.core.access import Role
from gongjian.core.rules import load_first_versions
from gongjian.readers import SheetData, read_sheet, write_xlsx
from tests.browser.test_journey import Day, follow, press
from tests.cobuilding_factories import HERE, make_resource, make_unit
from tests.factories import make_organisation, make_user

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
PHONE = 390
WANTED = "周六下午要一间能坐 60 人的场地"
CLINIC = "周六请两位医生义诊"
REFUSED = "周三请医生量血压"
NEEDS = (
    {"名称": WANTED, "类别": "会议活动场地", "数量": "8", "为谁": "合唱队", "星期几": "六"},
    {"名称": CLINIC, "类别": "义诊", "数量": "两次", "为谁": "老年居民", "星期几": "六"},
    {"名称": REFUSED, "类别": "义诊", "数量": "6", "为谁": "独居老人", "星期几": "三"},
)
"""What the community wants, as somebody typed it: the second row has a number in words."""


@pytest.fixture
def people(places: None) -> dict[str, Any]:
    load_first_versions()
    committee = make_organisation(HERE, "演示社区居民委员会", kind=OrganisationKind.RESIDENTS_COMMITTEE)
    make_resource(make_unit("城东中学"), title="学校体育馆")
    return {
        "liaison": make_user(Role.UNIT_CONTACT, HERE, make_unit("城南医院"), full_name="联络员"),
        "worker": make_user(Role.WORKER, HERE, committee, full_name="社工"),
    }


@pytest.fixture
def work_off(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let every proposal be a job for the worker, as a large one is; return what has the worker take what waits."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    stop = threading.Event()
    monkeypatch.setattr(jobs, "run_due", lambda recurring: stop.set())
    return lambda: jobs.run_worker(stop)


class Story(Day):
    """Opens pages as the two sides, who keep their browsers open between acts."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.pages: dict[str, Any] = {}

    def at(self, who: str, path: str) -> Any:
        """Open a path as somebody: the liaison with a phone."""
        page = self.pages.get(who)
        if page is None:
            self.client.cookies.clear()
            width = PHONE if who == "liaison" else 1440
            return self.pages.setdefault(who, self.as_(who, path, width))
        page.goto(re.sub(r"^(https?://[^/]+)/.*", rf"\g<1>{path}", page.url))
        return page

    def at_agreement(self, who: str, act: str = "") -> Any:
        """Open the one agreement."""
        return self.at(who, f"/cobuilding/agreements/{Agreement.objects.get().pk}/{act}")


def fits(page: Any) -> bool:
    """Say whether nothing stands out of a phone's width."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def offer(story: Story, category: str, title: str, quantity: str) -> None:
    page = story.at("liaison", "/cobuilding/mine/")
    page.get_by_role("link", name="我们能提供").first.click()
    page.locator("select[name=category]").select_option(category)
    page.locator("input[name=title]").fill(title)
    page.locator("input[name$=quantity]").fill(quantity)
    page.locator("input[name=weekdays][value='6']").check()
    assert fits(page)
    page.locator(".main-act").last.click()
    page.get_by_role("heading", level=1, name=title).wait_for()


def fill_in(empty: Path, *, is_mended: bool) -> str:
    """Fill in the empty table that the product hands out; its second row is wrong until it is mended."""
    head = read_sheet(empty.read_bytes(), empty.name)[0]
    wanted = [{**row, "数量": "4"} if is_mended and row["名称"] == CLINIC else row for row in NEEDS]
    rows = [[row.get(name, "") for name in head.cells] for row in wanted]
    filled = empty.with_name("需求.xlsx")
    filled.write_bytes(write_xlsx([SheetData(head.sheet, head.cells, rows)]))
    return str(filled)


def bring_in_needs(story: Story, folder: Path) -> None:
    """The bad cell is named by sheet, row and column with what to do; mended in the table, all rows are entered."""
    page, empty = story.at("worker", "/cobuilding/needs/"), folder / "需求清单模板.xlsx"
    follow(page, "导入表格")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载模板").click()
    waiting.value.save_as(str(empty))
    page.set_input_files("input[type=file]", fill_in(empty, is_mended=False))
    press(page, "读取并核对")
    page.get_by_role("heading", level=1, name="1 行要改，一行也还没写入").wait_for()
    bad = page.locator("tbody tr", has_text=CLINIC)
    column = bad.locator(".fault").evaluate("cell => cell.cellIndex")
    place = (bad.locator("th").inner_text(), page.locator("thead th").nth(column).inner_text())
    assert page.get_by_text("工作表“需求清单”").count() == 1 and place == ("3", "数量")
    assert bad.locator(".fault").inner_text().split() == ["两次", "要填整数，不带单位"]
    assert page.locator("tbody tr", has_text="可以导入").count() == 2 and not Need.objects.exists()

    follow(page, "重新选文件")
    page.set_input_files("input[type=file]", fill_in(empty, is_mended=True))
    press(page, "读取并核对")
    press(page, "登记 3 条")
    page.get_by_text("登记了 3 条").wait_for()
    assert all(page.get_by_role("link", name=row["名称"]).count() for row in NEEDS)


def propose(story: Story, work_off: Callable[[], None]) -> Any:
    page = story.at("worker", "/cobuilding/proposals/")
    follow(page, "配一次")
    press(page, "开始配")
    page.get_by_role("heading", level=1, name="正在配").wait_for()
    work_off()
    page.get_by_role("heading", level=1, name="2 对等你决定").wait_for()
    return page


def read_why_not(page: Any) -> None:
    """The doctors who come on Saturdays are refused on Wednesdays, and the page says what would change it."""
    follow(page, re.compile("条件都对不上"))
    follow(page, REFUSED)
    follow(page, "为什么，改什么会变")
    sentence = page.get_by_text("资源周三也能用，就会选上")
    sentence.wait_for()
    assert sentence.inner_text().startswith("不能配：")


def rule_out_and_accept(page: Any) -> None:
    """The school's hall is not wanted; the hospital's takes its place at once and is asked for."""
    page.locator("ol.crumbs a").last.click()
    row = page.locator("tbody tr", has_text=WANTED)
    assert "学校体育馆" in row.inner_text()
    row.get_by_role("link", name="不用").click()
    page.get_by_label("为什么不用").fill("放学前不开门")
    press(page, "不用它，重新配")
    page.get_by_text("其余已重新配好").first.wait_for()
    assert page.locator("main").get_by_text("门诊楼礼堂").count()
    press(page, "认定，请单位同意")
    page.get_by_text("等单位同意").first.wait_for()


def consent(story: Story) -> None:
    page = story.at("liaison", "/cobuilding/mine/")
    follow(page, WANTED)
    assert fits(page)
    press(page, "同意")
    page.get_by_text("已写进协议").wait_for()


def sign(story: Story) -> None:
    for who in ("worker", "liaison"):
        page = story.at_agreement(who)
        press(page, "看过了，签字")
        page.get_by_text("已签").first.wait_for()
    assert fits(page)


def deliver_less(story: Story) -> None:
    """The unit records 6 of 8, nothing filled in for it; the community confirms."""
    page = story.at_agreement("liaison")
    page.get_by_role("link", name="记一笔交付").click()
    quantity = page.locator("input[name=quantity]")
    assert quantity.input_value() == "" and fits(page)
    quantity.fill("6")
    page.locator("input[name=people_served]").fill("150")
    page.locator("input[name=hours]").fill("12.5")
    press(page, "记下")
    page.get_by_text("有交付等社区确认").wait_for()
    page = story.at_agreement("worker")
    press(page, "收到了，确认")
    page.get_by_text("比约定少 2 场").first.wait_for()


def accept_with_words(story: Story) -> None:
    page = story.at_agreement("liaison")
    press(page, "都交付完了，请验收")
    page = story.at_agreement("worker", "accept/")
    page.get_by_label("验收多少场").fill("6")
    press(page, "验收")
    page.get_by_text("请写明原因").first.wait_for()
    page.get_by_label("比约定少的，写原因").fill("两次停电没有开成")
    press(page, "验收")
    page.get_by_text("两次停电没有开成").first.wait_for()


def evaluate(story: Story) -> None:
    for who, rating in (("worker", "5　很好"), ("liaison", "4　好")):
        page = story.at_agreement(who)
        page.get_by_role("link", name="评价对方").click()
        page.get_by_label(rating).check()
        press(page, "交评价")
        page.get_by_text("社区评单位" if who == "worker" else "单位评社区").first.wait_for()


def digits_of(text: str) -> str:
    """Read the digits that a figure or a cell begins with, as they are rounded."""
    found = re.match(r"[\d,.]+", text.strip())
    assert found, text
    return found[0].replace(",", "")


def number_of(text: str) -> Fraction:
    """Read the number that a figure or a cell begins with."""
    return Fraction(digits_of(text))


def numbers(page: Any, cells: str) -> list[Fraction]:
    """Read the number that each of the cells begins with."""
    return [number_of(text) for text in page.locator(cells).all_inner_texts()]


def holds(page: Any, shown: str) -> None:
    """The rows below an opened figure add up to its foot, and the foot makes the figure as it was shown."""
    columns = page.locator(".figure-open tfoot td.num").count()
    sums = []
    for at in range(columns):
        cells = f"td.num >> nth={at}"
        rows = [numbers(row, cells)[0] for row in page.locator(".figure-open tbody tr").all()]
        assert rows and sum(rows) == numbers(page.locator(".figure-open tfoot tr"), cells)[0]
        sums.append(sum(rows))
    value = sums[0] / sums[1] * (100 if "%" in shown else 1) if columns == 2 else sums[0]
    text = digits_of(shown)
    assert abs(value - Fraction(text)) <= Fraction(1, 2 * 10 ** len(text.partition(".")[2])), shown


SHOWN_TO_UNITS = {
    "共建服务人次": "服务人次",
    "共建服务时长": "小时",
    "社区对单位的评价": "社区评分",
    "单位共建积分": "数",
}
"""Which column of the unit's own lists adds up to a figure; of the other figures the rows are counted."""


def unit_address() -> str:
    """The page of the hospital's year."""
    unit = Resource.objects.get(title="门诊楼礼堂").organisation_id
    return f"/cobuilding/units/{unit}/?year={timezone.localdate().year}&place={HERE}"


def open_figures_of_the_year(story: Story) -> None:
    """Every figure opens the rows it was counted from: for the community from the unit's year, for the unit from the statement."""
    addresses = {
        "worker": unit_address(),
        "liaison": f"/cobuilding/statements/{Statement.objects.get().pk}/",
    }
    for who, here in addresses.items():
        page = story.at(who, here)
        shown = page.locator("dl.figures a").evaluate_all(
            "links => links.map(a => [a.closest('dd').previousElementSibling.innerText, a.innerText, a.getAttribute('href')])"
        )
        assert len(shown) == 7  # no value was given in money
        for name, text, address in shown:
            story.at(who, address)
            if who == "worker":
                holds(page, text)
            elif column := SHOWN_TO_UNITS.get(name):
                assert sum(numbers(page, f"tbody td[data-label^='{column}']")) == number_of(text), name
            elif name == "共建约定兑现率":
                assert page.get_by_text("6 / 8 场").count() == 1 and text == "0.0%"
            else:
                assert page.locator("tbody tr").count() == number_of(text), name


def open_figures_of_the_report(story: Story) -> None:
    """The community has the year's report written; every figure in it opens its rows beside the text."""
    page = story.at("worker", "/cobuilding/network/")
    press(page, "写年度共建报告")
    page.get_by_role("heading", level=1, name=re.compile("共驻共建情况报告")).wait_for()
    assert "约定兑现率0.0%" in page.locator(".desk").inner_text().replace("\n", "")
    links = page.locator(".desk a[hx-get]")
    assert links.count() >= 10
    for at in range(links.count()):
        link = links.nth(at)
        link.dispatch_event("click")
        page.locator(f"#sheet-body a[href='{link.get_attribute('href')}']").first.wait_for()
        holds(page, link.inner_text())


def print_statement(story: Story, folder: Path) -> Any:
    """The liaison prints the statement; the checker of figures finds nothing, anybody may verify it."""
    page = story.at("liaison", unit_address())
    press(page, "出贡献证明")
    page.get_by_role("link", name=re.compile("^GX")).first.click()
    for form in ("Word", "PDF"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=form).click()
        file = folder / waiting.value.suggested_filename
        waiting.value.save_as(str(file))
        checked = check_file(str(file))
        assert checked.problem is None and checked.findings == ()
    return page.locator("a[href*='/cobuilding/verify/']").get_attribute("href")


def test_a_hall_is_offered_proposed_agreed_delivered_for_less_and_told_at_the_years_end(
    open_page: Callable[..., Any],
    client: Any,
    people: dict[str, Any],
    work_off: Callable[[], None],
    tmp_path: Path,
) -> None:
    story = Story(open_page, client, people)

    offer(story, "venue.hall", "门诊楼礼堂", "20")
    offer(story, "people.clinic", "两位医生义诊", "200")
    bring_in_needs(story, tmp_path)
    page = propose(story, work_off)
    read_why_not(page)
    rule_out_and_accept(page)
    consent(story)
    sign(story)
    assert Agreement.objects.get().status == AgreementStatus.SIGNED
    deliver_less(story)
    accept_with_words(story)
    evaluate(story)

    assert Agreement.objects.get().status == AgreementStatus.EVALUATED
    assert Need.objects.get(title=WANTED).status == NeedStatus.OPEN  # two sessions are still wanted
    address = print_statement(story, tmp_path)
    open_figures_of_the_year(story)
    open_figures_of_the_report(story)
    client.cookies.clear()
    door = open_page(re.sub(r"^https?://[^/]+", "", address), width=PHONE)
    assert door.get_by_text("是本系统出的，没有改过").count() == 1 and door.get_by_text("150").count()
    assert fits(door)
