"""Two ledgers: sums from entries alone, reversal exact, expiry and spending by lots, points by the rules."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.errors import EngineInputError
from gongjian.engines.ledger import (
    Basis,
    Entry,
    Event,
    Kind,
    PointRule,
    Weight,
    balance,
    check_spend,
    due_to_expire,
    open_lots,
    pledge_score,
    points_of,
    reversal_of,
    share_done,
)

DAY = date(2026, 1, 1)
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["earn", "spend", "expire", "reverse"]), st.integers(1, 30), st.integers(0, 40)
    ),
    max_size=40,
)


def lived(moves: list[tuple[str, int, int]]) -> list[Entry]:
    """Live through an account as the product does: what the rules refuse is not entered."""
    entries: list[Entry] = []
    for key, (move, amount, later) in enumerate(moves, start=1):
        day = DAY + timedelta(days=key)
        if move == "earn":
            lasts = None if later % 3 == 0 else day + timedelta(days=later)
            entries.append(Entry(key, Kind.EARN, amount, day, lasts))
        elif move == "expire":
            if due := due_to_expire(entries, day):
                entries.append(Entry(key, Kind.EXPIRE, -due, day))
        elif move == "spend":
            try:
                check_spend(entries, amount, day)
            except EngineInputError:
                continue
            entries.append(Entry(key, Kind.SPEND, -amount, day))
        elif entries:
            target = entries[later % len(entries)]
            try:
                entries.append(reversal_of(target, key, day, entries))
            except EngineInputError:
                continue
    return entries


@given(MOVES)
def test_what_is_left_of_the_lots_is_the_balance(moves: list[tuple[str, int, int]]) -> None:
    entries = lived(moves)

    assert sum(lot.left for lot in open_lots(entries)) == max(0, balance(entries))


@given(MOVES)
def test_a_reversal_takes_back_exactly_and_once(moves: list[tuple[str, int, int]]) -> None:
    entries = lived(moves)
    open_ones = {entry.key for entry in entries if entry.kind != Kind.REVERSE} - {
        entry.reverses for entry in entries
    }
    for entry in [one for one in entries if one.key in open_ones]:
        back = reversal_of(entry, 10_000, DAY, entries)
        assert balance([*entries, back]) == balance(entries) - entry.amount
        with pytest.raises(EngineInputError):
            reversal_of(entry, 10_001, DAY, [*entries, back])


@given(MOVES)
def test_all_reversed_is_nothing(moves: list[tuple[str, int, int]]) -> None:
    entries = lived(moves)
    known = list(entries)
    for entry in entries:
        if entry.kind != Kind.REVERSE and all(other.reverses != entry.key for other in known):
            known.append(reversal_of(entry, 1000 + len(known), DAY, known))

    assert balance(known) == 0 and open_lots(known) == []


@given(MOVES, st.integers(0, 90))
def test_expiry_never_takes_more_than_there_is(moves: list[tuple[str, int, int]], later: int) -> None:
    entries, day = lived(moves), DAY + timedelta(days=later)
    due = due_to_expire(entries, day)
    after = [*entries, Entry(999, Kind.EXPIRE, -due, day)] if due else entries

    assert 0 <= due <= max(0, balance(entries))
    assert due_to_expire(after, day) == 0


def test_a_lot_holds_on_its_last_day_and_not_after() -> None:
    entries = [Entry(1, Kind.EARN, 10, DAY, DAY + timedelta(days=5))]

    assert due_to_expire(entries, DAY + timedelta(days=5)) == 0
    assert due_to_expire(entries, DAY + timedelta(days=6)) == 10


@pytest.mark.parametrize(("amount", "is_refused"), [(9, False), (10, False), (11, True), (0, True)])
def test_only_what_there_is_can_be_spent(amount: int, is_refused: bool) -> None:
    entries = [Entry(1, Kind.EARN, 10, DAY)]
    if is_refused:
        with pytest.raises(EngineInputError):
            check_spend(entries, amount, DAY)
    else:
        check_spend(entries, amount, DAY)


def test_nothing_is_spent_from_below_nothing() -> None:
    earned = Entry(1, Kind.EARN, 10, DAY)
    entries = [earned, Entry(2, Kind.SPEND, -8, DAY), reversal_of(earned, 3, DAY)]

    assert balance(entries) == -8
    with pytest.raises(EngineInputError, match="只有 0 分"):
        check_spend([*entries, Entry(4, Kind.EARN, 8, DAY)], 1, DAY)
    check_spend([*entries, Entry(4, Kind.EARN, 9, DAY)], 1, DAY)


@pytest.mark.parametrize(("minutes", "hours"), [(59, 0), (60, 1), (119, 1), (120, 2)])
def test_hours_count_whole(minutes: int, hours: int) -> None:
    rules = [PointRule(Basis.HOUR, 3)]

    assert points_of(Event("hall", 1, minutes), rules).get(Basis.HOUR, 0) == 3 * hours


@pytest.mark.parametrize(("rating", "points"), [(None, 0), (3, 0), (4, 5), (5, 5)])
def test_a_rating_counts_from_its_least(rating: int | None, points: int) -> None:
    rules = [PointRule(Basis.RATING, 5, least=4)]

    assert sum(points_of(Event("hall", 1, 0, rating), rules).values()) == points


def test_a_rule_of_the_category_goes_first() -> None:
    rules = [PointRule(Basis.QUANTITY, 1), PointRule(Basis.QUANTITY, 2, Fraction(10), "money")]

    assert points_of(Event("money", 25), rules) == {Basis.QUANTITY: 4}
    assert points_of(Event("hall", 25), rules) == {Basis.QUANTITY: 25}


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 40)), min_size=1, max_size=8))
def test_more_than_pledged_never_makes_up_for_less(lines: list[tuple[int, int]]) -> None:
    assert 0 <= share_done(lines) <= 1
    assert (share_done(lines) == 1) == all(delivered >= pledged for pledged, delivered in lines)


def test_who_has_not_reviewed_neither_adds_nor_takes_away() -> None:
    half = Fraction(1, 2)

    assert pledge_score(half, 60, [Weight(20, None), Weight(20, None)]) == 50
    assert pledge_score(half, 60, [Weight(20, Fraction(5)), Weight(20, None)]) == Fraction(125, 2)
    assert pledge_score(half, 60, [Weight(20, Fraction(5)), Weight(20, Fraction(5))]) == 70
