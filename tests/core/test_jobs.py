"""The worker: what recurs comes by the clock, and nothing that fails ends it."""

import threading

import pytest
from django.db import OperationalError

from gongjian.core import jobs
from gongjian.core.jobs import Recurring, run_due, run_worker


@pytest.fixture(autouse=True)
def connections_stay_open(monkeypatch):
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)


def test_work_recurs_by_the_clock_however_long_the_rest_takes(monkeypatch):
    clock, ran = [1000.0], []
    monkeypatch.setattr(jobs.time, "monotonic", lambda: clock[0])

    def slow() -> None:
        clock[0] += 20

    due = [Recurring("slow", 2, slow), Recurring("minute", 60, lambda: ran.append(clock[0]))]
    for _round in range(6):
        run_due(due)

    assert ran == [1020.0, 1080.0]


@pytest.mark.parametrize("fault", [OperationalError("away"), OSError("disk"), ValueError("photo")])
def test_what_fails_leaves_the_rest_alone_and_comes_again(fault):
    ran = []

    def fail() -> None:
        ran.append("fails")
        raise fault

    due = [Recurring("fails", 0, fail), Recurring("other", 0, lambda: ran.append("other"))]
    run_due(due)
    run_due(due)

    assert ran == ["fails", "other"] * 2


def test_a_database_that_is_away_does_not_end_the_worker(monkeypatch):
    stop, tries = threading.Event(), []

    def away() -> None:
        tries.append(1)
        if len(tries) == 2:
            stop.set()
        raise OperationalError("away")

    monkeypatch.setattr(jobs, "_work_off", away)
    monkeypatch.setattr(jobs, "run_due", lambda recurring: None)
    monkeypatch.setattr(stop, "wait", lambda seconds: False)

    run_worker(stop)

    assert len(tries) == 2
