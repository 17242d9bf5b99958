"""Letters of responsibility: made from the hand-down, signed on both sides, frozen, withdrawn with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from gongjian.apps.documents.services.files import CONTENT_TYPES, Format, RenderedFile, set_page
from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.places.selectors import names_of
from gongjian.apps.programmes.models import Assignment, Programme, Target
from gongjian.apps.programmes.selectors import get_programme
from gongjian.apps.programmes.selectors.targets import period_of_target, target_text
from gongjian.apps.programmes.services.notices import tell
from gongjian.apps.supervision.choices import LetterStatus
from gongjian.apps.supervision.models import Letter, LetterClause
from gongjian.apps.supervision.selectors.letters import (
    get_letter,
    letter_page,
    parts_given,
    signs_as_issuer,
    signs_as_receiver,
    targets_of,
)
from gongjian.apps.supervision.services.numbers import next_number
from gongjian.core import audit, files
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.registry import read_figure

OFFICIAL_LANGUAGE = "zh-hans"
FORMS: tuple[Format, ...] = ("docx", "pdf")
Side = tuple[str, int | None]


@dataclass(frozen=True, kw_only=True)
class LetterTerms:
    """What all letters made at once have in common."""

    due_on: date
    reward: str = ""
    penalty: str = ""


@transaction.atomic
def make_letters(
    *,
    actor: Actor,
    programme_id: int,
    place_code: str,
    terms: LetterTerms,
    receivers: Iterable[Side] | None = None,
    is_demo: bool = False,
) -> list[Letter]:
    """Make a letter for every receiver of what a place handed down (or for those named) that has none in force.

    Raises Invalid when there is nobody to make one for.
    """
    actor.require(Right.SUPERVISION_MANAGE, place_code)
    programme = get_programme(actor, programme_id)
    if terms.due_on < timezone.localdate():
        raise Invalid("完成时限已经过了。请写今天或以后的日期。")
    wanted = None if receivers is None else set(receivers)
    in_force = Letter.objects.filter(programme=programme, issuer_place_code=place_code).exclude(
        status=LetterStatus.WITHDRAWN
    )
    known = set(in_force.values_list("place_code", "organisation_id"))
    parts = [
        (side, list(rows))
        for side, rows in groupby(parts_given(programme, place_code), key=_side)
        if side not in known and (wanted is None or side in wanted)
    ]
    if not parts:
        raise Invalid("没有要签责任书的：任务还没有下达，或者都已经有了。")
    maker = _Maker(actor, programme, place_code, terms, is_demo)
    return [maker.make(side, rows) for side, rows in parts]


def _side(row: Assignment) -> Side:
    return row.place_code, row.organisation_id


class _Maker:
    """Makes the letters of one press: names, targets and the first number are looked up once."""

    def __init__(
        self, actor: Actor, programme: Programme, place_code: str, terms: LetterTerms, is_demo: bool
    ) -> None:
        self._actor, self._programme, self._place_code = actor, programme, place_code
        self._terms, self._is_demo = terms, is_demo
        self._today = timezone.localdate()
        self._targets = targets_of(programme)
        unit = Organisation.objects.filter(pk=actor.home_unit_id or 0, place_code=place_code).first()
        self._issuer = unit.name if unit else names_of([place_code]).get(place_code, place_code)
        rows = Letter.objects.filter(issuer_place_code=place_code, year=self._today.year)
        self._number = next_number(rows, place_code)

    def make(self, side: Side, parts: list[Assignment]) -> Letter:
        """Make one letter with its clauses and tell its receiver and the leader."""
        place_code, unit_id = side
        unit = parts[0].organisation
        name = unit.name if unit else names_of([place_code]).get(place_code, place_code)
        letter = Letter.objects.create(
            place_code=place_code,
            organisation_id=unit_id,
            issuer_place_code=self._place_code,
            issuer_name=self._issuer,
            programme=self._programme,
            year=self._today.year,
            number=self._number,
            title=f"{self._programme.title}目标责任书"[:200],
            receiver_name=name,
            due_on=self._terms.due_on,
            reward=self._terms.reward.strip(),
            penalty=self._terms.penalty.strip(),
            made_by_id=self._actor.user_id,
            made_on=self._today,
            is_demo=self._is_demo,
        )
        self._number += 1
        targets = [] if unit_id else [row for row in self._targets if _concerns(row, place_code)]
        clauses = [self._target_clause(target, place_code) for target in targets]
        clauses += [_task_clause(part) for part in parts]
        for order, clause in enumerate(clauses, start=1):
            clause.letter, clause.order = letter, order
        LetterClause.objects.bulk_create(clauses)
        audit.record(
            self._actor, "supervision.letter_made", letter, after=audit.snapshot(letter, "title", "due_on")
        )
        _tell_signers(letter, f"请签责任书：{letter.title}。")
        return letter

    def _target_clause(self, target: Target, place_code: str) -> LetterClause:
        """Quote the figure of a target as the registry reads it for the receiver now."""
        figure = read_figure(
            target.indicator_key,
            place_code=place_code,
            period=period_of_target(target),
            params=target.indicator_params,
            with_missing=False,
        )
        with override(OFFICIAL_LANGUAGE):
            text, amount = str(figure.text_with_unit), target_text(target)
        return LetterClause(
            target_id=target.pk,
            title=target.name,
            amount=amount,
            due_on=target.deadline_on,
            indicator_key=figure.indicator_key,
            figure_place_code=figure.place_code,
            period_first_on=figure.period.first_on,
            period_last_on=figure.period.last_on,
            params=dict(figure.params),
            figure_text=text,
            read_at=figure.read_at,
        )


def _concerns(target: Target, place_code: str) -> bool:
    """Say whether a target is the receiver's too: set for the whole programme, or for a place he is or lies in."""
    return target.area_id is None and place_code.startswith(target.place_code)


