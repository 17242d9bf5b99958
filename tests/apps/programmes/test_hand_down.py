"""Handing down: sums, pilots, repetition, days, borders, bulk."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.apps.parties.models import Notice
from gongjian.apps.places.models import Place
from gongjian.apps.programmes.choices import AssignmentStatus, SplitMethod
from gongjian.apps.programmes.models import Assignment
from gongjian.apps.programmes.services import (
    Receiver,
    Split,
    TaskSpec,
    answer_assignment,
    hand_down,
    hand_down_further,
    hand_down_target,
    preview_hand_down,
)
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from tests.apps.programmes.builders import acknowledged, give, make_programme, report, the_task
from tests.factories import (
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    OTHER_STREET,
    STREET,
    make_actor,
    make_organisation,
    make_place,
    make_user,
)

pytestmark = pytest.mark.usefixtures("rules")


def quantities(programme):
    rows = Assignment.objects.filter(task__programme=programme).exclude(status="void")
    return dict(rows.values_list("place_code", "quantity"))


def by_hand(programme, **amounts):
    given = {Receiver(code): Decimal(value) for code, value in amounts.items()}
    return Split(method=SplitMethod.HAND, amounts={the_task(programme).pk: given})


def test_an_equal_split_adds_up_in_whole_units():
    programme = make_programme(tasks=[TaskSpec(title="甲", quantity=Decimal(10), unit="处")])

    give(programme)

    assert list(quantities(programme).values()) == [4, 3, 3]


def test_a_split_by_households_follows_the_register():
    for code, households in zip(COMMUNITIES, (100, 200, 300), strict=True):
        Place.objects.filter(code=code).update(households=households)
    programme = make_programme()

    give(programme, split=Split(method=SplitMethod.HOUSEHOLDS))

    assert list(quantities(programme).values()) == [7, 14, 21]


def test_a_place_without_households_is_named():
    programme = make_programme()

    with pytest.raises(Invalid, match="演示1社区没有登记户数"):
        give(programme, split=Split(method=SplitMethod.HOUSEHOLDS))


def test_a_split_by_numbers_given_adds_up_in_hundredths():
    programme = make_programme(tasks=[TaskSpec(title="甲", quantity=Decimal("0.10"), unit="万平方米")])
    numbers = {Receiver(code): weight for code, weight in zip(COMMUNITIES, (1, 1, 1), strict=True)}

    give(programme, split=Split(method=SplitMethod.NUMBERS, numbers=numbers))

    assert list(quantities(programme).values()) == [Decimal("0.04"), Decimal("0.03"), Decimal("0.03")]


@pytest.mark.parametrize(("third", "word"), [("11.99", "少 0.01"), ("12.01", "多 0.01")])
def test_a_split_by_hand_off_by_a_hundredth_is_refused(third, word):
    programme = make_programme()
    split = by_hand(programme, **dict(zip(COMMUNITIES, ("10", "20", third), strict=True)))

    with pytest.raises(Invalid, match=word):
        give(programme, split=split)

    assert quantities(programme) == {}


def test_a_split_by_hand_that_adds_up_is_taken_and_zero_receives_nothing():
    programme = make_programme()

    give(programme, split=by_hand(programme, **dict(zip(COMMUNITIES, ("12", "30", "0"), strict=True))))

    assert list(quantities(programme).values()) == [12, 30]


def test_a_receiver_without_a_number_by_hand_is_named():
    programme = make_programme()

    with pytest.raises(Invalid, match="演示3社区填数"):
        give(programme, split=by_hand(programme, **{COMMUNITIES[0]: "12", COMMUNITIES[1]: "30"}))


def test_the_same_call_twice_changes_nothing():
    programme = make_programme()
    give(programme)
    before = quantities(programme)

    again = hand_down(
        actor=SYSTEM,
        programme_id=programme.pk,
        task_ids=[the_task(programme).pk],
        receivers=[Receiver(code) for code in COMMUNITIES],
    )

    assert (again.created, again.kept, quantities(programme)) == ((), 3, before)


def test_pilots_go_first_with_their_share_and_the_rest_follows():
    programme = make_programme()
    receivers = [Receiver(code, is_pilot=code == COMMUNITIES[1]) for code in COMMUNITIES]
    arguments = {
        "actor": SYSTEM,
        "programme_id": programme.pk,
        "task_ids": [the_task(programme).pk],
        "receivers": receivers,
    }

    hand_down(**arguments, pilots_only=True)
    first = quantities(programme)
    hand_down(**arguments)

    assert first == {COMMUNITIES[1]: 14}
    assert quantities(programme) == dict.fromkeys(COMMUNITIES, Decimal(14))
    assert Assignment.objects.get(is_pilot=True).place_code == COMMUNITIES[1]


def test_a_day_after_the_parents_is_refused_and_the_parents_own_day_is_taken():
    programme = make_programme()

    with pytest.raises(Invalid, match="2026-10-01"):
        give(programme, due_on=date(2026, 10, 1))
    parts = give(programme, due_on=date(2026, 9, 30))

    assert {part.due_on for part in parts} == {date(2026, 9, 30)}


def test_streets_hand_on_to_their_communities_and_become_inner_nodes():
    programme = make_programme()
    street, other = acknowledged(programme, (STREET, OTHER_STREET))

    hand_down_further(
        actor=make_actor(place_code=STREET),
        assignment_ids=[street.pk],
        receivers=[Receiver(code) for code in COMMUNITIES],
    )

    street.refresh_from_db()
    assert not street.is_leaf
    assert [row.quantity for row in street.children.order_by("place_code")] == [7, 7, 7]
    assert Assignment.objects.filter(is_leaf=True).count() == 4
    assert other.quantity == 21


def test_only_what_was_acknowledged_can_be_handed_on():
    programme = make_programme()
    (street,) = give(programme, (STREET,))

    with pytest.raises(Conflict, match="签收以后"):
        hand_down_further(actor=SYSTEM, assignment_ids=[street.pk], receivers=[Receiver(COMMUNITIES[0])])


def test_what_was_reported_on_can_not_be_handed_on():
    programme = make_programme()
    (street,) = acknowledged(programme, (STREET,))
    report(street)

    with pytest.raises(Conflict, match="已有本级的填报"):
        hand_down_further(actor=SYSTEM, assignment_ids=[street.pk], receivers=[Receiver(COMMUNITIES[0])])


def test_a_place_beside_the_giver_is_refused():
    programme = make_programme()

    with pytest.raises(Invalid, match="不在下达单位的下面"):
        give(programme, (OTHER_COUNTY,))


def test_a_place_that_has_ended_is_refused():
    programme = make_programme()
    Place.objects.filter(code=COMMUNITIES[0]).update(valid_to=date(2026, 1, 1))

    with pytest.raises(Invalid, match="已撤并"):
        give(programme)


def test_a_unit_receives_beside_its_place():
    programme = make_programme(tasks=[TaskSpec(title="甲")])
    unit = make_organisation()

    hand_down(
        actor=SYSTEM,
        programme_id=programme.pk,
        task_ids=[the_task(programme).pk],
        receivers=[Receiver(COUNTY, unit.pk), Receiver(STREET)],
    )

    assert set(Assignment.objects.values_list("place_code", "organisation_id")) == {
        (COUNTY, unit.pk),
        (STREET, None),
    }


def test_a_receiver_may_not_hold_the_same_task_from_two_givers():
    programme = make_programme(tasks=[TaskSpec(title="甲")])
    (street,) = acknowledged(programme, (STREET,))
    give(programme, (COMMUNITIES[0],))

    with pytest.raises(Conflict, match="已从别处接收"):
        hand_down_further(actor=SYSTEM, assignment_ids=[street.pk], receivers=[Receiver(COMMUNITIES[0])])


def test_a_worker_may_not_hand_down_and_another_county_finds_nothing():
    programme = make_programme()

    with pytest.raises(NotAllowed):
        give(programme, actor=make_actor(Role.WORKER))
    with pytest.raises(NotFound):
        give(programme, actor=make_actor(place_code=OTHER_COUNTY))


def test_a_target_is_split_as_a_task_that_serves_it_whole():
    programme = make_programme(tasks=[])
    target = programme.targets.get()

    hand_down_target(actor=SYSTEM, target_id=target.pk, receivers=[Receiver(STREET), Receiver(OTHER_STREET)])
    hand_down_target(actor=SYSTEM, target_id=target.pk, receivers=[Receiver(STREET), Receiver(OTHER_STREET)])

    assert quantities(programme) == {STREET: 21, OTHER_STREET: 21}
    assert target.task_shares.get().share_percent == 100


def test_a_share_can_not_be_split():
    programme = make_programme()
    target = programme.targets.get()
    target.unit = "%"
    target.save()

    with pytest.raises(Invalid, match="比率"):
        hand_down_target(actor=SYSTEM, target_id=target.pk, receivers=[Receiver(STREET)])


def test_receivers_are_told_once_with_the_number_and_the_day():
    worker = make_user(Role.WORKER, COMMUNITIES[0])
    programme = make_programme(tasks=[TaskSpec(title="甲"), TaskSpec(title="乙")])

    hand_down(
        actor=make_actor(),
        programme_id=programme.pk,
        task_ids=[task.pk for task in programme.tasks.all()],
        receivers=[Receiver(code) for code in COMMUNITIES],
    )

    notice = Notice.objects.get(user=worker)
    assert "2 项任务" in notice.sentence
    assert AuditEntry.objects.filter(action="programmes.handed_down").count() == 2


def test_a_preview_says_the_numbers_and_writes_nothing():
    programme = make_programme()

    plan = preview_hand_down(
        actor=SYSTEM,
        programme_id=programme.pk,
        task_ids=[the_task(programme).pk],
        receivers=[Receiver(STREET), Receiver(OTHER_STREET)],
    )

    assert (plan.task_count, plan.receiver_count, len(plan.parts)) == (1, 2, 2)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(("streets", "tasks"), [(2, 2), (95, 14)])
def test_bulk_reads_do_not_grow(streets, tasks):
    codes = [f"{COUNTY}{number:03d}" for number in range(101, 101 + streets)]
    for code in codes:
        make_place(code)
    programme = make_programme(
        tasks=[TaskSpec(title=f"任务{number}", quantity=Decimal(1000)) for number in range(tasks)]
    )
    ids = [task.pk for task in programme.tasks.all()]

    with CaptureQueriesContext(connection) as captured:
        hand_down(
            actor=SYSTEM,
            programme_id=programme.pk,
            task_ids=ids,
            receivers=[Receiver(code) for code in codes],
        )

    reads = [query for query in captured.captured_queries if query["sql"].startswith("SELECT")]
    assert len(reads) <= 8
    assert Assignment.objects.count() == streets * tasks
    assert not Assignment.objects.exclude(status=AssignmentStatus.PENDING).exists()


def test_a_paused_programme_is_not_handed_down():
    programme = make_programme()
    programme.status = "paused"
    programme.save()

    with pytest.raises(Conflict, match="暂停"):
        give(programme)


def test_acknowledging_twice_is_one_acknowledgement():
    programme = make_programme()
    part = give(programme)[0]

    answer_assignment(actor=SYSTEM, assignment_id=part.pk, accept=True)
    answer_assignment(actor=SYSTEM, assignment_id=part.pk, accept=True)

    assert AuditEntry.objects.filter(action="programmes.assignment_acknowledged").count() == 1


@pytest.mark.parametrize("home", [OTHER_COUNTY, f"{OTHER_COUNTY}001"])
def test_a_unit_of_another_county_receives_nothing(home):
    make_place(f"{OTHER_COUNTY}001")
    programme = make_programme(tasks=[TaskSpec(title="甲")])
    foreign = make_organisation(home)

    with pytest.raises(Invalid, match="不属于这个地方"):
        hand_down(
            actor=SYSTEM,
            programme_id=programme.pk,
            task_ids=[the_task(programme).pk],
            receivers=[Receiver(COUNTY, foreign.pk)],
        )

    assert not Assignment.objects.exists()
