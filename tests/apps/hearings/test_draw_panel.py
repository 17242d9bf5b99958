"""Who is drawn: never kin, never in dispute, never twice; sizes by the local rule; verifiable."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongjian.apps.hearings import services
from gongjian.apps.hearings.models import Hearing, Seat
from gongjian.apps.hearings.selectors import barred, draw_certificate
from gongjian.apps.parties.models import Relation
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.engines.draw import verify
from tests.factories import COMMUNITIES, make_actor
from tests.hearing_factories import (
    make_application,
    make_attended,
    make_drawn,
    make_pool,
    make_resident,
    relate,
    seated,
    vote,
)

pytestmark = pytest.mark.django_db


@given(
    pairs=st.lists(
        st.tuples(st.integers(0, 21), st.integers(0, 21), st.sampled_from(("sibling", "spouse", "dispute"))),
        max_size=12,
    ),
    number=st.text("0123456789", min_size=1, max_size=6),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_panel_of_relatives_is_impossible_to_draw(worker, pairs, number):
    Relation.objects.all().delete()
    Hearing.objects.all().delete()
    pool = make_pool(14, 6)
    application = make_application(worker)
    people = [*pool, application.head, application.members.get().resident]
    ties = {(*sorted((a, b)), kind) for a, b, kind in pairs if a != b}
    for first, second, kind in ties:
        relate(people[first], people[second], kind)

    try:
        hearing = make_drawn(worker, application, number=number)
    except Invalid as refusal:
        assert "要回避的人不能抽" in str(refusal)
        return

    household = {application.head_id, application.members.get().resident_id}
    kin = {row.first_id for row in Relation.objects.all() if row.second_id in household and row.is_kin}
    kin |= {row.second_id for row in Relation.objects.all() if row.first_id in household and row.is_kin}
    once_removed = household | kin
    drawn = {seat.resident_id for seat in Seat.objects.filter(hearing=hearing)}
    assert len(seated(hearing)) == 15
    for row in Relation.objects.all():
        pair = {row.first_id, row.second_id}
        if (row.is_kin and pair & once_removed) or pair & household:
            assert not pair & drawn
    assert not barred(application, sorted(drawn))


def test_who_becomes_known_as_kin_after_the_list_is_out_steps_aside_and_a_reserve_moves_up(worker):
    make_pool()
    application = make_application(worker)
    hearing = make_drawn(worker, application)
    victim = seated(hearing)[0]
    relate(victim.resident, application.head, "spouse")

    make_attended(worker, hearing)

    victim.refresh_from_db()
    assert (victim.status, victim.recused_for, victim.is_present) == ("recused", "kin", False)
    panel = seated(hearing)
    assert len(panel) == 15
    assert sum(seat.group == "representative" for seat in panel) == 10


def test_a_relative_found_after_the_sign_in_holds_up_the_vote(worker):
    make_pool()
    application = make_application(worker)
    hearing = make_drawn(worker, application)
    make_attended(worker, hearing)
    relate(seated(hearing)[3].resident, application.members.get().resident, "dispute")

    with pytest.raises(Conflict, match="要回避的"):
        services.open_vote(actor=worker, hearing_id=hearing.pk)


def test_a_relation_noted_in_another_community_counts_too(worker):
    pool = make_pool()
    application = make_application(worker)
    far = make_resident(COMMUNITIES[1])
    relate(far, application.head, "sibling")
    relate(far, pool[0], "spouse")

    hearing = services.call_hearing(
        actor=worker, application_id=application.pk, source="某期", size=15, representatives=10
    )

    assert hearing.excluded == {str(pool[0].pk): "kin"}


def test_a_declared_recusal_brings_up_the_next_reserve_of_the_same_part(worker):
    make_pool()
    hearing = make_drawn(worker, make_application(worker))
    first = next(seat for seat in seated(hearing) if seat.group == "other")
    reserve = Seat.objects.filter(hearing=hearing, status="reserve", group="other").order_by("order")[0]

    services.recuse(actor=worker, hearing_id=hearing.pk, seat_id=first.pk, reason="本人申报是同学")

    reserve.refresh_from_db()
    assert reserve.status == "seated"
    with pytest.raises(Conflict, match="已经回避"):
        services.recuse(actor=worker, hearing_id=hearing.pk, seat_id=first.pk, reason="再来一次")


@pytest.mark.parametrize(
    ("size", "representatives", "sentence"),
    [
        (14, 10, "15 人以上"),
        (15, 9, "居民代表要有 10 人以上"),
        (16, 10, "居民代表要有 11 人以上"),
        (40, 30, "只有 24 人"),
    ],
)
def test_a_panel_below_the_local_rule_or_beyond_the_pool_is_refused(worker, size, representatives, sentence):
    make_pool()
    application = make_application(worker)

    with pytest.raises(Invalid, match=sentence):
        services.call_hearing(
            actor=worker,
            application_id=application.pk,
            source="某期",
            size=size,
            representatives=representatives,
        )

    application.refresh_from_db()
    assert application.status == "checked"
    assert not Hearing.objects.exists()


def test_the_draw_is_confirmed_by_the_verifier_and_a_swapped_panelist_is_told(worker):
    make_pool()
    hearing = make_drawn(worker, make_application(worker))
    text = draw_certificate(Hearing.objects.get(pk=hearing.pk))

    assert verify(text, hearing.hash).is_confirmed
    found = json.loads(text)
    found["result"]["drawn"][0], found["result"]["drawn"][-1] = (
        found["result"]["drawn"][-1],
        found["result"]["drawn"][0],
    )
    assert not verify(json.dumps(found), hearing.hash).is_confirmed


def test_the_number_is_typed_once_and_only_after_the_list_is_out(worker):
    make_pool()
    application = make_application(worker)
    hearing = services.call_hearing(
        actor=worker, application_id=application.pk, source="某期", size=15, representatives=10
    )
    with pytest.raises(Conflict, match="名单做好，待公布"):
        services.draw_panel(actor=worker, hearing_id=hearing.pk, number="1")
    services.publish_list(actor=worker, hearing_id=hearing.pk)
    services.draw_panel(actor=worker, hearing_id=hearing.pk, number="1")

    with pytest.raises(Conflict):
        services.draw_panel(actor=worker, hearing_id=hearing.pk, number="2")


def test_a_second_panel_holds_nobody_of_the_first(worker, county):
    make_pool(30, 20)
    application = make_application(worker)
    first = make_drawn(worker, application)
    make_attended(worker, first)
    vote(worker, first, yes=5, no=10)
    before = {seat.resident_id for seat in seated(first)}

    second = make_drawn(worker, application, number="77", cause_words="申请人申诉：评议员与他有旧怨")

    assert second.number == 2
    assert second.cause == "appeal"
    everyone = {seat.resident_id for seat in Seat.objects.filter(hearing=second)}
    assert not before & everyone


def test_a_hearing_given_up_leaves_the_application_to_another_with_the_same_number(worker):
    make_pool()
    application = make_application(worker)
    hearing = make_drawn(worker, application)

    services.void_hearing(actor=worker, hearing_id=hearing.pk, reason="到会人数不够")
    again = make_drawn(worker, application, number="8")

    assert again.number == 1
    assert not barred(application, [seat.resident_id for seat in seated(hearing)])


def test_another_community_sees_nothing_and_changes_nothing(worker):
    make_pool()
    application = make_application(worker)
    hearing = make_drawn(worker, application)
    stranger = make_actor("worker", COMMUNITIES[1])

    with pytest.raises(NotFound):
        services.void_hearing(actor=stranger, hearing_id=hearing.pk, reason="x")
    with pytest.raises(NotFound):
        services.read_application(actor=stranger, application_id=application.pk, reason="看看")
    with pytest.raises(NotAllowed):
        services.apply_for_aid(
            actor=stranger,
            spec=services.ApplicationSpec(
                place_code=COMMUNITIES[0], kind="temporary", head=services.PersonSpec("甲", ""), facts="x"
            ),
        )
