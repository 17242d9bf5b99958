import io
from dataclasses import replace

import docx
import pytest

from gongjian.engines.officialdoc import render_docx
from gongjian.readers import DEFAULT_LIMITS, FigureMark, ReadError, read_figures, read_text
from tests.engines.officialdoc.samples import make_document
from tests.readers.builders import OFFICE_LISTS, level, make_docx, make_zip, numbered, para, run


def read(source, **limits):
    return read_text(source, "方案.docx", replace(DEFAULT_LIMITS, **limits))


def lines(body, **parts):
    return read(make_docx(body, **parts)).text.split("\n")


def test_paragraphs_and_tables_of_python_docx_come_in_order():
    word = docx.Document()
    word.add_paragraph("表前")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ["任务", "单位", "清理楼道", "物业"], strict=True
    ):
        cell.text = text
    word.add_paragraph("表后")
    packed = io.BytesIO()
    word.save(packed)

    result = read(packed.getvalue())

    assert result.text == "表前\n任务 | 单位\n清理楼道 | 物业\n表后"
    assert result.tables == ((("任务", "单位"), ("清理楼道", "物业")),)
    assert (result.kind, result.warnings) == ("docx", ())


def test_automatic_numbers_are_written_out_and_restart_under_a_new_heading():
    body = "".join(
        numbered(text, depth)
        for text, depth in [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 3), ("己", 0), ("庚", 1)]
    )

    assert lines(body, numbering=OFFICE_LISTS) == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "1.丁",
        "（1）戊",
        "二、己",
        "（一）庚",
    ]


def test_the_eleventh_and_twenty_first_are_counted_in_chinese():
    found = lines("".join(numbered("项") for _ in range(21)), numbering=OFFICE_LISTS)

    assert [found[order] for order in (9, 10, 19, 20)] == ["十、项", "十一、项", "二十、项", "二十一、项"]


def test_a_list_that_starts_again_does():
    assert lines(numbered("甲") + numbered("乙") + numbered("丙", list_id=2), numbering=OFFICE_LISTS) == [
        "一、甲",
        "二、乙",
        "一、丙",
    ]


def test_numbers_come_from_styles_and_are_inherited_and_can_be_taken_off():
    styles = (
        '<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Mine"><w:basedOn w:val="H1"/></w:style>'
    )
    taken_off = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        para("甲", '<w:pStyle w:val="H1"/>') + para("乙", '<w:pStyle w:val="Mine"/>') + para("丙", taken_off)
    )

    assert lines(body, numbering=OFFICE_LISTS, styles=styles) == ["一、甲", "二、乙", "丙"]


def test_levels_that_show_their_parents_are_written_in_full():
    levels = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'

    assert lines(numbered("总则") + numbered("目的", 1), numbering=lists) == ["第一章 总则", "1.1 目的"]


@pytest.mark.parametrize(
    ("style", "third"),
    [
        ("decimalEnclosedCircle", "③"),
        ("upperLetter", "C"),
        ("lowerRoman", "iii"),
        ("ideographTraditional", "丙"),
        ("decimalZero", "03"),
        ("decimalEnclosedParen", "(3)"),
        ("decimalFullWidth", "３"),
        ("chineseCountingThousand", "三"),
        ("japaneseCounting", "三"),
        ("taiwaneseCountingThousand", "三"),
        ("chineseLegalSimplified", "叁"),
        ("ideographLegalTraditional", "叁"),
        ("ideographDigital", "三"),
        ("ideographZodiac", "寅"),
        ("ideographEnclosedCircle", "㊂"),
        ("decimalEnclosedCircleChinese", "③"),
        ("numberInDash", "- 3 -"),
    ],
)
def test_other_formats_of_numbers(style, third):
    lists = f'<w:abstractNum w:abstractNumId="0">{level(0, style, "%1、")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'

    assert lines(numbered("甲") * 3, numbering=lists)[2] == f"{third}、甲"


def test_an_empty_numbered_paragraph_is_counted_as_word_counts_it_and_not_read():
    assert lines(numbered("甲") + numbered("") + numbered("乙"), numbering=OFFICE_LISTS) == [
        "一、甲",
        "三、乙",
    ]


