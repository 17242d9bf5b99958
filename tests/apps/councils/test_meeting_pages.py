"""The pages of councils: the host's way through a meeting, a delegate's corner, reads that don't grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongjian.apps.councils.choices import ItemStatus, MeetingStatus, Reply, ResolutionStatus
from gongjian.apps.councils.models import AgendaItem, Attendance, Council, Meeting, Resolution
from gongjian.apps.councils.selectors.meetings import open_items
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.parties.models import User
from gongjian.core.access import Role
from gongjian.core.clock import at
from tests.apps.councils.meeting_builders import (
    COMMUNITY,
    accepted,
    call,
    hold,
    in_days,
    make_council,
    make_delegate,
    make_member,
    plan,
    with_delegates,
)
from tests.factories import make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker_client(client, host):
    client.force_login(User.objects.get(pk=host.user_id))
    return client


def reads_of(client, path: str) -> int:
    client.get(path)  # the session's own reads come once
    with CaptureQueriesContext(connection) as reads:
        assert client.get(path).status_code == 200, path
    return len(reads)


def test_a_worker_sets_up_a_council_and_takes_a_meeting_to_its_record(host, worker_client) -> None:
    unit = make_organisation(COMMUNITY, "演示小学")
    post = worker_client.post
    post("/councils/add/", {"name": "协商会", "kind": "consultation", "founded_on": "2026-11-01"})
    council = Council.objects.get()
    here = f"/councils/{council.pk}/"
    assert (
        post(f"{here}members/add/", {"organisation": "没有的", "joined_on": "2026-11-01"}).status_code == 422
    )
    post(f"{here}members/add/", {"organisation": "演示小学", "joined_on": "2026-11-01", "is_chairing": "on"})
    post(f"{here}members/add/", {"person_name": "王大姐", "joined_on": "2026-11-01"})
    member = council.members.get(organisation=unit)
    post(f"/councils/members/{member.pk}/delegate/", {"name": "李老师", "starts_on": "2026-11-01"})
    post(f"{here}items/add/", {"title": "开放操场", "member": member.pk})
    starts_at = timezone.localtime(in_days(7)).strftime("%Y-%m-%dT%H:%M")
    post(f"{here}meetings/add/", {"starts_at": starts_at, "venue": "二楼"})
    meeting, item = Meeting.objects.get(), AgendaItem.objects.get()
    post(f"/councils/items/{item.pk}/accept/", {"meeting": meeting.pk})
    post(f"/councils/meetings/{meeting.pk}/call/")
    with at(meeting.starts_at):
        worker_client.force_login(User.objects.get(pk=host.user_id))
        ticks = {f"here_{one.pk}": "on" for one in council.members.all()}
        post(f"/councils/meetings/{meeting.pk}/attendance/", {"recorder": "小李", **ticks})
        hands = {"summary": "都说好", "is_voted": "on", "yes": 2, "no": 0, "abstain": 0}
        short = post(f"/councils/items/{item.pk}/record/", {**hands, "yes": 1})
        assert short.status_code == 422
        assert "举手的加起来是 1 个，会场里有表决权的成员是 2 个" in short.content.decode()
        post(f"/councils/items/{item.pk}/record/", hands)
        post(
            f"/councils/meetings/{meeting.pk}/resolutions/add/",
            {"text": "周六开放操场", "item": item.pk, "member": member.pk},
        )
        post(f"/councils/meetings/{meeting.pk}/close/", {"remarks": ""})
        post(f"/councils/meetings/{meeting.pk}/minutes/")

    meeting.refresh_from_db()
    assert (meeting.status, meeting.chair, meeting.has_quorum) == (MeetingStatus.CLOSED, member, True)
    page = worker_client.get(f"/councils/meetings/{meeting.pk}/").content.decode()
    assert "赞成 2、反对 0、弃权 0（在场 2，至少 2）" in page
    assert worker_client.get(f"/councils/meetings/{meeting.pk}/minutes.docx").status_code == 200
    assert worker_client.get(f"/councils/resolutions/{Resolution.objects.get().pk}/").status_code == 200


def test_a_delegate_answers_proposes_and_reports_from_his_corner(host, client) -> None:
    council = make_council(3)
    user = with_delegates(council)[0]
    meeting = call(host, council)
    client.force_login(user)
    corner = client.get("/councils/mine/").content.decode()
    assert "我到会" in corner
    assert "轮到你们主持" in corner

    client.post(f"/councils/meetings/{meeting.pk}/reply/", {"answer": "coming"})
    client.post(f"/councils/{council.pk}/items/add/", {"title": "修路", "detail": "坑"})

    assert Attendance.objects.get(member__delegates__user=user).reply == Reply.COMING
    assert AgendaItem.objects.get(title="修路").status == ItemStatus.PROPOSED
    with at(meeting.starts_at):
        client.force_login(user)
        hold(host, meeting)
        item = meeting.items.get()
        services.record_item(actor=host, agenda_item_id=item.pk, summary="议过")
        one = services.make_resolution(
            actor=host,
            council_meeting_id=meeting.pk,
            spec=services.ResolutionSpec(text="填坑", member_id=council.members.get(chair_order=1).pk),
        )
        assert "填坑" in client.get("/councils/mine/").content.decode()
        assert client.post(f"/councils/resolutions/{one.pk}/answer/", {"result": ""}).status_code == 422
        client.post(f"/councils/resolutions/{one.pk}/answer/", {"result": "填好了"})

    one.refresh_from_db()
    assert one.status == ResolutionStatus.ANSWERED


def test_the_first_page_tells_who_has_what_to_do(host) -> None:
    council = make_council(2)
    user = make_delegate(council.members.get(chair_order=1))
    assert [job.title for job in open_items(host)] == [f"该开会了：{council.name}"]  # founded in January

    meeting = call(host, council)

    assert [job.title for job in open_items(user.as_actor())] == [f"回复到不到会：{meeting}"]
    with at(meeting.starts_at):
        assert [job.title for job in open_items(host)] == [f"签到、记录：{meeting}"]


def test_a_county_office_is_not_asked_to_run_the_councils_below(host) -> None:
    plan(host, make_council(1))

    assert open_items(make_user(Role.OFFICE).as_actor()) == []
    assert len(open_items(host)) == 1


def test_pages_need_no_more_reads_with_more_rows(host, worker_client) -> None:
    council = make_council(2)
    with_delegates(council)
    meeting = call(host, council)
    paths = (f"/councils/{council.pk}/", f"/councils/meetings/{meeting.pk}/", "/councils/", "/councils/mine/")
    before = [reads_of(worker_client, path) for path in paths]
    for number in range(3, 9):
        member = make_member(council, chair_order=number)
        make_delegate(member)
        Attendance.objects.create(meeting=meeting, member=member)
        accepted(host, meeting, f"议题{number}")
        plan(host, council, 20 + number)

    assert [reads_of(worker_client, path) for path in paths] == before
    assert max(before) < 25


def test_a_delegates_corner_needs_no_more_reads_with_more_units(host, client) -> None:
    user = make_delegate(make_council(1).members.get())
    client.force_login(user)
    before = reads_of(client, "/councils/mine/")
    for _number in range(3):
        council = make_council(0)
        member = make_member(council, organisation=user.organisation, chair_order=1)
        services.add_delegate(
            actor=host,
            council_member_id=member.pk,
            spec=services.DelegateSpec(name="同一人", user_id=user.pk, starts_on=council.founded_on),
        )

    assert reads_of(client, "/councils/mine/") == before
