"""What waits for a person among documents: to finish, to sign, to issue."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from gongjian.apps.documents.choices import DocumentStatus
from gongjian.apps.documents.models import Document
from gongjian.core.access import Actor, Right, any_prefix
from gongjian.core.listing import rows_between

_VERBS = {
    DocumentStatus.DRAFT: "拟稿",
    DocumentStatus.REVIEW: "签发",
    DocumentStatus.SIGNED: "印发",
}


@dataclass(frozen=True)
class OpenDocument:
    """One document that waits for a person: the verb of his next act, since when, why it came back."""

    id: int
    verb: str
    title: str
    url: str
    place_code: str
    since: datetime
    returned_reason: str = ""


def open_items(actor: Actor, limit: int = 50) -> list[OpenDocument]:
    """List what waits for the actor, longest waiting first: drafts, papers to sign, papers to issue. One query.

    Drafts are his own, and those of his places that prepared themselves and nobody has taken up.
    """
    unclaimed = Q(drafted_by__isnull=True, place_code__in=actor.place_prefixes(Right.DOCUMENTS_DRAFT))
    own = Q(status=DocumentStatus.DRAFT) & (Q(drafted_by_id=actor.user_id) | unclaimed)
    to_sign = _at(actor, Right.DOCUMENTS_SIGN, DocumentStatus.REVIEW) & ~Q(drafted_by_id=actor.user_id)
    to_issue = _at(actor, Right.DOCUMENTS_ISSUE, DocumentStatus.SIGNED)
    rows = Document.objects.visible_to(actor).filter(own | to_sign | to_issue).defer("body", "tables")
    return [_show(document) for document in rows_between(rows.order_by("moved_at", "pk"), 0, limit)]


def _at(actor: Actor, right: Right, status: DocumentStatus) -> Q:
    prefixes = actor.place_prefixes(right)
    return Q(status=status) if "" in prefixes else Q(status=status) & any_prefix("place_code", prefixes)


def _show(document: Document) -> OpenDocument:
    status = DocumentStatus(document.status)
    returned = document.return_reason if status == DocumentStatus.DRAFT else ""
    return OpenDocument(
        id=document.pk,
        verb="改稿" if returned else _VERBS[status],
        title=document.title,
        url=reverse("documents:document", args=[document.pk]),
        place_code=document.place_code,
        since=document.moved_at,
        returned_reason=returned,
    )
