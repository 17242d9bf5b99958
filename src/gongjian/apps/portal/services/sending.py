"""What was filled in becomes a matter, once, however often it is sent; what looks like a flood is held for a look.

Nothing is refused for being too much: a report beyond a limit waits in the desk's second list, where many are
looked through at a time, and the desk's own list stays as it is.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.services import covenants
from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import MatterKind, MatterSource
from gongjian.apps.matters.services import MatterSpec, ReporterSpec
from gongjian.apps.portal.choices import HoldReason, SubmissionState
from gongjian.apps.portal.models import ConsultationIdea, Submission
from gongjian.apps.portal.services.drafts import submission_of
from gongjian.apps.portal.services.originals import join_letters
from gongjian.core import flood
from gongjian.core.access import prefix_range
from gongjian.core.rules import rule_value

STREET_DIGITS = 9
DAY = timedelta(days=1)
REPORT_FLOOD = "portal.report_flood"


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A form as it was filled in, or a mail; latitude and longitude are WGS-84 degrees. `age_s`: how long it was open.

    `held_for` says why it needs a look in any case.
    """

    nonce: str
    sender: str
    age_s: float
    is_trapped: bool = False
    place_code: str
    words: str
    kind: MatterKind = MatterKind.REPORT
    class_id: int | None = None
    address: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    wants_messages: bool = False
    source: MatterSource = MatterSource.PORTAL
    held_for: tuple[HoldReason, ...] = ()
    consent_version: str = ""
    consultation_id: int | None = None
    opinion_on_id: int | None = None
    opinion_clause_id: int | None = None


def send(filled: Filled) -> Submission:
    """Take in what was filled in; sending it again returns the row of the first time.

    Raises what `matters.report_matter` raises (Invalid with a sentence); nothing is sent then.
    """
    row = submission_of(filled.nonce, filled.place_code, filled.sender)
    if row.state != SubmissionState.OPEN:
        return row
    is_danger = bool(matters.danger_in(filled.words, filled.place_code))
    _judge(row.pk, filled, is_danger)
    with transaction.atomic():
        row = Submission.objects.select_for_update(no_key=True).get(pk=row.pk)
        if row.state != SubmissionState.OPEN:
            return row
        row.place_code, row.sent_at = filled.place_code, timezone.now()
        row.words_digest = flood.words_digest(filled.words)
        row.consultation_id = filled.consultation_id
        row.opinion_on_id, row.opinion_clause_id = filled.opinion_on_id, filled.opinion_clause_id
        if row.reasons:
            _hold(row, filled, is_danger)
        else:
            take_in(row, filled)
    return row


def _judge(pk: int, filled: Filled, is_danger: bool) -> None:
    """Decide once whether a form is held, in a transaction of its own.

    Its tokens are taken once, however often it is sent, and no other report waits for the place's bucket
    while a matter is made.
    """
    with transaction.atomic():
        row = Submission.objects.select_for_update(no_key=True).get(pk=pk)
        if row.reasons is None:
            row.reasons = [str(one) for one in why_held(filled, is_danger)]
            row.save(update_fields=["reasons"])


def why_held(filled: Filled, is_danger: bool) -> list[HoldReason]:
    """Say why a form should be held; the tokens it asks for are taken. Danger to life passes by its own limit."""
    place, street = filled.place_code, filled.place_code[:STREET_DIGITS]
    if is_danger and flood.take("danger", filled.sender, flood.limit_at("portal.danger_flood", place)):
        return []
    today = timezone.localdate()
    found = list(filled.held_for)
    if filled.is_trapped:
        found.append(HoldReason.TRAP)
    if filled.age_s < int(rule_value("portal.least_fill_s", on=today, place_code=place)):
        found.append(HoldReason.SPEED)
    if _same_words(filled, street) >= int(rule_value("portal.same_words_most", on=today, place_code=place)):
        found.append(HoldReason.WORDS)
    if not flood.take("report", filled.sender, flood.limit_at(REPORT_FLOOD, place)):
        found.append(HoldReason.SENDER)
    if not found and not flood.take("place", street, flood.limit_at("portal.place_flood", place)):
        found.append(HoldReason.PLACE)
    return found


def _same_words(filled: Filled, street: str) -> int:
    """Count how often these words came to the street within a day; short ones are said by many."""
    if len(filled.words) < 8:
        return 0
    rows = Submission.objects.filter(
        prefix_range("place_code", street),
        words_digest=flood.words_digest(filled.words),
        sent_at__gte=timezone.now() - DAY,
    )
    return rows[:100].count()


def _hold(row: Submission, filled: Filled, is_danger: bool) -> None:
    row.state, row.is_danger = SubmissionState.HELD, is_danger
    row.kind, row.matter_class_id, row.words, row.address = (
        filled.kind,
        filled.class_id,
        filled.words,
        filled.address,
    )
    row.latitude, row.longitude = filled.latitude, filled.longitude
    row.name, row.phone = filled.name or None, filled.phone or None
    row.email, row.source = filled.email or None, filled.source
    row.consent_version, row.wants_messages = filled.consent_version, filled.wants_messages
    row.save()


def take_in(row: Submission, filled: Filled) -> None:
    """Make the matter of a locked row; what was typed stands there from now on, and no longer here.

    An opinion on a covenant becomes one, with a masked name and no matter.
    """
    if row.opinion_on_id is not None:
        _receive_opinion(row, filled)
        return
    given = (filled.name, filled.phone, filled.email)
    reported = matters.report_matter(
        actor=matters.RESIDENT,
        spec=MatterSpec(
            kind=filled.kind,
            source=filled.source,
            place_code=filled.place_code,
            words=filled.words,
            address=filled.address,
            latitude=filled.latitude,
            longitude=filled.longitude,
            class_id=filled.class_id,
            reporter=ReporterSpec(
                name=filled.name,
                phone=filled.phone,
                email=filled.email,
                consent_version=filled.consent_version,
                wants_messages=filled.wants_messages,
            )
            if any(given)
            else None,
        ),
    )
    row.matter, row.follow_code = reported.matter, reported.follow_code
    _mark_taken(row)
    join_letters(row, reported.matter)
    if row.consultation_id is not None:
        ConsultationIdea.objects.create(consultation_id=row.consultation_id, matter=reported.matter)


def _receive_opinion(row: Submission, filled: Filled) -> None:
    assert row.opinion_on_id is not None
    covenants.receive_opinion(
        spec=covenants.OpinionSpec(
            version_id=row.opinion_on_id,
            clause_id=row.opinion_clause_id,
            words=filled.words,
            name=filled.name,
        )
    )
    _mark_taken(row)


def _mark_taken(row: Submission) -> None:
    row.state = SubmissionState.TAKEN
    row.words = row.address = row.consent_version = ""
    row.name = row.phone = row.email = row.latitude = row.longitude = None
    row.save()


def filled_of(row: Submission) -> Filled:
    """Return what a held row holds, as it was filled in."""
    return Filled(
        nonce=row.nonce,
        sender=row.sender,
        age_s=0,
        place_code=row.place_code,
        words=row.words,
        kind=MatterKind(row.kind),
        class_id=row.matter_class_id,
        address=row.address,
        latitude=row.latitude,
        longitude=row.longitude,
        name=row.name or "",
        phone=row.phone or "",
        email=row.email or "",
        source=MatterSource(row.source),
        wants_messages=row.wants_messages,
        consent_version=row.consent_version,
        consultation_id=row.consultation_id,
        opinion_on_id=row.opinion_on_id,
        opinion_clause_id=row.opinion_clause_id,
    )
