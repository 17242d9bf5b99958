"""How the page preview cuts a document: captions stay with tables, long tables repeat their head, the imprint is even."""

import pytest

from gongjian.apps.documents.selectors.pages import LINES, Block, Line, Segment, fill_pages

CAPTION = Block(Line("table-caption", (Segment("各地情况"),)), (1.0,), keep_next=True)


def text(lines, keep_next=False):
    rows = tuple((Segment(f"行{number}"),) for number in range(lines))
    segments = tuple(segment for row in rows for segment in row)
    return Block(Line("body", segments), (1.0,) * lines, rows=rows, keep_next=keep_next)


def table(rows, is_whole):
    cells = tuple(((Segment(f"行{number}"),),) for number in range(rows))
    return Block(Line("table", header=("地方",), rows=cells), (0.9,) * (rows + 1), is_whole=is_whole)


def roles(pages):
    return [[line.role for line in sheet.lines] for sheet in pages.sheets]


def test_a_short_table_moves_to_the_next_page_with_its_caption():
    pages = fill_pages([text(20), CAPTION, table(5, is_whole=True), text(1)])

    assert roles(pages) == [["body"], ["table-caption", "table", "body"]]


def test_a_long_table_begins_where_it_stands_and_repeats_its_head():
    pages = fill_pages([text(12), CAPTION, table(40, is_whole=False)])

    tables = [line for sheet in pages.sheets for line in sheet.lines if line.header]
    assert roles(pages)[0] == ["body", "table-caption", "table"]
    assert sum(len(part.rows) for part in tables) == 40
    assert all(part.header == ("地方",) for part in tables)
    assert len(tables[0].rows) >= 2


def test_a_long_table_does_not_begin_with_its_head_alone():
    pages = fill_pages([text(19), CAPTION, table(40, is_whole=False)])

    assert roles(pages)[0] == ["body"]


def test_the_signature_takes_a_line_of_the_text_along():
    signature = Block(Line("signature"), (1.0,), keep_next=True)
    pages = fill_pages([text(21, keep_next=True), signature, Block(Line("date"), (1.0,))])

    assert roles(pages) == [["body"], ["body", "signature", "date"]]
    assert len(pages.sheets[1].lines[0].text_rows) == 1


@pytest.mark.parametrize(
    ("lines", "numbered"), [(5, [True, True]), (30, [True, True]), (43, [True, True, False, False])]
)
def test_the_imprint_closes_an_even_page_and_a_blank_one_silences_both(lines, numbered):
    pages = fill_pages([text(lines)])

    pages.close_on_even_page([Line("printed")])

    assert [not sheet.is_silent for sheet in pages.sheets] == numbered
    assert pages.sheets[-1].imprint


@pytest.mark.parametrize("lines", [1, 22, 23, 45])
def test_no_line_is_lost_and_no_page_overflows(lines):
    pages = fill_pages([text(lines), text(3)])

    heights = [sum(len(line.text_rows) for line in sheet.lines) for sheet in pages.sheets]
    assert sum(heights) == lines + 3
    assert max(heights) <= LINES
