"""The case of the source, page by page: a first hearing refuses out of grudge, a second with other people passes."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.hearings.models import AidApplication, Hearing, Posting, Seat
from gongjian.core.access import Role
from gongjian.core.models import AuditEntry
from gongjian.readers import read_text
from tests.factories import make_user
from tests.hearing_factories import COMMUNITY, make_id_number, make_pool, relate, seated

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(role, place_code):
    client = Client()
    client.force_login(make_user(role, place_code), backend=BACKEND)
    return client


def do(client, name, key, data=None, *, status=302):
    response = client.post(reverse(f"hearings:{name}", args=[key]), data or {})
    assert response.status_code == status, response.content.decode()[-3000:]
    return response


def page_of(client, name, key):
    response = client.get(reverse(f"hearings:{name}", args=[key]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("places")
def test_a_second_hearing_with_other_people_sets_a_grudge_right():
    pool = make_pool(40, 24)
    desk, colleague = client_of(Role.WORKER, COMMUNITY), client_of(Role.WORKER, COMMUNITY)
    county = client_of(Role.OFFICE, "510903")

    application = apply(desk)
    relate(pool[0], application.head, "sibling")
    relate(pool[1], application.head, "dispute")
    do(desk, "record_findings", application.pk, {"findings": "入户看过，无固定收入，邻居都说困难"})

    first = panel(desk, application, "3021.53")
    assert {pool[0].pk, pool[1].pk}.isdisjoint(Seat.objects.values_list("resident_id", flat=True))
    text = page_of(desk, "hearing", first.pk)
    assert "申请家庭的亲属 1" in text
    meet(desk, first)
    counted = vote_by_phone(desk, first, yes=4, no=11, reason="他平时不合群")
    assert "没有通过" in page_of(desk, "hearing", counted.pk)
    assert "他平时不合群" in page_of(desk, "hearing", counted.pk)
    refused = do(desk, "post_result", application.pk, {"place_words": "公示栏", "phone": "0825"}, status=422)
    assert "评议通过以后才公示" in refused.content.decode()

    second = panel(desk, application, "118.20", cause_words="申请人申诉：多名评议员与他有旧怨")
    assert second.number == 2
    people = [
        set(one.seats.exclude(status="reserve").values_list("resident_id", flat=True))
        for one in (first, second)
    ]
    assert not people[0] & people[1]
    meet(desk, second)
    vote_with_papers(desk, colleague, second)
    assert "计票证书" in page_of(desk, "hearing", second.pk)
    again = desk.post(reverse("hearings:recount", args=[second.pk]), follow=True)
    assert "重新计票，结果一样" in again.content.decode()

    take_record(desk, second)
    post_and_decide(desk, county, application)


def apply(desk):
    response = desk.post(
        reverse("hearings:add_application"),
        {
            "place_code": COMMUNITY,
            "kind": "low_income",
            "head_name": "江大山",
            "head_id_number": make_id_number(),
            "applied_on": timezone.localdate().isoformat(),
            "members": f"江小山 {make_id_number()} 子女",
            "facts": "无固定收入",
            "address": "南津路12号",
        },
    )
    assert response.status_code == 302, response.content.decode()[-3000:]
    application = AidApplication.objects.get()
    assert "大山" not in page_of(desk, "application", application.pk)
    return application


def panel(desk, application, number, **cause):
    asked = {"size": 15, "representatives": 10, "source": "福彩3D第2026250期"} | cause
    do(desk, "call_hearing", application.pk, asked)
    hearing = Hearing.objects.order_by("-pk")[0]
    do(desk, "publish_list", hearing.pk)
    do(desk, "draw_panel", hearing.pk, {"number": number, "witnesses": "周清、吴明"})
    draw = desk.get(reverse("hearings:draw_certificate", args=[hearing.pk]))
    assert draw["Content-Disposition"].startswith("attachment")
    return hearing


def meet(desk, hearing):
    early = timezone.localtime() + timedelta(days=2)
    late = timezone.localtime() + timedelta(days=3)
    told = do(
        desk,
        "send_notice",
        hearing.pk,
        {"venue": "会议室", "starts_at": f"{early:%Y-%m-%dT09:00}"},
        status=422,
    )
    assert "至少提前 3 天" in told.content.decode()
    do(desk, "send_notice", hearing.pk, {"venue": "会议室", "starts_at": f"{late:%Y-%m-%dT09:00}"})
    Hearing.objects.filter(pk=hearing.pk).update(starts_at=timezone.now())
    present = [seat.pk for seat in seated(hearing)]
    do(desk, "record_attendance", hearing.pk, {"present": present, "chair": "陈主任", "recorder": "李干事"})


def open_vote(desk, hearing, papers):
    slips = do(desk, "open_vote", hearing.pk, {"papers": papers}, status=200)
    assert slips["Cache-Control"] == "no-store"
    return re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", slips.content.decode())


def vote_by_phone(desk, hearing, *, yes, no, reason):
    tokens = open_vote(desk, hearing, 0)
    hearing.refresh_from_db()
    phone = Client()
    assert "江" not in page_of(phone, "vote", hearing.vote_key)
    for token in tokens[:yes]:
        assert (
            "投好了"
            in do(
                phone, "vote", hearing.vote_key, {"token": token, "choice": "yes"}, status=200
            ).content.decode()
        )
    twice = do(phone, "vote", hearing.vote_key, {"token": tokens[0], "choice": "yes"}, status=422)
    assert "已经投过票" in twice.content.decode()
    bare = do(phone, "vote", hearing.vote_key, {"token": tokens[-1], "choice": "no"}, status=422)
    assert "要写明理由" in bare.content.decode()
    assert "4 /" not in page_of(desk, "hearing", hearing.pk), "nobody sees a count before the end"
    for token in tokens[yes : yes + no]:
        do(phone, "vote", hearing.vote_key, {"token": token, "choice": "no", "reason": reason}, status=200)
    do(desk, "close_vote", hearing.pk)
    assert "投票已经结束" in page_of(phone, "vote", hearing.vote_key)
    hearing.refresh_from_db()
    return hearing


def vote_with_papers(desk, colleague, hearing):
    tokens = open_vote(desk, hearing, 6)
    assert len(tokens) == 9
    hearing.refresh_from_db()
    for token in tokens:
        do(Client(), "vote", hearing.vote_key, {"token": token, "choice": "yes"}, status=200)
    read = {"yes": 4, "no": 1, "abstain": 0, "spoilt": 1, "reasons": "车没有报"}
    do(desk, "read_papers", hearing.pk, read)
    mine = do(desk, "read_papers", hearing.pk, read, status=422)
    assert "换一个人" in mine.content.decode()
    told = colleague.post(
        reverse("hearings:read_papers", args=[hearing.pk]), read | {"reasons": ""}, follow=True
    )
    assert "两遍一致" in told.content.decode()
    do(desk, "close_vote", hearing.pk)
    hearing.refresh_from_db()
    assert (hearing.outcome["yes"], hearing.outcome["needed"], hearing.is_passed) == (13, 10, True)


def take_record(desk, hearing):
    early = do(desk, "take_record", hearing.pk, status=409)
    assert "会议记录还没有写" in early.content.decode()
    do(desk, "write_record", hearing.pk, {"record": "1. 宣讲政策：读了办法\n2. 询问：问了车的事"})
    paper = do(desk, "take_record", hearing.pk, {"form": "docx"}, status=200)
    words = read_text(paper.content, "a.docx").text
    for part in ("读了办法", "同意 13 票", "车没有报", seated(hearing)[0].resident.name, "评议通过"):
        assert part in words


def post_and_decide(desk, county, application):
    do(desk, "post_result", application.pk, {"place_words": "公示栏", "phone": "0825-123"})
    posting = Posting.objects.get()
    shown = page_of(desk, "posting", posting.pk)
    assert "江大山" in shown, "a posting names the head of the household"
    assert not any(
        word in shown for word in ("江小山", "南津路12号", "无固定收入", application.head.id_number)
    )
    early = do(
        county,
        "grant",
        application.pk,
        {"monthly": "610", "people": 2, "starts_on": "2026-12-01"},
        status=422,
    )
    assert "还没有满" in early.content.decode()
    posting.ends_on = timezone.localdate() - timedelta(days=1)
    posting.save()
    assert desk.post(reverse("hearings:grant", args=[application.pk])).status_code == 403
    assert "撤下" in page_of(desk, "posting", posting.pk)
    assert "江大山" not in page_of(desk, "posting", posting.pk), "what is taken down shows nothing any more"
    do(county, "grant", application.pk, {"monthly": "610.50", "people": 2, "starts_on": "2026-12-01"})
    application.refresh_from_db()
    assert application.status == "granted"
    assert application.benefit.monthly_cents == 61050
    assert "610.50" in page_of(desk, "application", application.pk)
    letter = do(desk, "take_decision", application.pk, {"form": "docx"}, status=200)
    words = read_text(letter.content, "a.docx").text
    assert "最低生活保障申请批准告知书" in words
    assert "每月合计 610.50 元" in words
    assert AuditEntry.objects.filter(action="read.sensitive", after__reason="出决定告知书").count() == 1