def test_changes_are_read_as_accepted():
    struck = '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    added = f'<w:ins w:id="2">{run("新")}</w:ins>'
    moved = f'<w:moveFrom w:id="3">{run("搬走")}</w:moveFrom><w:moveTo w:id="4">{run("搬来")}</w:moveTo>'

    result = read(make_docx(f"<w:p>{run('目标')}{struck}{added}{moved}</w:p>"))

    assert result.text == "目标新搬来"
    assert result.warnings == ("文件里有修订，已按接受全部修订后的文字读。",)


def test_a_struck_out_paragraph_end_joins_two_paragraphs():
    first = para("前半", '<w:rPr><w:del w:id="1"/></w:rPr>')

    assert lines(first + para("后半")) == ["前半后半"]


def test_a_struck_out_paragraph_end_leaves_one_number():
    first = numbered("前半").replace("</w:pPr>", '<w:rPr><w:del w:id="1"/></w:rPr></w:pPr>')

    assert lines(first + numbered("后半") + numbered("乙"), numbering=OFFICE_LISTS) == [
        "一、前半后半",
        "二、乙",
    ]


def test_words_whose_paragraph_end_was_struck_out_before_a_table_stay():
    first = para("前半", '<w:rPr><w:del w:id="1"/></w:rPr>')

    assert lines(f"{first}<w:tbl><w:tr><w:tc>{first}</w:tc></w:tr></w:tbl>{first}") == ["前半"] * 3


def test_a_struck_out_row_is_gone():
    kept = f"<w:tr><w:tc>{para('留')}</w:tc></w:tr>"
    gone = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>{para("去")}</w:tc></w:tr>'

    assert lines(f"<w:tbl>{kept}{gone}</w:tbl>") == ["留"]


def test_cells_merged_downwards_are_said_again_in_every_row():
    def row(first, merge, second):
        cell = f'<w:tc><w:tcPr><w:vMerge w:val="{merge}"/></w:tcPr>{para(first)}</w:tc>'
        return f"<w:tr>{cell}<w:tc>{para(second)}</w:tc></w:tr>"

    result = read(make_docx(f"<w:tbl>{row('城管局', 'restart', '甲')}{row('', 'continue', '乙')}</w:tbl>"))

    assert result.text == "城管局 | 甲\n城管局 | 乙"
    assert result.tables == ((("城管局", "甲"), ("城管局", "乙")),)


def test_headers_and_footers_are_kept_beside_the_text():
    word = docx.Document()
    word.add_paragraph("正文")
    word.sections[0].header.paragraphs[0].text = "机密"
    word.sections[0].footer.paragraphs[0].text = "第 1 页"
    packed = io.BytesIO()
    word.save(packed)

    result = read(packed.getvalue())

    assert (result.text, set(result.margins)) == ("正文", {"机密", "第 1 页"})


def test_cells_merged_across_keep_the_columns_in_line():
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{para("合计")}</w:tc>'

    assert read(make_docx(f"<w:tbl><w:tr>{wide}<w:tc>{para('3')}</w:tc></w:tr></w:tbl>")).tables == (
        (("合计", "", "3"),),
    )


def test_a_text_box_is_read_once_after_its_paragraph():
    box = f"<w:txbxContent>{para('框里')}</w:txbxContent>"
    twice = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent>"
    )

    result = read(make_docx(f"<w:p>{run('框外')}<w:r>{twice}</w:r></w:p>"))

    assert result.text == "框外\n框里"
    assert "文本框" in result.warnings[0]


def test_hidden_text_and_field_codes_are_not_read():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
    code = "<w:r><w:instrText>PAGE</w:instrText></w:r>"

    assert lines(f"<w:p>{hidden}{code}{run('见')}</w:p>") == ["见"]