def _task_clause(part: Assignment) -> LetterClause:
    amount = f"{part.quantity.normalize():f}{part.task.unit}" if part.quantity is not None else ""
    return LetterClause(
        assignment_id=part.pk, title=part.task.title, amount=amount, due_on=part.due_on or part.task.due_on
    )


@transaction.atomic
def sign_letter(*, actor: Actor, letter_id: int) -> Letter:
    """Sign for the side the actor stands for; with both signatures the letter is frozen and its files are kept."""
    letter = _open(actor, letter_id)
    if signs_as_issuer(actor, letter) and letter.issuer_signer_id is None:
        letter.issuer_signer_id, letter.issuer_signed_at = actor.user_id, timezone.now()
    elif signs_as_receiver(actor, letter) and letter.receiver_signer_id is None:
        letter.receiver_signer_id, letter.receiver_signed_at = actor.user_id, timezone.now()
    elif signs_as_issuer(actor, letter) or signs_as_receiver(actor, letter):
        raise Conflict("你这一方已经签过了。")
    else:
        raise NotAllowed("这份责任书不由你签：甲方由本级领导签，乙方由承接的地方或单位签。")
    if letter.issuer_signer_id == letter.receiver_signer_id:
        raise Conflict("甲乙双方不能由同一个人签。")
    letter.save()
    audit.record(actor, "supervision.letter_signed", letter, after={"role": _signed_side(letter)})
    if letter.issuer_signer_id and letter.receiver_signer_id:
        _freeze(actor, letter)
    return letter


def _signed_side(letter: Letter) -> str:
    sides = {"甲方": letter.issuer_signer_id, "乙方": letter.receiver_signer_id}
    return "、".join(side for side, signer in sides.items() if signer)


