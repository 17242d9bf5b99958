from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.masking import (
    check_id_number,
    check_uscc,
    id_facts,
    normalise_id_number,
    normalise_uscc,
    uscc_check_character,
)
from gongjian.engines.masking.id_number import id_check_digit
from gongjian.engines.masking.uscc import ALPHABET, WEIGHTS

BODIES = st.text(ALPHABET, min_size=17, max_size=17)
RIGHT = "91350100M000100Y43"  # the worked example of GB 32100-2015


def test_the_weights_are_those_of_the_standard():
    assert WEIGHTS == (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@pytest.mark.parametrize("code", [RIGHT, RIGHT.lower(), f" {RIGHT[:8]} {RIGHT[8:]} "])
def test_a_right_code_has_no_fault(code):
    assert check_uscc(code) is None
    assert normalise_uscc(code) == RIGHT


@pytest.mark.parametrize("start", ["N2510903MF", "A1110000MF", "Y1510903MF", "54510903ME", "55510903ME"])
def test_codes_of_cooperatives_committees_and_others_are_accepted(start):
    body = start + "0000001"

    assert check_uscc(body + uscc_check_character(body)) is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "没有填"),
        (RIGHT[:-1], "少 1 位"),
        (RIGHT[:-3], "少 3 位"),
        (RIGHT + "1", "多 1 位"),
        ("9135O100M000100Y43", "第 5 位的“O”"),
        ("91350100M000100Y4一", "第 18 位的“一”"),
        (RIGHT[:-1] + "5", "第 18 位校验码应为 3"),
    ],
)
def test_the_fault_of_a_code_is_said_with_advice(code, words):
    sentence = check_uscc(code)

    assert sentence is not None
    assert words in sentence
    assert "请" in sentence


@given(body=BODIES, position=st.integers(0, 16), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(body, position, other):
    code = body + uscc_check_character(body)
    wrong = code[:position] + other + code[position + 1 :]

    assert check_uscc(code) is None
    assert (check_uscc(wrong) is None) == (wrong == code)


@pytest.mark.parametrize(
    ("number", "facts"),
    [("110101199003078515", (date(1990, 3, 7), False)), ("330113200002290024", (date(2000, 2, 29), True))],
)
def test_a_right_identity_number_tells_birth_and_sex_even_of_a_new_county(number, facts):
    right = number[:-1] + id_check_digit(number[:-1])

    assert check_id_number(right) is None
    assert (id_facts(right).birth_on, id_facts(right).is_female) == facts


def test_an_old_number_is_made_whole():
    assert normalise_id_number("110101900307851") == "110101199003078515"
    assert check_id_number("110101900307851") is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "没有填"),
        ("11010119900307851", "少 1 位"),
        ("1101011990030785155", "多 1 位"),
        ("11010119900307A515", "只能是数字"),
        ("11010119900307851A", "只能是数字"),
        ("110101199002308515", "出生日期"),
        ("110101199003078514", "对不上"),
    ],
)
def test_the_fault_of_an_identity_number_is_said_without_repeating_it(number, words):
    sentence = check_id_number(number)

    assert sentence is not None
    assert words in sentence
    assert "请" in sentence
    assert number not in sentence or not number
    assert id_facts(number) is None


def test_a_birth_date_in_the_future_is_wrong():
    body = "11010120300101851"
    number = body + id_check_digit(body)

    assert check_id_number(number) is None
    assert "出生日期" in (check_id_number(number, today=date(2026, 11, 23)) or "")


@given(
    body=st.tuples(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 999)).map(
        lambda p: f"510903{p[0]:%Y%m%d}{p[1]:03d}"
    ),
    position=st.integers(0, 16),
    digit=st.sampled_from("0123456789"),
)
def test_one_wrong_digit_is_always_found(body, position, digit):
    number = body + id_check_digit(body)
    wrong = number[:position] + digit + number[position + 1 :]

    assert (check_id_number(wrong) is None) == (wrong == number)
