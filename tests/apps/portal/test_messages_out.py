"""What the reporter asked to be told goes out: once, to him alone, saying no more than it must; what can't go out is called."""

import base64
import hashlib
import hmac
import json
from datetime import date, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import MatterKind, MessageState, StepKind
from gongjian.apps.matters.models import Matter, Message, Reporter, Step
from gongjian.apps.matters.services import ReporterSpec
from gongjian.apps.matters.services.entries import tell_reporter
from gongjian.apps.parties.models import Notice
from gongjian.apps.portal import services
from gongjian.apps.portal.services import outbox
from gongjian.apps.portal.services.threads import letters_named
from gongjian.core import outside, retries
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, NotAllowed, NotFound
from gongjian.core.models import Rule
from tests.factories import COUNTY, OTHER_COUNTY, STREET, make_actor, make_user
from tests.matter_factories import GOOD_ANSWER, class_of, make_closed, make_desk, report
from tests.portal_factories import HERE, SmsService, filled_in, the_matter

PHONE, ADDRESS = "13912345678", "zhao@example.cn"
NOON = timezone.make_aware(datetime(2026, 11, 18, 12, 0))
BY_PHONE = ReporterSpec(name="赵某", phone=PHONE, wants_messages=True)
BY_MAIL = ReporterSpec(name="赵某", email=ADDRESS, wants_messages=True)
BY_BOTH = ReporterSpec(phone=PHONE, email=ADDRESS, wants_messages=True)


@pytest.fixture
def sms(settings, monkeypatch, door):
    settings.SMS_URL, settings.SMS_SECRET = "https://sms.example.cn/send", "a-secret"
    settings.SMS_TEMPLATES = {"reported": "T1", "other": "T0"}
    settings.PUBLIC_URL = "https://gongjian.example.cn"
    made = SmsService()
    monkeypatch.setattr(outside, "call", made)
    return made


@pytest.fixture
def post(settings, door):
    settings.PUBLIC_URL = "https://gongjian.example.cn"
    return mail.outbox


class Refusing(EmailBackend):
    """A mail server that fails in the way it is told to."""

    fault: Exception = OSError()

    def send_messages(self, messages):
        raise self.fault


