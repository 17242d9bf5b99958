"""What a mail becomes: a matter, more about one, held for a look, or nothing, because no person wrote it.

Nothing is lost: what can't be read is held with the sentence why, and the mail as it came is kept, sealed, until
the desk has looked.
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import MatterSource
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.services.intake import WORDS_LIMIT
from gongjian.apps.matters.services.photos import check_photos
from gongjian.apps.portal.choices import CONSENT_VERSION, HoldReason, LetterState, PassedOver, SubmissionState
from gongjian.apps.portal.models import ReceivedMail, Submission
from gongjian.apps.portal.services.drafts import keep_photos, submission_of
from gongjian.apps.portal.services.originals import forget_file, note_state, refused, say_notes
from gongjian.apps.portal.services.outbox import bounced
from gongjian.apps.portal.services.sending import REPORT_FLOOD, Filled, send
from gongjian.apps.portal.services.threads import letters_named, number_in
from gongjian.core import files, flood
from gongjian.core.attachments import Upload
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.keyed import keyed_digest
from gongjian.readers import ReadError
from gongjian.readers.mail import Attached, Mail, read_mail

TRIES = 3
"""A letter at which the worker failed so often is held unread."""
A_LONG_WHILE_S = 3600.0
CUT = "……（后面还有，见原信）"
EMPTY = "（信里没有文字，请看原信。）"
NOT_READ = "（这封信读不懂，请看原信。）"
UNREAD = Mail("", "", "", "", "", "", "", "", (), ())


def settle(letter_id: int) -> None:
    """Make of a new letter what it is; safe to run again after a worker died in it."""
    letter = _begun(letter_id)
    if letter is None or letter.file is None:
        return
    content = files.read_sealed(letter.file)
    held_for: list[HoldReason] = [] if letter.is_whole else [HoldReason.SIZE]
    mail = _read(letter, content)
    if mail is UNREAD:
        held_for.append(HoldReason.UNREADABLE)
    letter.message_id = mail.message_id
    if why := _passed_over(mail):
        _pass_over(letter, why, content)
        return
    matter = _answered(mail)
    if matter is None or not _add(letter, mail, matter):
        if matter is not None:
            held_for.append(HoldReason.ANSWER)
        _take(letter, mail, held_for)


def _begun(letter_id: int) -> ReceivedMail | None:
    with transaction.atomic():
        rows = ReceivedMail.objects.select_for_update(no_key=True, of=("self",)).select_related("file")
        letter = rows.filter(pk=letter_id, state=LetterState.NEW).first()
        if letter is not None:
            letter.attempts += 1
            letter.save(update_fields=["attempts"])
    return letter


def _read(letter: ReceivedMail, content: bytes) -> Mail:
    if letter.attempts > TRIES:
        return UNREAD
    try:
        return read_mail(content)
    except ReadError:
        return UNREAD


def _passed_over(mail: Mail) -> PassedOver | None:
    if mail.sender and mail.sender in (settings.MAILBOX_ADDRESS.lower(), _own_address()):
        return PassedOver.LOOP
    return PassedOver(mail.automatic) if mail.automatic else None


def _own_address() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip(" >").lower()


@transaction.atomic
def _pass_over(letter: ReceivedMail, why: PassedOver, content: bytes) -> None:
    """Count a mail that no person wrote. One that says our letter came back tells us so; nothing else of it is kept."""
    if why == PassedOver.BOUNCE:
        for matter_id, message_id in letters_named(content.decode("latin-1")):
            bounced(matter_id=matter_id, message_id=message_id)
    letter.passed_over = why
    forget_file(letter)
    note_state(letter, LetterState.PASSED)


def _answered(mail: Mail) -> Matter | None:
    """Return the matter that a mail is an answer about: it names a letter of ours, or the number, from its reporter's address."""
    named = letters_named(mail.names)
    if named:
        return Matter.objects.filter(pk=named[-1][0]).first()
    found = Matter.objects.filter(number=number_in(mail.subject)).select_related("reporter").first()
    reporter = found.reporter if found else None
    is_his = bool(reporter and reporter.email and mail.sender and reporter.email.lower() == mail.sender)
    return found if is_his else None


def _add(letter: ReceivedMail, mail: Mail, matter: Matter) -> bool:
    """Add an answer to its matter; False if that is over, or if more come from one sender than the rule lets through."""
    if not flood.take("mail_more", _sender(mail), flood.limit_at(REPORT_FLOOD, matter.place_code)):
        return False
    photos = _good_photos(letter, mail.photos, matter.place_code)
    try:
        with transaction.atomic():
            matters.supplement(actor=matters.RESIDENT, matter_id=matter.pk, words=_words(mail), photos=photos)
            letter.notes += map(refused, mail.others)
            say_notes(letter, matter)
            letter.matter = matter
            note_state(letter, LetterState.ADDED)
    except (Conflict, Invalid, NotFound):
        return False
    return True


def _good_photos(letter: ReceivedMail, sent: Sequence[Attached], place_code: str) -> list[Upload]:
    """Return the photos that can be kept; of the others there is a note."""
    good: list[Upload] = []
    for one in sent:
        upload = Upload(one.name, one.content)
        try:
            check_photos([*good, upload], place_code)
        except Invalid as refusal:
            letter.notes.append(refusal.message)
        else:
            good.append(upload)
    return good


def _take(letter: ReceivedMail, mail: Mail, held_for: Sequence[HoldReason]) -> None:
    """Take a mail in as what is filled in at the door is: once, held if it looks like a flood, photos cleaned by a worker."""
    sender = _sender(mail)
    row = submission_of(letter.digest[:32], letter.place_code, sender)
    if row.state == SubmissionState.OPEN:
        letter.notes = [*_keep_each(row, mail.photos), *map(refused, mail.others)]
    letter.submission = row
    letter.save()
    was_settled = row.state != SubmissionState.OPEN
    row = send(
        Filled(
            nonce=row.nonce,
            sender=sender,
            age_s=A_LONG_WHILE_S,
            place_code=letter.place_code,
            words=_words(mail),
            name=mail.sender_name,
            email=mail.sender,
            source=MatterSource.MAIL,
            wants_messages=bool(mail.sender),
            consent_version=f"mail-{CONSENT_VERSION}",
            held_for=tuple(held_for),
        )
    )
    if row.state == SubmissionState.HELD:
        note_state(letter, LetterState.HELD)
    elif was_settled:  # the very same mail was taken in before
        letter.matter = row.matter
        note_state(letter, LetterState.TAKEN if row.matter else LetterState.PASSED)


def _keep_each(row: Submission, photos: Sequence[Attached]) -> list[str]:
    """Keep each photo with the submission; return sentences about those that were not."""
    said = []
    for one in photos:
        try:
            keep_photos(row, [Upload(one.name, one.content)])
        except Invalid as refusal:
            said.append(refusal.message)
    return said


def _words(mail: Mail) -> str:
    if mail is UNREAD:
        return NOT_READ
    said = "\n".join(one for one in (mail.subject, mail.words) if one) if len(mail.words) < 10 else mail.words
    said = said.strip() or EMPTY
    return said if len(said) <= WORDS_LIMIT else said[: WORDS_LIMIT - len(CUT)] + CUT


def _sender(mail: Mail) -> str:
    return keyed_digest("flood.mail", mail.sender)
