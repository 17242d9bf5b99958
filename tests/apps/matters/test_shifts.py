"""Shift hand-over: what is open is listed from the rows, the next one reads it and names what he takes."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import ShiftGroup
from gongjian.apps.matters.models import ShiftHandover, Step
from gongjian.apps.matters.selectors import open_items
from gongjian.apps.matters.selectors.shifts import to_hand_over
from gongjian.core.access import Role
from gongjian.core.audit import AuditEntry
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.open_work import list_open_work, transfer_open_work
from tests.factories import COUNTY, OTHER_STREET, STREET, make_actor, make_user
from tests.matter_factories import make_closed, make_desk, make_dispatched, make_done, make_filed, make_matter

EVENING = timezone.make_aware(datetime(2026, 11, 18, 18, 0))
MORNING = timezone.make_aware(datetime(2026, 11, 18, 8, 0))


@pytest.fixture
def other():
    return make_desk()


def hand_over(desk, other, **more):
    asked = {"started_at": MORNING, "next_ends_at": EVENING, **more}
    return services.hand_over_shift(actor=desk, place_code=STREET, taker_id=other.user_id, **asked)


def headings(until=EVENING):
    return {one.row.matter.title: one.group for one in to_hand_over(STREET, until)}


def test_each_matter_stands_under_what_presses_most(desk, squad):
    make_matter(words="楼下着火了", reporter=None)
    make_matter(words="新来的", reporter=None)
    make_filed(desk, words="受理了", reporter=None)
    make_dispatched(desk, squad[0], words="已派的", reporter=None)
    held = make_filed(desk, words="停着的", reporter=None)
    services.hold(actor=desk, matter_id=held.pk, reason="等开锁")
    make_done(desk, *squad, words="报完的", reporter=None)
    make_closed(desk, words="答了的")

    assert headings() == {
        "楼下着火了": ShiftGroup.DANGER,
        "新来的": ShiftGroup.FILE,
        "受理了": ShiftGroup.DISPATCH,
        "停着的": ShiftGroup.HELD,
        "报完的": ShiftGroup.FINISH,
        "答了的": ShiftGroup.CALL,
    }
    assert headings(EVENING + timedelta(days=1))["已派的"] == ShiftGroup.DUE


def test_a_promised_contact_comes_before_the_filing(desk, now):
    make_matter(words="要联系")

    assert headings(now + timedelta(hours=23)) == {"要联系": ShiftGroup.FILE}
    assert headings(now + timedelta(hours=24)) == {"要联系": ShiftGroup.CONTACT}


def test_it_waits_for_both_until_the_next_one_has_read_it(desk, other):
    matter = make_filed(desk, words="三栋楼道", reporter=None)
    handover = hand_over(desk, other, words="今晚有雨", notes={matter.pk: "物业八点来"})

    [item] = handover.items.all()
    assert (item.note, item.state, item.is_taken) == ("物业八点来", "filed", None)
    steps = Step.objects.count()
    assert any("接班" in row.title for row in open_items(other))
    assert any("等" in row.title and "接班" in row.title for row in open_items(desk))

    services.take_shift(actor=other, handover_id=handover.pk, taken_ids={item.pk})

    assert not any("接班" in row.title for row in [*open_items(other), *open_items(desk)])
    assert Step.objects.count() == steps
    acts = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"matters.shift_handed_over", "matters.shift_taken"} <= acts


def test_what_is_not_taken_needs_a_word(desk, other):
    make_filed(desk, reporter=None)
    handover = hand_over(desk, other)

    with pytest.raises(Invalid, match="1 件没有勾"):
        services.take_shift(actor=other, handover_id=handover.pk, taken_ids=set())
    services.take_shift(actor=other, handover_id=handover.pk, taken_ids=set(), words="已转区里办")

    assert handover.items.get().is_taken is False
    with pytest.raises(Conflict):
        services.take_shift(actor=other, handover_id=handover.pk, taken_ids=set(), words="再来")


def test_only_the_one_it_is_for_takes_it_and_only_the_giver_takes_it_back(desk, other):
    handover = hand_over(desk, other)
    with pytest.raises(Conflict):
        hand_over(desk, other)
    with pytest.raises(NotAllowed):
        services.take_shift(actor=desk, handover_id=handover.pk, taken_ids=set())
    with pytest.raises(NotAllowed):
        services.withdraw_shift(actor=other, handover_id=handover.pk, reason="请假")

    services.withdraw_shift(actor=desk, handover_id=handover.pk, reason="对方请假")

    assert open_items(other) == []
    hand_over(desk, other)
    assert ShiftHandover.objects.count() == 2


@pytest.mark.parametrize(("started", "ends"), [(MORNING, MORNING), (EVENING, EVENING + timedelta(hours=1))])
def test_shifts_are_in_order_of_time(desk, other, started, ends):
    with pytest.raises(Invalid):
        hand_over(desk, other, started_at=started, next_ends_at=ends)


def test_it_is_given_to_somebody_of_the_desk_by_somebody_of_the_desk(desk, other, squad):
    for taker in (desk, squad[1], make_desk(OTHER_STREET)):
        with pytest.raises(Invalid):
            hand_over(desk, taker)
    with pytest.raises(NotAllowed):
        hand_over(make_actor(Role.WORKER, STREET), other)


def test_a_stand_in_gets_the_shift_that_waits(desk, other):
    handover, third = hand_over(desk, other), make_desk()

    assert [item.kind for item in list_open_work(other.user_id)] == ["交接班"]
    assert transfer_open_work(make_desk(COUNTY), other.user_id, third.user_id) == 1

    handover.refresh_from_db()
    assert handover.taker_id == third.user_id
    assert list_open_work(other.user_id) == []


def test_parts_of_a_unit_are_owed_by_the_only_one_who_acts_for_it(desk, squad):
    _matter, part = make_dispatched(desk, squad[0], words="路灯坏了")
    assert [item.id for item in list_open_work(squad[1].user_id)] == [part.pk]

    make_actor(Role.DEPARTMENT, COUNTY, organisation=squad[0])

    assert list_open_work(squad[1].user_id) == []


def test_the_pages_carry_a_shift_from_one_to_the_next(desk, sign_in):
    giver, taker = make_user(Role.OFFICE, STREET), make_user(Role.OFFICE, STREET)
    matter = make_filed(desk, words="三栋楼道堆纸箱", reporter=None)
    client = sign_in(giver)

    page = client.get("/matters/shifts/add/").content.decode()
    assert "三栋楼道堆纸箱" in page and taker.full_name in page
    sent = {"taker_id": taker.pk, "started_at": "2026-11-18T08:00", f"note-{matter.pk}": "物业八点来"}
    refused = client.post("/matters/shifts/add/", {**sent, "next_ends_at": "2026-11-18T07:00"})
    assert refused.status_code == 422 and "物业八点来" in refused.content.decode()
    made = client.post("/matters/shifts/add/", {**sent, "next_ends_at": "2026-11-18T18:00"})
    handover = ShiftHandover.objects.get()
    assert made.url == f"/matters/shifts/{handover.pk}/"
    assert "收回重交" in client.get(made.url).content.decode()

    client = sign_in(taker)
    assert "看过了，接班" in client.get(made.url).content.decode()
    assert client.post(made.url, {}).status_code == 422
    assert client.post(made.url, {"taken": [handover.items.get().pk]}).status_code == 302
    assert "接下了" in client.get(made.url).content.decode()
    assert taker.full_name in client.get("/matters/shifts/").content.decode()