def test_a_field_shows_its_result_also_when_fields_stand_in_its_code():
    def turn(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = (
        f"{turn('begin')}<w:r><w:instrText>PAGE</w:instrText></w:r>{turn('separate')}{run('7')}{turn('end')}"
    )
    code = "<w:r><w:instrText>IF</w:instrText></w:r>"

    assert lines(
        f"<w:p>{turn('begin')}{code}{inner}{turn('separate')}{run('共 9 页')}{turn('end')}{run('。')}</w:p>"
        f"<w:p><w:fldSimple w:instr='DATE'>{run('11月25日')}</w:fldSimple></w:p>"
    ) == ["共 9 页。", "11月25日"]


def test_ticked_boxes_are_read_and_the_reading_over_a_word_is_not():
    box = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    ruby = f"<w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('品')}</w:rubyBase></w:ruby></w:r>"

    assert lines(f"<w:p>{box}{run('已完成')}{ruby}</w:p>") == ["☑已完成品"]


def test_a_soft_break_begins_a_line():
    assert lines(f"<w:p>{run('上')}<w:r><w:br/></w:r>{run('下')}</w:p>") == ["上", "下"]


def test_a_row_that_begins_late_keeps_the_columns_in_line():
    late = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>{para('乙')}</w:tc></w:tr>"

    assert read(make_docx(f"<w:tbl>{late}</w:tbl>")).tables == ((("", "乙"),),)


def test_footnotes_stand_at_the_end_under_their_marks():
    mark = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    notes = f'<w:footnote w:id="7">{para("统计口径说明。")}</w:footnote>'

    assert lines(f"<w:p>{run('达标率')}{mark}</w:p>" + para("后文"), footnotes=notes) == [
        "达标率［注1］",
        "后文",
        "［注1］统计口径说明。",
    ]


def test_content_controls_and_links_are_read_through():
    assert lines(
        f"<w:sdt><w:sdtContent>{para('甲')}</w:sdtContent></w:sdt><w:p><w:hyperlink>{run('乙')}</w:hyperlink></w:p>"
    ) == ["甲", "乙"]


def test_an_external_entity_is_refused():
    hostile = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'

    with pytest.raises(ReadError, match="外部引用"):
        read(make_zip(word__document_xml=hostile))


def test_a_zip_bomb_is_refused():
    with pytest.raises(ReadError, match="解开以后太大"):
        read(make_zip(word__document_xml=b"<x>" + b" " * 20_000_000 + b"</x>"))


@pytest.mark.parametrize(("entries", "is_refused"), [(2, False), (1, True)])
def test_the_number_of_parts_is_bounded(entries, is_refused):
    source = make_docx(para("文"), styles="")

    if is_refused:
        with pytest.raises(ReadError, match="解开以后太大"):
            read(source, zip_entries=entries)
    else:
        assert read(source, zip_entries=entries).text == "文"


@pytest.mark.parametrize("change", [-1, 0])
def test_the_size_of_the_file_is_bounded(change):
    source = make_docx(para("文"))

    if change < 0:
        with pytest.raises(ReadError, match="超过"):
            read(source, file_bytes=len(source) + change)
    else:
        assert read(source, file_bytes=len(source) + change).text == "文"


@pytest.mark.parametrize("source", [make_zip(word__document_xml="<w"), make_zip(word__document_xml="<a/>")])
def test_a_damaged_file_is_refused(source):
    with pytest.raises(ReadError, match=r"已损坏|没有正文"):
        read(source)


def test_markup_nested_without_end_is_refused():
    with pytest.raises(ReadError, match="套得太深"):
        read(make_docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000))


def test_an_official_document_reads_back_as_it_was_written():
    text = read(render_docx(make_document())).text

    for line in (
        "一、评分结果。37个社区达标，达标率88.1%。",
        "（一）河西街道",
        "河西街道 | 6 | 11",
        "抄送：区委办公室，区政府办公室。",
    ):
        assert line in text.split("\n")


def test_figures_read_back_with_their_sources_and_show_what_was_edited():
    source = render_docx(make_document())
    word = docx.Document(io.BytesIO(source))
    edited = next(run for one in word.paragraphs for run in one.runs if run.text == "88.1%")
    edited.text = "90%"
    packed = io.BytesIO()
    word.save(packed)

    assert read_figures(source, "通报.docx")[0] == FigureMark("figure:1", "42", "42")
    assert read_figures(packed.getvalue(), "通报.docx")[2] == FigureMark("figure:3", "88.1%", "90%")


def test_a_file_from_elsewhere_carries_no_figures():
    assert read_figures(make_docx(para("文")), "通报.docx") == ()
