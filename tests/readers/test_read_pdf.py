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


LEFT_WORDS = "左栏讲的是楼道清理的做法和经验，各社区按户包干。" * 12 + "完"
RIGHT_WORDS = "右栏讲的是河道保洁的进展和问题，各村按段认领。" * 12


def test_two_columns_are_read_one_after_the_other():
    source = f"#align(center)[柳溪街道工作简报]\n#columns(2)[{LEFT_WORDS}\n#colbreak()\n{RIGHT_WORDS}]"

    assert read(typeset(source)).text.split("\n") == ["柳溪街道工作简报", LEFT_WORDS, RIGHT_WORDS]


def test_a_paragraph_goes_on_from_column_to_column_and_page_to_page():
    long = "".join(f"这是第{n}句，从左栏写到右栏，又从这一页写到下一页。" for n in range(1000, 1120))
    found = read(typeset(f"#set page(columns: 2)\n{long}"))

    assert found.text == long


def test_columns_at_unlike_heights_are_read_one_after_the_other():
    source = (
        "#grid(columns: (1fr, 1fr), gutter: 2em, "
        f"[#set text(size: 10pt)\n{LEFT_WORDS}], [#set text(size: 11.5pt)\n{RIGHT_WORDS}])"
    )

    assert read(typeset(source)).text.split("\n") == [LEFT_WORDS, RIGHT_WORDS]


def test_a_line_across_the_page_parts_the_columns_above_it_from_those_below():
    half = len(LEFT_WORDS) // 2
    source = (
        f"#columns(2)[{LEFT_WORDS[:half]}\n#colbreak()\n{RIGHT_WORDS[:half]}]\n\n"
        "中间这一行横贯全页，把上面的两栏和下面的两栏分开来读，一直写到纸的右边缘为止\n\n"
        f"#columns(2)[{LEFT_WORDS[half:]}\n#colbreak()\n{RIGHT_WORDS[half:]}]"
    )
    text = read(typeset(source)).text

    order = [text.index(words[:20]) for words in (LEFT_WORDS[:half], RIGHT_WORDS[:half])]
    middle = text.index("中间这一行")
    assert order[0] < order[1] < middle < text.index(LEFT_WORDS[half:][:20], middle)


def test_names_set_with_wide_gaps_stay_on_their_line():
    rows = " \\\n".join(f"组员{n}#h(12em)第{n}社区主任" for n in range(1, 10))

    assert read(typeset(rows)).text.split("\n")[0] == "组员1  第1社区主任"


def test_a_table_without_rules_is_not_cut_into_columns():
    rows = " \\\n".join(f"第{n}项清理工作#h(14em)城管科第{n}组" for n in range(1, 8))
    source = f"{rows}\n\n#columns(2)[{LEFT_WORDS}\n#colbreak()\n{RIGHT_WORDS}]"

    lines = read(typeset(source)).text.split("\n")
    assert lines[:7] == [f"第{n}项清理工作  城管科第{n}组" for n in range(1, 8)]
    assert lines[7:] == [LEFT_WORDS, RIGHT_WORDS]
