import pytest

from gongjian.engines.plandoc.dates import YearContext, find_dates, read_date

YEAR = YearContext(2024)


def first(text: str, years: YearContext = YEAR):
    return find_dates(text, 0, len(text), years)[0]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2025年3月8日", "2025-03-08"),
        ("3月8日前", "2024-03-08"),
        ("三月底前", "2024-03"),
        ("3月上旬", "2024-03-10"),
        ("3月中旬", "2024-03-20"),
        ("一季度", "2024-03"),
        ("第三季度末", "2024-09"),
        ("上半年", "2024-06"),
        ("年底前", "2024-12"),
        ("2026年底", "2026-12"),
        ("明年5月", "2025-05"),
        ("二〇二五年六月十日", "2025-06-10"),
        ("2024.5.6", "2024-05-06"),
        ("2024年2月30日", None),
    ],
)
def test_points_in_time(text, last):
    assert first(text).last == last


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2024年1月—2月", "2024-01", "2024-02"),
        ("2024年11—12月", "2024-11", "2024-12"),
        ("2024年3月至10月", "2024-03", "2024-10"),
        ("11月1日-10日", "2024-11-01", "2024-11-10"),
        ("2023年11月11日-2024年2月20日", "2023-11-11", "2024-02-20"),
        ("12月20日至1月5日", "2024-12-20", "2025-01-05"),
        ("11月—次年2月", "2024-11", "2025-02"),
        ("2024—2026年", "2024-01", "2026-12"),
        ("2026年全年", "2026-01", "2026-12"),
    ],
)
def test_ranges(text, begins, ends):
    found = first(text)

    assert (found.first, found.last) == (begins, ends)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("每日巡查", "every:day"),
        ("每周通报一次", "every:week"),
        ("每周五下班前", "every:week:5"),
        ("每周二、五开放", "every:week:2,5"),
        ("每周一至周五", "every:week:1,2,3,4,5"),
        ("每月5日前", "every:month:05"),
        ("每月底", "every:month:end"),
        ("每月第二个周四", "every:month:thu2"),
        ("每月召开", "every:month"),
        ("每季度末", "every:quarter:end"),
        ("每季度次月15日前", "every:quarter:next:15"),
        ("每半年评议", "every:half-year"),
        ("每年10月", "every:year:10"),
        ("每年3月5日", "every:year:03-05"),
        ("每年开展", "every:year"),
    ],
)
def test_recurrences(text, rule):
    assert first(text).last == rule


def test_a_date_without_any_year_in_the_document_has_none():
    assert first("4月1日—4月23日", YearContext(None)).last is None


def test_a_paragraph_gives_its_year_to_the_dates_that_follow():
    text = "到2025年底达标，其中6月底前过半"

    assert [d.last for d in find_dates(text, 0, len(text), YearContext(2023))] == ["2025-12", "2025-06"]


def test_an_amount_with_a_point_is_no_date():
    text = "投资2041.5万元"

    assert find_dates(text, 0, len(text), YEAR) == ()


def test_read_date_wants_a_year():
    assert read_date("3月5日") is None
    assert read_date("二○二四年五月二十日") == "2024-05-20"
