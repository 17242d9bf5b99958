from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.quoting import Kind, measure_change

VALUES = st.fractions(-1000, 1000, max_denominator=1000)


@pytest.mark.parametrize(
    ("now", "base", "kind", "by", "percent"),
    [
        ("33", "30.74", Kind.RATE, "2.26", None),
        ("149500", "122540.9836", Kind.AMOUNT, "26959.0164", "22.0000"),
        ("6", "0", Kind.AMOUNT, "6", None),
        ("0", "6", Kind.AMOUNT, "-6", "-100"),
        ("5", "5", Kind.AMOUNT, "0", "0"),
        ("88.5", "91.5", Kind.MEAN, "-3", None),
    ],
)
def test_rates_move_by_points_amounts_by_per_cent_and_zero_has_no_per_cent(now, base, kind, by, percent):
    change = measure_change(Fraction(now), Fraction(base), kind)

    assert change.by == Fraction(by)
    assert percent is None if change.percent is None else round(change.percent, 4) == Fraction(percent)


@given(VALUES, VALUES.filter(bool))
def test_the_base_and_its_per_cent_give_the_value_back_exactly(now, base):
    change = measure_change(now, base, Kind.AMOUNT)

    assert base + abs(base) * change.percent / 100 == now
    assert (change.percent > 0) == (now > base)
