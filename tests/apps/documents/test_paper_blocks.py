"""The lines of a report that are rows of a table are shown as one, with every mark on its words."""

import pytest

from gongjian.apps.documents.selectors.blocks import blocks_of
from gongjian.apps.documents.selectors.paper import check_paper
from gongjian.core.spans import Span, cut_text

TEXT = "一、情况\n街道 | 整治（处）\n凯旋路 | 96\n嘉禾 | 64\n合计 | 170\n甲 | 乙\n末段。"


def cells(text: str, spans: tuple[Span, ...] = ()) -> list[list[list[str]]]:
    blocks = blocks_of(cut_text(text, spans))
    return [[["".join(p.text for p in cell) for cell in row.cells] for row in block.rows] for block in blocks]


def test_rows_with_as_many_cells_stand_in_one_table():
    assert cells(TEXT)[1] == [
        ["街道", "整治（处）"],
        ["凯旋路", "96"],
        ["嘉禾", "64"],
        ["合计", "170"],
        ["甲", "乙"],
    ]
    assert cells("姓名\t职务\n张三\t组长\n") == [[["姓名", "职务"], ["张三", "组长"]], []]


@pytest.mark.parametrize("text", ["只有一行 | 不是表", "甲 | 乙\n甲 | 乙 | 丙", "没有分隔"])
def test_other_lines_stay_lines(text):
    assert cells(text) == [[]] * (text.count("\n") + 1)


def test_empty_cells_are_kept():
    assert cells("任务 | 单位 | \n清理 |  | 6月") == [[["任务", "单位", ""], ["清理", "", "6月"]]]


def test_a_mark_keeps_its_words_and_begins_once():
    at = TEXT.index("170")
    (block,) = [b for b in blocks_of(cut_text(TEXT, [Span(at, at + 3, "wrong", "1", 1)])) if b.rows]

    marked = [piece for row in block.rows for cell in row.cells for piece in cell if piece.covers]
    assert [(piece.text, len(piece.begins)) for piece in marked] == [("170", 1)]


def test_a_mark_over_a_separator_begins_in_its_first_cell():
    text = "甲 | 乙\n丙 | 丁"
    (block,) = blocks_of(cut_text(text, [Span(0, 5, "basis", "", 1)]))

    assert [[(p.text, bool(p.begins)) for p in cell] for cell in block.rows[0].cells] == [
        [("甲", True)],
        [("乙", False)],
    ]


def test_a_first_row_of_words_heads_the_columns():
    head = next(block for block in blocks_of(cut_text(TEXT, ())) if block.rows)
    figures = next(iter(blocks_of(cut_text("1 | 2\n3 | 4", ()))))

    assert (head.has_head, figures.has_head) == (True, False)


def test_the_page_shows_the_wrong_total_in_its_cell():
    checked = check_paper(TEXT.replace("甲 | 乙\n", ""))

    (block,) = [block for block in checked.blocks if block.rows]
    assert [piece.top.kind for piece in block.rows[3].cells[1]] == ["wrong"]
    assert (checked.cards[0].line, block.rows[3].number) == (5, 5)
