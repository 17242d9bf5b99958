"""A meeting from its plan to its record: who chairs, notice, attendance, quorum, votes by hands."""

from datetime import time, timedelta

import pytest

from gongjian.apps.councils.choices import ItemOutcome, ItemStatus, MeetingStatus, Reply
from gongjian.apps.councils.models import AgendaItem, Attendance, CouncilMember
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings import HandsSpec, ItemSpec, MeetingSpec, ProxySpec, SeatSpec
from gongjian.apps.parties.models import Notice, User
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from tests.apps.councils.meeting_builders import (
    accepted,
    call,
    hold,
    in_days,
    make_council,
    make_delegate,
    make_member,
    moment,
    plan,
    with_delegates,
)

pytestmark = pytest.mark.django_db


def names(meetings) -> list[int]:
    return [meeting.chair.chair_order for meeting in meetings]


def test_the_chair_goes_round_and_a_cancelled_meeting_does_not_count(host) -> None:
    council = make_council(3)
    first, second = plan(host, council), plan(host, council, 14)
    services.cancel_meeting(actor=host, council_meeting_id=second.pk, reason="停电")
    third = plan(host, council, 21)

    assert names([first, second, third]) == [1, 2, 2]
    assert not AgendaItem.objects.filter(meeting=second).exists()
    assert AgendaItem.objects.filter(status=ItemStatus.DEFERRED).count() == 1


def test_a_skipped_turn_is_gone_and_an_exchanged_one_comes_back(host) -> None:
    council = make_council(3)
    third_member = council.members.get(chair_order=3)
    first = plan(host, council)
    services.exchange_chair(
        actor=host, council_meeting_id=first.pk, with_member_id=third_member.pk, reason="出差"
    )
    second = plan(host, council, 14)
    services.skip_chair(actor=host, council_meeting_id=second.pk, reason="人没到岗")
    first.refresh_from_db()
    second.refresh_from_db()

    assert first.chair == third_member
    assert second.chair.chair_order == 1  # the third one's own turn, given back to whom it stood in for
    assert names([plan(host, council, 21)]) == [1]


def test_the_notice_needs_an_item_and_as_many_days_as_the_rule_says(host) -> None:
    council = make_council(3)
    meeting = services.plan_meeting(actor=host, council_id=council.pk, spec=MeetingSpec(starts_at=in_days(3)))
    with pytest.raises(Conflict, match="议题"):
        services.call_meeting(actor=host, council_meeting_id=meeting.pk)
    accepted(host, meeting)
    with at(moment() + timedelta(days=1)), pytest.raises(Invalid, match="提前 3 天"):
        services.call_meeting(actor=host, council_meeting_id=meeting.pk)

    called = services.call_meeting(actor=host, council_meeting_id=meeting.pk)

    assert called.status == MeetingStatus.CALLED
    assert called.notice.title == f"关于召开{council.name}第1次会议的通知"
    assert called.notice.drafted_by is None
    assert called.seats.count() == 3


def test_delegates_are_told_and_one_without_an_account_is_not_in_the_way(host) -> None:
    council = make_council(2)
    user = make_delegate(council.members.first())

    meeting = call(host, council)

    told = Notice.objects.get(user=user)
    assert told.url == f"/councils/meetings/{meeting.pk}/"
    assert "回复到不到会" in told.sentence


def test_a_moved_meeting_asks_again_and_tells_why(host) -> None:
    council = make_council(2)
    user, _other = with_delegates(council)
    meeting = call(host, council)
    services.reply_to_notice(actor=user.as_actor(), council_meeting_id=meeting.pk, is_coming=True)
    before = meeting.changed_at
    with at(moment() + timedelta(hours=1)):
        services.move_meeting(
            actor=host, council_meeting_id=meeting.pk, starts_at=in_days(9), venue="一楼", reason="停电"
        )

    meeting.refresh_from_db()
    assert meeting.changed_at > before
    assert set(Attendance.objects.values_list("reply", flat=True)) == {Reply.NONE}
    assert Notice.objects.filter(user=user, sentence__contains="停电").exists()


