"""The published rates: denominators that are stated, exclusions that are recorded, rows that add up."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import ExclusionGround, MatterState, Satisfaction
from gongjian.apps.matters.models import Exclusion, Matter
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, NotAllowed
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure, rows_behind
from gongjian.core.rules import add_version
from tests.factories import CITY, COUNTY, STREET, make_actor
from tests.matter_factories import make_closed, make_dispatched, make_done, make_filed, make_matter, make_unit

NOVEMBER = Period.month(2026, 11)


def moment(text):
    return timezone.make_aware(datetime.fromisoformat(f"2026-{text}"))


def figure(key, period=NOVEMBER, place=COUNTY, **params):
    found = read_figure(f"matters.{key}", place_code=place, period=period, params=params)
    return found.numerator, found.denominator


def test_only_what_was_due_stands_in_the_denominator(desk):
    make_closed(desk)
    make_filed(desk)
    make_matter()
    with at(moment("11-19 08:59")):
        assert figure("closed_in_time_rate") == (0, 0)
    with at(moment("11-19 09:00")):
        assert figure("closed_in_time_rate") == (1, 2)
        assert figure("closed_rate") == (1, 2)
        assert figure("to_close") == (2, None)


@pytest.mark.parametrize(("closes", "in_time"), [("11-19 08:59", 1), ("11-19 09:00", 1), ("11-19 09:01", 0)])
def test_in_time_is_to_the_moment(desk, closes, in_time):
    reported = make_closed(desk)
    Matter.objects.filter(pk=reported.matter.pk).update(closed_at=moment(closes))

    with at(moment("11-20 09:00")):
        assert figure("closed_in_time_rate") == (in_time, 1)


def test_what_is_paused_refused_or_merged_is_not_due(desk):
    paused, refused, merged, main = make_filed(desk), make_filed(desk), make_filed(desk), make_filed(desk)
    services.hold(actor=desk, matter_id=paused.pk, reason="等住户")
    services.reject_matter(actor=desk, matter_id=refused.pk, reason="在法院审理")
    services.merge(actor=desk, matter_id=merged.pk, into_id=main.pk)

    with at(moment("11-20 09:00")):
        assert figure("closed_rate") == (0, 1)
        assert figure("overdue") == (1, None)


@pytest.mark.parametrize(("hours", "numerator"), [(23, 1), (24, 1), (25, 0)])
def test_a_response_counts_within_twenty_four_hours(desk, now, hours, numerator):
    matter = make_matter()
    make_matter(reporter=None)
    assert figure("response_rate") == (0, 0)

    with at(now + timedelta(hours=hours)):
        services.contact(actor=desk, matter_id=matter.pk, words="电话里说明天下午来看")
        assert figure("response_rate") == (numerator, 1)


def test_nobody_reached_after_the_hours_counts_against(desk, now):
    make_matter()

    with at(now + timedelta(hours=24)):
        assert figure("response_rate") == (0, 1)


@pytest.mark.parametrize(("basic", "satisfied"), [(1, 2), (0, 1)])
def test_fairly_satisfied_counts_by_the_rule_of_the_day(desk, now, basic, satisfied):
    add_version(
        actor=make_actor(Role.OFFICE, CITY),
        key="matters.basic_counts",
        place_code=CITY,
        effective_on=now.date(),
        value=basic,
        citation="本市口径",
    )
    for solved, said in (
        (True, Satisfaction.SATISFIED),
        (True, Satisfaction.BASIC),
        (False, Satisfaction.UNSATISFIED),
    ):
        closed = make_closed(desk)
        services.rate(
            number=closed.matter.number, code=closed.follow_code, is_solved=solved, satisfaction=said
        )
    make_closed(desk)

    assert figure("solved_rate") == (2, 3)
    assert figure("satisfied_rate") == (satisfied, 3)


def test_an_exclusion_takes_it_out_of_the_rates_and_is_counted_itself(desk):
    closed, other = make_closed(desk), make_closed(desk)
    for reported in (closed, other):
        services.rate(
            number=reported.matter.number,
            code=reported.follow_code,
            is_solved=False,
            satisfaction=Satisfaction.UNSATISFIED,
        )
    services.exclude(
        actor=desk,
        matter_id=closed.matter.pk,
        ground=ExclusionGround.OTHER_CHANNEL,
        reason="在法院审理，案号另存",
    )

    with at(moment("11-20 09:00")):
        assert figure("solved_rate") == (0, 1)
        assert figure("closed_rate") == (1, 1)
        assert figure("excluded") == (1, None)
    with pytest.raises(Conflict):
        services.exclude(
            actor=desk, matter_id=closed.matter.pk, ground=ExclusionGround.SECRET, reason="再记一次"
        )
    services.include(actor=desk, matter_id=closed.matter.pk, reason="已撤诉")
    assert not Exclusion.objects.exists()
    with pytest.raises(NotAllowed):
        services.exclude(
            actor=make_actor(Role.WORKER, STREET),
            matter_id=closed.matter.pk,
            ground=ExclusionGround.SECRET,
            reason="想剔除",
        )


def test_a_lead_that_hands_back_makes_the_dispatch_wrong_only_once(desk, squad):
    matter, part = make_dispatched(desk, squad[0])
    make_dispatched(desk, squad[0])
    services.hand_back(actor=squad[1], assignment_id=part.pk, reason="归物业管")
    services.dispatch(actor=desk, matter_id=matter.pk, organisation_id=make_unit()[0].pk)

    assert figure("dispatched_right_rate") == (1, 2)
    assert figure("dispatched_right_rate", unit=str(squad[0].pk)) == (1, 2)


def test_both_sides_of_a_whistle_are_scored(desk, squad):
    fire, fireman = make_unit("区消防救援大队")
    late, _nobody = make_unit("区住建局")
    matter = make_filed(desk)
    services.whistle(actor=desk, matter_id=matter.pk, lead_id=squad[0].pk, support_ids=[fire.pk, late.pk])
    parts = {part.organisation_id: part.pk for part in matter.assignments.all()}
    services.act(actor=squad[1], assignment_id=parts[squad[0].pk], result="清走了")
    services.hand_back(actor=fireman, assignment_id=parts[fire.pk], reason="没有火险")

    assert figure("whistle_right_rate") == (2, 3)
    assert figure("whistle_done_rate") == (1, 1)
    with at(moment("11-19 09:00")):
        assert figure("whistle_done_rate") == (1, 2)


def test_rework_counts_matters_not_checks(desk, squad):
    matter = make_done(desk, *squad)
    for _again in range(2):
        services.check(actor=desk, matter_id=matter.pk, has_passed=False, words="还有纸箱")
        services.act(actor=squad[1], assignment_id=matter.assignments.get().pk, result="又清了")
    services.check(actor=desk, matter_id=matter.pk, has_passed=True)
    make_closed(desk)

    assert figure("rework_rate") == (1, 2)


def test_figures_are_asked_by_class_with_all_below_it(desk):
    make_filed(desk, "0507")
    make_filed(desk, "0102")

    assert figure("received") == (2, None)
    assert figure("received", **{"class": "S05"}) == (1, None)
    assert figure("received", **{"class": "S0507"}) == (1, None)
    assert figure("received", **{"class": "B05"}) == (0, None)
    assert figure("received", source="phone") == (0, None)


def test_the_rows_behind_a_rate_are_those_that_were_added(desk):
    make_closed(desk)
    make_filed(desk)
    with at(moment("11-20 09:00")):
        rows = list(rows_behind("matters.closed_rate", place_code=STREET, period=NOVEMBER))

        assert sum(row.numerator for row in rows) == 1
        assert {row.state for row in rows} == {MatterState.CLOSED, MatterState.FILED}
