"""The yearly report on building together: composed from the records as a draft, then on the way of every document."""

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.selectors.network import year_of
from gongjian.apps.cobuilding.selectors.report import report_body, report_title
from gongjian.apps.documents.choices import DocumentKind
from gongjian.apps.documents.models import Document
from gongjian.apps.documents.selectors.composing import usual_issuer
from gongjian.apps.documents.services import draft_document, reread_figures, save_body
from gongjian.core.access import SYSTEM, Actor, Right
from gongjian.core.errors import Conflict, Invalid


@transaction.atomic
def compose_year_report(*, actor: Actor, place_code: str, year: int, is_demo: bool = False) -> Document:
    """Write the report of a place and year; a draft of it is written anew from the records of now.

    Where the person drafts no documents it is prepared for the office. Raises Conflict once it is no draft any more.
    """
    actor.require(Right.COBUILDING_MANAGE, place_code)
    if year > timezone.localdate().year:
        raise Invalid(f"{year} 年还没有到，写不了报告。")
    drafter = actor if actor.can(Right.DOCUMENTS_DRAFT, place_code) else SYSTEM
    issuer = usual_issuer(drafter, place_code, [actor.home_unit_id])
    title, body = f"{issuer.name}{report_title(year)}", report_body(place_code, year)
    before = Document.objects.filter(place_code=place_code, title=title).order_by("-pk").first()
    if before is None:
        return draft_document(
            actor=drafter,
            place_code=place_code,
            kind=DocumentKind.REPORT,
            title=title,
            issuer_id=issuer.pk,
            period=year_of(year),
            body=body,
            is_demo=is_demo,
        )
    if not before.is_draft:
        raise Conflict(f"{year} 年的报告现在是“{before.get_status_display()}”，不能重写。要改请先退回拟稿。")
    save_body(actor=drafter, document_id=before.pk, body=body)
    reread_figures(actor=drafter, document_id=before.pk)
    return before
