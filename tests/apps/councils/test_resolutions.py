"""What was decided: answered, confirmed or sent back, reminded once before and once after, told at the next meeting."""

from datetime import date, timedelta

import pytest

from gongjian.apps.councils.choices import ResolutionEntryKind, ResolutionStatus
from gongjian.apps.councils.models import ResolutionEntry
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings import ResolutionSpec, Upload
from gongjian.apps.documents import services as documents
from gongjian.apps.documents.selectors.check import check_document
from gongjian.apps.parties.models import Notice
from gongjian.core.access import SYSTEM
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure
from gongjian.readers import read_text
from tests.apps.councils.meeting_builders import (
    COMMUNITY,
    call,
    hold,
    in_days,
    make_council,
    moment,
    plan,
    with_delegates,
)
from tests.inspection_factories import photo_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(host):
    """A council of three that met on the 2nd of December and decided two things."""
    council = make_council(3)
    users = with_delegates(council)
    meeting = call(host, council)
    with at(meeting.starts_at):
        hold(host, meeting)
        item = meeting.items.get()
        hands = services.HandsSpec(yes=2, no=1, abstain=0)
        services.record_item(actor=host, agenda_item_id=item.pk, summary="晚上开放。白天不行。", hands=hands)
        first = council.members.get(chair_order=1)
        for text, owner in (
            ("晚上开放停车场", {"member_id": first.pk}),
            ("补路灯", {"owner_name": "物业老周"}),
        ):
            services.make_resolution(
                actor=host,
                council_meeting_id=meeting.pk,
                spec=ResolutionSpec(text=text, item_id=item.pk, **owner),
            )
        services.close_meeting(actor=host, council_meeting_id=meeting.pk)
    meeting.refresh_from_db()
    return meeting, [user.as_actor() for user in users]


def test_without_a_day_the_rule_gives_ten_working_days(held) -> None:
    meeting, _users = held

    assert {one.due_on for one in meeting.resolutions.all()} == {date(2026, 12, 16)}


def test_nothing_is_decided_without_a_quorum(host) -> None:
    council = make_council(3)
    with_delegates(council)
    meeting = call(host, council)
    with at(meeting.starts_at):
        hold(host, meeting, 1)
        with pytest.raises(Conflict, match="到会人数不够"):
            services.make_resolution(
                actor=host,
                council_meeting_id=meeting.pk,
                spec=ResolutionSpec(text="修路", owner_name="物业"),
            )


def test_the_owner_answers_with_evidence_and_may_have_to_do_it_again(host, held) -> None:
    meeting, (owner, other, _third) = held
    one = meeting.resolutions.get(member__isnull=False)
    with pytest.raises(NotAllowed):
        services.answer_resolution(actor=other, resolution_id=one.pk, result="开了")
    services.answer_resolution(
        actor=owner, resolution_id=one.pk, result="开了", uploads=[Upload("门口.jpg", photo_bytes())]
    )
    with pytest.raises(NotAllowed):
        services.confirm_resolution(actor=owner, resolution_id=one.pk, is_done=True)
    with pytest.raises(Invalid, match="退回的原因"):
        services.confirm_resolution(actor=host, resolution_id=one.pk, is_done=False)
    services.confirm_resolution(actor=host, resolution_id=one.pk, is_done=False, words="只开了一晚")
    services.answer_resolution(actor=owner, resolution_id=one.pk, result="每晚都开了")
    done = services.confirm_resolution(actor=host, resolution_id=one.pk, is_done=True)

    assert done.status == ResolutionStatus.DONE
    assert done.files.count() == 1
    with pytest.raises(Conflict):
        services.answer_resolution(actor=owner, resolution_id=one.pk, result="又开了")


def test_the_chair_of_the_next_meeting_confirms(host, held) -> None:
    meeting, (owner, second, third) = held
    one = meeting.resolutions.get(member__isnull=False)
    services.answer_resolution(actor=owner, resolution_id=one.pk, result="开了")
    plan(host, meeting.council, 30)
    with pytest.raises(NotAllowed):
        services.confirm_resolution(actor=third, resolution_id=one.pk, is_done=True)

    assert services.confirm_resolution(actor=second, resolution_id=one.pk, is_done=True).settled_on


