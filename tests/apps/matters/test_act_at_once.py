"""What two people, two workers or two residents do in the same moment: one counts, the other is told, nothing is doubled."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import MatterSource, MatterState, Satisfaction
from gongjian.apps.matters.models import Assignment, Matter, Rating, Reminder
from gongjian.apps.matters.services import MatterSpec, load_first_classes
from gongjian.apps.parties.models import Notice
from gongjian.core.errors import Conflict
from gongjian.core.rules import load_first_versions
from tests.factories import make_places
from tests.matter_factories import (
    COMMUNITY,
    class_of,
    make_closed,
    make_desk,
    make_dispatched,
    make_filed,
    make_matter,
    make_unit,
)

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 6


@pytest.fixture(autouse=True)
def country(request: pytest.FixtureRequest) -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("a test's SQLite lives in one connection")
    load_first_versions()
    load_first_classes()
    make_places()
    yield


@pytest.fixture
def now(country: None) -> None:
    """These tests run by the clock: it can't be made to stand in other threads."""


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Start all acts in the same moment, each on its own connection; return what each gave or was refused with."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def refused(found: list[object]) -> int:
    return sum(isinstance(one, Conflict) for one in found)


def test_two_desks_file_and_dispatch_one_matter_once():
    desks = [make_desk(), make_desk()]
    unit, _person = make_unit()
    matter = make_matter()

    filed = at_once(
        *(
            lambda desk=desk: services.file_matter(actor=desk, matter_id=matter.pk, class_id=class_of().pk)
            for desk in desks
        )
    )
    given = at_once(
        *(
            lambda desk=desk: services.dispatch(actor=desk, matter_id=matter.pk, organisation_id=unit.pk)
            for desk in desks
        )
    )

    assert (refused(filed), refused(given)) == (1, 1)
    assert Assignment.objects.count() == 1


def test_units_that_finish_in_the_same_moment_bring_it_to_the_check():
    desk = make_desk()
    units = [make_unit() for _number in range(4)]
    matter = make_filed(desk)
    services.whistle(
        actor=desk,
        matter_id=matter.pk,
        lead_id=units[0][0].pk,
        support_ids=[unit.pk for unit, _ in units[1:]],
    )
    parts = {part.organisation_id: part.pk for part in matter.assignments.all()}

    at_once(
        *(
            lambda unit=unit, person=person: services.act(
                actor=person, assignment_id=parts[unit.pk], result="清走了"
            )
            for unit, person in units
        )
    )

    matter.refresh_from_db()
    assert matter.state == MatterState.DONE


def test_workers_that_look_at_once_remind_once():
    desk = make_desk()
    unit, _person = make_unit()
    matter, _part = make_dispatched(desk, unit)
    Notice.objects.all().delete()
    late = timezone.now() + timedelta(days=30)

    at_once(*(lambda: services.send_reminders(late) for _worker in range(TIMES)))

    assert Reminder.objects.filter(matter=matter).count() == 5
    assert matter.steps.filter(kind="reminded").count() == 5


def test_a_number_of_the_hotline_taken_in_by_many_is_one_matter():
    desk = make_desk()
    spec = MatterSpec(
        place_code=COMMUNITY, words="路灯坏了。", source=MatterSource.HOTLINE_LIST, source_number="RX-1"
    )

    found = at_once(*(lambda: services.report_matter(actor=desk, spec=spec) for _time in range(TIMES)))

    assert refused(found) == TIMES - 1
    assert Matter.objects.count() == 1


def test_everyone_who_met_the_same_in_one_moment_counts_once():
    matter = make_matter()
    who = [f"phone-{number % 3}" for number in range(TIMES)]

    found = at_once(*(lambda one=one: services.me_too(number=matter.number, who=one) for one in who))

    matter.refresh_from_db()
    assert (matter.me_too_count, refused(found)) == (3, 3)


def test_an_answer_rated_twice_at_once_is_rated_once_and_opened_once():
    closed = make_closed(make_desk())
    key = {"number": closed.matter.number, "code": closed.follow_code}
    bad = {"is_solved": False, "satisfaction": Satisfaction.UNSATISFIED}

    rated = at_once(*(lambda: services.rate(**key, **bad) for _time in range(TIMES)))
    opened = at_once(*(lambda: services.reopen(**key, words="没好") for _time in range(TIMES)))

    assert (refused(rated), refused(opened)) == (TIMES - 1, TIMES - 1)
    assert Rating.objects.count() == 1
    assert Matter.objects.get().reopen_count == 1


def test_two_that_are_merged_into_each_other_at_once_go_one_way():
    desk = make_desk()
    one, two = make_matter(), make_matter()

    found = at_once(
        lambda: services.merge(actor=desk, matter_id=one.pk, into_id=two.pk),
        lambda: services.merge(actor=desk, matter_id=two.pk, into_id=one.pk),
    )

    assert refused(found) == 1
    assert Matter.objects.filter(state=MatterState.MERGED).count() == 1
