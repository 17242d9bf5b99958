"""Matters joined, taken apart, taken back; the same again raises the level."""

from datetime import timedelta
from decimal import Decimal

import pytest

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import MatterLevel, MatterState, Outcome
from gongjian.apps.matters.models import Matter, Message, Reporter
from gongjian.apps.matters.selectors.following import follow
from gongjian.apps.matters.selectors.nearby import near_matters, near_point
from gongjian.apps.parties.models import Notice
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.models import AuditEntry
from tests.factories import OTHER_STREET, STREET
from tests.matter_factories import (
    COMMUNITY,
    GOOD_ANSWER,
    class_of,
    make_closed,
    make_desk,
    make_done,
    make_filed,
    make_matter,
    report,
)


def test_what_was_merged_is_answered_and_closed_with_the_other(desk, squad):
    main, other = make_filed(desk), report()
    services.merge(actor=desk, matter_id=other.matter.pk, into_id=main.pk)
    services.dispatch(actor=desk, matter_id=main.pk, organisation_id=squad[0].pk)
    services.act(actor=squad[1], assignment_id=main.assignments.get().pk, result="清了")
    services.check(actor=desk, matter_id=main.pk, has_passed=True)
    services.answer_and_close(actor=desk, matter_id=main.pk, answer=GOOD_ANSWER)

    merged = follow(other.matter.number, other.follow_code)
    assert (merged.state, merged.outcome, merged.answer) == (MatterState.CLOSED, Outcome.SOLVED, GOOD_ANSWER)
    assert Message.objects.filter(matter=merged).latest("pk").words == GOOD_ANSWER
    main.refresh_from_db()
    assert main.me_too_count == 1


def test_nothing_is_merged_in_a_circle_or_into_itself(desk):
    one, two, three = make_matter(), make_matter(), make_matter()
    services.merge(actor=desk, matter_id=one.pk, into_id=two.pk)

    for pk, into in ((one.pk, one.pk), (two.pk, three.pk), (three.pk, one.pk), (two.pk, one.pk)):
        with pytest.raises(Conflict):
            services.merge(actor=desk, matter_id=pk, into_id=into)


def test_met_too_on_what_was_merged_counts_where_it_went(desk):
    one, two = make_matter(), make_matter()
    services.merge(actor=desk, matter_id=one.pk, into_id=two.pk)

    assert services.me_too(number=one.number, who="phone").pk == two.pk
    two.refresh_from_db()
    assert two.me_too_count == 2


def test_a_matter_of_two_things_is_split_and_both_are_followed_with_one_code(desk):
    reported = report()

    [part] = services.split(actor=desk, matter_id=reported.matter.pk, words=["楼道没有灯。"])

    assert part.number == f"{reported.matter.number}-1"
    assert follow(part.number, reported.follow_code) == part
    assert (part.state, part.received_at) == (MatterState.REPORTED, reported.matter.received_at)
    [again] = services.split(actor=desk, matter_id=reported.matter.pk, words=["门锁坏了。"])
    assert again.number == f"{reported.matter.number}-2"
    with pytest.raises(Invalid):
        services.split(actor=desk, matter_id=reported.matter.pk, words=[])


def test_a_voided_matter_keeps_its_number_and_tells_the_unit(desk, squad):
    matter = make_done(desk, *squad)

    services.void(actor=desk, matter_id=matter.pk, reason="测试时录的")

    matter.refresh_from_db()
    assert (matter.state, matter.outcome) == (MatterState.VOID, Outcome.VOID)
    with pytest.raises(Conflict, match="作废"):
        services.check(actor=desk, matter_id=matter.pk, has_passed=True)


def test_nothing_is_voided_while_others_wait_for_its_answer(desk):
    one, two = make_matter(), make_matter()
    services.merge(actor=desk, matter_id=one.pk, into_id=two.pk)

    with pytest.raises(Conflict, match="合并在这一件里"):
        services.void(actor=desk, matter_id=two.pk, reason="录错")


@pytest.mark.parametrize(("times", "level"), [(2, MatterLevel.STREET), (3, MatterLevel.COUNTY)])
def test_the_third_time_at_one_spot_goes_a_level_up(desk, now, times, level):
    for back in range(times - 1, 0, -1):
        make_filed(desk, received_at=now - timedelta(days=back))

    matter = make_filed(desk)

    assert (matter.nth, matter.level) == (times, level)


@pytest.mark.parametrize(
    ("fields", "nth"),
    [
        ({"days": 30}, 2),
        ({"days": 31}, 1),
        ({"days": 1, "latitude": Decimal("30.525800")}, 2),
        ({"days": 1, "latitude": Decimal("30.526000")}, 1),
        ({"days": 1, "latitude": Decimal("30.526000"), "address": "梧桐路 18 号"}, 2),
        ({"days": 1, "code": "0102"}, 1),
    ],
)
def test_what_counts_as_the_same_again(desk, now, fields, nth):
    code = fields.get("code", "0507")
    place = {name: value for name, value in fields.items() if name in ("latitude", "address")}
    make_filed(desk, code, received_at=now - timedelta(days=fields["days"]), **place)

    assert make_filed(desk, address="梧桐路 18 号").nth == nth


def test_the_upper_desk_is_told_of_what_was_raised(desk, now):
    upper = make_desk("510903")
    for back in (2, 1, 0):
        make_filed(desk, received_at=now - timedelta(days=back))

    assert "第 3 次反映" in Notice.objects.get(user_id=upper.user_id).sentence


def test_near_ones_are_offered_to_anybody_but_the_desk_sees_its_own_only(desk, now):
    here = make_matter()
    beside = make_matter(place_code=f"{OTHER_STREET}001")

    found = near_point(here.latitude, here.longitude, 100, since=now - timedelta(days=1))

    assert {near.matter.pk for near in found} == {here.pk, beside.pk}
    assert near_matters(make_desk(STREET), here) == []
    assert [near.matter.pk for near in near_matters(make_desk("510903"), here)] == [beside.pk]


def test_a_person_destroys_what_he_gave_and_the_matter_stays(desk):
    reported = report()

    services.erase_reporter(number=reported.matter.number, code=reported.follow_code)

    row = Reporter.objects.get(pk=reported.matter.reporter_id)
    assert (row.name, row.phone, row.email, row.phone_hash) == (None, None, None, "")
    assert Matter.objects.filter(pk=reported.matter.pk).exists()


def test_who_looks_at_the_reporter_writes_why_and_is_logged(desk):
    matter = make_closed(desk).matter

    with pytest.raises(Invalid, match="为什么要看"):
        services.reveal_reporter(actor=desk, matter_id=matter.pk, reason="")
    shown = services.reveal_reporter(actor=desk, matter_id=matter.pk, reason="回访")

    assert shown.phone == "13900000000"
    entry = AuditEntry.objects.get(action="read.sensitive")
    assert (entry.actor_id, entry.after["reason"]) == (desk.user_id, "回访")


def test_a_class_of_another_place_is_not_taken(desk):
    other = class_of()
    other.pk, other.place_code = None, "5101"
    other.save()

    with pytest.raises(Exception, match="没有这个类别"):
        services.classify(actor=desk, matter_id=make_matter(place_code=COMMUNITY).pk, class_id=other.pk)
