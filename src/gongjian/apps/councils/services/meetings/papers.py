"""A meeting's official papers: the notice when it is called, the minutes from its record."""

from django.db import transaction
from django.utils import timezone

from gongjian.apps.councils.choices import MeetingStatus
from gongjian.apps.councils.models import Meeting
from gongjian.apps.councils.selectors.meetings import get_meeting
from gongjian.apps.councils.selectors.meetings.composing import minutes_body, notice_body
from gongjian.apps.councils.services.meetings.steps import run_meeting
from gongjian.apps.documents.choices import DocumentKind
from gongjian.apps.documents.models import Document
from gongjian.apps.documents.selectors.composing import usual_issuer
from gongjian.apps.documents.services import (
    RenderedFile,
    draft_document,
    render_file,
    reread_figures,
    save_body,
)
from gongjian.apps.documents.services.files import Format
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Actor, Right
from gongjian.core.errors import Conflict, NotFound
from gongjian.core.figures import Period

NOTICE, MINUTES = "notice", "minutes"


def write_notice(actor: Actor, meeting: Meeting) -> Document:
    """Draft the notice of a meeting that is being called, with its agenda."""
    title = f"关于召开{meeting}的通知"
    return _draft(actor, meeting, DocumentKind.NOTICE, title, notice_body(meeting), addressee="各成员")


@transaction.atomic
def compose_minutes(*, actor: Actor, council_meeting_id: int) -> Meeting:
    """Write the minutes from the record; while they are a draft, again, which drops what was changed by hand."""
    meeting = run_meeting(actor, council_meeting_id, MeetingStatus.HELD, MeetingStatus.CLOSED)
    body = minutes_body(meeting)
    if meeting.minutes is None:
        meeting.minutes = _draft(actor, meeting, DocumentKind.MINUTES, f"{meeting}纪要", body)
        meeting.save(update_fields=["minutes"])
    else:
        document = meeting.minutes
        if not document.is_draft:
            raise Conflict(f"纪要现在是“{document.get_status_display()}”，不能重写。要改请先退回拟稿。")
        drafter = _drafter(actor, meeting)
        save_body(actor=drafter, document_id=document.pk, body=body)
        reread_figures(actor=drafter, document_id=document.pk)
    after = {"document_id": meeting.minutes.pk}
    audit.record(actor, "councils.minutes_composed", meeting, after=after)
    return meeting


def _draft(
    actor: Actor, meeting: Meeting, kind: DocumentKind, title: str, body: str, *, addressee: str = ""
) -> Document:
    """Draft a paper. Where the person drafts no documents it prepares itself, and the first who works on it is its author."""
    drafter = _drafter(actor, meeting)
    place_code = meeting.council.place_code
    day = timezone.localtime(meeting.starts_at).date()
    issuer = usual_issuer(drafter, place_code, [])
    return draft_document(
        actor=drafter,
        place_code=place_code,
        kind=kind,
        title=title,
        issuer_id=issuer.pk,
        period=Period(day, day),
        body=body,
        params={"council_meeting": meeting.pk},
        head={"addressee": addressee},
        is_demo=meeting.is_demo,
    )


def _drafter(actor: Actor, meeting: Meeting) -> Actor:
    return actor if actor.can(Right.DOCUMENTS_DRAFT, meeting.council.place_code) else SYSTEM


def read_paper(*, actor: Actor, council_meeting_id: int, name: str, form: Format) -> RenderedFile:
    """Set the notice or the minutes as a file for whoever sees the meeting; minutes once the record is confirmed."""
    meeting = get_meeting(actor, council_meeting_id)
    document_id = meeting.notice_id if name == NOTICE else meeting.minutes_id
    is_shown = name == NOTICE or meeting.status == MeetingStatus.CLOSED
    if document_id is None or not (is_shown or actor.can(Right.COUNCILS_MANAGE, meeting.council.place_code)):
        raise NotFound("这份文件还没有。")
    return render_file(actor=SYSTEM, document_id=document_id, form=form)