@pytest.fixture
def refusing(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"

    def fail(fault):
        monkeypatch.setattr(Refusing, "fault", fault)

    return fail


def state_of(matter: Matter) -> str:
    return Message.objects.get(matter=matter).state


def test_a_text_message_says_number_state_and_way_and_nothing_anybody_wrote(sms):
    matter = report(reporter=BY_PHONE, words="赵某在3栋502养了狗，叫得睡不着。", address="滨江路18号").matter

    services.send_due()
    services.send_due()

    [told] = sms.sent
    link = f"https://gongjian.example.cn/p/{matter.place_code}/follow/"
    assert told["text"] == f"您反映的事 {matter.number} 已收到。查进度：{link}"
    assert (told["phone"], told["template"], told["number"], told["link"]) == (
        PHONE,
        "T1",
        matter.number,
        link,
    )
    for word in ("赵某", "502", "狗", "滨江路"):
        assert word not in json.dumps(told, ensure_ascii=False)
    assert state_of(matter) == MessageState.SENT


def test_a_text_message_is_signed_and_bears_the_same_id_when_its_worker_died(sms, now):
    report(reporter=BY_PHONE)
    services.send_due()
    Message.objects.update(
        state=MessageState.WAITING, next_at=now + retries.LEASE
    )  # sent, then killed before it was noted

    services.send_due()
    with at(now + timedelta(minutes=6)):
        services.send_due()

    first, second = sms.headers
    assert len(sms.sent) == 2
    assert first["Idempotency-Key"] == second["Idempotency-Key"] == sms.sent[0]["id"]
    body = json.dumps(sms.sent[0], ensure_ascii=False, separators=(",", ":")).encode()
    signed = f"{first['webhook-id']}.{first['webhook-timestamp']}.".encode() + body
    made = base64.b64encode(hmac.new(b"a-secret", signed, hashlib.sha256).digest()).decode()
    assert first["webhook-signature"] == f"v1,{made}"


def test_who_did_not_ask_is_sent_nothing_and_reads_it_at_the_door(sms):
    matter = report(reporter=ReporterSpec(phone=PHONE)).matter

    services.send_due()

    assert (sms.calls, state_of(matter)) == (0, MessageState.KEPT)


def test_without_a_gateway_nothing_waits_for_ever(door):
    matter = report(reporter=BY_PHONE).matter

    services.send_due()

    assert state_of(matter) == MessageState.KEPT


@pytest.mark.parametrize(
    ("hour", "minute", "goes"),
    [(7, 59, False), (8, 0, True), (20, 59, True), (21, 0, False), (23, 30, False)],
)
def test_text_messages_keep_the_quiet_hours(sms, hour, minute, goes):
    with at(NOON.replace(hour=hour, minute=minute)):
        report(reporter=BY_PHONE)

        services.send_due()

    assert len(sms.sent) == goes
    if not goes:
        later = timezone.localtime(Message.objects.get().next_at)
        assert (later.hour, later.minute, Message.objects.get().attempts) == (8, 0, 0)


def test_danger_is_answered_at_night_with_whom_to_call(sms):
    with at(NOON.replace(hour=3)):
        matter = report(reporter=BY_PHONE, words="楼上起火了，冒烟。").matter

        services.send_due()

    [told] = sms.sent
    assert told["text"].startswith("有生命危险请马上打110、119、120。")
    assert matter.number in told["text"]


@pytest.mark.parametrize(("chars", "has_link"), [(200, True), (40, False)])
def test_what_does_not_fit_is_left_out_the_link_first(sms, chars, has_link):
    Rule.objects.create(
        key="portal.sms_chars", place_code=STREET, effective_on=date(2026, 1, 1), value=chars, citation="试"
    )
    matter = report(reporter=BY_PHONE).matter

    services.send_due()

    text = sms.sent[0]["text"]
    assert ("https" in text, matter.number in text, len(text) <= chars) == (has_link, True, True)


def test_a_dead_number_is_given_up_at_once_and_holds_up_nobody(sms):
    sms.dead = {PHONE}
    dead = report(reporter=BY_PHONE).matter
    alive = report(reporter=ReporterSpec(phone="13800000000", wants_messages=True)).matter
    user = make_user(Role.OFFICE, STREET)

    services.send_due()

    assert (state_of(dead), state_of(alive)) == (MessageState.FAILED, MessageState.SENT)
    assert "不收这个号码" in Message.objects.get(matter=dead).fault
    assert Notice.objects.filter(user=user, sentence__contains="请打电话告诉").count() == 1


def test_a_gateway_that_is_down_is_asked_once_a_round_and_the_mail_goes_on(sms, post):
    sms.is_down = True
    report(reporter=BY_PHONE)
    report(reporter=BY_PHONE)
    report(reporter=BY_MAIL)

    services.send_due()

    assert (sms.calls, len(post)) == (1, 1)


def test_what_fails_is_tried_later_and_later_then_given_up_and_told(sms, now):
    sms.status = 503
    matter = report(reporter=BY_PHONE).matter
    tries = []
    for hour in range(0, 24 * 4, 3):
        with at(now + timedelta(hours=hour)):
            before = sms.calls
            services.send_due()
            tries += [hour] * (sms.calls - before)

    row = Message.objects.get(matter=matter)
    assert row.state == MessageState.FAILED
    assert 4 <= len(tries) <= len(retries.WAITS_MINUTES) + 1
    assert max(tries) <= 72
    assert row.fault == "短信平台回 503"


def test_a_letter_holds_the_words_the_number_and_the_code_once(post):
    made = report(reporter=BY_MAIL)

    services.send_due()

    [letter] = post
    assert letter.to == [ADDRESS]
    assert letter.subject == f"您反映的事 {made.matter.number} 已收到"
    assert made.follow_code in letter.body
    assert "/follow/" in letter.body and "/privacy/" in letter.body and "不再发消息给我" in letter.body
    headers = letter.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert letters_named(headers["Message-ID"]) == [(made.matter.pk, Message.objects.get().pk)]
    assert Message.objects.get().follow_code is None


def test_letters_of_a_matter_hang_together_and_keep_their_ids(post, now):
    matter = report(reporter=BY_MAIL).matter
    services.send_due()
    Message.objects.update(state=MessageState.WAITING, next_at=now)
    services.send_due()
    matters.file_matter(actor=make_desk(), matter_id=matter.pk, class_id=class_of().pk)
    services.send_due()

    first, again, filed = [letter.message() for letter in post]
    assert first["Message-ID"] == again["Message-ID"] != filed["Message-ID"]
    assert len({letter["References"] for letter in (first, again, filed)}) == 1
    assert matter.number in str(post[2].subject)


def test_a_letter_about_a_dispute_says_no_more_than_a_text_message(post):
    desk = make_desk()
    matter = report(reporter=BY_MAIL, kind=MatterKind.DISPUTE, words="三楼邻居漏水，吵了几次。").matter
    matters.reject_matter(actor=desk, matter_id=matter.pk, reason="三楼已经起诉，由法院处理。")

    services.send_due()

    assert "三楼" not in "".join(letter.body for letter in post)
    assert f"您反映的事 {matter.number} 没有受理。" in post[-1].body


@pytest.mark.parametrize(
    "address", ["a@b.cn\nBcc: all@example.cn", "not an address", "a@b.cn, c@d.cn", "<a@b.cn>", "a@b.cn\r\n"]
)
def test_an_address_that_is_none_is_refused_and_adds_no_header(post, address):
    matter = report(reporter=ReporterSpec(email="x@example.cn", wants_messages=True)).matter
    Reporter.objects.filter(pk=matter.reporter_id).update(email=address)

    services.send_due()

    assert (post, state_of(matter)) == ([], MessageState.FAILED)


@pytest.mark.parametrize(
    ("fault", "state", "says"),
    [
        (
            SMTPRecipientsRefused({ADDRESS: (550, b"no such user")}),
            MessageState.FAILED,
            "对方邮箱不收（550）",
        ),
        (SMTPRecipientsRefused({ADDRESS: (450, b"later")}), MessageState.WAITING, "暂时不收"),
        (SMTPDataError(554, b"spam"), MessageState.FAILED, "不收（554）"),
        (SMTPServerDisconnected("gone"), MessageState.WAITING, "连不上"),
        (TimeoutError(), MessageState.WAITING, "连不上"),
    ],
)
def test_each_fault_of_a_mail_server_is_said_as_what_it_is(post, refusing, fault, state, says):
    matter = report(reporter=BY_MAIL).matter
    refusing(fault)

    services.send_due()

    row = Message.objects.get(matter=matter)
    assert row.state == state
    assert says in row.fault
    assert ADDRESS not in row.fault


def test_a_letter_that_is_refused_goes_out_as_a_text_message(sms, refusing):
    matter = report(reporter=BY_BOTH).matter
    refusing(SMTPRecipientsRefused({ADDRESS: (550, b"no")}))

    services.send_due()

    assert (len(sms.sent), state_of(matter)) == (1, MessageState.SENT)


def test_the_wish_is_asked_for_at_the_door_with_the_number_it_needs(client, sms):
    assert "wants_messages" in client.get(f"{HERE}/report/").content.decode()
    refused = client.post(f"{HERE}/report/", filled_in(seen="1", wants_messages="on", phone=""))
    assert refused.status_code == 422
    assert "要收短信，请填手机号" in refused.content.decode()

    client.post(f"{HERE}/report/", filled_in(seen="1", wants_messages="on"))
    services.send_due()

    assert the_matter().reporter.wants_messages
    assert len(sms.sent) == 1


def test_no_wish_is_asked_for_where_no_message_can_go_out(client, door):
    assert "wants_messages" not in client.get(f"{HERE}/report/").content.decode()


def test_whoever_follows_stops_the_messages_and_has_them_again(client, sms):
    made = report(reporter=BY_PHONE)
    follow = f"/p/{made.matter.place_code}/follow/"
    client.post(follow, {"number": made.matter.number, "code": made.follow_code})
    page = f"{follow}{made.matter.number}/"
    assert "不再发消息给我" in client.get(page).content.decode()

    client.post(f"{page}messages/", {"wants": "0"})
    services.send_due()

    assert (sms.calls, state_of(made.matter)) == (0, MessageState.KEPT)
    client.post(f"{page}messages/", {"wants": "1"})
    tell_reporter(Matter.objects.get(), StepKind.FILED, "您反映的事已受理。")
    services.send_due()
    assert [told["state"] for told in sms.sent] == ["已受理"]


def test_erasing_what_one_gave_takes_back_what_was_not_sent(sms):
    made = report(reporter=BY_PHONE)

    matters.erase_reporter(number=made.matter.number, code=made.follow_code)
    services.send_due()

    assert (sms.calls, state_of(made.matter)) == (0, MessageState.KEPT)


def test_the_answer_reaches_everybody_whose_matter_was_joined_to_it(sms):
    desk = make_desk()
    into = report(reporter=BY_PHONE).matter
    one = report(reporter=ReporterSpec(phone="13800000001", wants_messages=True)).matter
    matters.file_matter(actor=desk, matter_id=into.pk, class_id=class_of().pk)
    matters.merge(actor=desk, matter_id=one.pk, into_id=into.pk)
    Message.objects.all().delete()

    tell_reporter(Matter.objects.get(pk=into.pk), StepKind.ANSWERED, GOOD_ANSWER)
    services.send_due()

    assert {told["phone"] for told in sms.sent} == {PHONE, "13800000001"}


def test_demo_matters_write_to_nobody(sms):
    report(reporter=BY_PHONE, is_demo=True)

    services.send_due()

    assert sms.calls == 0


def test_the_desk_calls_instead_and_it_stands_in_the_timeline(sign_in, sms):
    sms.dead = {PHONE}
    matter = report(reporter=BY_PHONE).matter
    services.send_due()
    row = Message.objects.get()
    desk = sign_in(make_user(Role.OFFICE, STREET))

    page = desk.get("/portal/messages/").content.decode()
    assert (matter.number in page, PHONE in page, "不收这个号码" in page) == (True, False, True)
    assert "没发成" in desk.get(f"/matters/{matter.pk}/").content.decode()
    empty = desk.post(f"/portal/messages/{row.pk}/called/", {f"{row.pk}-words": " "})
    assert empty.status_code == 422
    desk.post(f"/portal/messages/{row.pk}/called/", {f"{row.pk}-words": "上午打通，说知道了。"})

    assert state_of(matter) == MessageState.CALLED
    assert Step.objects.filter(matter=matter, kind=StepKind.CONTACTED, words="上午打通，说知道了。").exists()
    assert matter.number not in desk.get("/portal/messages/").content.decode()


def test_the_desk_has_it_tried_again_once_the_number_lives(sms):
    desk = make_desk()
    sms.dead = {PHONE}
    report(reporter=BY_PHONE)
    services.send_due()
    sms.dead = set()
    row = Message.objects.get()

    services.try_again(actor=desk, message_id=row.pk)
    services.send_due()

    assert len(sms.sent) == 1
    with pytest.raises(NotFound):
        services.try_again(actor=desk, message_id=row.pk)


def test_another_desk_neither_sees_nor_settles_what_was_not_sent(sms):
    sms.dead = {PHONE}
    made = make_closed(make_desk(), reporter=BY_PHONE)
    services.send_due()
    row = Message.objects.filter(state=MessageState.FAILED).first()
    other = make_actor(Role.OFFICE, OTHER_COUNTY)

    with pytest.raises(NotFound):
        services.note_called(actor=other, message_id=row.pk, words="打过了。")
    with pytest.raises(NotAllowed):
        services.note_called(actor=make_actor(Role.VIEWER, COUNTY), message_id=row.pk, words="打过了。")
    Reporter.objects.filter(matters=made.matter).update(wants_messages=False)
    with pytest.raises(Conflict):
        services.try_again(actor=make_desk(), message_id=row.pk)


def test_a_row_that_waited_too_long_is_given_up_untried(sms, now):
    with at(now - outbox.MOST_DAYS - timedelta(minutes=1)):
        matter = report(reporter=BY_PHONE).matter

    services.send_due()

    assert (sms.calls, state_of(matter)) == (0, MessageState.FAILED)
