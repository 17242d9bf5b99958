"""Which moment counts for what was done without a network."""

from datetime import UTC, datetime, timedelta

import pytest

from gongjian.engines.replay import Recorded

GIVEN, ARRIVED = datetime(2026, 11, 18, 9, tzinfo=UTC), datetime(2026, 11, 18, 19, tzinfo=UTC)
SECOND, WAIT = timedelta(seconds=1), timedelta(hours=10)
NONE = timedelta()


@pytest.mark.parametrize(
    ("by_device", "lag", "counts"),
    [
        (GIVEN, NONE, True),
        (GIVEN - SECOND, NONE, False),
        (ARRIVED, NONE, True),
        (ARRIVED + SECOND, NONE, False),
        (GIVEN - SECOND, SECOND, True),
        (GIVEN, -SECOND, False),
        (GIVEN, None, False),
    ],
)
def test_the_devices_moment_counts_between_the_giving_and_the_arrival(by_device, lag, counts):
    counted = Recorded(by_device, ARRIVED, lag).counted(GIVEN, WAIT)

    assert counted == (by_device + lag if counts else ARRIVED)


@pytest.mark.parametrize(("wait", "counts"), [(WAIT, True), (WAIT - SECOND, False)])
def test_what_waited_too_long_counts_from_its_arrival(wait, counts):
    assert Recorded(GIVEN, ARRIVED, NONE).counted(GIVEN, wait) == (GIVEN if counts else ARRIVED)


def test_a_moment_in_the_future_is_shown_as_the_arrival():
    assert Recorded(ARRIVED + SECOND, ARRIVED, None).at == ARRIVED
