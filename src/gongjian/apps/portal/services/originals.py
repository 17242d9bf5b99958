"""The mails as they came: with the matter they became, read with a reason that is written down, destroyed with the person's data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import MessageState, StepKind
from gongjian.apps.matters.models import Matter, Message, Reporter
from gongjian.apps.matters.services.entries import add_step
from gongjian.apps.matters.services.locking import written
from gongjian.apps.portal.choices import LetterState
from gongjian.apps.portal.models import ReceivedMail, Submission
from gongjian.core import audit, events, files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import NotFound
from gongjian.readers import ReadError
from gongjian.readers.mail import read_mail
from gongjian.readers.mail_charsets import decode_bytes

SHOWN_CHARS = 20_000


@dataclass(frozen=True)
class Opened:
    """A mail shown for this view only."""

    sender: str
    sender_name: str
    subject: str
    text: str
    received_at: datetime
    others: tuple[str, ...] = ()


@transaction.atomic
def open_letters(*, actor: Actor, letters: Sequence[ReceivedMail], reason: str) -> list[Opened]:
    """Show mails as they came; each reading and its reason are in the trail. Raises NotFound without one that is kept."""
    kept = [letter for letter in letters if letter.file is not None]
    if not kept:
        raise NotFound("没有原信，或者已经按规定删去。")
    text = written(reason, "请写明为什么要看原信。会留下查看记录。")
    for letter in kept:
        actor.require(Right.MATTERS_REVEAL, letter.place_code)
        audit.record_read(actor, letter.matter or letter, ("letter", "email"), text)
    return [_opened(letter) for letter in kept]


def _opened(letter: ReceivedMail) -> Opened:
    content = files.read_sealed(letter.file) if letter.file else b""
    try:
        mail = read_mail(content)
    except ReadError:
        return Opened("", "", "", decode_bytes(content)[:SHOWN_CHARS], letter.received_at)
    names = tuple(photo.name for photo in mail.photos) + mail.others
    text = mail.text[:SHOWN_CHARS]
    return Opened(mail.sender, mail.sender_name, mail.subject, text, letter.received_at, names)


def note_state(letter: ReceivedMail, state: LetterState) -> None:
    """Note what became of a letter."""
    letter.state = state
    letter.save()


def forget_file(letter: ReceivedMail) -> None:
    """Destroy a mail as it came; what was made of it stays."""
    stored, letter.file = letter.file, None
    letter.save(update_fields=["file"])
    if stored is not None:
        files.destroy(stored)


def join_letters(row: Submission, matter: Matter) -> None:
    """Let what came with a submission by mail stand with its matter: the mail itself, and notes of what was not kept."""
    for letter in ReceivedMail.objects.filter(submission=row):
        letter.matter = matter
        note_state(letter, LetterState.TAKEN)
        say_notes(letter, matter)


def say_notes(letter: ReceivedMail, matter: Matter) -> None:
    """Put what was not kept of a letter into the timeline, and into the first answer to it."""
    if not letter.notes:
        return
    words = "\n".join(letter.notes)
    add_step(matters.RESIDENT, matter, StepKind.REPORTED, words, is_public=True)
    for message in Message.objects.filter(matter=matter, kind=StepKind.REPORTED, state=MessageState.WAITING):
        message.words = f"{message.words}\n{words}"
        message.save(update_fields=["words"])


def refused(name: str) -> str:
    """Write why something that came with a mail was not kept."""
    return f"附件“{name}”没有收：邮件里只收照片（JPG、PNG、WebP）。"


def forget_letters_of(reporter: Reporter) -> None:
    """Destroy the mails in which a person wrote, with what else he gave of himself."""
    for letter in ReceivedMail.objects.filter(matter__reporter=reporter).select_related("file"):
        forget_file(letter)


def listen() -> None:
    """Hear when a person's data are destroyed."""
    events.listen("matters.reporter_erased", forget_letters_of)