def _freeze(actor: Actor, letter: Letter) -> None:
    letter.status = LetterStatus.SIGNED
    whole = get_letter_rows(letter)
    for form in FORMS:
        stored = files.store_document(
            actor=actor,
            content=set_page(letter_page(whole), form),
            name=f"{letter.number_text}{letter.receiver_name}.{form}",
            content_type=CONTENT_TYPES[form],
            right=Right.PROGRAMMES_VIEW,
            place_code=letter.place_code,
            unit_id=letter.organisation_id,
        )
        setattr(letter, form, stored)
    letter.save(update_fields=["status", "docx", "pdf"])


def get_letter_rows(letter: Letter) -> Letter:
    """Load a letter anew with all that its page needs."""
    rows = Letter.objects.select_related("programme", "issuer_signer", "receiver_signer")
    found: Letter = rows.prefetch_related("clauses").get(pk=letter.pk)
    return found


@transaction.atomic
def withdraw_letter(*, actor: Actor, letter_id: int, reason: str) -> Letter:
    """Take a letter back, signed or not, saying why; it stays readable."""
    letter = get_letter(actor, letter_id)
    actor.require(Right.SUPERVISION_MANAGE, letter.issuer_place_code)
    letter = Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
    if letter.status == LetterStatus.WITHDRAWN:
        raise Conflict("这份责任书已经撤回。")
    if not reason.strip():
        raise Invalid("请写明撤回的原因，双方都会看到。")
    letter.status, letter.reason = LetterStatus.WITHDRAWN, reason.strip()
    letter.withdrawn_on = timezone.localdate()
    letter.save(update_fields=["status", "reason", "withdrawn_on"])
    audit.record(actor, "supervision.letter_withdrawn", letter, after={"reason": letter.reason})
    tell(_receivers(letter), f"责任书撤回：{letter.title}。{letter.reason}", _url(letter), letter.place_code)
    return letter


@transaction.atomic
def remind_signers(*, actor: Actor, place_code: str) -> int:
    """Remind all who have not signed a letter that a place issued; return how many letters wait."""
    actor.require(Right.SUPERVISION_MANAGE, place_code)
    rows = Letter.objects.filter(issuer_place_code=place_code, status=LetterStatus.OPEN)
    letters = list(rows.order_by("pk"))
    if not letters:
        raise Invalid("没有待签的责任书，不用催。")
    for letter in letters:
        _tell_signers(letter, f"{actor.name}催签责任书：{letter.title}，请尽快签。")
        audit.record(actor, "supervision.letter_reminded", letter)
    return len(letters)


def render_letter(*, actor: Actor, letter_id: int, form: Format) -> RenderedFile:
    """Return the kept file of a signed letter, or set an unsigned one as it stands."""
    letter = get_letter(actor, letter_id)
    stored = letter.docx if form == "docx" else letter.pdf
    name = f"{letter.number_text}{letter.receiver_name}.{form}"
    if stored is not None:
        return RenderedFile(name, CONTENT_TYPES[form], files.read_bytes(stored))
    return RenderedFile(f"待签-{name}", CONTENT_TYPES[form], set_page(letter_page(letter), form))


def _open(actor: Actor, letter_id: int) -> Letter:
    letter = get_letter(actor, letter_id)
    locked: Letter = Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
    if locked.status != LetterStatus.OPEN:
        raise Conflict(f"这份责任书{locked.get_status_display()}，不能再签。")
    return locked


def _tell_signers(letter: Letter, sentence: str) -> None:
    people = [] if letter.receiver_signer_id else _receivers(letter)
    if not letter.issuer_signer_id:
        people = [*people, *holders_of(Right.DOCUMENTS_SIGN, [letter.issuer_place_code])]
    tell(people, sentence, _url(letter), letter.place_code, due_on=letter.due_on)


def _receivers(letter: Letter) -> list[int]:
    units = [letter.organisation_id] if letter.organisation_id else []
    return holders_of(Right.LETTERS_SIGN, [] if units else [letter.place_code], units)


def _url(letter: Letter) -> str:
    return reverse("supervision:letter", args=[letter.pk])
