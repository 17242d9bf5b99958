from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongjian.apps.parties.models import Notice
from gongjian.apps.supervision import services
from gongjian.apps.supervision.models import Matter, MatterEntry, Note
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure
from tests.apps.supervision.builders import WEDNESDAY, make_matter, moment
from tests.factories import CITY, COUNTY, OTHER_COUNTY, STREET, make_actor, make_organisation, make_user

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 2)
YEAR = Period.year(2026)


def value(key):
    figure = read_figure(f"supervision.{key}", place_code=COUNTY, period=YEAR)
    return figure.value


def test_a_matter_is_numbered_dated_by_the_rule_and_told_to_its_handler(office, street):
    first, second = make_matter(office), make_matter(office)

    assert (first.number_text, second.number) == ("督办〔2026〕1号", 2)
    assert first.due_on == date(2026, 12, 9)  # ten working days
    assert (first.issuer_place_code, first.place_code) == (COUNTY, STREET)
    assert Notice.objects.filter(user_id=street.user_id, sentence__contains="督办〔2026〕1号").exists()


def test_only_its_handler_reports_and_only_its_issuer_closes(office, street):
    matter = make_matter(office, due_on=DUE)

    with pytest.raises(NotAllowed):
        services.report_progress(actor=office, matter_id=matter.pk, text="办完了", is_done=True)
    services.report_progress(actor=street, matter_id=matter.pk, text="办完了", is_done=True)
    with pytest.raises(NotAllowed):
        services.check_matter(actor=street, matter_id=matter.pk, is_closed=True)
    closed = services.check_matter(actor=office, matter_id=matter.pk, is_closed=True)

    assert (closed.status, closed.closed_on) == ("closed", WEDNESDAY)
    assert [entry.kind for entry in closed.entries.all()] == ["opened", "applied", "closed"]


def test_what_is_sent_back_is_open_again_and_needs_a_reason(office, street):
    matter = make_matter(office, due_on=DUE)
    services.report_progress(actor=street, matter_id=matter.pk, text="办完了", is_done=True)

    with pytest.raises(Invalid, match="退回的原因"):
        services.check_matter(actor=office, matter_id=matter.pk, is_closed=False)
    back = services.check_matter(actor=office, matter_id=matter.pk, is_closed=False, text="照片不清楚")

    assert (back.status, back.applied_on) == ("open", None)


def test_another_countys_office_finds_nothing(office):
    matter = make_matter(office)

    with pytest.raises(NotFound):
        services.void_matter(actor=make_actor(Role.OFFICE, OTHER_COUNTY), matter_id=matter.pk, reason="错")


def test_a_unit_handles_its_own(office):
    unit = make_organisation(COUNTY, "区城管局")
    contact = make_actor(Role.DEPARTMENT, COUNTY, organisation=unit)
    matter = make_matter(office, place_code=COUNTY, organisation_id=unit.pk)

    services.report_progress(actor=contact, matter_id=matter.pk, text="已到场")

    assert matter.entries.count() == 2


def test_an_extension_is_asked_with_a_reason_and_counts_only_when_granted(office, street):
    matter = make_matter(office, due_on=DUE)
    later = DUE + timedelta(days=7)

    with pytest.raises(Invalid, match="不比现在的晚"):
        services.ask_extension(actor=street, matter_id=matter.pk, due_on=DUE, reason="等配件")
    services.ask_extension(actor=street, matter_id=matter.pk, due_on=later, reason="等配件")
    assert Matter.objects.get().due_on == DUE
    services.answer_extension(actor=office, matter_id=matter.pk, is_granted=True)

    matter.refresh_from_db()
    assert (matter.due_on, matter.first_due_on, matter.asked_due_on) == (later, DUE, None)


def test_a_pause_moves_the_day_by_its_working_days(office):
    matter = make_matter(office, due_on=DUE)
    services.pause_matter(actor=office, matter_id=matter.pk, reason="等审批")

    with at(moment(date(2026, 11, 30))):  # Thursday, Friday and Monday were worked
        assert services.send_reminders() == 0
        resumed = services.resume_matter(actor=office, matter_id=matter.pk)

    assert resumed.due_on == date(2026, 12, 7)
    with pytest.raises(Conflict):
        services.resume_matter(actor=office, matter_id=matter.pk)


def reminded(matter):
    return list(MatterEntry.objects.filter(matter=matter, kind="reminded").values_list("step", flat=True))


@pytest.mark.parametrize(
    ("day", "steps"),
    [
        (date(2026, 11, 27), []),
        (date(2026, 11, 30), ["-2:handler"]),
        (date(2026, 12, 2), ["0:head"]),
        (date(2026, 12, 4), ["0:head"]),
        (date(2026, 12, 7), ["0:head", "3:above"]),
        (date(2026, 12, 11), ["0:head", "3:above", "7:bulletin"]),
    ],
)
def test_reminders_climb_step_by_step_and_come_once(office, street, day, steps):
    matter = make_matter(office, due_on=DUE)

    with at(moment(day)):
        assert services.send_reminders() == len(steps)
        assert services.send_reminders() == 0

    assert reminded(matter) == steps


