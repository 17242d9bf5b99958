"""A matter's time: pauses add exactly their working time, extensions are decided above, reminders come once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import MatterKind, MatterState
from gongjian.apps.matters.models import Extension, Matter, Reminder
from gongjian.apps.matters.selectors.clock import clock_of, ladder_of, reached
from gongjian.apps.matters.services import reminders
from gongjian.apps.parties.models import Notice
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from tests.factories import COUNTY, STREET, make_actor
from tests.matter_factories import make_closed, make_dispatched, make_filed, make_matter


def moment(text):
    return timezone.make_aware(datetime.fromisoformat(f"2026-{text}"))


def local(value):
    return f"{timezone.localtime(value):%m-%d %H:%M}"


def due(matter):
    return local(Matter.objects.get(pk=matter.pk).due_at)


@pytest.mark.parametrize(
    ("begins", "ends", "due_at"),
    [
        ("11-18 10:00", "11-18 11:00", "11-19 10:00"),
        ("11-18 11:30", "11-18 14:30", "11-19 10:00"),
        ("11-18 12:00", "11-18 14:00", "11-19 09:00"),
        ("11-18 19:00", "11-18 23:00", "11-19 09:00"),
        ("11-20 17:00", "11-23 09:00", "11-19 09:00"),
    ],
)
def test_a_pause_moves_the_due_time_by_its_working_time(desk, begins, ends, due_at):
    matter = make_filed(desk)
    assert due(matter) == "11-19 09:00"

    with at(moment(begins)):
        services.hold(actor=desk, matter_id=matter.pk, reason="等住户到场")
    with at(moment(ends)):
        services.resume(actor=desk, matter_id=matter.pk)

    assert due(matter) == due_at


def test_a_pause_of_what_counts_by_the_clock_moves_it_by_the_clock(desk):
    matter = make_filed(desk, words="楼上着火了")

    with at(moment("11-18 09:30")):
        services.hold(actor=desk, matter_id=matter.pk, reason="消防在处置")
    with at(moment("11-18 22:00")):
        services.resume(actor=desk, matter_id=matter.pk)

    assert due(matter) == "11-18 23:30"


def test_it_goes_on_where_it_was(desk, squad):
    matter, part = make_dispatched(desk, squad[0])
    services.accept(actor=squad[1], assignment_id=part.pk)
    services.hold(actor=desk, matter_id=matter.pk, reason="等住户到场")

    with pytest.raises(Conflict, match="暂停"):
        services.act(actor=squad[1], assignment_id=part.pk, result="清了")
    services.resume(actor=desk, matter_id=matter.pk)

    matter.refresh_from_db()
    assert matter.state == MatterState.ACCEPTED
    with pytest.raises(Conflict):
        services.resume(actor=desk, matter_id=matter.pk)


def test_more_time_is_decided_above_and_never_by_who_asked(desk, squad):
    matter, part = make_dispatched(desk, squad[0])
    later = moment("11-25 18:00")

    with pytest.raises(Invalid, match="不晚于"):
        services.ask_extension(actor=squad[1], assignment_id=part.pk, due_at=matter.due_at, reason="人手不够")
    asked = services.ask_extension(actor=squad[1], assignment_id=part.pk, due_at=later, reason="人手不够")
    with pytest.raises(Conflict, match="在等答复"):
        services.ask_extension(actor=squad[1], assignment_id=part.pk, due_at=later, reason="再问")
    own_head = make_actor(Role.LEADER, COUNTY, organisation=squad[0])
    with pytest.raises(NotAllowed, match="不能自己批"):
        services.decide_extension(actor=own_head, extension_id=asked.pk, is_granted=True)
    with pytest.raises(Invalid, match="为什么不同意"):
        services.decide_extension(actor=desk, extension_id=asked.pk, is_granted=False)
    services.decide_extension(actor=desk, extension_id=asked.pk, is_granted=True)

    part.refresh_from_db()
    assert due(matter) == local(part.due_at) == "11-25 18:00"
    with pytest.raises(Conflict, match="已经答复"):
        services.decide_extension(
            actor=make_actor(Role.LEADER, STREET), extension_id=asked.pk, is_granted=True
        )


def test_what_was_asked_ends_with_the_matter(desk, squad):
    matter, part = make_dispatched(desk, squad[0])
    services.ask_extension(
        actor=squad[1], assignment_id=part.pk, due_at=moment("11-25 18:00"), reason="人手不够"
    )

    services.hand_back(actor=squad[1], assignment_id=part.pk, reason="归物业管")

    assert Extension.objects.get(matter=matter).is_granted is False


def sent(matter):
    return list(Reminder.objects.filter(matter=matter, is_sent=True).values_list("step", flat=True))


@pytest.mark.parametrize(
    ("now_is", "steps"),
    [
        ("11-18 14:59", []),
        ("11-18 15:00", ["1/2:handler"]),
        ("11-18 17:23", ["1/2:handler"]),
        ("11-18 17:24", ["1/2:handler", "4/5:desk"]),
        ("11-19 08:59", ["1/2:handler", "4/5:desk"]),
        ("11-19 09:00", ["1/2:handler", "4/5:desk", "1:above"]),
        ("11-20 17:59", ["1/2:handler", "4/5:desk", "1:above"]),
        ("11-20 18:00", ["1/2:handler", "4/5:desk", "1:above", "1d:head"]),
        ("11-26 18:00", ["1/2:handler", "4/5:desk", "1:above", "1d:head", "5d:bulletin"]),
    ],
)
def test_each_step_comes_at_its_share_of_eight_working_hours(desk, squad, now_is, steps):
    matter, _part = make_dispatched(desk, squad[0])

    reminders.send_reminders(moment(now_is))

    assert sent(matter) == steps


def test_a_new_matter_is_not_looked_at_before_its_first_step_comes():
    matter = make_matter()

    (first,) = reached(clock_of(matter, matter.remind_at), ladder_of(matter))

    assert first.key == "1/2:handler"
    assert reminders.send_reminders(matter.remind_at - timedelta(minutes=1)) == 0
    assert reminders.send_reminders(matter.remind_at) == 1


def test_a_step_is_told_once_however_often_the_worker_looks(desk, squad):
    matter, _part = make_dispatched(desk, squad[0])
    Notice.objects.all().delete()

    for minute in range(0, 50, 10):
        with at(moment(f"11-18 15:{minute:02d}")):
            reminders.send_reminders()

    assert sent(matter) == ["1/2:handler"]
    assert [notice.user_id for notice in Notice.objects.all()] == [squad[1].user_id]


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_one_tells(desk, squad, monkeypatch):
    matter, _part = make_dispatched(desk, squad[0])
    real = reminders.tell
    monkeypatch.setattr(reminders, "tell", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        reminders.send_reminders(moment("11-18 15:00"))
    assert sent(matter) == []

    monkeypatch.setattr(reminders, "tell", real)
    assert reminders.send_reminders(moment("11-18 15:00")) == 1


def test_a_pause_does_not_repeat_a_reminder_and_nobody_is_reminded_in_it(desk, squad):
    matter, _part = make_dispatched(desk, squad[0])
    reminders.send_reminders(moment("11-18 15:00"))
    with at(moment("11-18 15:00")):
        services.hold(actor=desk, matter_id=matter.pk, reason="等住户")
    assert reminders.send_reminders(moment("11-19 15:00")) == 0
    with at(moment("11-19 15:00")):
        services.resume(actor=desk, matter_id=matter.pk)

    reminders.send_reminders(moment("11-19 17:23"))
    assert sent(matter) == ["1/2:handler"]
    reminders.send_reminders(moment("11-19 17:24"))
    assert sent(matter) == ["1/2:handler", "4/5:desk"]


def test_an_extension_begins_the_ladder_anew_but_for_what_lies_behind(desk, squad):
    matter, part = make_dispatched(desk, squad[0])
    reminders.send_reminders(moment("11-19 09:00"))
    with at(moment("11-19 09:00")):
        asked = services.ask_extension(
            actor=squad[1], assignment_id=part.pk, due_at=moment("11-19 17:00"), reason="人手不够"
        )
        services.decide_extension(actor=desk, extension_id=asked.pk, is_granted=True)

    reminders.send_reminders(moment("11-19 10:00"))
    assert len(sent(matter)) == 3
    reminders.send_reminders(moment("11-19 17:00"))

    assert sent(matter)[3:] == ["4/5:desk", "1:above"]


def test_what_is_over_is_not_reminded_of(desk):
    matter = make_closed(desk).matter
    rejected = make_matter(kind=MatterKind.DISPUTE)
    services.reject_matter(actor=desk, matter_id=rejected.pk, reason="在法院审理")

    assert reminders.send_reminders(moment("12-18 09:00")) == 0
    assert Matter.objects.get(pk=matter.pk).remind_at is None


def test_a_round_goes_on_until_nobody_is_due_however_many_are(desk, monkeypatch):
    monkeypatch.setattr(reminders, "AT_A_TIME", 2)
    matters = [make_filed(desk) for _ in range(5)]
    Matter.objects.update(remind_at=moment("11-18 10:00"))

    reminders.send_reminders(moment("11-27 10:00"))

    told = Reminder.objects.values_list("matter", flat=True).distinct()
    assert set(told) == {matter.pk for matter in matters}
    assert reminders.send_reminders(moment("11-27 10:00")) == 0


def test_a_round_ends_in_time_and_the_next_goes_on_where_it_stopped(desk, monkeypatch):
    matters = [make_filed(desk) for _ in range(3)]
    monkeypatch.setattr(reminders, "ROUND_S", -1)

    rounds = [bool(reminders.send_reminders(moment("11-27 10:00"))) for _ in range(4)]

    assert rounds == [True, True, True, False]
    assert Reminder.objects.values("matter").distinct().count() == len(matters)
