"""After the answer: rate, open again one level higher, count who met the same."""

from datetime import timedelta

import pytest

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import MatterLevel, MatterState, Satisfaction
from gongjian.apps.matters.models import Matter
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, NotAllowed, NotFound
from tests.factories import COUNTY, make_actor
from tests.matter_factories import make_closed, make_desk, make_matter

BAD = {"is_solved": False, "satisfaction": Satisfaction.UNSATISFIED}
GOOD = {"is_solved": True, "satisfaction": Satisfaction.SATISFIED}


def key(reported):
    return {"number": reported.matter.number, "code": reported.follow_code}


def test_an_answer_is_rated_once_by_who_holds_the_code(desk):
    closed = make_closed(desk)

    services.rate(**key(closed), **GOOD, words="很快")

    with pytest.raises(Conflict, match="已经评价过"):
        services.rate(**key(closed), **BAD)
    with pytest.raises(NotFound):
        services.rate(number=closed.matter.number, code="22222222", **GOOD)


@pytest.mark.parametrize(("seconds", "is_taken"), [(-1, True), (0, True), (1, False)])
def test_an_answer_is_rated_within_seven_days(desk, now, seconds, is_taken):
    closed = make_closed(desk)

    with at(now + timedelta(days=7, seconds=seconds)):
        if is_taken:
            services.rate(**key(closed), **GOOD)
        else:
            with pytest.raises(Conflict, match="7 天"):
                services.rate(**key(closed), **GOOD)


def test_a_bad_rating_opens_it_again_one_level_higher(desk):
    closed = make_closed(desk)
    services.rate(**key(closed), **BAD)

    matter = services.reopen(**key(closed), words="又堆回来了")

    assert (matter.state, matter.level, matter.reopen_count) == (MatterState.FILED, MatterLevel.COUNTY, 1)
    assert (matter.closed_at, matter.answer) == (None, "")
    with pytest.raises(NotAllowed, match="区县"):
        services.reject_matter(actor=desk, matter_id=matter.pk, reason="不受理")
    assert services.reject_matter(
        actor=make_desk(COUNTY), matter_id=matter.pk, reason="改由法院审理"
    ).closed_at


def test_it_is_not_opened_again_without_a_bad_rating_or_after_thirty_days(desk, now):
    closed = make_closed(desk)

    with pytest.raises(Conflict, match="先评价"):
        services.reopen(**key(closed), words="没好")
    services.rate(**key(closed), is_solved=True, satisfaction=Satisfaction.BASIC)
    with pytest.raises(Conflict, match="先评价"):
        services.reopen(**key(closed), words="没好")
    late = make_closed(desk)
    services.rate(**key(late), **BAD)
    with at(now + timedelta(days=30, seconds=1)), pytest.raises(Conflict, match="30 天"):
        services.reopen(**key(late), words="没好")


def test_the_desk_writes_down_what_was_said_on_the_phone(desk):
    closed = make_closed(desk).matter

    services.record_callback(actor=desk, matter_id=closed.pk, **BAD)
    matter = services.reopen_at_desk(actor=desk, matter_id=closed.pk, words="电话里说没有解决")

    assert matter.level == MatterLevel.COUNTY


def test_the_city_has_no_level_above(desk):
    closed = make_closed(desk)
    for level in (MatterLevel.COUNTY, MatterLevel.CITY, MatterLevel.CITY):
        Matter.objects.filter(pk=closed.matter.pk).update(
            state=MatterState.CLOSED, closed_at=closed.matter.closed_at
        )
        services.rate(**key(closed), **BAD)
        assert services.reopen(**key(closed), words="没好").level == level


def test_everyone_who_met_the_same_counts_once():
    matter = make_matter()

    services.me_too(number=matter.number, who="phone-a")
    services.me_too(number=matter.number, who="phone-b")
    with pytest.raises(Conflict):
        services.me_too(number=matter.number, who="phone-a")

    matter.refresh_from_db()
    assert matter.me_too_count == 2


def test_nobody_but_a_role_with_the_right_calls_back(desk):
    closed = make_closed(desk).matter

    with pytest.raises(NotAllowed):
        services.record_callback(actor=make_actor(Role.VIEWER, COUNTY), matter_id=closed.pk, **GOOD)
