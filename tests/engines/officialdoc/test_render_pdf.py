import io

import pdfplumber
import pytest
import typst

from gongjian.engines.officialdoc import (
    FontsMissingError,
    Heading,
    Paragraph,
    Table,
    font_substitutions,
    render_pdf,
    render_typst_source,
)
from gongjian.engines.officialdoc.fonts import choose_fonts, load_fonts
from gongjian.engines.officialdoc.layout import Face
from tests.engines.officialdoc.samples import MM, full_lines, make_document, pdf_words

NOTO = ("Noto Serif CJK SC", "Noto Sans CJK SC")


@pytest.fixture(scope="module", autouse=True)
def chinese_fonts():
    try:
        return choose_fonts(load_fonts().families())
    except FontsMissingError:
        pytest.skip("no Chinese font is installed")


@pytest.fixture(scope="module")
def pages():
    with pdfplumber.open(io.BytesIO(render_pdf(make_document()))) as document:
        yield document.pages


def chars(page, text):
    """Return the characters of the first line that holds some words."""
    return next(line["chars"] for line in page.extract_text_lines() if text in line["text"].replace(" ", ""))


def test_pages_are_a4(pages):
    assert {(round(page.width / MM), round(page.height / MM)) for page in pages} == {(210, 297)}


def test_the_words_and_figures_are_all_there(pages):
    text = "".join("".join(page.extract_text().split()) for page in pages)

    for words in (
        "42个社区",
        "达标率88.1%",
        "一、评分结果。37个",
        "（一）河西街道",
        "抄送：区委办公室",
        "2026年9月6日印发",
    ):
        assert words in text


def test_every_font_is_embedded_and_holds_chinese(pages, chinese_fonts):
    names = {char["fontname"].split("+")[-1].replace(" ", "") for page in pages for char in page.chars}
    families = {
        family.replace(" ", "") for families in chinese_fonts.families.values() for family in families
    }

    assert names
    assert all(any(name.lower().startswith(family.lower()[:9]) for family in families) for name in names)


def test_the_red_head_starts_35_mm_below_the_text_area(pages):
    head = chars(pages[0], "临溪区社区环境共治办公室文件")

    middle = sum((char["top"] + char["bottom"]) / 2 for char in head) / len(head)
    assert middle / MM == pytest.approx(37 + 35 + 20 * 25.4 / 72, abs=1.5)  # 40 pt high
    assert {char["non_stroking_color"] for char in head} == {(1, 0, 0)}


def test_the_red_rule_is_4_mm_under_the_number_and_as_wide_as_the_text(pages):
    rule = next(line for line in pages[0].lines if line["stroking_color"] == (1, 0, 0))
    number = chars(pages[0], "临治办发〔2026〕18号")
    baseline = sum(char["bottom"] + char["top"] for char in number) / 2 / len(number) + 8  # half of 16 pt

    assert (rule["x1"] - rule["x0"]) / MM == pytest.approx(156, abs=0.2)
    assert (rule["top"] - baseline) / MM == pytest.approx(4, abs=1)


def test_a_line_holds_28_characters_and_a_page_22_lines():
    document = make_document(red_head="", doc_number="", addressee="", title="题", blocks=(full_lines(60),))
    with pdfplumber.open(io.BytesIO(render_pdf(document))) as made:
        lines = made.pages[1].extract_text_lines()
        body = [line for line in lines if "社" * 20 in line["text"]]

    assert len(body) == 22
    assert {len(line["text"]) for line in body} == {28}
    assert body[0]["x0"] / MM == pytest.approx(28, abs=0.3)
    assert body[0]["x1"] / MM == pytest.approx(184, abs=0.3)


def test_odd_pages_are_numbered_at_the_right_and_even_ones_at_the_left():
    with pdfplumber.open(
        io.BytesIO(render_pdf(make_document(blocks=(full_lines(60),), attachments=())))
    ) as made:
        found = [
            next(line for line in page.extract_text_lines() if line["text"].startswith("—"))
            for page in made.pages[:2]
        ]

    assert [line["text"].replace(" ", "") for line in found] == ["—1—", "—2—"]
    assert found[0]["x1"] == pytest.approx(184 * MM - 14, abs=2)
    assert found[1]["x0"] == pytest.approx(28 * MM + 14, abs=2)
    middle = (found[0]["top"] + found[0]["bottom"]) / 2
    assert middle / MM == pytest.approx(297 - 35 + 7, abs=1)


@pytest.mark.parametrize("lines", [1, 12, 24, 35, 50])
def test_the_imprint_closes_an_even_page(lines):
    pages = pdf_words(render_pdf(make_document(blocks=(full_lines(lines),), attachments=())))

    assert len(pages) % 2 == 0
    assert "印发" in pages[-1]
    assert not any("印发" in page for page in pages[:-1])


def test_a_blank_page_before_the_imprint_leaves_both_unnumbered(chinese_fonts):
    for lines in range(22, 27):
        document = make_document(blocks=(full_lines(lines),), attachments=(), notes="")
        source = render_typst_source(document, chinese_fonts)  # the page as it is before it is fitted
        pages = pdf_words(typst.compile(source.template.encode(), sys_inputs=dict(source.inputs)))
        if "" in pages:
            assert pages[-1].endswith("印发")
            assert pages[-3].endswith("—2—")
            return
    pytest.fail("no length of text left a blank page")


@pytest.mark.parametrize("lines", [22, 24, 26])
def test_lines_are_set_closer_or_wider_rather_than_leave_a_page_blank(lines):
    assert "" not in pdf_words(
        render_pdf(make_document(blocks=(full_lines(lines),), attachments=(), notes=""))
    )


