from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.officialdoc import chinese_numeral, format_date, format_doc_number, heading_number
from gongjian.engines.officialdoc.numbering import HeadingCounter

UNITS = {"千": 1000, "百": 100, "十": 10}


def read_back(written):
    total, digit = 0, 0
    for character in written:
        if character in UNITS:
            total += (digit or 1) * UNITS[character]
            digit = 0
        else:
            digit = "零一二三四五六七八九".index(character)
    return total + digit


@given(st.integers(1, 9999))
def test_a_written_numeral_reads_back_as_its_number(number):
    assert read_back(chinese_numeral(number)) == number


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numbers_outside_the_range_are_refused(number):
    with pytest.raises(EngineInputError):
        chinese_numeral(number)


@pytest.mark.parametrize("level", [0, 5])
def test_there_are_four_levels_of_headings(level):
    with pytest.raises(EngineInputError):
        heading_number(level, 1)


def test_a_new_heading_restarts_the_levels_below_it():
    counter = HeadingCounter()

    numbers = [counter.next(level) for level in (1, 2, 3, 4, 4, 3, 2, 1, 2)]

    assert numbers == ["一、", "（一）", "1.", "（1）", "（2）", "2.", "（二）", "二、", "（一）"]


def test_dates_have_no_leading_zeros():
    assert format_date(date(2026, 1, 5)) == "2026年1月5日"


def test_a_document_number_has_hexagonal_brackets_and_no_leading_zeros():
    assert format_doc_number("临治办发", 2026, 1) == "临治办发〔2026〕1号"


@pytest.mark.parametrize(("code", "year", "serial"), [("", 2026, 1), ("临", 26, 1), ("临", 2026, 0)])
def test_a_malformed_document_number_is_refused(code, year, serial):
    with pytest.raises(EngineInputError):
        format_doc_number(code, year, serial)
