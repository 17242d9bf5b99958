"""Pairings: begun, visited from both sides, reminded once, households for the community alone."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gongjian.apps.cobuilding.choices.pairings import PairingKind, VisitKind
from gongjian.apps.cobuilding.models import Pairing, PairingHousehold, PairingVisit
from gongjian.apps.cobuilding.selectors import pairings as reads
from gongjian.apps.cobuilding.services import pairings as services
from gongjian.apps.parties.models import Grant, Notice, Resident, User
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure
from tests.apps.cobuilding.pairings.builders import COMMUNITY, TODAY, make_pairing, moment, visit

pytestmark = pytest.mark.django_db


def state_of(pairing: Pairing, today: date = TODAY) -> reads.VisitState:
    return reads.states_of([pairing], today)[pairing.pk]


def test_a_community_and_a_unit_are_paired_once_at_a_time(worker, hospital):
    first = make_pairing(worker, hospital)

    with pytest.raises(Conflict, match="已经在结对"):
        make_pairing(worker, hospital)
    services.end_pairing(actor=worker, pairing_id=first.pk, reason="单位搬走")

    assert make_pairing(worker, hospital).pk != first.pk


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"place_code": COMMUNITY[:9]}, "选一个社区"),
        ({"ends_on": date(2025, 12, 31)}, "止日"),
        ({"subject": " "}, "哪栋楼"),
        ({"kind": PairingKind.UNIT}, "没有选结对的单位"),
    ],
)
def test_what_can_not_be_paired_is_refused_with_a_sentence(worker, fields, words):
    with pytest.raises((Invalid, NotAllowed), match=words if "place_code" not in fields else None):
        make_pairing(worker, **fields)


def test_both_sides_write_down_visits_and_the_year_counts_them(worker, liaison, hospital):
    pairing = make_pairing(worker, hospital)

    visit(worker, pairing, kind=VisitKind.TO_UNIT, on=date(2026, 2, 3))
    visit(liaison, pairing)

    state = state_of(pairing)
    assert (state.done, state.wanted, state.due_on) == (2, 4, None)
    assert [part.last_on.month for part in state.dues.missed] == [6, 9]


def test_a_visit_taken_back_counts_no_more(worker, hospital):
    pairing = make_pairing(worker, hospital)
    entered = visit(worker, pairing)

    services.withdraw_visit(actor=worker, visit_id=entered.pk, reason="记错了单位")

    assert state_of(pairing).done == 0
    with pytest.raises(Conflict):
        services.withdraw_visit(actor=worker, visit_id=entered.pk, reason="再撤")


def test_a_unit_takes_back_only_what_it_entered(worker, liaison, hospital):
    entered = visit(worker, make_pairing(worker, hospital))

    with pytest.raises(NotAllowed):
        services.withdraw_visit(actor=liaison, visit_id=entered.pk, reason="不对")


@pytest.mark.parametrize("on", [date(2025, 12, 31), TODAY + timedelta(days=1)])
def test_a_visit_lies_in_the_term_and_not_ahead(worker, hospital, on):
    with pytest.raises(Invalid, match="期限"):
        visit(worker, make_pairing(worker, hospital), on=on)


def test_a_visit_to_households_is_no_visit_with_a_unit(worker, hospital):
    with pytest.raises(Invalid, match="入户走访"):
        visit(worker, make_pairing(worker, hospital), kind=VisitKind.HOUSEHOLD)


def test_a_unit_sees_its_own_pairing_and_nothing_of_the_others(worker, liaison, outsider, hospital):
    own, building = make_pairing(worker, hospital), make_pairing(worker)
    seen = visit(worker, own)
    visit(worker, building, kind=VisitKind.HOUSEHOLD, words="看望江大山")

    assert list(Pairing.objects.visible_to(liaison)) == [own]
    assert list(PairingVisit.objects.visible_to(liaison)) == [seen]
    for pairing in (own, building):
        with pytest.raises(NotFound):
            reads.get_pairing(outsider, pairing.pk)
    with pytest.raises(NotFound):
        visit(outsider, own)


def test_a_liaison_whose_grant_ended_sees_nothing_the_next_moment(worker, liaison_user, hospital):
    make_pairing(worker, hospital)
    Grant.objects.filter(user=liaison_user).update(ends_on=TODAY - timedelta(days=1))

    fresh = User.objects.get(pk=liaison_user.pk).as_actor()

    assert not Pairing.objects.visible_to(fresh).exists()


def test_households_are_the_communitys_alone(worker, liaison, hospital):
    Resident.objects.create(place_code=COMMUNITY, name="江大山", group="resident")
    building = make_pairing(worker)

    row = services.add_household(actor=worker, pairing_id=building.pk, name="江大山")

    assert reads.households_of(worker, building) == [row]
    assert reads.households_of(liaison, building) == []
    assert not PairingHousehold.objects.visible_to(liaison).exists()
    with pytest.raises(Conflict):
        services.add_household(actor=worker, pairing_id=building.pk, name="江大山")
    with pytest.raises(Invalid, match="没有找到"):
        services.add_household(actor=worker, pairing_id=building.pk, name="江小山")
    services.end_household(actor=worker, household_id=row.pk)
    assert reads.households_of(worker, building) == []


def test_a_pairing_with_a_unit_holds_no_households(worker, hospital):
    Resident.objects.create(place_code=COMMUNITY, name="江大山", group="resident")

    with pytest.raises(Invalid, match="不挂住户"):
        services.add_household(actor=worker, pairing_id=make_pairing(worker, hospital).pk, name="江大山")


def test_the_page_of_a_pairing_shows_households_masked_to_the_community_and_never_to_the_unit(
    worker, worker_user, liaison_user, hospital
):
    Resident.objects.create(place_code=COMMUNITY, name="江大山", group="resident")
    building, own = make_pairing(worker), make_pairing(worker, hospital)
    services.add_household(actor=worker, pairing_id=building.pk, name="江大山")
    community, unit = Client(), Client()
    community.force_login(worker_user)
    unit.force_login(liaison_user)

    page = community.get(f"/cobuilding/pairings/{building.pk}/").content.decode()

    assert "江**" in page and "江大山" not in page
    assert unit.get(f"/cobuilding/pairings/{building.pk}/").status_code == 404
    assert "结对的住户" not in unit.get(f"/cobuilding/pairings/{own.pk}/").content.decode()
    assert "3栋" not in unit.get("/cobuilding/pairings/").content.decode()
    assert "找到 0 条" in unit.get("/search/?q=3栋").content.decode()


@pytest.mark.parametrize(
    ("day", "sent"), [(date(2026, 12, 16), 0), (date(2026, 12, 17), 1), (date(2026, 12, 31), 1)]
)
def test_both_sides_are_reminded_two_weeks_before_a_quarter_ends_and_once(
    worker, liaison_user, hospital, day, sent
):
    make_pairing(worker, hospital)

    assert services.send_reminders(day) == sent
    assert services.send_reminders(day) == 0
    assert Notice.objects.filter(user=liaison_user).count() == sent


def test_nobody_is_reminded_of_a_quarter_in_which_a_visit_was_made(worker, hospital):
    visit(worker, make_pairing(worker, hospital))

    assert services.send_reminders(date(2026, 12, 20)) == 0


def test_the_workbench_asks_the_community_and_the_unit_for_the_visit_that_is_owed(worker, liaison, hospital):
    make_pairing(worker, hospital)

    with at(moment(date(2026, 12, 20))):
        asked = [(item.title, item.due_on) for item in reads.open_items(worker)]
        assert asked == [("和“区中医院”互访一次", date(2026, 12, 31))]
        assert [item.title for item in reads.open_items(liaison)] == ["和“区中医院”互访一次"]
    assert reads.open_items(worker) == []


def test_figures_count_pairings_in_force_and_visits_not_taken_back(worker, hospital):
    pairing = make_pairing(worker, hospital)
    make_pairing(worker)
    visit(worker, pairing, kind=VisitKind.JOINT, people=40)
    services.withdraw_visit(actor=worker, visit_id=visit(worker, pairing).pk, reason="重复")

    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    read = {
        key: read_figure(
            f"cobuilding.{key}", place_code=COMMUNITY, period=year, params={}, with_missing=False
        )
        for key in ("pairings", "pairing_visits", "pairing_joint", "pairing_people")
    }
    assert {key: figure.value for key, figure in read.items()} == {
        "pairings": 2,
        "pairing_visits": 1,
        "pairing_joint": 1,
        "pairing_people": 40,
    }


def test_a_visit_is_written_down_on_the_page_and_what_is_wrong_stays_typed(worker, worker_user, hospital):
    pairing = make_pairing(worker, hospital)
    client = Client()
    client.force_login(worker_user)
    address = f"/cobuilding/pairings/{pairing.pk}/"

    wrong = client.post(address, {"kind": "joint", "on": "2027-01-01", "people": "3", "words": "联办义诊"})
    done = client.post(address, {"kind": "joint", "on": "2026-11-20", "people": "3", "words": "联办义诊"})

    assert wrong.status_code == 422 and "联办义诊" in wrong.content.decode()
    assert done.status_code == 302 and PairingVisit.objects.get().words == "联办义诊"
