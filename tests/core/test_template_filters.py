"""Numbers, dates, times left and state words as they are shown."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from gongjian.core.templatetags import charts, dates, icons, numbers


def render(source: str, **values: object) -> str:
    return Template(CottonCompiler().process(source)).render(Context(values))


@pytest.mark.parametrize(
    ("cents", "text"), [(0, "0.00"), (123450, "1,234.50"), (-5, "-0.05"), (None, "未报")]
)
def test_money_is_written_to_the_cent(cents: int | None, text: str) -> None:
    assert numbers.money(cents) == text


def test_a_rate_is_rounded_half_up_once_from_the_exact_value() -> None:
    assert numbers.pct(Fraction(37, 42)) == "88.1%"
    assert numbers.pct(Fraction(9995, 10000)) == "100.0%"
    assert numbers.pct(Fraction(99949, 100000)) == "99.9%"
    assert numbers.pct(Decimal("0")) == "0.0%"
    assert numbers.pct(None) == "未报"


def test_thousands_are_separated_and_digits_kept() -> None:
    assert numbers.num(3218) == "3,218"
    assert numbers.num(Decimal("88.70")) == "88.70"
    assert numbers.num(Decimal("88.65"), 1) == "88.7"
    assert numbers.num(0) == "0"


@pytest.mark.parametrize(
    ("now", "before", "how", "text"),
    [
        (34, 27, {"unit": "处"}, "增 25.9%"),
        (20, 27, {"unit": "处"}, "减 25.9%"),
        (6, 0, {"unit": "处"}, "从 0 增到 6 处"),
        (5, 5, {}, "持平"),
        (Fraction(881, 1000), Fraction(810, 1000), {"kind": "points"}, "↑ 7.1 个百分点"),
        (Decimal("81.5"), Decimal("84.5"), {"kind": "score"}, "↓ 3.0 分"),
        (None, 5, {}, "—"),
    ],
)
def test_a_change_names_its_direction_and_size(
    now: object, before: object, how: dict[str, str], text: str
) -> None:
    assert numbers.change(now, before, **how) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (8400, "还剩 2 小时 20 分"),
        (59, "还剩 0 分"),
        (8 * 3600 - 1, "还剩 7 小时 59 分"),
        (8 * 3600, "还剩 1 个工作日"),
        (23 * 3600, "还剩 2 个工作日"),
        (-4200, "逾期 1 小时 10 分"),
        (-8 * 3600, "逾期 1 个工作日"),
        (None, ""),
    ],
)
def test_remaining_time_is_told_in_minutes_then_whole_days(seconds: int | None, text: str) -> None:
    with translation.override("zh-hans"):
        assert dates.remaining(seconds) == text


@pytest.mark.django_db
def test_dates_name_the_year_only_when_it_is_not_this_one(time_machine: object) -> None:
    time_machine.move_to(datetime(2026, 9, 17, 2, 40, tzinfo=UTC))  # type: ignore[attr-defined]

    with translation.override("zh-hans"):
        assert dates.date_zh(date(2026, 9, 17)) == "9月17日"
        assert dates.date_zh(date(2025, 12, 1)) == "2025年12月1日"
        assert dates.datetime_zh(datetime(2026, 9, 17, 1, 5, tzinfo=UTC)) == "今天 9:05"
        assert dates.datetime_zh(datetime(2026, 9, 14, 1, 5, tzinfo=UTC)) == "9月14日 9:05"
        assert dates.weekday_zh(date(2026, 9, 17)) == "星期四"
        assert dates.span_zh(date(2026, 3, 1), date(2026, 10, 31)) == "3月至10月"
        assert dates.span_zh(date(2026, 9, 1), date(2026, 9, 5)) == "9月1日至5日"
        assert dates.span_zh(date(2025, 11, 1), date(2026, 2, 28)) == "2025年11月至2026年2月"
        assert dates.span_zh(date(2026, 9, 1), date(2026, 9, 30)) == "9月"


def test_every_state_word_has_a_shape_and_a_phrase_is_found_by_its_head() -> None:
    assert icons.mark_of("处置中").shape == "s-doing"
    assert icons.mark_of("逾期 2 天").tone == "bad"
    assert icons.mark_of("差 1 个").tone == "warn"
    assert icons.mark_of("作废").is_struck
    assert icons.mark_of("没有这个词").shape == "s-none"
    for mark in set(icons.MARK_OF_WORD.values()):
        assert "<svg" in icons.icon(mark.shape)


def test_a_missing_icon_says_where_to_list_it() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"assets\.toml"):
        icons.icon("no-such-icon")


def test_an_icon_label_is_escaped() -> None:
    assert 'aria-label="&lt;b&gt;"' in icons.icon("s-done", label="<b>")


def test_lengths_stay_inside_the_lane() -> None:
    assert charts.svg_pct(140) == "100%"
    assert charts.svg_pct(-3) == "0%"
    assert charts.svg_pct(Fraction(881, 10)) == "88.1%"
    assert charts.place_on(90, 80, 100) == 50
    assert charts.part_of(50, 80) == 40


def test_a_gap_in_a_series_is_not_drawn_as_zero() -> None:
    layout = charts.line_layout(["7月", "8月", "9月"], [{"name": "甲", "values": [80, None, 82]}])

    assert len(layout.lines[0].points) == 2
    assert layout.lines[0].segments == ()
    assert layout.rows[1] == ("8月", (None,))


def test_a_meter_without_a_value_draws_an_empty_track() -> None:
    assert "fill" not in render('<c-meter :value="None" label="未调查" />')
    assert 'width="88.1%"' in render('<c-meter :value="88.1" label="88.1%" />')
