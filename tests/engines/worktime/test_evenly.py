"""So many times a year: its parts, and what of them is owed, kept, missed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.worktime import dues_of, parts_of_year

YEARS, TIMES = st.integers(2000, 2100), st.integers(1, 12)


@given(year=YEARS, times=TIMES)
def test_the_parts_of_a_year_cover_it_once_and_differ_by_a_month_at_most(year, times):
    parts = parts_of_year(year, times)

    assert parts[0].first_on == date(year, 1, 1) and parts[-1].last_on == date(year, 12, 31)
    assert all(one.last_on + timedelta(days=1) == two.first_on for one, two in pairwise(parts))
    lengths = {part.last_on.month - part.first_on.month for part in parts}
    assert max(lengths) - min(lengths) <= 1


@pytest.mark.parametrize("times", [0, 13])
def test_less_than_once_or_more_than_monthly_is_refused(times):
    with pytest.raises(EngineInputError):
        parts_of_year(2026, times)


def test_a_visit_on_the_last_day_of_a_quarter_keeps_it_and_the_day_after_does_not():
    today = date(2026, 4, 1)

    kept = dues_of(4, [date(2026, 3, 31)], today, date(2026, 1, 1), None)
    late = dues_of(4, [date(2026, 4, 1)], today, date(2026, 1, 1), None)

    assert (kept.kept, kept.missed, kept.open.last_on) == (1, (), date(2026, 6, 30))
    assert [part.last_on for part in late.missed] == [date(2026, 3, 31)] and late.open is None


@pytest.mark.parametrize(
    ("begun_on", "owed"), [(date(2026, 4, 1), 3), (date(2026, 4, 2), 2), (date(2026, 12, 1), 0)]
)
def test_a_part_that_had_begun_before_the_term_is_not_owed(begun_on, owed):
    assert dues_of(4, [], date(2026, 12, 31), begun_on, None).owed == owed


def test_a_part_that_outlasts_the_term_is_not_owed():
    dues = dues_of(4, [], date(2026, 8, 1), date(2026, 1, 1), date(2026, 9, 29))

    assert dues.owed == 2 and dues.open is None


@given(times=TIMES, days=st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20))
def test_every_part_of_a_whole_year_is_kept_missed_or_open(times, days):
    dues = dues_of(times, days, date(2026, 12, 31), date(2026, 1, 1), None)

    assert dues.owed == times == dues.kept + len(dues.missed) + (dues.open is not None)
