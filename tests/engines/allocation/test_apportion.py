import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.allocation.apportion import apportion
from gongjian.engines.errors import EngineInputError

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


def test_equal_remainders_favour_the_earlier_weight():
    assert apportion(10, [1, 1, 1, 1]) == (3, 3, 2, 2)


def test_a_weight_of_zero_gets_nothing():
    assert apportion(7, [0, 2, 5]) == (0, 2, 5)


def test_nothing_to_share_gives_everybody_nothing():
    assert apportion(0, [3, 1]) == (0, 0)


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [-1, 2]), (1, [0, 0]), (1, [])])
def test_impossible_input_is_refused_with_a_sentence(total, weights):
    with pytest.raises(EngineInputError, match="请"):
        apportion(total, weights)


@given(total=st.integers(0, 10**9), weights=WEIGHTS)
def test_shares_add_up_and_stay_within_one_unit_of_the_quota(total, weights):
    shares = apportion(total, weights)

    assert sum(shares) == total
    assert all(abs(s * sum(weights) - total * w) < sum(weights) for s, w in zip(shares, weights, strict=True))