@pytest.mark.parametrize(("present", "has_quorum"), [(5, False), (6, True), (7, True)])
def test_two_thirds_of_nine_are_six(host, present: int, has_quorum: bool) -> None:
    council = make_council(9)
    with_delegates(council)
    meeting = call(host, council)
    with at(meeting.starts_at):
        hold(host, meeting, present)
        meeting.refresh_from_db()
        item = meeting.items.get()
        hands = HandsSpec(yes=present, no=0, abstain=0)
        if has_quorum:
            item = services.record_item(actor=host, agenda_item_id=item.pk, summary="都同意", hands=hands)
        else:
            with pytest.raises(Conflict, match="至少到 6 人"):
                services.record_item(actor=host, agenda_item_id=item.pk, summary="都同意", hands=hands)

    assert meeting.has_quorum is has_quorum
    assert (item.outcome == ItemOutcome.PASSED) is has_quorum


@pytest.mark.parametrize(("yes", "outcome"), [(3, ItemOutcome.FAILED), (4, ItemOutcome.PASSED)])
def test_more_than_half_of_six_are_four(host, yes: int, outcome: str) -> None:
    council = make_council(6)
    with_delegates(council)
    meeting = call(host, council)
    with at(meeting.starts_at):
        hold(host, meeting)
        item = services.record_item(
            actor=host,
            agenda_item_id=meeting.items.get().pk,
            summary="议过了",
            hands=HandsSpec(yes=yes, no=6 - yes, abstain=0),
        )

    assert (item.outcome, item.in_room, item.needed) == (outcome, 6, 4)


def test_hands_are_counted_against_those_in_the_room(host) -> None:
    council = make_council(4)
    with_delegates(council)
    meeting = call(host, council)
    members = list(council.members.order_by("chair_order"))
    seats = [SeatSpec(member_id=member.pk) for member in members[:3]]
    seats.append(SeatSpec(member_id=members[3].pk, came_at=time(10, 30)))
    with at(meeting.starts_at):
        services.record_attendance(actor=host, council_meeting_id=meeting.pk, seats=seats, recorder="小李")
        key = meeting.items.get().pk
        early = HandsSpec(yes=4, no=0, abstain=0, at=time(10, 10))
        with pytest.raises(Invalid, match="举手的加起来是 4 个，会场里有表决权的成员是 3 个"):
            services.record_item(actor=host, agenda_item_id=key, summary="议过", hands=early)
        late = HandsSpec(yes=4, no=0, abstain=0, at=time(10, 40))
        item = services.record_item(actor=host, agenda_item_id=key, summary="议过", hands=late)
        with pytest.raises(Conflict, match="签到不能再改"):
            hold(host, meeting)

    assert item.in_room == 4


def test_a_substitute_needs_a_written_proxy(host) -> None:
    council = make_council(2)
    user, _other = with_delegates(council)
    meeting = call(host, council)
    member = council.members.get(chair_order=1)
    seats = [SeatSpec(member_id=member.pk, is_substitute=True)]
    with pytest.raises(Invalid, match="委托书"):
        services.send_substitute(
            actor=host, council_meeting_id=meeting.pk, spec=ProxySpec(name="老周"), member_id=member.pk
        )
    with at(meeting.starts_at), pytest.raises(Invalid, match="没有书面委托"):
        services.record_attendance(actor=host, council_meeting_id=meeting.pk, seats=seats, recorder="李")

    services.send_substitute(
        actor=user.as_actor(), council_meeting_id=meeting.pk, spec=ProxySpec(name="老周")
    )
    with at(meeting.starts_at):
        services.record_attendance(actor=host, council_meeting_id=meeting.pk, seats=seats, recorder="李")

    assert meeting.seats.get(member=member).who == "老周"


