"""Who inspects which place of a round: proposed, confirmed, changed by hand, mended after an absence."""

from datetime import date

import pytest
import time_machine

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import RosterRun, Round, Visit
from gongjian.apps.inspections.selectors.rounds import standing_visits
from gongjian.apps.inspections.services.visits import mark_of, propose_repair
from gongjian.apps.parties.models import Notice
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from gongjian.core.rules import load_first_versions
from tests.factories import COUNTY, make_place, make_user
from tests.inspection_factories import make_round

pytestmark = pytest.mark.django_db
STREETS = tuple(f"{COUNTY}{n:03}" for n in (1, 2, 3))


@pytest.fixture
def office():
    load_first_versions()
    return make_user(Role.OFFICE, COUNTY).as_actor()


@pytest.fixture
def people():
    """Two inspectors of each of three streets, all granted over the county."""
    made = []
    for street in STREETS:
        make_place(street, f"街道{street[-1]}")
        for number in range(2):
            make_place(f"{street}{number + 1:03}", f"社区{street[-1]}{number + 1}")
            user = make_user(Role.INSPECTOR, COUNTY)
            user.place_code = street
            user.save()
            made.append(user)
    return made


def make_county_round(**fields):
    return make_round(
        COUNTY, visits_per_place=2, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 31), **fields
    )


@pytest.fixture
def row(people):
    with time_machine.travel("2026-02-20T09:00:00+08:00", tick=False):
        yield make_county_round()


def pairs(row):
    return set(Visit.objects.filter(round=row, withdrawn_on=None).values_list("place_code", "inspector_id"))


def confirmed(office, row):
    run = services.propose_roster(actor=office, round_id=row.pk)
    services.confirm_roster(actor=office, run_id=run.pk)
    return run


def test_every_place_is_seen_twice_by_strangers_on_working_days(office, people, row):
    run = confirmed(office, row)

    found = pairs(row)
    homes = {user.pk: user.place_code for user in people}
    assert run.result["gap"] == 0
    assert len(found) == 12
    assert all(not place.startswith(homes[who]) for place, who in found)
    days = list(Visit.objects.values_list("planned_on", flat=True))
    assert all(date(2026, 3, 2) <= day <= date(2026, 3, 31) and day.weekday() < 5 for day in days)
    assert set(Notice.objects.values_list("user_id", flat=True)) == set(homes)


def test_a_place_nobody_may_see_is_told_with_the_reason_and_the_rest_is_done(office, people, row):
    for user in people[2:]:
        user.is_active = False
        user.save()

    run = services.propose_roster(actor=office, round_id=row.pk, capacity=9)

    assert {place[:9] for place, _count in run.result["missing"]} == {STREETS[0]}
    assert any("回避本地 2 人" in reason for reason in run.result["reasons"])
    assert len(run.result["visits"]) == 8


def test_a_round_without_inspectors_or_places_is_refused(office, row, people):
    for user in people:
        user.is_active = False
        user.save()

    with pytest.raises(Invalid, match="没有能去的检查员"):
        services.propose_roster(actor=office, round_id=row.pk)


