"""Drafts in a person's hands, and giving them to another."""

from django.db.models import QuerySet
from django.urls import reverse

from gongjian.apps.documents.choices import DocumentStatus
from gongjian.apps.documents.models import Document
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.open_work import OpenItem


def open_work_of(user_id: int) -> list[OpenItem]:
    """List the documents a person has begun and not yet seen through to issue."""
    return [
        OpenItem("公文", row.pk, row.title, reverse("documents:document", args=[row.pk]))
        for row in _open(user_id).only("pk", "title")
    ]


def transfer(actor: Actor, giver_id: int, taker_id: int) -> int:
    """Make another the author of all open documents of a person; return how many."""
    rows = list(_open(giver_id).select_for_update(no_key=True).defer("body", "tables"))
    for document in rows:
        document.drafted_by_id = taker_id
        document.save(update_fields=["drafted_by"])
        audit.record(
            actor,
            "documents.handed_over",
            document,
            before={"drafted_by": giver_id},
            after={"drafted_by": taker_id},
        )
    return len(rows)


def _open(user_id: int) -> QuerySet[Document]:
    closed = (DocumentStatus.ISSUED, DocumentStatus.ARCHIVED)
    return Document.objects.filter(drafted_by_id=user_id).exclude(status__in=closed)
