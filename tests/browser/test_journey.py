"""One working day, whole: a plan goes in, work runs down and back up, a bulletin comes out with its figures."""

import io
import re
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from docx import Document as WordDocument
from PIL import Image

from gongjian.apps.inspections.choices import Evidence
from gongjian.apps.inspections.services import (
    ItemSpec,
    RuleSpec,
    create_rubric,
    publish_version,
)
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.core.access import Role
from tests.factories import (
    COMMUNITIES,
    COUNTY,
    OTHER_STREET,
    STREET,
    make_organisation,
    make_places,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

YEAR = date.today().year
PLAN = f"""船山区楼道消防隐患清零行动方案
为消除居民楼道消防隐患，结合我区实际，制定本方案。
一、工作目标
到{YEAR}年底，达标社区占比不低于80%。
二、重点任务
（一）清理楼道堆物。逐楼清理楼道和消防通道堆放的杂物。责任单位：各社区；配合单位：区城管局、消防大队。{YEAR}年12月底前完成。
（二）培训楼栋长。街道组织楼栋长学习处置办法。责任单位：各街道；配合单位：区应急局。{YEAR}年12月底前完成。
三、实施步骤
（一）准备阶段（{YEAR}年1月至2月）。摸底建账。
（二）清零阶段（{YEAR}年3月至10月）。逐栋整治。
（三）巩固阶段（{YEAR}年11月至12月）。检查评定。
四、评定办法
社区检查得分90分以上的为“示范社区”，80分以上不足90分的为“达标社区”；示范社区占比达到80%以上的街道，评为“示范街道”。
船山区民政局
{YEAR}年1月5日
"""


def plan_docx(folder: Path) -> Path:
    word = WordDocument()
    for line in PLAN.splitlines():
        word.add_paragraph(line)
    file = folder / "楼道消防方案.docx"
    word.save(str(file))
    return file


def photo(folder: Path) -> Path:
    file = folder / "现场.jpg"
    Image.new("RGB", (800, 600), "olive").save(file, "JPEG")
    return file


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    from gongjian.core.rules import load_first_versions

    load_first_versions()
    make_places()
    bureau = make_organisation(COUNTY, "船山区民政局", short_name="区民政局")
    make_organisation(COUNTY, "船山区城市管理局", short_name="区城管局")
    make_organisation(COUNTY, "船山区应急管理局", short_name="区应急局", kind=OrganisationKind.DEPARTMENT)
    return {
        "office": make_user(Role.OFFICE, COUNTY, organisation=bureau),
        "leader": make_user(Role.LEADER, COUNTY),
        "street": make_user(Role.OFFICE, STREET),
        "other": make_user(Role.OFFICE, OTHER_STREET),
        "worker": make_user(Role.WORKER, COMMUNITIES[0]),
        "inspector": make_user(Role.INSPECTOR, COUNTY),
    }


def press(page: Any, name: str, exact: bool = True) -> None:
    page.get_by_role("button", name=name, exact=exact).first.click()
    page.wait_for_load_state()


def follow(page: Any, name: str | re.Pattern[str], exact: bool = False) -> None:
    page.get_by_role("link", name=name, exact=exact).first.click()
    page.wait_for_load_state()


class Day:
    """Opens pages as the people of the story."""

    def __init__(self, open_page: Any, client: Any, people: dict[str, Any]) -> None:
        self.open_page, self.client, self.people = open_page, client, people

    def as_(self, who: str, path: str, width: int = 1440) -> Any:
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        self.client.force_login(self.people[who], backend=backend)
        return self.open_page(path, width=width)


def import_and_activate(day: Day, folder: Path) -> str:
    page = day.as_("office", "/plans/import/")
    page.set_input_files("input[type=file]", str(plan_docx(folder)))
    press(page, "识别")
    page.get_by_text("船山区楼道消防隐患清零行动方案").first.wait_for()
    page.locator("a.card", has_text="清理楼道堆物").first.click()
    page.locator(".card.on input[name=quantity]").fill("120")
    page.locator(".card.on input[name=unit]").fill("处")
    page.locator(".card.on .saved", has_text="已保存").wait_for()
    settle_the_unknown_unit(page)
    page.get_by_role("link", name="去启用").click()
    page.wait_for_url("**/activate/")
    press(page, "启用")
    page.wait_for_url("**/programmes/*/")
    return str(page.url)


def settle_the_unknown_unit(page: Any) -> None:
    """A body that the register lacks blocks activation, by name, until a person says what it is."""
    address = page.url.split("?")[0]
    page.goto(address + "activate/")
    assert page.get_by_text("单位“消防大队”还没有对上名录").count()
    assert page.get_by_role("button", name="启用", exact=True).count() == 0
    page.goto(address + "?kind=unit")
    card = page.locator(".unit-card", has_text="消防大队")
    card.get_by_role("button", name="不参与", exact=True).click()
    page.wait_for_load_state()
    page.goto(address)


def hand_down(page: Any, tasks: list[str], receivers: list[str]) -> None:
    for task in tasks:
        page.get_by_label(task, exact=True).first.check()
    press(page, "下一步")
    for name in receivers:
        page.get_by_label(f"接收：{name}").check()
    press(page, "下一步")
    press(page, "下一步")
    page.get_by_role("button", name=re.compile(r"^下达 \d+ 份$")).click()
    page.wait_for_load_state()


def acknowledge(day: Day, who: str) -> None:
    page = day.as_(who, "/programmes/mine/?state=pending")
    press(page, "签收选上的")


def hand_down_to_communities(day: Day, who: str, names: list[str]) -> None:
    page = day.as_(who, "/programmes/mine/")
    follow(page, "清理楼道堆物")
    follow(page, "往下分")
    for name in names:
        page.get_by_label(f"接收：{name}").check()
    press(page, "下一步")
    press(page, "下一步")
    page.get_by_role("button", name=re.compile(r"^下达 \d+ 份$")).click()
    page.wait_for_load_state()


def report_with_photo(day: Day, folder: Path) -> None:
    page = day.as_("worker", "/programmes/mine/", width=390)
    follow(page, "清理楼道堆物")
    follow(page, re.compile("填报"))
    page.get_by_label("本期完成").fill("20")
    page.get_by_label("进展").fill("楼道已逐栋清理，台账在社区。")
    page.get_by_label(re.compile("全部完成")).check()
    page.set_input_files("input[name=photos]", str(photo(folder)))
    press(page, "报上级确认")
    page = day.as_("street", "/programmes/confirm/")
    follow(page, re.compile("演示1社区|清理楼道堆物"))
    press(page, "确认")


def start_round(day: Day) -> None:
    office = day.people["office"].as_actor()
    version = create_rubric(
        actor=office,
        place_code=COUNTY,
        title="楼道消防评分标准",
        items=(
            ItemSpec("楼道畅通", Decimal(60), (RuleSpec("楼道堆物", Decimal(5)),), evidence=Evidence.PHOTO),
            ItemSpec("设施完好", Decimal(40), (RuleSpec("灭火器缺失", Decimal(8), unit="具"),)),
        ),
    )
    publish_version(actor=office, version_id=version.pk, effective_on=date(YEAR, 1, 1))
    page = day.as_("office", "/inspections/rounds/new/")
    page.get_by_label("名称").fill("年末检查")
    page.get_by_label(re.compile("标准")).first.select_option(index=1)
    page.get_by_label("开始").fill(f"{YEAR}-01-02")
    page.get_by_label("截止").fill(f"{YEAR}-12-30")
    page.locator("main form[method=post] button.main-act").click()
    page.wait_for_url("**/inspections/rounds/*/")


def inspect(day: Day, place: str, deductions: int, folder: Path) -> None:
    page = day.as_("inspector", "/inspections/rounds/", width=390)
    follow(page, "年末检查")
    follow(page, "去评分")
    page.get_by_role("button", name=re.compile(place)).click()
    page.wait_for_url("**/items/1/")
    if deductions:
        page.locator("input[id^=count_]").first.fill(str(deductions))
        page.locator("input[id^=count_]").first.press("Tab")
        page.locator("input[type=file]").first.wait_for(state="attached")
        page.locator("input[type=file]").first.set_input_files(str(photo(folder)))
    page.locator("button[value=next]").click()
    page.wait_for_url("**/items/2/")
    page.locator("button[value=next]").click()
    page.wait_for_url("**/submit/")
    press(page, "交表")


def rate_and_read_grades(day: Day) -> None:
    page = day.as_("office", "/inspections/rounds/")
    follow(page, "年末检查")
    page.locator("main").get_by_role("link", name="评级", exact=True).click()
    page.locator("main").get_by_role("button", name="先算一遍").click()
    page.wait_for_load_state()
    page.get_by_role("button", name=re.compile(r"^评出 .* 个地方的等级$")).click()
    page.wait_for_load_state()
    page = day.as_("office", "/inspections/ratings/")
    follow(page, "年末检查")
    follow(page, "社区", exact=True)
    for name, score, label in (("演示1社区", "95", "示范"), ("演示2社区", "85", "达标")):
        row = page.locator("tr", has_text=name).first.inner_text()
        assert score in row.split() and label in row, row
    page.locator("tr", has_text="演示1社区").get_by_role("link").first.click()
    page.wait_for_load_state()
    assert "楼道堆物" in page.locator("main").inner_text()
    assert (
        page.locator("main img").first.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    )


def write_bulletin(day: Day, folder: Path) -> Path:
    page = day.as_("office", "/documents/templates/")
    press(page, "补上自带的模板")
    page.goto(page.url.replace("templates/", "new/"))
    follow(page, "进展通报")
    page.get_by_label("标题").fill("关于楼道消防隐患清零行动进展情况的通报")
    page.get_by_label("期间").fill(str(YEAR))
    page.get_by_label("制发单位").select_option(label="船山区民政局")
    page.get_by_label("发文机关标志").fill("船山区民政局文件")
    page.get_by_label("机关代字").fill("船民发")
    press(page, "读数成稿")
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    address = re.search(r"/documents/\d+/", page.url)[0]
    page = day.as_("office", address)
    check_a_figure(page)
    press(page, "送核稿")
    page = day.as_("leader", address)
    press(page, "签发")
    page = day.as_("office", address)
    page.locator("main").get_by_role("link", name="印发", exact=True).click()
    page.get_by_role("button", name="印发", exact=True).click()
    page.get_by_text("船民发〔").first.wait_for()
    page = day.as_("office", address)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word").click()
    file = folder / "通报.docx"
    waiting.value.save_as(str(file))
    return file


def check_a_figure(page: Any) -> None:
    """Click a figure: a sheet lists its rows, and their sums give exactly the figure that was clicked."""
    figure = page.locator("a.fig", has_text="%").last
    shown = figure.inner_text()
    figure.click()
    opened = page.locator("#sheet-body")
    opened.locator("tbody tr").first.wait_for()
    assert shown.rstrip("%") in opened.inner_text()
    parts = [row.split("\t") for row in opened.locator("tbody tr").all_inner_texts() if row.strip()]
    sums = [sum(float(cells[at]) for cells in parts) for at in number_columns(parts)]
    assert len(sums) == 2 and f"{sums[0] / sums[1] * 100:.1f}" == shown.rstrip("%")
    page.keyboard.press("Escape")
    opened.wait_for(state="hidden")


def number_columns(parts: list[list[str]]) -> list[int]:
    """Find the columns that hold a number in every row: what each adds, and to what."""
    plain = re.compile(r"^\d+(\.\d+)?$")
    return [
        at for at in range(min(map(len, parts))) if all(plain.match(cells[at].strip()) for cells in parts)
    ]


def check_on_paper(docx: Path, folder: Path) -> None:
    words = "\n".join(paragraph.text for paragraph in WordDocument(io.BytesIO(docx.read_bytes())).paragraphs)
    share = re.search(r"达标以上社区\d+个，占应检社区的(\d+\.\d)%", words)[1]
    soffice = shutil.which("soffice")
    if soffice is None:
        return
    command = [soffice, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(docx)], check=True, capture_output=True, timeout=120
    )
    with pdfplumber.open(folder / "通报.pdf") as pdf:
        first = pdf.pages[0]
        text = "".join((page.extract_text() or "") for page in pdf.pages)
    assert (round(first.width), round(first.height)) == (595, 842)
    assert share in text.replace(" ", "")


def test_a_plan_runs_down_to_the_communities_and_comes_back_as_a_bulletin(
    open_page: Any, client: Any, people: dict[str, Any], tmp_path: Path
) -> None:
    day = Day(open_page, client, people)

    programme = import_and_activate(day, tmp_path)
    page = day.as_("office", re.search(r"/programmes/\d+/", programme)[0])
    follow(page, "下达任务")
    hand_down(page, ["清理楼道堆物", "培训楼栋长"], ["南津路街道", "凯旋路街道"])
    acknowledge(day, "street")
    acknowledge(day, "other")
    hand_down_to_communities(day, "street", ["演示1社区", "演示2社区", "演示3社区"])
    hand_down_to_communities(day, "other", ["邻街社区"])
    acknowledge(day, "worker")
    report_with_photo(day, tmp_path)

    start_round(day)
    inspect(day, "演示1社区", 1, tmp_path)
    inspect(day, "演示2社区", 3, tmp_path)
    rate_and_read_grades(day)

    docx = write_bulletin(day, tmp_path)
    check_on_paper(docx, tmp_path)
