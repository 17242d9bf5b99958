import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.textsearch import (
    How,
    compact,
    full_pinyin,
    highlight,
    index_entry,
    initials,
    normalise,
    parse_query,
    rank,
    terms,
)

PLACES = (
    index_entry("sn", "遂宁市", "5109", ["四川省"]),
    index_entry("cs", "船山区", "510903", ["四川省", "遂宁市"]),
    index_entry("aj", "安居区", "510904", ["四川省", "遂宁市"]),
    index_entry("ns", "南津路街道", "510903001", ["四川省", "遂宁市", "船山区"]),
    index_entry("kx", "凯旋路街道", "510903002", ["四川省", "遂宁市", "船山区"]),
    index_entry("lc", "老池镇", "510903102", ["四川省", "遂宁市", "船山区"]),
    index_entry("hs", "衡阳船山街道", "430405009", ["湖南省", "衡阳市"]),
)


def found(text: str, limit: int = 20) -> list[str]:
    return [hit.entry.key for hit in rank(parse_query(text), PLACES, limit)]


@pytest.mark.parametrize(
    "text", ["cs", "CS", "ｃｓ", "csq", "船山", "船山区", "510903", "510903000000", "chuanshan"]
)
def test_a_district_is_found_first_by_initials_name_pinyin_and_code(text):
    assert found(text)[0] == "cs"


def test_a_padded_city_code_finds_the_city():
    assert found("510900") == ["sn"]


def test_a_code_finds_itself_and_then_what_lies_below():
    assert found("510903") == ["cs", "ns", "kx", "lc"]


def test_a_name_finds_itself_then_what_contains_it_then_what_lies_below():
    assert found("船山") == ["cs", "hs", "ns", "kx", "lc"]


def test_every_part_of_a_query_must_match():
    assert found("遂宁 kx") == ["kx"]
    assert found("衡阳 安居") == []


@pytest.mark.parametrize("text", ["", "  ", "，。", "不存在的地方", "zzz", "999"])
def test_what_is_not_there_is_not_found(text):
    assert found(text) == []


def test_a_slip_of_one_character_still_finds_a_long_name():
    assert found("凯旋路街办") == ["kx"]


def test_two_characters_in_common_are_not_enough():
    assert found("山区") == ["cs"]
    assert "aj" not in found("宝山区")


def test_the_limit_holds():
    assert len(found("51", limit=2)) == 2


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("船山区", "csq"),
        ("重庆市", "cqs"),
        ("长宁社区", "cnsq"),
        ("长子县", "zzx"),
        ("六安市", "las"),
        ("六合区", "lhq"),
        ("乐清市", "yqs"),
        ("乐山市", "lss"),
        ("乐亭县", "ltx"),
        ("番禺区", "pyq"),
        ("蚌埠市", "bbs"),
        ("铅山县", "ysx"),
        ("东阿县", "dex"),
        ("单县", "sx"),
        ("荥经县", "yjx"),
        ("涡阳县", "gyx"),
        ("厦门市", "xms"),
        ("VCA工具", "vcagj"),
        ("3号楼", "3hl"),
    ],
)
def test_initials_follow_the_reading_of_the_place(name, letters):
    assert initials(name)[0] == letters


def test_a_name_of_two_readings_can_be_found_by_both():
    entry = index_entry("1", "莘县")

    assert {hit.how[0] for text in ("sx", "xx") for hit in rank(parse_query(text), [entry])} <= {
        How.INITIALS_SAME,
        How.OTHER_READING,
    }
    assert len(initials("莘县")) == 2


def test_nothing_has_no_initials():
    assert (initials(""), full_pinyin("，")) == ((), "")


def test_terms_are_pairs_words_and_numbers_once_each():
    assert terms("垃圾乱扔，垃圾 abc 12号") == ("垃圾", "圾乱", "乱扔", "abc", "12", "号")


def test_highlights_point_into_the_text_as_it_was_typed():
    text = "（ＶＣＡ）船山区船山"

    spans = highlight(text, parse_query("vca 船山"))

    assert [text[start:end] for start, end in spans] == ["ＶＣＡ", "船山", "船山"]


@given(text=st.text(max_size=30))
def test_normalising_twice_is_normalising_once(text):
    once = normalise(text)

    assert normalise(once) == once


@given(text=st.text(max_size=20))
def test_any_text_can_be_searched_and_marked(text):
    spans = highlight(text, parse_query(text))

    assert all(0 <= start < end <= len(text) for start, end in spans)
    rank(parse_query(text), PLACES)


@given(name=st.text("船山遂宁安居重庆长乐社区街道", min_size=1, max_size=8))
def test_every_name_is_found_by_itself_and_by_its_initials(name):
    entry = index_entry("x", name)

    assert rank(parse_query(name), [entry])
    assert rank(parse_query(initials(name)[0]), [entry])


def shared_areas() -> Path:
    shared = os.environ.get("GONGJIAN_SHARED")
    root = Path(shared) if shared else Path(__file__).resolve().parents[4] / "shared"
    return root / "data" / "divisions" / "areas.csv"


@pytest.mark.skipif(not shared_areas().exists(), reason="the trial register of divisions is not here")
def test_a_district_is_found_among_all_counties_of_the_country():
    with shared_areas().open(encoding="utf-8") as lines:
        places = [index_entry(row["code"], row["name"], row["code"]) for row in csv.DictReader(lines)]

    for text in ("船山", "510903", "chuanshan"):
        assert rank(parse_query(text), places)[0].entry.key == "510903"
    assert "510903" in {hit.entry.key for hit in rank(parse_query("cs"), places, limit=20)}


@given(name=st.text(max_size=12) | st.text("长单区市〇㐂﨑ー々ａＢ3·", max_size=6))
def test_any_name_has_one_first_letter_for_each_character(name):
    readings = initials(name)

    assert all(len(letters) == len(compact(name)) for letters in readings)
    assert bool(readings) == bool(compact(name))


def test_archaic_readings_are_left_out():
    assert initials("平江区") == ("pjq",)