def test_each_reminder_is_sent_once_before_and_after_the_day(host, held) -> None:
    meeting, (owner, *_others) = held
    one = meeting.resolutions.get(member__isnull=False)
    due = one.due_on
    rows = ResolutionEntry.objects.filter(resolution=one, kind=ResolutionEntryKind.REMINDED)
    sent = []
    for days in (-6, -5, 0, 1, 2):
        services.send_reminders(due + timedelta(days=days))
        services.send_reminders(due + timedelta(days=days))
        sent.append(rows.count())

    assert sent == [
        0,
        1,
        1,
        3,
        3,
    ]  # 3 working days before the Wednesday is the Friday; after it owner and host
    mine = Notice.objects.filter(user_id=owner.user_id, sentence__contains="晚上开放停车场（")
    assert [row.sentence.partition("：")[0] for row in mine.order_by("pk")] == [
        "离时限 3 个工作日",
        "逾期 1 个工作日",
    ]


def test_what_is_answered_is_not_reminded_of(host, held) -> None:
    meeting, (owner, *_others) = held
    one = meeting.resolutions.get(member__isnull=False)
    services.answer_resolution(actor=owner, resolution_id=one.pk, result="开了")
    services.send_reminders(one.due_on + timedelta(days=10))

    assert not one.entries.filter(kind=ResolutionEntryKind.REMINDED).exists()


def test_the_next_notice_opens_with_what_became_of_the_last(host, held) -> None:
    meeting, (owner, *_others) = held
    one = meeting.resolutions.get(member__isnull=False)
    services.answer_resolution(actor=owner, resolution_id=one.pk, result="每晚七点到早七点")
    services.confirm_resolution(actor=host, resolution_id=one.pk, is_done=True)
    with at(moment(date(2026, 12, 20))):
        following = call(host, meeting.council)
    page = read_text(
        documents.render_file(actor=SYSTEM, document_id=following.notice.pk, form="docx").content, "a.docx"
    ).text

    assert following.previous == meeting
    assert page.index("一、上次议定事项办理情况") < page.index("二、会议议程")
    assert "上次会议议定2件，已办成1件，超过时限1件。" in page
    assert "晚上开放停车场，已办成。每晚七点到早七点。" in page
    assert "物业老周：补路灯，还在办。" in page


def test_minutes_tell_who_came_and_each_vote_with_figures_that_open(host, held) -> None:
    meeting, _users = held
    with at(moment(date(2026, 12, 3))):
        composed = services.compose_minutes(actor=host, council_meeting_id=meeting.pk)
    file = services.read_paper(actor=host, council_meeting_id=meeting.pk, name="minutes", form="docx")
    page = read_text(file.content, "a.docx").text
    findings = check_document(composed.minutes)

    assert composed.minutes.title == f"{meeting}纪要"
    assert "应到成员3个，到会3个，到会率100.0%，达到规定人数。" in page
    assert "表决：赞成2票，反对1票，弃权0票，通过。" in page
    assert "晚上开放停车场，由" in page
    assert findings.changed == () and findings.wrong_claims == () and findings.problems == ()
    assert len(findings.same) == 6


def test_figures_of_meetings_have_rows(held) -> None:
    period = Period(date(2026, 12, 1), date(2026, 12, 31))
    values = {
        key: read_figure(f"councils.{key}", place_code=COMMUNITY, period=period).text_with_unit
        for key in ("meetings", "attendance", "items", "resolutions_made", "resolutions_done")
    }

    assert values == {
        "meetings": "1次",
        "attendance": "100.0%",
        "items": "1个",
        "resolutions_made": "2件",
        "resolutions_done": "0件",
    }


def test_answered_on_the_last_day_is_in_time_and_a_day_later_is_not(host, held) -> None:
    meeting, (owner, *_others) = held
    period = Period(date(2026, 12, 1), date(2026, 12, 31))
    first, second = meeting.resolutions.order_by("pk")
    with at(moment(first.due_on)):
        services.answer_resolution(actor=owner, resolution_id=first.pk, result="开了")
    with at(moment(first.due_on + timedelta(days=1))):
        services.answer_resolution(actor=host, resolution_id=second.pk, result="补了")
        figure = read_figure("councils.resolutions_in_time", place_code=COMMUNITY, period=period)

    assert (figure.numerator, figure.denominator) == (1, 2)


def test_a_meeting_is_planned_ahead(host) -> None:
    council = make_council(1)
    with pytest.raises(Invalid, match="已经过了"):
        services.plan_meeting(
            actor=host, council_id=council.pk, spec=services.MeetingSpec(starts_at=in_days(-1))
        )
