"""Leave and hand-over, groups, notices."""

import contextlib
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.parties.choices import GroupRole
from gongjian.apps.parties.models import Grant, GroupMember, HandOver, Notice, User
from gongjian.apps.parties.selectors import count_unread, unread_notices
from gongjian.apps.parties.services import (
    GroupSpec,
    MemberSpec,
    OrganisationSpec,
    add_stand_in,
    create_group,
    create_organisation,
    edit_group,
    end_stand_in,
    hand_over,
    mail_waiting,
    notify,
    revoke_grant,
)
from gongjian.core import open_work
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from tests.factories import CITY, COMMUNITIES, COUNTY, OTHER_COUNTY, STREET, make_actor, make_user

pytestmark = pytest.mark.usefixtures("places")


def _day(offset: int):
    return timezone.localdate() + timedelta(days=offset)


def _leave(actor, absent, deputy, first=0, last=5):
    return add_stand_in(
        actor=actor, absent_id=absent.pk, deputy_id=deputy.pk, starts_on=_day(first), ends_on=_day(last)
    )


def _fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(("days_on", "acts"), [(-1, False), (0, True), (5, True), (6, False)])
def test_the_deputy_acts_on_those_days_only(days_on, acts, time_machine):
    absent, deputy = make_user(Role.OFFICE, STREET), make_user(Role.WORKER, COMMUNITIES[0])
    _leave(make_actor(Role.OFFICE), absent, deputy, first=0, last=5)

    time_machine.move_to(timezone.now() + timedelta(days=days_on))

    roles = {grant.role for grant in _fresh(deputy).as_actor().grants}
    assert (Role.OFFICE in roles) is acts and Role.WORKER in roles


def test_what_is_done_by_anothers_right_alone_says_for_whom():
    absent, deputy = make_user(Role.OFFICE, STREET), make_user(Role.WORKER, COMMUNITIES[0])
    _leave(make_actor(Role.OFFICE), absent, deputy)

    create_organisation(actor=_fresh(deputy).as_actor(), spec=OrganisationSpec(STREET, "某队", "other"))

    entry = AuditEntry.objects.get(action="parties.organisation_created")
    assert (entry.actor_id, entry.acting_for_id) == (deputy.pk, absent.pk)


def test_ones_own_right_is_ones_own_act():
    absent, deputy = make_user(Role.OFFICE, STREET), make_user(Role.OFFICE, COUNTY)
    _leave(make_actor(Role.OFFICE), absent, deputy)

    create_organisation(actor=_fresh(deputy).as_actor(), spec=OrganisationSpec(STREET, "某队", "other"))

    assert AuditEntry.objects.get(action="parties.organisation_created").acting_for_id is None


def test_nobody_gains_more_than_the_arranger_may_give():
    absent, deputy = make_user(Role.LEADER, COUNTY), make_user(Role.WORKER, COUNTY)
    Grant.objects.create(user=absent, role=Role.LEADER, place_code=CITY)

    _leave(make_actor(Role.OFFICE), absent, deputy)

    assert {grant.place_code for grant in _fresh(deputy).as_actor().grants} == {COUNTY}


def test_what_can_not_be_arranged():
    office = make_user(Role.OFFICE, COUNTY)
    actor = office.as_actor()
    absent, deputy = make_user(Role.WORKER, STREET), make_user(Role.WORKER, COUNTY)

    with pytest.raises(Invalid, match="同一个人"):
        _leave(actor, absent, absent)
    with pytest.raises(NotAllowed, match="自己接手"):
        _leave(actor, absent, office)
    with pytest.raises(Invalid, match="止日"):
        _leave(actor, absent, deputy, 5, 4)
    with pytest.raises(Conflict, match="三员分立"):
        _leave(actor, absent, make_user(Role.AUDIT_ADMIN, COUNTY))
    with pytest.raises(Conflict, match="三员分立"):
        _leave(actor, make_user(Role.SYSTEM_ADMIN, COUNTY), deputy)
    with pytest.raises(NotFound):
        _leave(actor, make_user(Role.WORKER, OTHER_COUNTY), deputy)
    with pytest.raises(NotAllowed):
        _leave(make_actor(Role.WORKER), absent, deputy)
    _leave(actor, absent, deputy, 0, 3)
    with pytest.raises(Conflict, match="已有人代管"):
        _leave(actor, absent, deputy, 3, 8)
    _leave(actor, absent, deputy, 4, 8)


def test_ending_it_or_taking_the_role_back_ends_the_deputys_right():
    actor = make_actor(Role.OFFICE)
    absent, deputy = make_user(Role.OFFICE, STREET), make_user(None, COUNTY)
    stand_in = _leave(actor, absent, deputy)
    own = absent.grants.get()

    revoke_grant(actor=make_actor(Role.SECURITY_ADMIN), grant_id=own.pk)
    assert _fresh(deputy).as_actor().grants == ()
    end_stand_in(actor=actor, stand_in_id=stand_in.pk)

    assert not deputy.grants.exists()


