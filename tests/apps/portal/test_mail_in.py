"""What residents write to the mailbox becomes a matter, once, whatever breaks off in between; nothing a person wrote is lost."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import MatterSource, MessageState, StepKind
from gongjian.apps.matters.models import Matter, Message, Step
from gongjian.apps.portal import selectors, services
from gongjian.apps.portal.choices import HoldReason, LetterState, PassedOver, SubmissionState
from gongjian.apps.portal.models import Mailbox, ReceivedMail, Submission
from gongjian.apps.portal.services import fetching, letters
from gongjian.core import files
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.models import AuditEntry, StoredFile
from tests.factories import COUNTY, OTHER_COUNTY, STREET, make_actor, make_user
from tests.inspection_factories import photo_bytes
from tests.mailbox_server import PASSWORD, MailboxServer
from tests.matter_factories import make_desk

SAID = "三号楼门口的路灯坏了一个星期，老人晚上下楼看不清台阶。"
SENDER = "zhao@example.cn"


@pytest.fixture
def server(tmp_path: Path, settings, door) -> Iterator[MailboxServer]:
    settings.MEDIA_ROOT = tmp_path / "files"
    made = MailboxServer(tmp_path)
    settings.MAILBOX_HOST, settings.MAILBOX_PORT = "localhost", made.port
    settings.MAILBOX_USER = settings.MAILBOX_ADDRESS = "desk@gongjian.example.cn"
    settings.MAILBOX_PASSWORD, settings.MAILBOX_PLACE = PASSWORD, STREET
    settings.MAILBOX_FOLDER, settings.MAILBOX_CA_FILE = "INBOX", str(made.certificate)
    settings.PUBLIC_URL = "https://gongjian.example.cn"
    yield made
    made.close()


def written(
    words: str = SAID, *, number: int = 1, sender: str = SENDER, parts: str = "", **heads: str
) -> bytes:
    named = {
        "From": f"=?utf-8?B?{base64.b64encode('赵某'.encode()).decode()}?= <{sender}>",
        "Subject": "lamp",
        "Message-ID": f"<{number}@example.cn>",
        **{name.replace("_", "-"): value for name, value in heads.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    body = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n{parts}--b--\r\n"
    return f'{lines}Content-Type: multipart/mixed; boundary="b"\r\n\r\n{body}'.encode()


def attached(name: str, content: bytes, kind: str = "image/jpeg") -> str:
    return (
        f'--b\r\nContent-Type: {kind}\r\nContent-Disposition: attachment; filename="{name}"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(content).decode()}\r\n"
    )


def read() -> int:
    return int(fetching.read_mailbox.func())


def the_letter() -> ReceivedMail:
    return ReceivedMail.objects.get()


def test_a_mail_becomes_a_matter_and_is_answered_with_number_code_and_notice(server) -> None:
    server.put(written())

    read()
    services.send_due()

    matter = Matter.objects.get()
    assert (matter.source, matter.words, matter.place_code) == (MatterSource.MAIL, SAID, STREET)
    assert (matter.reporter.name, matter.reporter.email) == ("赵某", SENDER)
    [answer] = mail.outbox
    assert (answer.to, answer.reply_to) == ([SENDER], ["desk@gongjian.example.cn"])
    assert matter.number in answer.subject
    assert "查询码：" in answer.body and "/privacy/" in answer.body
    assert answer.message()["In-Reply-To"] == "<1@example.cn>"
    assert the_letter().state == LetterState.TAKEN


def test_a_mailbox_read_again_and_numbered_anew_gives_each_mail_once(server) -> None:
    server.put(written(), written(words="门口的井盖松了，车一过就响。", number=2))
    read()
    read()
    server.validity = 8
    server.put(written(words="楼道里的灯也坏了，请一起修。", number=3))
    copy = b"Received: by another way\r\n" + written()
    server.put(copy)

    read()

    assert Matter.objects.count() == 3
    assert Mailbox.objects.get().uid_validity == 8


def test_two_mails_with_the_same_id_and_other_words_are_two(server) -> None:
    server.put(written(), written(words="门口的井盖松了，车一过就响。"))

    read()

    assert Matter.objects.count() == 2


def test_a_line_that_breaks_loses_nothing_and_doubles_nothing(server) -> None:
    server.put(*[written(words=f"第 {n} 盏路灯坏了，天黑了看不见路。", number=n) for n in range(1, 4)])
    server.breaks_at = 2

    read()
    assert "邮箱" in Mailbox.objects.get().fault
    server.breaks_at = 0
    read()

    assert Matter.objects.count() == 3
    assert Mailbox.objects.get().fault == ""


@pytest.mark.parametrize("where", ["letters.send", "originals.note_state"])
def test_a_worker_that_dies_in_a_letter_leaves_it_to_the_next(server, monkeypatch, where) -> None:
    """What a kill leaves: the letter kept, and whatever was committed before it."""
    server.put(written(parts=attached("a.jpg", photo_bytes())))
    with monkeypatch.context() as killed:
        killed.setattr(f"gongjian.apps.portal.services.{where}", _die)
        with pytest.raises(KeyboardInterrupt):
            read()

    read()
    services.clean_waiting()

    assert (Matter.objects.count(), Submission.objects.count()) == (1, 1)
    assert Matter.objects.get().photos.count() == 1
    assert the_letter().state == LetterState.TAKEN


def _die(*_args: object, **_named: object) -> None:
    raise KeyboardInterrupt


def test_one_reader_at_a_time_and_a_dead_one_s_place_is_taken_after_a_while(server, now) -> None:
    read()
    Mailbox.objects.update(busy_until=now + fetching.BUSY_FOR)
    server.put(written())

    read()
    assert not Matter.objects.exists()
    with at(now + fetching.BUSY_FOR + timedelta(seconds=1)):
        read()

    assert Matter.objects.count() == 1


def test_photos_come_along_cleaned_and_other_files_are_refused_with_a_word(server) -> None:
    parts = attached("a.jpg", photo_bytes()) + attached("b.jpg", b"no picture at all" * 300)
    server.put(written(parts=parts + attached("c.docx", b"PK", "application/octet-stream")))

    read()
    services.clean_waiting()
    services.send_due()

    matter = Matter.objects.get()
    assert matter.photos.count() == 1
    said = Step.objects.filter(matter=matter, kind=StepKind.REPORTED, words__contains="c.docx").get()
    assert "b.jpg" in said.words and said.is_public
    assert "c.docx" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, PassedOver.AUTO),
        ({"Precedence": "list"}, PassedOver.LIST),
        ({"Return_Path": "<>"}, PassedOver.BOUNCE),
        ({"X_Loop": "gongjian"}, PassedOver.LOOP),
        ({"From": "desk@gongjian.example.cn"}, PassedOver.LOOP),
    ],
)
def test_what_no_person_wrote_is_counted_and_not_kept(server, heads, why) -> None:
    server.put(written(**heads))

    read()

    letter = the_letter()
    assert (letter.state, letter.passed_over, letter.file) == (LetterState.PASSED, why, None)
    assert not Matter.objects.exists() and not StoredFile.objects.exists()
    assert mail.outbox == []


def test_danger_is_flagged_and_answered_at_once_with_whom_to_call(server) -> None:
    server.put(written(words="楼上起火了，冒烟，有人在喊。"))

    read()
    services.send_due()

    assert Matter.objects.get().is_danger
    assert mail.outbox[0].body.startswith("有生命危险请马上打110、119、120。")


def test_the_surplus_of_one_sender_is_held_not_answered_and_let_through_by_the_desk(server) -> None:
    server.put(*[written(words=f"第 {n} 封信说的是另外一盏灯，请来看。", number=n) for n in range(7)])

    read()
    services.send_due()

    held = Submission.objects.filter(state=SubmissionState.HELD)
    assert (Matter.objects.count(), held.count(), len(mail.outbox)) == (5, 2, 5)
    desk = make_actor(Role.OFFICE, STREET)
    services.release(actor=desk, ids=[row.pk for row in held])
    services.send_due()
    assert Matter.objects.filter(source=MatterSource.MAIL, reporter__isnull=False).count() == 7
    assert len(mail.outbox) == 7
    assert not ReceivedMail.objects.exclude(state=LetterState.TAKEN).exists()


def test_an_answer_to_our_letter_is_added_to_its_matter_without_what_it_quotes(server) -> None:
    server.put(written())
    read()
    services.send_due()
    ours = mail.outbox[0].message()["Message-ID"]
    answer = "是左边第二盏。\n\n------------------ 原始邮件 ------------------\n发件人: 值班台\n"
    server.put(written(words=answer, number=2, References=ours, parts=attached("a.jpg", photo_bytes())))

    read()

    matter = Matter.objects.get()
    assert Step.objects.get(matter=matter, kind=StepKind.SUPPLEMENTED).words == "lamp\n是左边第二盏。"
    assert matter.photos.count() == 1
    assert ReceivedMail.objects.get(uid=2).state == LetterState.ADDED


@pytest.mark.parametrize(("sender", "is_added"), [(SENDER, True), ("other@example.cn", False)])
def test_the_number_in_a_subject_counts_from_its_reporter_alone(server, sender, is_added) -> None:
    server.put(written())
    read()
    number = Matter.objects.get().number
    server.put(written(words="是左边第二盏，请带梯子来。", number=2, sender=sender, Subject=f"Re: {number}"))

    read()

    assert Step.objects.filter(kind=StepKind.SUPPLEMENTED).exists() == is_added
    assert Matter.objects.count() == (1 if is_added else 2)


def test_a_made_up_id_of_ours_adds_to_nothing(server) -> None:
    server.put(written())
    read()
    made_up = f"<gj.{Matter.objects.get().pk}.1.{'0' * 24}@localhost>"
    server.put(written(words="这句话不该写进别人的事里。", number=2, In_Reply_To=made_up))

    read()

    assert Matter.objects.count() == 2


def test_an_answer_about_what_is_over_is_held_for_a_look(server) -> None:
    server.put(written())
    read()
    services.send_due()
    matters.reject_matter(
        actor=make_desk(), matter_id=Matter.objects.get().pk, reason="路灯归路灯所，请打 12345。"
    )
    server.put(written(words="还是没有人来。", number=2, In_Reply_To=mail.outbox[0].message()["Message-ID"]))

    read()

    held = Submission.objects.get(state=SubmissionState.HELD)
    assert held.reasons == [HoldReason.ANSWER]


def test_a_letter_of_ours_that_came_back_is_given_up_for_a_call(server) -> None:
    server.put(written())
    read()
    services.send_due()
    ours = mail.outbox[0].message()["Message-ID"]
    server.put(written(words=f"Not delivered\nMessage-ID: {ours}", number=2, Return_Path="<>"))

    read()

    row = Message.objects.get()
    assert (row.state, row.fault) == (MessageState.FAILED, "对方邮箱退信")


def test_a_letter_that_breaks_the_reader_is_held_with_the_sentence_why(server, monkeypatch) -> None:
    server.put(written())
    monkeypatch.setattr(letters, "read_mail", _break)
    for _try in range(letters.TRIES):
        with pytest.raises(RuntimeError):
            read()

    read()

    held = Submission.objects.get()
    assert held.state == SubmissionState.HELD
    assert held.reason_words == ["信读不懂"]
    assert the_letter().file is not None


def _break(_source: bytes) -> None:
    raise RuntimeError


def test_a_letter_too_large_is_held_with_what_was_read_of_it(server, monkeypatch) -> None:
    monkeypatch.setattr("gongjian.apps.portal.gateways.mailbox.MOST_BYTES", 600)
    server.put(written(parts=attached("a.jpg", photo_bytes(400, 400))))

    read()

    assert Submission.objects.get().reason_words == ["信太大，没有收全"]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MAILBOX_PASSWORD", "wrong", "授权码"),
        ("MAILBOX_CA_FILE", "", "证书"),
        ("MAILBOX_PORT", 1, "连不上"),
        ("MAILBOX_PLACE", "999999999", "MAILBOX_PLACE"),
    ],
)
def test_what_is_wrong_with_the_mailbox_is_said_in_words(
    server, settings, sign_in, name, value, says
) -> None:
    setattr(settings, name, value)

    read()

    admin = sign_in(make_user(Role.SYSTEM_ADMIN, COUNTY))
    assert says in admin.get("/portal/mailbox/").content.decode()
    assert PASSWORD not in Mailbox.objects.get().fault


def test_administrators_see_the_mailbox_and_have_it_read(server, sign_in) -> None:
    server.put(written(), written(number=2, Precedence="bulk"))
    admin = sign_in(make_user(Role.SYSTEM_ADMIN, COUNTY))

    admin.post("/portal/mailbox/fetch/")

    page = admin.get("/portal/mailbox/").content.decode()
    assert "已成事项" in page and "群发" in page
    assert SENDER not in page
    assert Matter.objects.count() == 1


def test_without_a_mailbox_nothing_is_asked_for(sign_in, door) -> None:
    assert not services.check_mailbox()
    assert (
        "MAILBOX_HOST"
        in sign_in(make_user(Role.SYSTEM_ADMIN, COUNTY)).get("/portal/mailbox/").content.decode()
    )


def test_the_mail_as_it_came_is_sealed_and_each_reading_is_written_down(server, sign_in) -> None:
    server.put(written())
    read()
    matter, stored = Matter.objects.get(), StoredFile.objects.get()
    assert SENDER.encode() not in files.read_bytes(stored)
    desk = sign_in(make_user(Role.OFFICE, STREET))

    assert "看原信" in desk.get(f"/matters/{matter.pk}/").content.decode()
    assert desk.post(f"/portal/originals/{matter.pk}/", {"reason": " "}).status_code == 422
    page = desk.post(f"/portal/originals/{matter.pk}/", {"reason": "核对地址"}).content.decode()

    assert SENDER in page and SAID in page
    assert AuditEntry.objects.filter(action="read.sensitive").count() == 1
    other = sign_in(make_user(Role.OFFICE, OTHER_COUNTY))
    assert other.get(f"/portal/originals/{matter.pk}/").status_code == 404
    assert other.get(f"/portal/letters/{the_letter().pk}/").status_code == 404


def test_the_mail_goes_with_what_the_person_gave_of_himself(
    server, django_capture_on_commit_callbacks
) -> None:
    server.put(written())
    read()
    code = Message.objects.get().follow_code
    kept = files.path_of(StoredFile.objects.get().sha256)
    assert kept.exists()

    with django_capture_on_commit_callbacks(execute=True):
        matters.erase_reporter(number=Matter.objects.get().number, code=code)

    assert not StoredFile.objects.exists()
    assert not kept.exists()


def test_the_mail_found_to_be_junk_goes_when_the_rule_says(server, now) -> None:
    server.put(*[written(words=f"第 {n} 封信说的是另外一盏灯，请来看。", number=n) for n in range(6)])
    read()
    held = Submission.objects.get(state=SubmissionState.HELD)
    services.drop(actor=make_actor(Role.OFFICE, STREET), ids=[held.pk], place_code=STREET)

    with at(now + timedelta(days=31)):
        services.forget_old()

    assert ReceivedMail.objects.filter(file__isnull=True).count() == 1


def test_the_very_same_mail_again_is_the_matter_it_became(server, now) -> None:
    server.put(written(words="七号楼的路灯不亮。"))
    read()
    ReceivedMail.objects.all().delete()
    Mailbox.objects.all().delete()

    read()

    assert the_letter().state == LetterState.TAKEN
    assert the_letter().matter == Matter.objects.get()


@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    noise=st.binary(min_size=1, max_size=300),
    head=st.sampled_from(["", "From: a@b.cn\r\n", "Subject: =?x?B?!?=\r\n\r\n"]),
)
def test_whatever_bytes_lie_in_the_mailbox_become_something(server, noise, head) -> None:
    server.mails.clear()
    ReceivedMail.objects.all().delete()
    Mailbox.objects.all().delete()
    server.put(head.encode() + noise)

    read()

    letter = the_letter()
    assert letter.state != LetterState.NEW
    assert letter.state == LetterState.PASSED or letter.submission is not None


def test_held_mail_is_listed_with_the_way_to_what_came(server, sign_in, monkeypatch) -> None:
    monkeypatch.setattr("gongjian.apps.portal.gateways.mailbox.MOST_BYTES", 600)
    server.put(written(parts=attached("a.jpg", photo_bytes(400, 400))))
    read()
    desk = sign_in(make_user(Role.OFFICE, STREET))
    [row] = selectors.held_rows(make_actor(Role.OFFICE, STREET), STREET, Submission.objects.get().sender)

    assert f"/portal/letters/{the_letter().pk}/" in desk.get(f"/portal/held/{row.pk}/").content.decode()
