"""Turns go round; a skipped one is gone, an exchanged one comes back once."""

from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.roster import Turn, next_turn


def run(order: list[int], rounds: int, turns: list[Turn] | None = None) -> list[int | None]:
    taken = list(turns or [])
    for _ in range(rounds):
        turn = next_turn(order, taken)
        assert turn is not None
        taken.append(turn)
    return [turn.by for turn in taken]


def test_nobody_chairs_where_nobody_is_in_the_order() -> None:
    assert next_turn([], [Turn(1, 1)]) is None


def test_an_exchange_is_given_back_once() -> None:
    assert run([1, 2, 3], 5, [Turn(1, 3)]) == [3, 2, 1, 1, 2, 3]


def test_two_exchanges_are_both_given_back() -> None:
    assert run([1, 2, 3, 4], 4, [Turn(1, 3), Turn(2, 4)]) == [3, 4, 1, 2, 1, 2]


def test_who_left_is_passed_over_and_nothing_is_owed_to_him() -> None:
    assert next_turn([1, 3], [Turn(1, 1), Turn(2, 3)]) == Turn(3, 3)


def test_one_who_joins_comes_at_his_place() -> None:
    assert next_turn([1, 2, 3, 4], [Turn(1, 1), Turn(2, 2), Turn(3, 3)]) == Turn(4, 4)


@given(st.integers(1, 8), st.integers(1, 4))
def test_everybody_chairs_as_often_as_the_others(members: int, rounds: int) -> None:
    order = list(range(members))

    assert run(order, members * rounds) == order * rounds
