"""Numbered publications: composed from the records as drafts, then on the way of every document."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from gongjian.apps.documents.choices import DocumentKind
from gongjian.apps.documents.selectors.composing import Source, usual_issuer
from gongjian.apps.documents.services import draft_document, save_body
from gongjian.apps.programmes.models import Programme
from gongjian.apps.supervision.choices import IssueKind
from gongjian.apps.supervision.models import Issue, Meeting
from gongjian.apps.supervision.selectors.composing import (
    bulletin_body,
    digest_body,
    matters,
    progress,
    visits,
)
from gongjian.apps.supervision.selectors.meetings import get_meeting
from gongjian.apps.supervision.services.numbers import next_number
from gongjian.apps.supervision.services.plans import programme_of
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.figures import Period

KINDS = {
    IssueKind.DIGEST: DocumentKind.BRIEF,
    IssueKind.BULLETIN: DocumentKind.BULLETIN,
    IssueKind.BRIEF: DocumentKind.BRIEF,
}


@transaction.atomic
def compose_digest(*, actor: Actor, meeting_id: int) -> Issue:
    """Write the digest of a meeting from the records; while it is a draft, again with the points fixed since."""
    meeting = get_meeting(actor, meeting_id)
    actor.require(Right.SUPERVISION_MANAGE, meeting.place_code)
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    body = digest_body(meeting)
    issue = Issue.objects.filter(meeting=meeting).select_related("document").first()
    if issue is None:
        period = Period(meeting.first_on, meeting.held_on)
        return _draft(
            actor,
            IssueKind.DIGEST,
            meeting.place_code,
            body,
            period,
            meeting.programme,
            meeting=meeting,
            is_demo=meeting.is_demo,
        )
    if not issue.document.is_draft:
        raise Conflict(f"周报现在是“{issue.document.get_status_display()}”，不能再组稿。要改请先退回拟稿。")
    save_body(actor=actor, document_id=issue.document_id, body=body)
    return issue


@transaction.atomic
def compose_issue(
    *,
    actor: Actor,
    kind: IssueKind,
    place_code: str,
    period: Period,
    programme_id: int | None = None,
    is_demo: bool = False,
) -> Issue:
    """Write the next bulletin or brief of a place from the records of some days."""
    actor.require(Right.SUPERVISION_MANAGE, place_code)
    if kind == IssueKind.DIGEST:
        raise Invalid("周报从例会里组稿。请打开那次例会。")
    programme = programme_of(actor, programme_id)
    source = Source(place_code, period, _params(programme))
    body = bulletin_body(source) if kind == IssueKind.BULLETIN else _brief_body(source)
    return _draft(actor, kind, place_code, body, period, programme, is_demo=is_demo)


def _brief_body(source: Source) -> str:
    return "\n".join(
        ["一、督查情况", *visits(source), "二、任务进展", *progress(source), "三、督办件", *matters(source)]
    )


def _params(programme: Programme | None) -> dict[str, Any]:
    return {"programme": programme.pk} if programme else {}


def _draft(
    actor: Actor,
    kind: IssueKind,
    place_code: str,
    body: str,
    period: Period,
    programme: Programme | None,
    *,
    meeting: Meeting | None = None,
    is_demo: bool = False,
) -> Issue:
    lead = programme.lead_organisation_id if programme else None
    issuer = usual_issuer(actor, place_code, [actor.home_unit_id, lead])
    year = timezone.localdate().year
    rows = Issue.objects.filter(place_code=place_code, kind=kind, year=year)
    number = next_number(rows, place_code)
    document = draft_document(
        actor=actor,
        place_code=place_code,
        kind=KINDS[kind],
        title=f"{issuer.name}{IssueKind(kind).label}（{year}年第{number}期）",
        issuer_id=issuer.pk,
        period=period,
        body=body,
        params=_params(programme),
        programme_id=programme.pk if programme else None,
        is_demo=is_demo,
    )
    issue = Issue.objects.create(
        place_code=place_code,
        kind=kind,
        year=year,
        number=number,
        programme=programme,
        meeting=meeting,
        document=document,
        is_demo=is_demo,
    )
    audit.record(actor, "supervision.issue_composed", issue, after=audit.snapshot(issue, "kind", "number"))
    return issue
