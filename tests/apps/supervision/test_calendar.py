from datetime import date, time

import pytest

from gongjian.apps.supervision import services
from gongjian.apps.supervision.choices import ActivityKind, OccurrenceStatus, Repeat
from gongjian.apps.supervision.models import Occurrence
from gongjian.apps.supervision.selectors import open_items
from gongjian.apps.supervision.selectors.calendar import list_slots
from gongjian.core.access import Role
from gongjian.core.errors import Invalid, NotAllowed, NotFound
from tests.apps.supervision.builders import WEDNESDAY, make_activity, make_plan
from tests.factories import OTHER_COUNTY, STREET, make_actor, make_user

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def plan(office):
    return make_plan(office)


@pytest.fixture
def meeting(office, plan):
    return make_activity(
        office,
        plan,
        kind=ActivityKind.MEETING,
        title="例会",
        repeat=Repeat.WEEKLY,
        weekday=3,
        starts_at=time(9),
        role=Role.OFFICE,
    )


def days_of(actor, first, last):
    return [
        (slot.activity.title, slot.on.day, slot.kind) for slot in list_slots(actor, first, last, WEDNESDAY)
    ]


def test_the_calendar_gives_days_without_rows_and_marks_what_was_missed(office, plan, meeting):
    assert days_of(office, date(2026, 11, 16), date(2026, 11, 30)) == [
        ("例会", 19, "逾期"),
        ("例会", 26, "未开始"),
    ]
    assert not Occurrence.objects.exists()


def test_a_time_moved_into_another_week_is_shown_there_and_no_longer_on_its_day(office, meeting):
    services.record_occurrence(
        actor=office,
        activity_id=meeting.pk,
        planned_on=THURSDAY,
        status=OccurrenceStatus.MOVED,
        on=date(2026, 12, 1),
        note="会场占用",
    )

    assert days_of(office, date(2026, 11, 23), date(2026, 11, 29)) == []
    assert [day for _title, day, _kind in days_of(office, date(2026, 11, 30), date(2026, 12, 6))] == [1, 3]


@pytest.mark.parametrize(
    ("status", "on", "note", "words"),
    [
        (OccurrenceStatus.HELD, None, "", "还没到"),
        (OccurrenceStatus.CANCELLED, None, " ", "原因"),
        (OccurrenceStatus.MOVED, THURSDAY, "有事", "和原来一样"),
    ],
)
def test_what_can_not_be_is_refused_with_a_sentence(office, meeting, status, on, note, words):
    with pytest.raises(Invalid, match=words):
        services.record_occurrence(
            actor=office, activity_id=meeting.pk, planned_on=THURSDAY, status=status, on=on, note=note
        )


def test_a_day_that_the_rule_does_not_name_is_refused(office, meeting):
    with pytest.raises(Invalid, match="没有安排"):
        services.record_occurrence(
            actor=office, activity_id=meeting.pk, planned_on=WEDNESDAY, status=OccurrenceStatus.HELD
        )


def test_who_is_to_do_it_records_it_and_others_do_not(office, plan, inspector, leader):
    visit = make_activity(office, plan)

    with pytest.raises(NotAllowed):
        services.record_occurrence(
            actor=leader, activity_id=visit.pk, planned_on=WEDNESDAY, status=OccurrenceStatus.HELD
        )
    services.record_occurrence(
        actor=inspector, activity_id=visit.pk, planned_on=WEDNESDAY, status=OccurrenceStatus.HELD
    )
    with pytest.raises(NotFound):
        services.record_occurrence(
            actor=make_actor(Role.OFFICE, OTHER_COUNTY),
            activity_id=visit.pk,
            planned_on=WEDNESDAY,
            status=OccurrenceStatus.HELD,
        )


def test_the_workbench_lists_todays_and_missed_ones_for_whose_they_are(office, plan, inspector):
    make_activity(office, plan)

    titles = [(item.title, item.status) for item in open_items(inspector)]

    assert titles.count(("到场", "逾期")) == 5 and ("到场", "进行中") in titles
    assert open_items(office) == []


def test_a_note_on_the_spot_counts_as_the_days_visit(office, plan, inspector):
    make_activity(office, plan)

    services.write_note(actor=inspector, place_code=STREET, text="楼道见底。", is_problem=False)

    [row] = Occurrence.objects.all()
    assert (row.status, row.on) == ("held", WEDNESDAY)


def test_an_activity_without_anybody_for_it_is_refused(office, plan):
    with pytest.raises(Invalid, match="由谁办"):
        make_activity(office, plan, role="")


def test_a_plan_is_not_shared_downwards(office, plan, street):
    make_activity(office, plan)

    assert list_slots(street, WEDNESDAY, WEDNESDAY, WEDNESDAY) == []


def test_pages_show_week_month_and_a_calendar_file(sign_in, office, meeting):
    client = sign_in(make_user(Role.OFFICE))

    week = client.get("/supervision/calendar/?on=2026-11-26").content.decode()
    month = client.get("/supervision/calendar/?view=month&on=2026-11-26").content.decode()
    file = client.get("/supervision/calendar/file.ics")

    assert "例会" in week and "11月30日" in month and "近两周漏了" in week
    assert file["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20261126T010000Z" in file.content.decode()


def test_a_bad_activity_keeps_what_was_typed(sign_in, office, plan):
    client = sign_in(make_user(Role.OFFICE))

    page = client.post(
        f"/supervision/plans/{plan.pk}/",
        {"kind": "meeting", "title": "周四碰头会", "repeat": "weekly", "shift": "next", "role": "office"},
    )

    assert page.status_code == 422
    assert "周四碰头会" in page.content.decode() and "星期几" in page.content.decode()