def test_a_member_that_left_or_joined_after_the_notice_is_counted_as_of_the_day(host) -> None:
    council = make_council(3)
    with_delegates(council)
    meeting = call(host, council)
    gone = council.members.get(chair_order=3)
    services.remove_member(actor=host, council_member_id=gone.pk, reason="迁走")
    make_member(council, organisation=None, person_name="王大姐")
    with at(meeting.starts_at):
        hold(host, meeting)

    meeting.refresh_from_db()
    assert (meeting.expected, meeting.present) == (3, 3)
    assert not Attendance.objects.filter(meeting=meeting, member=gone).exists()


def test_a_unit_proposes_and_is_told_why_not(host) -> None:
    council = make_council(2)
    user, chair = with_delegates(council)
    actor = user.as_actor()
    item = services.propose_item(actor=actor, council_id=council.pk, spec=ItemSpec(title="修路"))
    with pytest.raises(NotAllowed):
        services.put_off_item(actor=chair.as_actor(), agenda_item_id=item.pk, reason="不归我们")
    with pytest.raises(Invalid):
        services.put_off_item(actor=host, agenda_item_id=item.pk, reason=" ", is_declined=True)

    services.put_off_item(actor=host, agenda_item_id=item.pk, reason="市政明年修", is_declined=True)

    assert Notice.objects.get(user=user).sentence == "你们提的议题“修路”没有列入议程：市政明年修"
    with pytest.raises(Conflict):
        services.put_off_item(actor=host, agenda_item_id=item.pk, reason="再想想")


def test_the_delegate_of_the_member_in_the_chair_answers_proposals_and_records(host) -> None:
    council = make_council(2)
    chair, other = (user.as_actor() for user in with_delegates(council))
    meeting = plan(host, council)
    item = services.propose_item(actor=other, council_id=council.pk, spec=ItemSpec(title="修路"))
    with pytest.raises(NotAllowed):
        services.accept_item(actor=other, agenda_item_id=item.pk, council_meeting_id=meeting.pk)

    services.accept_item(actor=chair, agenda_item_id=item.pk, council_meeting_id=meeting.pk)
    services.call_meeting(actor=host, council_meeting_id=meeting.pk)
    with at(meeting.starts_at):
        hold(chair, meeting)
        with pytest.raises(Conflict, match="还有议题没有记：开放停车场、修路"):
            services.close_meeting(actor=chair, council_meeting_id=meeting.pk)
        for one in meeting.items.all():
            services.record_item(actor=chair, agenda_item_id=one.pk, summary="议过")
        closed = services.close_meeting(actor=chair, council_meeting_id=meeting.pk)

    assert closed.status == MeetingStatus.CLOSED


def test_the_same_member_cannot_join_twice_and_a_person_has_no_delegate(host) -> None:
    council = make_council(1)
    member = council.members.get()
    with pytest.raises(Conflict):
        services.add_member(
            actor=host,
            council_id=council.pk,
            spec=services.MemberSpec(organisation_id=member.organisation_id, joined_on=member.joined_on),
        )
    person = services.add_member(
        actor=host,
        council_id=council.pk,
        spec=services.MemberSpec(person_name="王大姐", joined_on=member.joined_on),
    )

    assert CouncilMember.objects.get(pk=person.pk).chair_order == 2
    with pytest.raises(Conflict):
        services.add_delegate(
            actor=host,
            council_member_id=person.pk,
            spec=services.DelegateSpec(name="某某", starts_on=member.joined_on),
        )


def test_a_delegates_account_is_of_his_unit(host) -> None:
    council = make_council(2)
    first, second = council.members.order_by("chair_order")
    stranger: User = make_delegate(second)

    with pytest.raises(Invalid, match="不是"):
        services.add_delegate(
            actor=host,
            council_member_id=first.pk,
            spec=services.DelegateSpec(name="某某", user_id=stranger.pk, starts_on=first.joined_on),
        )