def test_each_step_tells_its_own_people(office, leader, street):
    street_leader = make_user(Role.LEADER, STREET)
    make_matter(office, due_on=DUE)
    told = {}
    for day in (date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 7)):
        before = set(Notice.objects.values_list("pk", flat=True))
        with at(moment(day)):
            services.send_reminders()
        told[day.day] = set(Notice.objects.exclude(pk__in=before).values_list("user_id", flat=True))

    assert told[30] == {street.user_id}
    assert told[2] == {street_leader.pk}
    assert told[7] == {office.user_id, leader.user_id}


def test_an_extension_starts_the_ladder_again(office, street):
    matter = make_matter(office, due_on=DUE)
    with at(moment(DUE)):
        services.send_reminders()
        services.ask_extension(actor=street, matter_id=matter.pk, due_on=date(2026, 12, 16), reason="等配件")
        services.answer_extension(actor=office, matter_id=matter.pk, is_granted=True)
    with at(moment(date(2026, 12, 14))):
        services.send_reminders()

    assert reminded(matter) == ["0:head", "-2:handler"]


def test_figures_tell_opened_closed_in_time_and_overdue(office, street):
    matters = [make_matter(office, due_on=WEDNESDAY) for _ in range(3)]
    for matter in matters[:2]:
        services.report_progress(actor=street, matter_id=matter.pk, text="办完了", is_done=True)
    with at(moment(date(2026, 11, 27))):
        services.check_matter(actor=office, matter_id=matters[0].pk, is_closed=True)
        services.check_matter(actor=office, matter_id=matters[1].pk, is_closed=False, text="再办")
        services.report_progress(actor=street, matter_id=matters[1].pk, text="办完了", is_done=True)
        services.check_matter(actor=office, matter_id=matters[1].pk, is_closed=True)

        assert value("matters_opened") == 3
        assert value("matters_closed") == 2
        assert value("matters_in_time") == Fraction(50)
        assert value("matters_overdue") == 1
        assert value("matters_open") == 1
    assert value("matters_overdue") == 0  # the due day itself is not overdue


def test_nothing_opened_is_missing_and_not_zero():
    assert value("matters_opened") is None


def test_a_problem_becomes_a_matter_with_one_press(sign_in, inspector, street):
    note = services.write_note(
        actor=inspector, place_code=STREET, text="门口堆物，占了通道。", is_problem=True, spot="3 号楼"
    )
    client = sign_in(make_user(Role.INSPECTOR))

    client.post(f"/supervision/notes/{note.pk}/matter/")

    matter = Matter.objects.get()
    assert (matter.note, matter.title, matter.origin) == (note, "门口堆物，占了通道", "note")
    assert client.post(f"/supervision/notes/{note.pk}/matter/").status_code == 409


def test_a_note_with_a_photo_is_written_by_a_plain_form(sign_in):
    import random

    from gongjian.cli.demo.inspection import drawn_photo

    client = sign_in(make_user(Role.INSPECTOR))
    photo = SimpleUploadedFile("a.jpg", drawn_photo("x", random.Random(1)), "image/jpeg")
    sent = {
        "place": "南津路街道",
        "kind": "problem",
        "text": "灯不亮",
        "seen_on": "2026-11-25",
        "photos": photo,
    }

    answer = client.post("/supervision/notes/add/", sent)

    note = Note.objects.get()
    assert answer.status_code == 302 and note.photos.count() == 1
    assert (note.place_code, note.is_problem) == (STREET, True)


@pytest.mark.parametrize(
    ("place", "words"), [("没有的街道", "没有找到"), ("地方不明", "没有找到"), ("510904", "没有代码")]
)
def test_a_note_for_a_place_nobody_knows_keeps_what_was_typed(sign_in, place, words):
    client = sign_in(make_user(Role.INSPECTOR))

    page = client.post(
        "/supervision/notes/add/", {"place": place, "kind": "good", "text": "好", "seen_on": "2026-11-25"}
    )

    assert page.status_code == 422
    assert words in page.content.decode() and place in page.content.decode()
    assert not Note.objects.exists()


def test_a_refused_progress_comes_back_on_the_page(sign_in, office, street_user):
    matter = make_matter(office)

    page = sign_in(street_user).post(f"/supervision/matters/{matter.pk}/progress/", {"text": "  "})

    assert page.status_code == 422
    assert "没有写进展" in page.content.decode()


def test_the_list_counts_what_is_late(sign_in, office, django_assert_max_num_queries):
    for _ in range(3):
        make_matter(office, due_on=WEDNESDAY)
    with at(moment(date(2026, 11, 26), 19)):
        client = sign_in(make_user(Role.OFFICE))
        client.get("/supervision/matters/")
        with django_assert_max_num_queries(12):
            page = client.get("/supervision/matters/?state=late").content.decode()

    assert "3 件逾期" in page and "逾期 1 个工作日" in page


def test_the_city_opens_a_matter_of_its_own_number_series(office):
    make_matter(office)

    assert make_matter(make_actor(Role.OFFICE, CITY)).number == 1
