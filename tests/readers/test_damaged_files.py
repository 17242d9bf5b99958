"""Whatever bytes come, a reader answers with a result or with a sentence."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongjian.engines.officialdoc import render_docx
from gongjian.readers import ReadError, SheetData, read_text, write_xlsx
from tests.engines.officialdoc.samples import make_document
from tests.readers.builders import OFFICE_LISTS, make_docx, numbered, para

WORD = render_docx(make_document())
WORKBOOK = write_xlsx([SheetData("表", ("甲", "乙"), [("一", 2)] * 5)])
CHANGES = st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8)


def damaged(source, changes, kept):
    made = bytearray(source)
    for place, byte in changes:
        made[int(place * len(made))] = byte
    return bytes(made[: int(kept * len(made))])


@pytest.mark.parametrize(
    ("source", "name"),
    [(WORD, "文.docx"), (WORKBOOK, "表.xlsx"), (b"<html><table><tr><td>a</table>", "页.html")],
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES, kept=st.sampled_from([1.0, 1.0, 0.7]))
def test_damage_is_answered_with_a_sentence(source, name, changes, kept):
    try:
        read_text(damaged(source, changes, kept), name)
    except ReadError as refusal:
        assert str(refusal).endswith("。")


def test_a_cell_that_claims_a_million_columns_is_held_to_words_limit():
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{para("文")}</w:tc>'

    (table,) = read_text(make_docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"), "文.docx").tables
    assert len(table[0]) == 63


@pytest.mark.parametrize("style", ["lowerLetter", "upperRoman", "chineseCounting"])
def test_a_list_that_starts_at_a_billion_is_written_in_digits(style):
    lists = OFFICE_LISTS.replace('w:val="chineseCounting"', f'w:val="{style}"').replace(
        '<w:start w:val="1"/>', '<w:start w:val="1000000000"/>', 1
    )

    assert read_text(make_docx(numbered("文"), numbering=lists), "文.docx").text == "1000000000、文"


def test_a_number_that_is_none_is_damage():
    with pytest.raises(ReadError, match="已损坏"):
        read_text(
            make_docx(numbered("文").replace('w:val="0"', 'w:val="零点"'), numbering=OFFICE_LISTS), "文.docx"
        )
