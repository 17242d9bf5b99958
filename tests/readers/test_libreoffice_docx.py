"""A Word file that LibreOffice wrote is read as one that Word wrote: numbers, changes, boxes, notes, merged cells."""

import shutil
import subprocess
from pathlib import Path

import pytest

from gongjian.readers import ReadResult, read_text

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{what}:1.0"'
    for name, what in [
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
    ]
)
WHO = (
    '<office:change-info><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">甲</dc:creator>'
    '<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2026-03-01T10:00:00</dc:date></office:change-info>'
)
STYLES = """<office:automatic-styles><text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
<text:list-level-style-number text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="（" style:num-suffix="）"/>
<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="."/>
</text:list-style></office:automatic-styles>"""
BODY = f"""<text:tracked-changes>
<text:changed-region text:id="c1"><text:insertion>{WHO}</text:insertion></text:changed-region>
<text:changed-region text:id="c2"><text:deletion>{WHO}<text:p>八十</text:p></text:deletion></text:changed-region>
</text:tracked-changes>
<text:p>楼道清理方案</text:p>
<text:list text:style-name="L"><text:list-item><text:p>工作目标</text:p></text:list-item></text:list>
<text:p>清理率达到百分之<text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>九十五<text:change-end
 text:change-id="c1"/>。<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>
<text:p>按楼道数计算。</text:p></text:note-body></text:note></text:p>
<text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>重点任务</text:p><text:list>
<text:list-item><text:p>清理杂物</text:p><text:list><text:list-item><text:p>搬走旧物</text:p></text:list-item></text:list>
</text:list-item><text:list-item><text:p>修补墙面</text:p></text:list-item></text:list></text:list-item></text:list>
<text:p>框外<draw:frame text:anchor-type="paragraph" svg:width="6cm" svg:height="2cm"><draw:text-box><text:p>框内</text:p>
</draw:text-box></draw:frame></text:p>
<table:table><table:table-column table:number-columns-repeated="3"/><table:table-row><table:table-cell><text:p>任务</text:p>
</table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>单位和时限</text:p></table:table-cell>
<table:covered-table-cell/></table:table-row><table:table-row><table:table-cell table:number-rows-spanned="2">
<text:p>清理楼道</text:p></table:table-cell><table:table-cell><text:p>城管科</text:p></table:table-cell><table:table-cell>
<text:p>6月底前</text:p></table:table-cell></table:table-row><table:table-row><table:covered-table-cell/><table:table-cell>
<text:p>各社区</text:p></table:table-cell><table:table-cell><text:p>8月底前</text:p></table:table-cell></table:table-row></table:table>"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> ReadResult:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder: Path = tmp_path_factory.mktemp("office")
    (folder / "方案.fodt").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{STYLES}<office:body><office:text>{BODY}</office:text></office:body></office:document>",
        encoding="utf-8",
    )
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "docx", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "方案.fodt")], check=True, capture_output=True, timeout=120)
    return read_text((folder / "方案.docx").read_bytes(), "方案.docx")


def test_automatic_numbers_tracked_changes_and_notes_are_read(read):
    lines = read.text.split("\n")

    assert lines[:7] == [
        "楼道清理方案",
        "一、工作目标",
        "清理率达到百分之九十五。［注1］",
        "二、重点任务",
        "（一）清理杂物",
        "1.搬走旧物",
        "（二）修补墙面",
    ]
    assert lines[-1].endswith("按楼道数计算。")


def test_a_text_box_follows_its_paragraph_once(read):
    assert read.text.count("框内") == 1
    assert "框外\n框内\n" in read.text


def test_merged_cells_keep_rows_and_columns_in_line(read):
    (table,) = read.tables

    assert table == (
        ("任务", "单位和时限", ""),
        ("清理楼道", "城管科", "6月底前"),
        ("清理楼道", "各社区", "8月底前"),
    )