def test_a_large_round_is_worked_out_by_the_worker(
    office, row, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("gongjian.apps.inspections.services.rosters.AT_ONCE", 0)

    with django_capture_on_commit_callbacks(execute=True):
        run = services.propose_roster(actor=office, round_id=row.pk)
        assert run.state == "waiting"

    assert RosterRun.objects.get(pk=run.pk).state == "ready"


def test_a_proposal_is_used_once_and_only_by_the_organiser(office, people, row):
    run = confirmed(office, row)

    with pytest.raises(Conflict):
        services.confirm_roster(actor=office, run_id=run.pk)
    with pytest.raises(NotAllowed):
        services.propose_roster(actor=people[0].as_actor(), round_id=row.pk)


def test_only_those_sent_may_open_a_sheet_and_the_office_may_still(office, people, row):
    confirmed(office, row)
    place, sent = sorted(pairs(row))[0]
    stranger = next(user for user in people if (place, user.pk) not in pairs(row))
    sent_actor = next(user for user in people if user.pk == sent).as_actor()

    def opened(actor):
        return services.open_sheet(actor=actor, round_id=row.pk, place_code=place, inspected_on=row.starts_on)

    assert opened(sent_actor).inspector_id == sent
    assert opened(office).place_code == place
    with pytest.raises(NotFound, match="没有排给你"):
        opened(stranger.as_actor())


def test_one_visit_is_changed_by_hand_but_nobody_is_sent_home(office, people, row):
    confirmed(office, row)
    visit = Visit.objects.filter(round=row).order_by("pk").first()
    native = next(user for user in people if visit.place_code.startswith(user.place_code))
    free = next(
        user
        for user in people
        if (visit.place_code, user.pk) not in pairs(row) and not visit.place_code.startswith(user.place_code)
    )

    with pytest.raises(Invalid, match="本地"):
        services.change_visit(actor=office, visit_id=visit.pk, inspector_id=native.pk, reason="换")
    with pytest.raises(Invalid, match="不是这一轮的检查员"):
        services.change_visit(actor=office, visit_id=visit.pk, inspector_id=office.user_id, reason="换")
    services.change_visit(actor=office, visit_id=visit.pk, inspector_id=free.pk, reason="出差")

    assert (visit.place_code, free.pk) in pairs(row)
    visit.refresh_from_db()
    assert (visit.reason, visit.withdrawn_on) == ("出差", date(2026, 2, 20))
    with pytest.raises(NotFound):
        services.change_visit(actor=office, visit_id=visit.pk, inspector_id=free.pk, reason="再换")


def test_the_day_of_one_visit_is_moved_within_the_round(office, people, row):
    confirmed(office, row)
    visit = Visit.objects.filter(round=row).order_by("pk").first()
    before = pairs(row)

    def move(day, inspector_id=visit.inspector_id):
        return services.change_visit(
            actor=office, visit_id=visit.pk, inspector_id=inspector_id, planned_on=day, reason="下雨改期"
        )

    for day in (date(2026, 3, 1), date(2026, 4, 1)):
        with pytest.raises(Invalid, match="2026-03-02 到 2026-03-31"):
            move(day)
    with pytest.raises(Invalid, match="都没有改"):
        move(visit.planned_on)
    moved = move(date(2026, 3, 31))

    assert (moved.inspector_id, moved.planned_on) == (visit.inspector_id, date(2026, 3, 31))
    assert pairs(row) == before
    visit.refresh_from_db()
    assert visit.reason == "下雨改期"
    entry = AuditEntry.objects.get(action="inspections.visit_changed")
    assert entry.after["day"] == "2026-03-31"


def test_an_absence_changes_only_what_it_must_and_what_was_done_stands(office, people, row):
    confirmed(office, row)
    before = pairs(row)
    absent = people[0]
    done = sorted(place for place, who in before if who == absent.pk)[0]
    services.open_sheet(actor=absent.as_actor(), round_id=row.pk, place_code=done, inspected_on=row.starts_on)
    shown = propose_repair(office, row, absent.pk)

    with pytest.raises(Conflict, match="有变动"):
        services.take_absence(
            actor=office, round_id=row.pk, inspector_id=absent.pk, reason="病假", seen="另一份"
        )
    services.take_absence(
        actor=office, round_id=row.pk, inspector_id=absent.pk, reason="病假", seen=mark_of(shown)
    )

    after = pairs(row)
    assert {place for place, who in after if who == absent.pk} == {done}
    assert len(after) == 12
    assert len(before - after) == len(after - before) == len([w for _p, w in before if w == absent.pk]) - 1


def test_visits_of_people_who_take_no_part_any_more_stand_through_an_absence(office, people, row):
    confirmed(office, row)
    outside, absent = people[5], people[0]
    ids = [user.pk for user in people[:5]]
    services.save_team(actor=office, round_id=row.pk, name="一组", lead_id=ids[0], member_ids=ids)

    found = propose_repair(office, row, absent.pk)

    before = pairs(row)
    assert {place for place, _who in (*found.added, *found.removed)} <= {
        place for place, who in before if who in ids
    }
    assert len(found.added) + sum(count for _code, count in found.roster.missing) == len(found.lost) + len(
        found.removed
    )
    assert all(who != str(outside.pk) for _place, who in (*found.lost, *found.removed))


def test_visits_are_handed_over_with_the_rest_of_the_work(office, people, row):
    confirmed(office, row)
    giver, taker = people[0], people[2]
    given = {place for place, who in pairs(row) if who == giver.pk}

    moved = services.transfer_visits(office, giver.pk, taker.pk)

    left = {place for place, who in pairs(row) if who == giver.pk}
    assert moved == len(given) - len(left)
    assert all(not place.startswith(taker.place_code) for place in given - left)


def test_members_of_teams_alone_are_sent(office, people, row):
    ids = [user.pk for user in people]
    services.save_team(actor=office, round_id=row.pk, name="一组", lead_id=ids[0], member_ids=ids[:3])
    services.save_team(actor=office, round_id=row.pk, name="二组", lead_id=ids[3], member_ids=ids[4:5])

    with pytest.raises(Conflict, match="一个人只在一个组"):
        services.save_team(actor=office, round_id=row.pk, name="三组", lead_id=ids[0], member_ids=())
    run = services.propose_roster(actor=office, round_id=row.pk, capacity=9)

    assert {who for _place, who, *_rest in run.result["visits"]} <= set(ids[:5])


def test_picked_places_alone_are_looked_at(office, people, row):
    shown = [f"{street}{n:03}" for street in STREETS for n in (1, 2)]
    services.choose_places(actor=office, round_id=row.pk, shown=shown, chosen=shown[:2])
    confirmed(office, row)

    assert {place for place, _who in pairs(row)} == set(shown[:2])
    with pytest.raises(NotFound):
        services.open_sheet(actor=office, round_id=row.pk, place_code=shown[3], inspected_on=row.starts_on)
    services.look_at_all(actor=office, round_id=row.pk)
    assert Round.objects.get(pk=row.pk).choice == "all"


def test_a_round_is_changed_until_its_first_sheet(office, people, row):
    asked = {"title": "三月交叉", "starts_on": row.starts_on, "ends_on": row.ends_on}
    changed = services.change_round(
        actor=office, round_id=row.pk, **asked, visits_per_place=3, is_announced=False
    )
    assert (changed.title, changed.visits_per_place, changed.is_announced) == ("三月交叉", 3, False)
    with pytest.raises(Invalid, match="1 到 5 人"):
        services.change_round(actor=office, round_id=row.pk, **asked, visits_per_place=6, is_announced=True)
    services.open_sheet(
        actor=office, round_id=row.pk, place_code=f"{STREETS[0]}001", inspected_on=row.starts_on
    )
    with pytest.raises(Conflict, match="开了评分表"):
        services.change_round(actor=office, round_id=row.pk, **asked, visits_per_place=1, is_announced=True)


@pytest.mark.parametrize(
    ("now", "known"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-03", True)]
)
def test_of_an_unannounced_round_inspectors_know_from_the_day_before_and_the_inspected_afterwards(
    office, people, row, now, known
):
    services.change_round(
        actor=office,
        round_id=row.pk,
        title=row.title,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        visits_per_place=1,
        is_announced=False,
    )
    confirmed(office, row)
    visit = Visit.objects.filter(round=row).order_by("pk").first()
    Visit.objects.filter(pk=visit.pk).update(planned_on=date(2026, 3, 3))
    Visit.objects.exclude(pk=visit.pk).update(planned_on=date(2026, 3, 20))
    inspector = next(user for user in people if user.pk == visit.inspector_id).as_actor()
    worker = make_user(Role.WORKER, visit.place_code).as_actor()
    fresh = Round.objects.get(pk=row.pk)

    with time_machine.travel(f"{now}T10:00:00+08:00", tick=False):
        assert standing_visits(inspector, fresh).filter(pk=visit.pk).exists() is known
        assert not standing_visits(worker, fresh).exists()
        assert standing_visits(office, fresh).count() == 6
        if known:
            sheet = services.open_sheet(
                actor=inspector, round_id=row.pk, place_code=visit.place_code, inspected_on=row.starts_on
            )
            sheet.status = "submitted"
            sheet.save()
            assert standing_visits(worker, fresh).count() == 1
