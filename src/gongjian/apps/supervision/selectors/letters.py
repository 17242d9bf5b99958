"""Letters of responsibility: lists, one with its clauses, the page it is printed as, who may sign."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from gongjian.apps.programmes.models import Assignment, Programme, Target
from gongjian.apps.programmes.selectors.own import own_places, own_units
from gongjian.apps.supervision.choices import LetterStatus
from gongjian.apps.supervision.models import Letter, LetterClause
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound
from gongjian.engines.officialdoc import FigureRun, Heading, OfficialDocument, Paragraph, Table, format_date
from gongjian.engines.officialdoc.model import Block

UNSIGNED = "（待签）"


def list_letters(actor: Actor, params: QueryDict) -> OwnedQuerySet:
    """List the letters in sight, newest number first, by state, programme and words."""
    rows = Letter.objects.visible_to(actor).select_related("programme", "organisation")
    state = params.get("state", "")
    if state == "unsigned":
        rows = rows.filter(status=LetterStatus.OPEN)
    elif state == "issuer":
        rows = rows.filter(status=LetterStatus.OPEN, issuer_signer__isnull=True)
    elif state == "receiver":
        rows = rows.filter(status=LetterStatus.OPEN, receiver_signer__isnull=True)
    elif state in LetterStatus.values:
        rows = rows.filter(status=state)
    if words := params.get("q", "").strip()[:60]:
        rows = rows.filter(Q(title__contains=words) | Q(receiver_name__contains=words))
    return rows.order_by("-year", "-number")


def get_letter(actor: Actor, letter_id: int) -> Letter:
    """Return a letter with its clauses and signers; NotFound also for another's."""
    rows = Letter.objects.visible_to(actor).select_related(
        "programme", "organisation", "issuer_signer", "receiver_signer"
    )
    found: Letter | None = rows.prefetch_related("clauses").filter(pk=letter_id).one()
    if found is None:
        raise NotFound()
    return found


def signs_as_issuer(actor: Actor, letter: Letter) -> bool:
    """Say whether the actor may sign for the place that hands down: its leader."""
    return letter.issuer_place_code in own_places(actor, Right.DOCUMENTS_SIGN)


def signs_as_receiver(actor: Actor, letter: Letter) -> bool:
    """Say whether the actor may sign for the place or unit that receives."""
    if letter.organisation_id is not None:
        return letter.organisation_id in own_units(actor, Right.LETTERS_SIGN)
    return letter.place_code in own_places(actor, Right.LETTERS_SIGN)


def waiting_for(actor: Actor) -> OwnedQuerySet:
    """List the letters that wait for the actor's signature."""
    right = Right.LETTERS_SIGN
    receives = Q(organisation__isnull=True, place_code__in=own_places(actor, right)) | Q(
        organisation_id__in=own_units(actor, right)
    )
    issues = Q(issuer_place_code__in=own_places(actor, Right.DOCUMENTS_SIGN), issuer_signer__isnull=True)
    rows = Letter.objects.visible_to(actor).filter(status=LetterStatus.OPEN)
    return rows.filter((receives & Q(receiver_signer__isnull=True)) | issues)


def parts_given(programme: Programme, giver_place_code: str) -> list[Assignment]:
    """List the parts of a programme that a place has handed down, by receiver and task. One query."""
    first = Q(parent__isnull=True) if programme.place_code == giver_place_code else Q(pk__in=[])
    further = Q(parent__place_code=giver_place_code, parent__organisation__isnull=True)
    rows = Assignment.objects.filter(first | further, task__programme=programme)
    rows = rows.exclude(status__in=["void", "refused"]).select_related("task", "organisation")
    return list(rows.order_by("place_code", "organisation", "task__order", "pk"))


def targets_of(programme: Programme) -> list[Target]:
    """List the targets of a programme that are read from the registry."""
    rows = Target.objects.filter(programme=programme).exclude(indicator_key="")
    return list(rows.select_related("programme").order_by("order"))


def letter_page(letter: Letter) -> OfficialDocument:
    """Return the page model of a letter; quoted figures carry the number of their clause."""
    clauses = list(letter.clauses.all())
    targets = [clause for clause in clauses if clause.is_target]
    tasks = [clause for clause in clauses if not clause.is_target]
    blocks: list[Block] = [
        Paragraph((f"甲方：{letter.issuer_name}",)),
        Paragraph((f"乙方：{letter.receiver_name}",)),
        Paragraph((f"为落实《{letter.programme.title}》，明确责任，甲乙双方签订本责任书。",)),
    ]
    heading = "乙方承担的任务"
    if targets:
        blocks += [Heading(1, "工作目标"), _target_table(targets)]
    blocks += [Heading(1, heading), _task_table(tasks, letter.due_on)]
    blocks += [
        Heading(1, "完成时限"),
        Paragraph((f"本责任书所列任务和目标，乙方在{format_date(letter.due_on)}前完成。",)),
    ]
    if letter.reward or letter.penalty:
        blocks += [Heading(1, "奖励和问责"), *_paragraphs(letter.reward, letter.penalty)]
    blocks += [
        Heading(1, "其他"),
        Paragraph(("本责任书由甲乙双方在系统里签署，签署后不再改动；完成情况以系统记录为准。",)),
        _signatures(letter),
    ]
    return OfficialDocument(
        title=letter.title, blocks=tuple(blocks), kind="责任书", doc_number=letter.number_text
    )


def _paragraphs(*texts: str) -> Iterable[Block]:
    return [Paragraph((line.strip(),)) for text in texts for line in text.splitlines() if line.strip()]


def _target_table(clauses: list[LetterClause]) -> Table:
    rows = tuple(
        (clause.title, clause.amount, FigureRun(clause.figure_text, str(clause.pk)), _day(clause.due_on))
        for clause in clauses
    )
    return Table(
        header=("目标", "要达到", "签订时", "时限"),
        rows=rows,
        widths=(5, 3, 2, 3),
        aligns=("left", "left", "right", "left"),
    )


def _task_table(clauses: list[LetterClause], due_on: date) -> Table:
    rows = tuple(
        (str(number), clause.title, clause.amount or "全部", _day(clause.due_on or due_on))
        for number, clause in enumerate(clauses, start=1)
    )
    return Table(
        header=("序号", "任务", "数量", "时限"),
        rows=rows,
        widths=(1, 6, 2, 3),
        aligns=("center", "left", "left", "left"),
    )


def _day(day: date | None) -> str:
    return format_date(day) if day else "同本责任书"


def _signatures(letter: Letter) -> Table:
    sides = (
        (letter.issuer_name, letter.issuer_signer, letter.issuer_signed_at),
        (letter.receiver_name, letter.receiver_signer, letter.receiver_signed_at),
    )
    return Table(
        header=("", "甲方", "乙方"),
        rows=(
            ("单位", *(name for name, _who, _at in sides)),
            ("签字人", *(who.full_name if who else UNSIGNED for _name, who, _at in sides)),
            ("日期", *(format_date(timezone.localdate(at)) if at else UNSIGNED for _name, _who, at in sides)),
        ),
        widths=(1, 3, 3),
        aligns=("center", "center", "center"),
    )


def count_unsigned(actor: Actor) -> int:
    """Count the letters in sight that one side or both have not signed."""
    return Letter.objects.visible_to(actor).filter(status=LetterStatus.OPEN).count()
