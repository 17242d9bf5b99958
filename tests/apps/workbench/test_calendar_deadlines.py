"""Deadlines in a person's own calendar: whole days, the same entry when the day moves, nothing of residents."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from gongjian.apps.workbench.choices import Desk
from gongjian.apps.workbench.selectors import deadlines
from gongjian.apps.workbench.selectors.boards import Job
from gongjian.core.access import Actor

SOMEBODY = Actor(user_id=1, name="王小共")
FIRST, LAST = date(2026, 11, 1), date(2026, 12, 31)


def job(desk=Desk.TASKS, url="/tasks/1/", on=date(2026, 11, 30), title="清理楼道"):
    due_at = timezone.make_aware(datetime(on.year, on.month, on.day, 18))
    return Job(
        desk=desk, title=title, source="冬春行动", url=url, verb="填报", status="进行中", due_at=due_at
    )


def listed(monkeypatch, *jobs):
    monkeypatch.setattr(deadlines, "list_jobs", lambda actor: list(jobs))
    return deadlines.list_deadlines(SOMEBODY, FIRST, LAST)


def test_a_deadline_is_a_whole_day_with_its_page(monkeypatch):
    (event,) = listed(monkeypatch, job())

    assert (event.on, event.starts_at, event.url) == (date(2026, 11, 30), None, "/tasks/1/")
    assert (event.title, event.note) == ("到期：清理楼道", "冬春行动")


def test_an_extended_deadline_is_the_same_entry_on_another_day(monkeypatch):
    (before,) = listed(monkeypatch, job())
    (after,) = listed(monkeypatch, job(on=date(2026, 12, 7)))

    assert before.uid == after.uid and after.on - before.on == timedelta(days=7)


def test_work_of_residents_says_what_is_due_and_nothing_of_them(monkeypatch):
    for desk in (Desk.MATTERS, Desk.AID):
        (event,) = listed(monkeypatch, job(desk, title="江大山家漏水"))

        assert "江大山" not in f"{event.title}{event.note}{event.where}"
        assert event.title == f"到期：填报（{desk.label}）"


def test_what_has_no_day_or_lies_outside_is_left_out(monkeypatch):
    undated = Job(desk=Desk.TASKS, title="签", source="", url="/a/", verb="签", status="待签收")

    assert listed(monkeypatch, undated, job(on=date(2027, 1, 1)), job(on=date(2026, 10, 31))) == []
