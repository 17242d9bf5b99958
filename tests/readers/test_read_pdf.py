from dataclasses import replace

import pytest
import typst

from gongjian.engines.officialdoc import FontsMissingError, render_pdf
from gongjian.engines.officialdoc.fonts import choose_fonts, load_fonts
from gongjian.readers import DEFAULT_LIMITS, ReadError, read_text
from tests.engines.officialdoc.samples import make_document
from tests.readers.hostile import LOCKED_PDF

PAGE = '#set page(numbering: "— 1 —")\n#set text(font: "Noto Serif CJK SC", lang: "zh")\n'
RUNNING_HEAD = "#set page(header: [共建简报 第#context counter(page).display()期])\n"


@pytest.fixture(scope="module", autouse=True)
def chinese_fonts():
    try:
        choose_fonts(load_fonts().families())
    except FontsMissingError:
        pytest.skip("no Chinese font is installed")


def typeset(source):
    return typst.compile((PAGE + source).encode())


def read(source):
    return read_text(source, "方案.pdf")


def test_wrapped_lines_become_paragraphs_again():
    long = "社区环境共治工作方案，" * 12
    text = read(typeset(f"#set par(first-line-indent: (amount: 2em, all: true))\n{long}\n\n第二段。")).text

    assert long + "\n第二段。" in text


def test_running_heads_and_page_numbers_are_dropped():
    found = read(typeset(RUNNING_HEAD + "甲段。#pagebreak()乙段。#pagebreak()丙段。"))

    assert found.text.split("\n") == ["甲段。", "乙段。", "丙段。"]
    assert any("共建简报" in line for line in found.margins)


def test_the_labels_of_annexes_are_not_running_heads():
    source = "#set page(margin: (top: 1cm))\n" + "#pagebreak()".join(
        f"附件{order}\n\n{word}明细。" for order, word in enumerate("甲乙丙", start=1)
    )

    assert read(typeset(source)).text.split("\n")[::2] == ["附件1", "附件2", "附件3"]


def test_tables_are_read_as_rows_where_they_stand():
    result = read(typeset("表前。\n#table(columns: 2, [任务], [单位], [清理楼道], [物业公司])\n表后。"))

    assert result.text.split("\n") == ["表前。", "任务 | 单位", "清理楼道 | 物业公司", "表后。"]
    assert result.tables == ((("任务", "单位"), ("清理楼道", "物业公司")),)


def test_a_table_over_two_pages_is_one_table():
    rows = "".join(f"[{order}], [街道]," for order in range(1, 61))
    result = read(typeset(f"#table(columns: 2, table.header([序号], [名称]), {rows})"))

    assert [len(table) for table in result.tables] == [61]
    assert result.text.count("序号") == 1


def test_an_official_document_reads_back():
    text = read(render_pdf(make_document())).text

    for line in ("一、评分结果。37个社区达标，达标率88.1%。", "（一）河西街道", "望江街道 | 14 | 14"):
        assert line in text.split("\n")
    assert "— 1 —" not in text


def test_a_scan_is_refused():
    with pytest.raises(ReadError, match=r"是扫描件.*文字识别"):
        read(typst.compile(b"#rect(width: 5cm, height: 5cm, fill: gray)"))


def test_a_page_without_text_is_named():
    assert read(
        typst.compile((PAGE.split("\n")[1] + "\n一段文字在第一页。#pagebreak()#rect()").encode())
    ).warnings == ("第 2 页没有文字，可能是扫描页，请核对原件。",)


def test_too_many_pages_are_refused():
    source = typeset("甲段的文字。#pagebreak()乙段的文字。")
    with pytest.raises(ReadError, match="有 2 页，超过 1 页"):
        read_text(source, "方案.pdf", replace(DEFAULT_LIMITS, pages=1))
    assert "甲" in read_text(source, "方案.pdf", replace(DEFAULT_LIMITS, pages=2)).text


def test_a_damaged_pdf_is_refused():
    with pytest.raises(ReadError, match="已损坏"):
        read(b"%PDF-1.7\n\x80\x81 nothing more")


def test_a_locked_pdf_is_refused():
    with pytest.raises(ReadError, match="加了密码"):
        read(LOCKED_PDF)
