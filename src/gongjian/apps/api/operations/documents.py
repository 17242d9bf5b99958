"""Official documents: a list."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from gongjian.apps.api.guard import ERRORS, needs, person
from gongjian.apps.api.schemas import DocumentPageOut, paged
from gongjian.apps.documents.models import Document
from gongjian.core.access import Right
from gongjian.core.listing import page_of

router = Router(tags=["公文"])


@router.get("/", response={200: DocumentPageOut, **ERRORS}, summary="公文列表")
@needs(Right.DOCUMENTS_VIEW)
def list_documents(request: HttpRequest, status: str = "", page: int = 1) -> Any:
    """List the documents one may see, newest first."""
    rows = Document.objects.visible_to(person(request)).defer("body")
    rows = rows.filter(status=status) if status else rows
    return paged(page_of(rows.order_by("-created_at", "-pk"), request.GET))
