"""The yearly tea party: seats, the report, and each unit's opinion followed to its end and into the next year."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gongjian.apps.cobuilding.choices.pairings import OpinionOutcome, OpinionStatus
from gongjian.apps.cobuilding.models import OpinionStep, Pairing, TeaParty, TeaPartySeat
from gongjian.apps.cobuilding.selectors import pairings as reads
from gongjian.apps.cobuilding.services import pairings as services
from gongjian.apps.parties.models import Notice, User
from gongjian.core import calendars
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure
from gongjian.core.workdays import add_workdays
from tests.apps.cobuilding.pairings.builders import (
    COMMUNITY,
    TODAY,
    make_opinion,
    make_pairing,
    make_party,
    moment,
    visit,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ANSWER = "已经和交警划了通道，贴了标识"


@pytest.fixture
def party(worker, hospital):
    make_pairing(worker, hospital)
    return make_party(worker)


@pytest.fixture
def opinion(worker, party, hospital):
    return make_opinion(worker, party, hospital)


def assign(actor, opinion, **fields):
    return services.assign_opinion(actor=actor, opinion_id=opinion.pk, owner_id=actor.user_id, **fields)


def answer(actor, opinion, outcome=OpinionOutcome.DONE, **fields):
    return services.answer_opinion(
        actor=actor, opinion_id=opinion.pk, outcome=outcome, answer=ANSWER, **fields
    )


def fresh(user):
    return User.objects.get(pk=user.pk).as_actor()


def test_paired_units_have_their_seats_at_once_and_see_their_own_alone(party, liaison, outsider, hospital):
    assert [seat.organisation for seat in party.seats.all()] == [hospital]
    assert list(TeaParty.objects.visible_to(liaison)) == [party]
    with pytest.raises(NotFound):
        reads.get_party(outsider, party.pk)


def test_a_year_has_one_tea_party_held_in_it_or_the_next(worker, party):
    with pytest.raises(Conflict, match="已经有了"):
        make_party(worker)
    with pytest.raises(Invalid, match="当年或第二年"):
        make_party(worker, 2020)


def test_it_is_held_once_its_day_has_come_and_all_attendance_is_noted(worker, party):
    seat = TeaPartySeat.objects.get()
    with pytest.raises(Invalid, match="1 个单位"):
        services.hold_party(actor=worker, tea_party_id=party.pk)
    with pytest.raises(Invalid, match="来的是谁"):
        services.note_attendance(actor=worker, seat_id=seat.pk, came=True, delegates="")

    services.note_attendance(actor=worker, seat_id=seat.pk, came=True, delegates="办公室主任")
    services.hold_party(actor=worker, tea_party_id=party.pk)

    assert TeaParty.objects.get().status == "held"


def test_a_unit_names_who_comes_and_does_not_note_that_it_came(party, liaison):
    seat = TeaPartySeat.objects.get()

    services.note_attendance(actor=liaison, seat_id=seat.pk, came=None, delegates="院办主任")

    with pytest.raises(NotAllowed):
        services.note_attendance(actor=liaison, seat_id=seat.pk, came=True, delegates="院办主任")


def test_a_unit_writes_its_own_opinion_and_nobody_elses(party, liaison, outsider, hospital):
    assert make_opinion(liaison, party, hospital).status == OpinionStatus.RECORDED
    with pytest.raises(NotFound):
        make_opinion(outsider, party, hospital)


def test_an_opinion_is_answered_in_working_days_and_over_when_the_unit_says_so(
    worker, liaison, liaison_user, opinion
):
    assigned = assign(worker, opinion)
    answered = answer(worker, opinion)

    assert assigned.due_on == add_workdays(TODAY, 15)
    assert answered.due_on == add_workdays(TODAY, 10)
    assert Notice.objects.filter(user=liaison_user, sentence__contains="请确认").exists()
    over = services.confirm_opinion(actor=liaison, opinion_id=opinion.pk)
    assert (over.status, over.ended_on) == (OpinionStatus.CONFIRMED, TODAY)
    assert [step.kind for step in OpinionStep.objects.order_by("pk")] == [
        "recorded",
        "assigned",
        "answered",
        "confirmed",
    ]


def test_nobody_confirms_for_the_unit(worker, outsider, opinion):
    assign(worker, opinion)
    answer(worker, opinion)

    with pytest.raises(NotAllowed):
        services.confirm_opinion(actor=worker, opinion_id=opinion.pk)
    with pytest.raises(NotFound):
        services.confirm_opinion(actor=outsider, opinion_id=opinion.pk)


def test_an_answer_that_is_not_accepted_goes_back_to_its_owner_with_the_reason(worker, liaison, opinion):
    assign(worker, opinion)
    answer(worker, opinion)

    with pytest.raises(Invalid, match="哪里不满意"):
        services.return_opinion(actor=liaison, opinion_id=opinion.pk, words=" ")
    back = services.return_opinion(actor=liaison, opinion_id=opinion.pk, words="早高峰还是堵")

    assert (back.status, back.due_on) == (OpinionStatus.ASSIGNED, add_workdays(TODAY, 15))
    assert answer(worker, opinion).status == OpinionStatus.ANSWERED


def test_a_plan_is_no_end_it_comes_back_on_its_day(worker, liaison, opinion):
    assign(worker, opinion)
    with pytest.raises(Invalid, match="哪天前"):
        answer(worker, opinion, OpinionOutcome.PLANNED)
    planned_on = TODAY + timedelta(days=90)
    answer(worker, opinion, OpinionOutcome.PLANNED, planned_on=planned_on)

    accepted = services.confirm_opinion(actor=liaison, opinion_id=opinion.pk)

    assert (accepted.status, accepted.due_on, accepted.ended_on) == (OpinionStatus.ASSIGNED, planned_on, None)


@pytest.mark.parametrize(("days", "is_over"), [(10, False), (11, True)])
def test_a_unit_that_stays_silent_past_the_limit_is_noted(worker, worker_user, opinion, days, is_over):
    assign(worker, opinion)
    answer(worker, opinion)

    with at(moment(add_workdays(TODAY, days))):
        if is_over:
            over = services.lapse_opinion(actor=fresh(worker_user), opinion_id=opinion.pk)
            assert over.status == OpinionStatus.LAPSED
        else:
            with pytest.raises(Conflict, match="还没有过"):
                services.lapse_opinion(actor=fresh(worker_user), opinion_id=opinion.pk)


def test_only_the_owner_answers_and_only_who_may_manage_is_an_owner(worker, liaison, opinion):
    with pytest.raises(Invalid, match="不能承办"):
        services.assign_opinion(actor=worker, opinion_id=opinion.pk, owner_id=liaison.user_id)
    assign(worker, opinion)
    colleague = make_user(Role.WORKER, COMMUNITY).as_actor()

    with pytest.raises(NotAllowed, match="不由你答复"):
        answer(colleague, opinion)


def test_owner_and_unit_are_reminded_on_the_day_and_once(worker, worker_user, liaison_user, opinion):
    assign(worker, opinion, due_on=TODAY + timedelta(days=5))

    assert services.send_reminders(TODAY + timedelta(days=4)) == 0
    assert services.send_reminders(TODAY + timedelta(days=5)) == 1
    assert services.send_reminders(TODAY + timedelta(days=5)) == 0
    assert Notice.objects.filter(user=worker_user, sentence__contains="该答复").count() == 1


def test_the_workbench_asks_whoever_is_next(worker, liaison, opinion):
    def asked() -> tuple[list[str], list[str]]:
        both = [reads.open_items(actor) for actor in (worker, liaison)]
        first, second = ([item.title.split("：")[0] for item in items] for items in both)
        return first, second

    assert asked() == (["交办意见"], [])
    assign(worker, opinion)
    assert asked() == (["答复意见"], [])
    answer(worker, opinion)
    assert asked() == ([], ["确认答复"])


def test_work_in_hand_goes_to_the_taker(worker, opinion):
    assign(worker, opinion)
    taker = make_user(Role.WORKER, COMMUNITY)

    assert [item.id for item in services.open_work_of(worker.user_id)] == [opinion.pk]
    assert services.transfer(worker, worker.user_id, taker.pk) == 1
    assert services.open_work_of(worker.user_id) == []


def test_the_next_tea_party_opens_with_what_became_of_the_last(worker, worker_user, liaison_user, opinion):
    assign(worker, opinion)
    answer(worker, opinion)
    services.confirm_opinion(actor=liaison_user.as_actor(), opinion_id=opinion.pk)

    with at(moment(date(2027, 1, 20))):
        following = make_party(fresh(worker_user), 2027, date(2027, 12, 30))
        shown = reads.get_party(fresh(worker_user), following.pk)

    assert [row.pk for row in shown.previous.seen_opinions] == [opinion.pk]


def test_the_report_quotes_figures_and_opens_with_last_years_opinions(
    worker, worker_user, liaison_user, opinion, party
):
    assign(worker, opinion)
    answer(worker, opinion)
    services.confirm_opinion(actor=liaison_user.as_actor(), opinion_id=opinion.pk)
    visit(worker, Pairing.objects.get())

    with at(moment(date(2027, 12, 30))):
        following = make_party(fresh(worker_user), 2027, date(2027, 12, 30))
        composed = services.compose_report(actor=fresh(worker_user), tea_party_id=following.pk)
    first = services.compose_report(actor=worker, tea_party_id=party.pk)

    body = composed.report.body
    assert body.startswith("一、上次各单位意见办理情况")
    assert f"tea_party={party.pk}" in body and ANSWER in body and "单位已确认" in body
    assert "{{结对互访和联办}}" in first.report.body
    assert services.compose_report(actor=worker, tea_party_id=party.pk).report_id == first.report_id


def test_opinions_are_in_time_up_to_their_first_day(worker, worker_user, hospital, party):
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    kept, late, open_ = (make_opinion(worker, party, hospital) for _ in range(3))
    for row in (kept, late, open_):
        assign(worker, row, due_on=TODAY + timedelta(days=1))
    with at(moment(TODAY + timedelta(days=1))):
        answer(fresh(worker_user), kept)
    with at(moment(TODAY + timedelta(days=2))):
        answer(fresh(worker_user), late)

    with at(moment(TODAY + timedelta(days=3))):
        figure = read_figure(
            "cobuilding.opinions_in_time", place_code=COMMUNITY, period=year, params={}, with_missing=False
        )
    assert (figure.numerator, figure.denominator) == (1, 3)


def test_the_party_stands_in_the_calendar_of_the_unit_that_is_invited(party, liaison, outsider):
    found = [calendars.list_events(who, TODAY, TODAY, names=["cobuilding"]) for who in (liaison, outsider)]

    assert [[event.title for event in events] for events in found] == [["演示1社区2026年度迎新春茶话会"], []]


def test_the_way_of_an_opinion_over_the_pages(worker_user, liaison_user, party, hospital):
    community, unit = Client(), Client()
    community.force_login(worker_user)
    unit.force_login(liaison_user)
    unit.post(
        f"/cobuilding/parties/{party.pk}/", {"organisation_id": hospital.pk, "text": "请把活动表提前一周发"}
    )
    assert "还有 1 个单位没有记" in community.get(f"/cobuilding/parties/{party.pk}/").content.decode()
    assert "请把活动表" in unit.get(f"/cobuilding/parties/{party.pk}/").content.decode()
    opinion = party.opinions.get()
    base = f"/cobuilding/parties/opinions/{opinion.pk}/"

    assert unit.post(f"{base}assign/", {}).status_code == 403
    community.post(f"{base}assign/", {"owner_id": worker_user.pk, "due_on": "2026-12-01"})
    assert community.post(f"{base}answer/", {"outcome": "done", "answer": "好"}).status_code == 422
    community.post(f"{base}answer/", {"outcome": "done", "answer": "以后每月底发下个月的表"})
    assert "满意，办结" in unit.get(base).content.decode()
    unit.post(f"{base}confirm/", {"words": "收到"})

    opinion.refresh_from_db()
    assert opinion.status == OpinionStatus.CONFIRMED
    assert "单位已确认" in community.get("/cobuilding/parties/opinions/?status=all").content.decode()
