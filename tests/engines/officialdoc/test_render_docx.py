import io
import zipfile

import docx
import pdfplumber
import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn

from gongjian.engines.officialdoc import Heading, QrCode, Table, render_docx
from tests.engines.officialdoc.samples import MM, convert_with_office, full_lines, make_document, pdf_words


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(render_docx(make_document())))


def paragraph(word, text):
    return next(one for one in word.paragraphs if text in one.text)


def test_paper_margins_and_grid_are_those_of_the_standard(word):
    section = word.sections[0]
    margins = [section.top_margin, section.left_margin, section.bottom_margin, section.right_margin]

    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]
    assert [round(length.mm) for length in margins] == [37, 28, 35, 26]
    assert section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "579"


def test_22_lines_fit_between_the_margins(word):
    section = word.sections[0]
    height = section.page_height.twips - section.top_margin.twips - section.bottom_margin.twips
    pitch = int(word.styles["公文正文"].element.pPr.find(qn("w:spacing")).get(qn("w:line")))

    assert height // pitch == 22


def test_the_line_of_a_code_is_as_high_as_the_code():
    made = docx.Document(
        io.BytesIO(render_docx(make_document(blocks=(QrCode("https://gongjian.example/x"),))))
    )
    line = next(one for one in made.paragraphs if one._p.findall(".//" + qn("w:drawing")))

    assert line.paragraph_format.line_spacing_rule == WD_LINE_SPACING.SINGLE


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("公文正文", "仿宋_GB2312", 16),
        ("公文标题", "方正小标宋简体", 22),
        ("公文一级标题", "黑体", 16),
        ("公文二级标题", "楷体_GB2312", 16),
        ("公文页码", "宋体", 14),
        ("公文抄送", "仿宋_GB2312", 14),
    ],
)
def test_styles_name_the_offices_fonts_for_chinese(word, style, font, size):
    found = word.styles[style]

    assert found.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    assert found.font.size.pt == size


def test_text_after_a_run_in_heading_is_in_the_bodys_font(word):
    runs = paragraph(word, "一、评分结果。").runs

    fonts = [
        run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) if run._r.rPr is not None else ""
        for run in runs
    ]
    assert fonts == ["", "仿宋_GB2312", "仿宋_GB2312", "仿宋_GB2312", "仿宋_GB2312"]


def test_page_numbers_differ_on_odd_and_even_pages(word):
    odd, even = word.sections[0].footer.paragraphs[0], word.sections[0].even_page_footer.paragraphs[0]

    assert word.settings.odd_and_even_pages_header_footer
    assert [one._p.pPr.find(qn("w:jc")).get(qn("w:val")) for one in (odd, even)] == ["right", "left"]
    assert odd.text == "— 1 —"


PARAGRAPH_ORDER = [
    "pStyle",
    "keepNext",
    "pageBreakBefore",
    "widowControl",
    "pBdr",
    "tabs",
    "snapToGrid",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
    "rPr",
]
RUN_ORDER = "rFonts color spacing w sz szCs lang".split()  # noqa: SIM905


@pytest.mark.parametrize(("tag", "order"), [("w:pPr", PARAGRAPH_ORDER), ("w:rPr", RUN_ORDER)])
def test_properties_keep_the_schemas_order(word, tag, order):
    own_styles = [
        style.element for style in word.styles if style.name.startswith("公文") or style.name == "Normal"
    ]

    for root in (word.element.body, *own_styles):
        for properties in root.iter(qn(tag)):
            ranks = [order.index(name) for child in properties if (name := child.tag.split("}")[1]) in order]
            assert ranks == sorted(ranks)


def test_a_tables_head_is_repeated_and_its_rows_are_not_split(word):
    rows = word.tables[0].rows

    assert rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_equal_documents_give_equal_bytes():
    assert render_docx(make_document()) == render_docx(make_document())


def test_the_file_holds_no_part_twice_and_no_hour_of_packing():
    with zipfile.ZipFile(io.BytesIO(render_docx(make_document()))) as packed:
        names = packed.namelist()

        assert len(names) == len(set(names))
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_signers_stand_at_the_right_end_of_the_numbers_line():
    word = docx.Document(io.BytesIO(render_docx(make_document(signers=("甲某", "乙某")))))

    line = paragraph(word, "签发人")
    assert line.text == "临治办发〔2026〕18号\t签发人：甲某　乙某"
    assert line.runs[-1]._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "楷体_GB2312"


def test_libreoffice_opens_it_as_a4_with_all_figures(tmp_path):
    pdf = convert_with_office(render_docx(make_document()), tmp_path)

    with pdfplumber.open(io.BytesIO(pdf)) as made:
        assert {(round(page.width / MM), round(page.height / MM)) for page in made.pages} == {(210, 297)}
    text = "".join(pdf_words(pdf))
    for words in (
        "全区42个社区",
        "达标率88.1%",
        "望江街道",
        "抄送：区委办公室，区政府办公室。",
        "附件1",
        "—1—",
    ):
        assert words in text


def test_libreoffice_sets_28_characters_and_22_lines(tmp_path):
    document = make_document(red_head="", doc_number="", addressee="", title="题", blocks=(full_lines(60),))

    with pdfplumber.open(io.BytesIO(convert_with_office(render_docx(document), tmp_path))) as made:
        body = [line["text"] for line in made.pages[1].extract_text_lines() if "社" * 20 in line["text"]]

    assert len(body) == 22
    assert {len(line) for line in body} == {28}


def test_wrong_levels_and_uneven_rows_are_refused():
    with pytest.raises(ValueError, match="第 5 级"):
        render_docx(make_document(blocks=(Heading(5, "甲"),)))
    with pytest.raises(ValueError, match="请补齐"):
        render_docx(make_document(blocks=(Table(("甲", "乙"), (("1",),)),)))


@pytest.mark.parametrize(("rows", "kept"), [(5, 5), (30, 2)])
def test_a_short_table_keeps_together_and_a_long_one_only_its_beginning(rows, kept):
    table = Table(("地方", "数"), tuple((f"街道{n}", "1") for n in range(rows)), caption="各街道情况")
    word = docx.Document(io.BytesIO(render_docx(make_document(blocks=(table,)))))

    tied = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in word.tables[0].rows]
    assert tied == [True] * kept + [False] * (rows + 1 - kept)
