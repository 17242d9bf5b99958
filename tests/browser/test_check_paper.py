"""The journey of a wrong report: dropped, its findings read, the corrected copy downloaded, checked again: clean."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from gongjian.core.access import Role
from gongjian.core.rules import load_first_versions
from tests.factories import COMMUNITIES, make_user

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
LINES = (
    "船山区环境整治半年汇报",
    "一、总体情况",
    "全区共有社区80个，其中已达标的社区60个，占85%。",
    "二、投入情况",
    "市级补助12万元、区级配套8.5万元，合计21.5万元。",
)
ROWS = (("街道", "已整治（处）"), ("凯旋路街道", "96"), ("嘉禾街道", "64"), ("合计", "170"))
DROP = """([zone, name, bytes]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], name));
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    word = docx.Document()
    for line in LINES:
        word.add_paragraph(line)
    table = word.add_table(len(ROWS), 2)
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    file = tmp_path / "半年汇报.docx"
    word.save(str(file))
    return file


@pytest.fixture
def worker(places: None, sign_in: Callable[[object], object]) -> None:
    load_first_versions()
    sign_in(make_user(Role.WORKER, COMMUNITIES[0]))


def download(page: Any, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载改好的 Word").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def check(page: Any, file: Path) -> str:
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="复算", exact=True).click()
    page.wait_for_load_state()
    return str(page.locator("h1").inner_text())


def test_a_wrong_report_is_dropped_read_corrected_and_checks_clean(
    worker: None, report: Path, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    page = open_page("/documents/check/")
    zone = page.locator(".dropzone").element_handle()
    page.evaluate(DROP, [zone, report.name, list(report.read_bytes())])
    page.get_by_role("button", name="复算", exact=True).click()
    page.wait_for_load_state()

    assert page.locator("h1").inner_text() == "复算了 3 个数，3 个对不上"
    page.locator(".card.claim", has_text="75%").hover()
    assert page.locator(".mk.wrong.lit").inner_text() == "85%"
    assert page.locator(".mk.basis.lit").all_inner_texts() == ["80个", "60个"]
    page.locator(".mk.wrong", has_text="21.5万元").focus()
    assert "20.5万元" in page.locator(".card.claim.lit").inner_text()

    made = download(page, tmp_path)
    assert made.name == "半年汇报（数字已改）.docx"
    assert len(list(docx.Document(str(made)).comments)) == 3
    page.get_by_role("link", name="查另一份").click()
    assert check(page, made) == "复算了 3 个数，全部相符"


def test_on_a_phone_without_a_script_all_of_it_works(
    worker: None, report: Path, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    page = open_page("/documents/check/", width=390, javascript=False)

    assert check(page, report) == "复算了 3 个数，3 个对不上"
    assert page.locator(".paper").is_visible()
    page.goto(page.url.split("/documents/")[0] + "/documents/check/")
    page.get_by_label("或者把正文粘贴在这里").fill("\n".join(LINES))
    page.get_by_role("button", name="复算", exact=True).click()
    page.get_by_label("改为“75%”，加批注").uncheck()
    made = docx.Document(str(download(page, tmp_path)))

    assert [paragraph.text for paragraph in made.paragraphs] == [*LINES[:4], LINES[4].replace("21.5", "20.5")]


def test_the_corrected_copy_opens_in_libreoffice(
    worker: None, report: Path, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("没有 LibreOffice")
    page = open_page("/documents/check/")
    check(page, report)
    made = download(page, tmp_path)

    command = [program, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", "odt", "--outdir", str(tmp_path), str(made)],
        check=True,
        capture_output=True,
        timeout=120,
    )

    content = zipfile.ZipFile(made.with_suffix(".odt")).read("content.xml").decode()
    assert content.count("<office:annotation ") == 3
    assert "75%" in content
