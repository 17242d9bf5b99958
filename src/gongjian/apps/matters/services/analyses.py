"""Analyses of a week or month: composed from the records as drafts, then on the way of every document."""

import logging
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.documents.choices import DocumentKind
from gongjian.apps.documents.selectors.composing import usual_issuer
from gongjian.apps.documents.services import draft_document, reread_figures, save_body
from gongjian.apps.matters.choices import AnalysisKind, MatterLevel
from gongjian.apps.matters.models import Matter, MatterAnalysis
from gongjian.apps.matters.selectors.analysis import analysis_body, get_analysis, last_analysis
from gongjian.apps.matters.selectors.analysis.periods import last_period, period_of, short_title
from gongjian.apps.parties.selectors import holders_of, places_with
from gongjian.apps.parties.services import Topic, notify
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Actor, Right, prefix_range
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.figures import Period
from gongjian.core.rules import RuleTable
from gongjian.core.workdays import calendar_around, end_of

BY_ITSELF = {AnalysisKind.WEEK: "matters.weekly_draft", AnalysisKind.MONTH: "matters.monthly_draft"}
log = logging.getLogger(__name__)
SHARED_HEAD = ("red_head", "number_code", "addressee", "copy_to")


@transaction.atomic
def compose_analysis(
    *, actor: Actor, place_code: str, kind: AnalysisKind, day: date, is_demo: bool = False
) -> MatterAnalysis:
    """Write the analysis of the week or month that a day lies in; its head is that of the one before.

    Raises Invalid for a period that is not over, Conflict for one that was analysed.
    """
    actor.require(Right.MATTERS_DISPATCH, place_code)
    period = period_of(kind, day)
    if period.last_on >= timezone.localdate():
        raise Invalid(f"{short_title(kind, period)}还没有过完。请等过完再写，数才不会变。")
    if get_analysis(actor, place_code, kind, period):
        raise Conflict(f"{short_title(kind, period)}的分析已经有了。请从列表里打开。")
    return _draft(actor, place_code, kind, period, is_demo=is_demo)


@transaction.atomic
def compose_again(*, actor: Actor, analysis_id: int) -> MatterAnalysis:
    """Write the text of a draft anew from the records of now; what was changed by hand is lost.

    Raises Conflict once it is no draft any more.
    """
    rows = MatterAnalysis.objects.visible_to(actor).select_related("document")
    analysis: MatterAnalysis | None = rows.filter(pk=analysis_id).one()
    if analysis is None:
        raise NotFound()
    actor.require(Right.MATTERS_DISPATCH, analysis.place_code)
    if not analysis.document.is_draft:
        raise Conflict(
            f"这份分析现在是“{analysis.document.get_status_display()}”，不能重写。要改请先退回拟稿。"
        )
    kind = AnalysisKind(analysis.kind)
    body = analysis_body(actor, kind, analysis.place_code, analysis.period)
    save_body(actor=actor, document_id=analysis.document_id, body=body)
    reread_figures(actor=actor, document_id=analysis.document_id)
    return analysis


def prepare_analyses(today: date | None = None) -> int:
    """Prepare the drafts of the last week and month for the desks whose rule asks for them; return how many.

    From the first working day on, so that a day on which no worker ran is made up for. Each is its own transaction.
    """
    day = today or timezone.localdate()
    if not calendar_around(day).is_working(day):
        return 0
    desks = [code for code in places_with(Right.MATTERS_DISPATCH) if len(code) in MatterLevel.values]
    rules = RuleTable("matters.drafts", *BY_ITSELF.values())
    return sum(
        _prepare(code, kind, day)
        for kind, rule in BY_ITSELF.items()
        for code in _without(desks, kind, last_period(kind, day))
        if rules.rule(rule, on=day, place_code=code).value
    )


def _without(desks: Sequence[str], kind: AnalysisKind, period: Period) -> list[str]:
    rows = MatterAnalysis.objects.filter(kind=kind, first_on=period.first_on)
    made = set(rows.values_list("place_code", flat=True))
    return [code for code in desks if code not in made]


@transaction.atomic
def _prepare(place_code: str, kind: AnalysisKind, day: date) -> bool:
    """Prepare one draft and tell the desk; not where no matter ever came or no unit could issue it."""
    period = last_period(kind, day)
    if not Matter.objects.filter(
        prefix_range("place_code", place_code), received_at__lt=end_of(period.last_on)
    ).exists():
        return False
    try:
        analysis = _draft(SYSTEM, place_code, kind, period)
    except Invalid as refusal:
        log.info("no analysis of %s: %s", place_code, refusal.message)
        return False
    url = reverse("documents:document", args=[analysis.document_id])
    topic = Topic(f"document:{analysis.document_id}", f"{analysis.document.title}的初稿已备好", url)
    people = set(holders_of(Right.MATTERS_DISPATCH, [place_code]))
    people &= set(holders_of(Right.DOCUMENTS_DRAFT, [place_code]))
    notify(people, f"{analysis.document.title}的初稿已备好，请核对修改", url, place_code, topic=topic)
    return True


def _draft(
    actor: Actor, place_code: str, kind: AnalysisKind, period: Period, *, is_demo: bool = False
) -> MatterAnalysis:
    before = last_analysis(place_code, kind)
    wanted = [before.document.issuer_id if before else None, actor.home_unit_id]
    issuer = usual_issuer(actor, place_code, wanted)
    head = {name: getattr(before.document, name) for name in SHARED_HEAD} if before else {}
    document = draft_document(
        actor=actor,
        place_code=place_code,
        kind=DocumentKind.BRIEF,
        title=f"{issuer.name}{short_title(kind, period)}事项办理{kind.label}",
        issuer_id=issuer.pk,
        period=period,
        body=analysis_body(actor, kind, place_code, period),
        head=head,
        is_demo=is_demo,
    )
    analysis = MatterAnalysis.objects.create(
        place_code=place_code,
        kind=kind,
        first_on=period.first_on,
        last_on=period.last_on,
        document=document,
        made_by_id=actor.user_id,
        made_at=timezone.now(),
        is_demo=is_demo,
    )
    audit.record(
        actor,
        "matters.analysis_made",
        analysis,
        after=audit.snapshot(analysis, "kind", "first_on", "last_on"),
    )
    return analysis