@pytest.fixture
def work(monkeypatch):
    """Two pieces of work in somebody's hands."""
    hands = {"holder": 0}
    items = [open_work.OpenItem("任务", 1, "清理楼道", "/"), open_work.OpenItem("任务", 2, "换灯", "")]

    def transfer(actor, giver_id, taker_id):
        hands["holder"] = taker_id
        return len(items)

    source = open_work.WorkSource("t", lambda user: items if user == hands["holder"] else [], transfer)
    monkeypatch.setattr(open_work, "_sources", {"t": source})
    return hands


def test_all_open_work_goes_to_another_and_the_list_is_kept(work, sign_in):
    giver, taker = make_user(Role.WORKER, STREET), make_user(Role.WORKER, STREET)
    work["holder"] = giver.pk
    client = sign_in(make_user(Role.OFFICE, COUNTY))
    url = reverse("parties:hand_over", args=[giver.pk])

    listed = client.get(url).content.decode()
    assert "清理楼道" in listed and "2 件没办完" in listed
    assert client.post(url, {"taker_id_text": "没有这个人"}).status_code == 422
    done = client.post(url, {"taker_id": taker.pk, "taker_id_text": taker.full_name})

    assert done.status_code == 302 and work["holder"] == taker.pk
    assert [item["label"] for item in HandOver.objects.get().items] == ["清理楼道", "换灯"]
    assert "2 件工作已移交给你" in Notice.objects.get(user=taker).sentence
    with pytest.raises(Conflict, match="没有没办完"):
        hand_over(actor=SYSTEM, giver_id=giver.pk, taker_id=taker.pk)


def test_a_group_keeps_its_posts_in_order(sign_in):
    office = make_user(Role.OFFICE, COUNTY)
    spec = GroupSpec(
        COUNTY, "治理领导小组", [MemberSpec(GroupRole.LEADER, "甲"), MemberSpec(GroupRole.MEMBER, "乙局")]
    )
    group = create_group(actor=office.as_actor(), spec=spec)

    edit_group(
        actor=office.as_actor(),
        group_id=group.pk,
        spec=GroupSpec(COUNTY, "治理领导小组", [MemberSpec(GroupRole.LEADER, "丙")]),
    )

    assert list(GroupMember.objects.values_list("who", flat=True)) == ["丙"]
    entry = AuditEntry.objects.get(action="parties.group_changed")
    assert entry.before["members"] == ["组长 甲", "成员 乙局"]
    client = sign_in(office)
    posted = {
        "name": "新小组",
        "place_code": COUNTY,
        "m-TOTAL_FORMS": "2",
        "m-INITIAL_FORMS": "0",
        "m-0-role": "leader",
        "m-0-who": "丁",
        "m-1-role": "member",
        "m-1-who": "",
        "m-1-post": "有职务没名字",
    }
    assert client.post(reverse("parties:add_group"), posted).status_code == 422
    posted["m-1-post"] = ""
    assert client.post(reverse("parties:add_group"), posted).status_code == 302


def test_people_are_told_in_the_app_and_by_mail(django_capture_on_commit_callbacks, client):
    told = make_user(Role.WORKER, STREET, email="a@example.cn")
    silent = make_user(Role.WORKER, STREET)

    with django_capture_on_commit_callbacks(execute=True):
        notify([told.pk, told.pk, silent.pk], "任务退回了", "/parties/me/", STREET)

    assert [len(unread_notices(user.as_actor())) for user in (told, silent)] == [1, 1]
    assert [letter.to for letter in mail.outbox] == [["a@example.cn"]]
    assert Notice.objects.get(user=told).mailed_at and not Notice.objects.get(user=silent).mailed_at


def test_mail_that_was_not_taken_is_tried_again_and_sent_once(
    django_capture_on_commit_callbacks, monkeypatch
):
    told = make_user(Role.WORKER, STREET, email="a@example.cn")

    def refuse(self):
        raise SMTPException("busy")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse)
        with django_capture_on_commit_callbacks(execute=True):
            notify([told.pk], "任务退回了")
    assert Notice.objects.get().mailed_at is None
    Notice.objects.update(created_at=timezone.now() - timedelta(minutes=10))

    assert [mail_waiting(), mail_waiting()] == [1, 0]
    assert len(mail.outbox) == 1


def test_nothing_is_mailed_when_the_change_is_undone(django_capture_on_commit_callbacks):
    told = make_user(Role.WORKER, STREET, email="a@example.cn")

    with (
        django_capture_on_commit_callbacks(execute=True),
        contextlib.suppress(Conflict),
        transaction.atomic(),
    ):
        notify([told.pk], "任务退回了")
        raise Conflict("不行")

    assert not mail.outbox and not Notice.objects.exists()


def test_a_notice_is_read_by_opening_it(sign_in):
    person = make_user(Role.WORKER, STREET)
    notify([person.pk], "有事", "/parties/me/")
    notify([person.pk], "外面", "https://evil.example/")
    client = sign_in(person)
    outside, inside = Notice.objects.order_by("-pk")

    assert client.post(reverse("parties:notice", args=[inside.pk]))["Location"] == "/parties/me/"
    assert client.post(reverse("parties:notice", args=[outside.pk]))["Location"] == reverse("parties:notices")
    assert count_unread(person.as_actor()) == 0
    notify([person.pk], "再一件")
    client.post(reverse("parties:read_notices"))
    assert count_unread(person.as_actor()) == 0