@pytest.mark.parametrize("lines", range(10, 15))
def test_the_signature_never_stands_alone_on_a_page(lines):
    document = make_document(blocks=(full_lines(lines),), attachments=(), notes="", copy_to="", printed_by="")

    for page in pdf_words(render_pdf(document)):
        assert "2026年9月5日" not in page or "社" * 10 in page


def test_between_tables_the_last_paragraph_goes_with_the_signature():
    tables = [Table(("项目", "数"), (("甲", "1"),) * rows, caption="表") for rows in (4, 3)]
    document = make_document(
        red_head="", addressee="", blocks=(full_lines(2), *tables, full_lines(2)),
        attachments=(), notes="", copy_to="", printed_by="",
    )  # fmt: skip

    first, last = pdf_words(render_pdf(document))
    assert "2026年9月5日" in last and "社" * 10 in last and "社" * 10 in first


def test_a_table_to_sign_in_has_words_of_the_contract_above_it():
    table = Table(("", "甲方", "乙方"), (("签字人", "", ""), ("日期", "", "")))
    for lines in (16, 17, 18):
        blocks = (full_lines(lines), Paragraph(("社" * 20,)), Heading(1, "双方签字"), table)
        document = make_document(
            red_head="", addressee="", blocks=blocks, attachments=(), notes="", copy_to="", printed_by="",
            issuers=(), issued_on=None,
        )  # fmt: skip

        last = pdf_words(render_pdf(document))[-1]
        assert "甲方" in last and "社" * 10 in last


def test_without_a_seal_the_date_starts_two_characters_after_the_signature():
    with pdfplumber.open(io.BytesIO(render_pdf(make_document(attachments=(), notes="")))) as made:
        lines = [line for page in made.pages for line in page.extract_text_lines()]
    issuer, day = (
        next(line for line in lines if line["text"] == text)
        for text in ("临溪区社区环境共治办公室", "2026年9月5日")
    )

    assert day["x0"] - issuer["x0"] == pytest.approx(2 * 15.79, abs=1.5)


def test_under_a_seal_the_date_ends_four_characters_from_the_edge():
    with pdfplumber.open(
        io.BytesIO(render_pdf(make_document(is_sealed=True, issuers=("区治理办",), attachments=())))
    ) as made:
        lines = [line for page in made.pages for line in page.extract_text_lines()]
    day = next(line for line in lines if line["text"] == "2026年9月5日")

    assert day["x1"] == pytest.approx(184 * MM - 4 * 15.79, abs=1.5)


def test_equal_documents_give_equal_bytes():
    assert render_pdf(make_document()) == render_pdf(make_document())


def test_text_is_data_and_never_becomes_markup():
    hostile = '#panic("x") $ @label <b> \\ "引号" {}[] #sys.inputs *粗* _斜_ // 注'

    text = pdf_words(render_pdf(make_document(blocks=(Paragraph((hostile,)),))))

    assert "".join(hostile.split()) in "".join(text)


def test_the_template_is_the_same_for_every_document(chinese_fonts):
    one, other = (render_typst_source(make_document(title=title), chinese_fonts) for title in ("甲", "乙"))

    assert one.template == other.template
    assert one.inputs != other.inputs


def test_without_a_chinese_font_it_fails_with_a_sentence():
    with pytest.raises(FontsMissingError, match=r"没有中文字体.*fonts-noto-cjk"):
        choose_fonts(["DejaVu Sans"])


def test_an_offices_own_font_is_preferred_and_a_stand_in_is_named():
    choice = choose_fonts([*NOTO, "FangSong_GB2312"])

    assert choice.families[Face.FANG] == ("FangSong_GB2312", *NOTO)
    assert not any("仿宋" in note for note in choice.substitutions)
    assert "没有小标宋字体，用 Noto Serif CJK SC 代替。" in choice.substitutions


def test_substitutions_on_this_computer_are_sentences():
    assert all(note.endswith("代替。") for note in font_substitutions())


def test_a_draft_without_a_day_can_be_set():
    assert render_pdf(make_document(issued_on=None, printed_on=None)).startswith(b"%PDF")


@pytest.mark.parametrize("before", range(1, 8))
def test_a_tables_caption_never_stands_without_its_table(before):
    filler = tuple(Paragraph(("正文",)) for _ in range(before))
    table = Table(("地方", "数"), tuple((f"第{n}街道", "1") for n in range(6)), caption="各街道情况")
    content = render_pdf(make_document(blocks=(*filler, table), attachments=()))

    with pdfplumber.open(io.BytesIO(content)) as document:
        holders = [
            [words in page.extract_text().replace(" ", "") for page in document.pages]
            for words in ("各街道情况", "第0街道", "第5街道")
        ]
    assert holders[0] == holders[1] == holders[2]


def test_a_long_table_is_cut_between_rows_with_its_head_repeated():
    table = Table(("地方", "数"), tuple((f"第{n}街道", "1") for n in range(60)), caption="各街道情况")
    content = render_pdf(make_document(blocks=(table,), attachments=()))

    with pdfplumber.open(io.BytesIO(content)) as document:
        texts = [page.extract_text().replace(" ", "") for page in document.pages]
    with_rows = [text for text in texts if "街道" in text.replace("各街道", "") and "第" in text]
    assert "第0街道" in texts[0]
    assert all("地方" in text for text in with_rows)


@pytest.mark.parametrize("lines", range(20, 28))
def test_no_page_bears_nothing_but_its_number(chinese_fonts, lines):
    document = make_document(blocks=(full_lines(lines),), attachments=(), notes="")
    source = render_typst_source(
        document, chinese_fonts
    )  # also before it is fitted, a full last page included
    pages = pdf_words(typst.compile(source.template.encode(), sys_inputs=dict(source.inputs)))

    assert [page for page in pages if len(page) <= 3 and page] == []
