"""A corrected copy: the figure in its place, its format kept, a comment on it, all else as it was."""

import io

import docx
import pytest
from docx.document import Document

from gongjian.readers import Correction, ReadError, correct_docx, read_text, write_corrected
from gongjian.readers.docx.names import W
from tests.readers.builders import make_docx, para

AUTHOR = "数字复算"


def bytes_of(word: Document) -> bytes:
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def corrected(source: bytes, *changes: tuple[str, str | None]) -> Document:
    """Correct each words → replacement once, at its last place in the text."""
    text = read_text(source, "汇报.docx").text
    corrections = [
        Correction(text.rindex(old), text.rindex(old) + len(old), new, f"{old}错了") for old, new in changes
    ]
    return docx.Document(io.BytesIO(correct_docx(source, "汇报.docx", text, corrections, AUTHOR)))


def read(word: Document) -> str:
    return read_text(bytes_of(word), "改好.docx").text


def commented(word: Document) -> list[str]:
    """Return the words under each comment, in the order of the text."""
    found: dict[str, str] = {}
    open_ids: list[str] = []
    for node in word.element.body.iter():
        mark = node.get(f"{W}id", "")
        if node.tag == f"{W}commentRangeStart":
            open_ids.append(mark)
            found[mark] = ""
        elif node.tag == f"{W}commentRangeEnd":
            open_ids.remove(mark)
        elif node.tag == f"{W}t":
            for one in open_ids:
                found[one] += node.text
    return list(found.values())


def test_a_figure_split_over_runs_is_replaced_and_keeps_its_format() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("占")
    for part, is_bold in (("2", True), ("8", True), ("%，", False), ("很好", False)):
        paragraph.add_run(part).bold = is_bold

    made = corrected(bytes_of(word), ("28%", "25%"))

    assert made.paragraphs[0].text == "占25%，很好"
    assert [run.text for run in made.paragraphs[0].runs if run.bold] == ["2", "5"]
    assert commented(made) == ["25%"]
    assert [comment.text for comment in made.comments] == ["28%错了"]
    assert [comment.author for comment in made.comments] == [AUTHOR]


def test_several_figures_of_one_run_are_each_replaced_and_marked_alone() -> None:
    word = docx.Document()
    word.add_paragraph().add_run("共100名，占28%，增长9%，其余4个。").italic = True

    made = corrected(bytes_of(word), ("28%", "25%"), ("9%", "9个百分点"), ("4个", None))

    assert made.paragraphs[0].text == "共100名，占25%，增长9个百分点，其余4个。"
    assert commented(made) == ["25%", "9个百分点", "4个"]
    assert all(run.italic for run in made.paragraphs[0].runs if run.text)


def test_automatic_numbers_tabs_and_breaks_do_not_shift_the_place() -> None:
    word = docx.Document()
    word.add_paragraph("总数", style="List Number")
    word.add_paragraph("\t第一行\n合计\t21.5万元，另有8万元", style="List Number")

    before = read(word)

    made = corrected(bytes_of(word), ("21.5万元", "20.5万元"), ("8万元", "9万元"))

    assert before.startswith("1.总数\n2.")
    assert read(made) == before.replace("21.5", "20.5").replace("8万元", "9万元")


def test_cells_are_corrected_and_a_merged_one_once() -> None:
    word = docx.Document()
    table = word.add_table(3, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合计30个"
    table.cell(0, 1).text, table.cell(1, 1).text, table.cell(2, 1).text = "甲", "乙", "共41棵"
    source = bytes_of(word)
    text = read_text(source, "表.docx").text
    places = [text.index("30个"), text.rindex("30个"), text.index("41棵")]
    corrections = [
        Correction(at, at + 3, new, "错") for at, new in zip(places, ("31个", "31个", "40棵"), strict=True)
    ]

    made = docx.Document(io.BytesIO(correct_docx(source, "表.docx", text, corrections, AUTHOR)))

    assert text.count("30个") == 2
    assert read(made) == "合计31个 | 甲\n合计31个 | 乙\n | 共40棵"
    assert commented(made) == ["31个", "40棵"]


def test_pictures_headers_and_styles_stay() -> None:
    word = docx.Document()
    word.add_heading("情况", level=1)
    word.sections[0].header.paragraphs[0].text = "页眉"
    word.add_paragraph("共12个")

    made = corrected(bytes_of(word), ("12个", "13个"))

    assert made.paragraphs[0].style.name == "Heading 1"
    assert made.sections[0].header.paragraphs[0].text == "页眉"


def test_a_place_that_no_paragraph_holds_gets_its_comment_before_it() -> None:
    word = docx.Document()
    word.add_paragraph("情况", style="List Number")
    source = bytes_of(word)
    text = read_text(source, "汇报.docx").text

    made = docx.Document(
        io.BytesIO(correct_docx(source, "汇报.docx", text, [Correction(0, 1, "2", "编号错。")], AUTHOR))
    )

    assert read(made) == text
    assert [comment.text for comment in made.comments] == ["编号错。这个数在编号或注释里，原处没有改。"]


def test_pasted_words_become_a_fresh_file_with_comments() -> None:
    text = "标题\n\n  占28%，共2个"
    made = docx.Document(
        io.BytesIO(
            write_corrected(text, [Correction(7, 10, "25%", "错"), Correction(12, 14, None, "疑")], AUTHOR)
        )
    )

    assert [paragraph.text for paragraph in made.paragraphs] == ["标题", "", "  占25%，共2个"]
    assert commented(made) == ["25%", "2个"]


def test_a_file_whose_parts_do_not_fit_is_refused_with_a_sentence() -> None:
    source = make_docx(para("共12个"))

    with pytest.raises(ReadError, match="结构不完整"):
        correct_docx(source, "汇报.docx", "共12个", [Correction(1, 4, "13个", "错")], AUTHOR)
