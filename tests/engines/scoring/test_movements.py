"""What an inspector can't have done: places at once, speeds, sheets in no time."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from gongjian.engines.scoring.fairness import (
    Bounds,
    Oddity,
    Position,
    Shot,
    Stay,
    find_oddities,
    metres_between,
)

DAY = date(2026, 9, 17)
NINE = datetime(2026, 9, 17, 9, 0, tzinfo=UTC)
BOUNDS = Bounds(most_km_h=Decimal(120), least_s=Decimal(5), far_m=1000, error_m=100)
HERE = Position(Decimal("30.500000"), Decimal("105.600000"))


def stay(key: str, begin: int, end: int, place: str = "", inspector: str = "甲", **more) -> Stay:
    """A sheet open from minute `begin` to minute `end` after nine."""
    return Stay(
        key,
        inspector,
        place or key,
        more.pop("items", 10),
        DAY,
        NINE + timedelta(minutes=begin),
        NINE + timedelta(minutes=end),
        **more,
    )


def north(metres: float) -> Position:
    return Position(HERE.latitude + Decimal(metres / 111194.927), HERE.longitude)


def kinds(*stays: Stay, **places: Position) -> list[Oddity]:
    return [flag.oddity for flag in find_oddities(stays, BOUNDS, places=places)]


def test_two_places_at_once():
    assert kinds(stay("1", 0, 30), stay("2", 29, 60)) == [Oddity.TOGETHER]
    assert kinds(stay("1", 0, 30), stay("2", 30, 60)) == []
    assert kinds(stay("1", 0, 30), stay("2", 29, 60, inspector="乙")) == []
    assert kinds(stay("1", 0, 30), stay("2", 29, 60, place="1")) == []


def test_a_long_sheet_is_held_against_each_of_those_within_it():
    flags = find_oddities([stay("长", 0, 100), stay("1", 10, 20), stay("2", 30, 40)], BOUNDS)

    assert [(flag.keys, flag.measured) for flag in flags] == [(("长", "1"), 10), (("长", "2"), 10)]


@pytest.mark.parametrize(
    ("metres", "found"), [(10_190, []), (10_210, [Oddity.TOO_FAST])], ids=["just possible", "too fast"]
)
def test_ten_kilometres_in_five_minutes_with_errors_allowed_for(metres, found):
    first = stay("1", 0, 10, shots=(Shot(NINE + timedelta(minutes=9), HERE),))
    second = stay("2", 13, 30, shots=(Shot(NINE + timedelta(minutes=14), north(metres)),))

    assert kinds(first, second) == found


def test_photos_without_a_position_or_sheets_without_times_accuse_nobody():
    bare = Stay("1", "甲", "1", 10, DAY)
    assert kinds(bare, Stay("2", "甲", "2", 10, DAY, shots=(Shot(NINE),))) == []


@pytest.mark.parametrize(("items", "found"), [(12, []), (13, [Oddity.TOO_SHORT])])
def test_a_minute_is_enough_for_twelve_items_and_not_for_thirteen(items, found):
    assert kinds(stay("1", 0, 1, items=items)) == found


@pytest.mark.parametrize(("metres", "found"), [(1099, []), (1101, [Oddity.FAR_OFF])])
def test_a_photo_far_from_its_place(metres, found):
    shot = Shot(NINE + timedelta(minutes=1), north(metres))
    assert kinds(stay("c", 0, 30, shots=(shot,)), c=HERE) == found


def test_a_photo_of_another_day():
    assert kinds(stay("1", 0, 30, shots=(Shot(NINE - timedelta(days=3)),))) == [Oddity.WRONG_DAY]


def test_distance_is_symmetric_and_nothing_to_itself():
    there = Position(Decimal("31.2"), Decimal("121.5"))
    assert metres_between(HERE, HERE) == 0
    assert metres_between(HERE, there) == pytest.approx(metres_between(there, HERE))
