"""Text that quotes figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.quoting import (
    FigureToken,
    HeadingLine,
    MarkupError,
    TableToken,
    TextLine,
    find_typed_figures,
    parse,
)


def test_headings_are_told_by_their_numbers_and_lose_them():
    lines = parse("一、总体情况\n（一）做法\n1.巡查\n（1）早巡")

    assert [(line.level, line.text) for line in lines] == [
        (1, "总体情况"),
        (2, "做法"),
        (3, "巡查"),
        (4, "早巡"),
    ]


def test_what_follows_a_heading_on_its_line_is_its_body():
    assert parse("（一）培训到位。共训{{已训人数}}人。") == (
        HeadingLine(2, "培训到位", ("共训", FigureToken("已训人数", {}, "已训人数"), "人。")),
    )


def test_a_decimal_number_opens_no_heading():
    assert isinstance(parse("1.5公里道路完工")[0], TextLine)


def test_options_are_read_and_make_the_slot_whatever_their_order():
    first = parse("{{占比;期间=2026-Q3;地方=船山区}}")[0]
    second = parse("{{占比；地方＝船山区；期间＝2026-Q3}}")[0]

    assert first.parts[0].slot == second.parts[0].slot == "占比;地方=船山区;期间=2026-Q3"


def test_a_table_names_its_columns():
    assert parse("[[表:已检社区，达标社区占比;级别=区县]]")[0] == TableToken(
        ("已检社区", "达标社区占比"), {"级别": "区县"}, "表:已检社区,达标社区占比;级别=区县"
    )


@pytest.mark.parametrize(
    "text", ["甲\n达标{{占比。", "甲\n{{;地方=1}}", "甲\n[[表:]]", "甲\n[[图]]", "甲\n{{占比;地方}}"]
)
def test_what_cannot_be_read_names_its_line(text):
    with pytest.raises(MarkupError, match="第 2 行"):
        parse(text)


@given(st.text(alphabet="一二、（）()1.2{}[]表:;=甲乙。\n ", max_size=60))
def test_any_text_parses_or_is_refused_with_a_sentence(text):
    try:
        parse(text)
    except MarkupError as error:
        assert str(error).startswith("第 ")


def test_dates_ordinals_and_numbers_of_documents_are_no_typed_figures():
    words = "遂民发〔2026〕3号，2026年9月30日第3次会议9:30开始，1,234处，占12.5%"

    assert [figure.text for figure in find_typed_figures(words)] == ["1,234", "12.5%"]
