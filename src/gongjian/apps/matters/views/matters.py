"""Matters: the list by what is to be done, one with its timeline, its photos."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongjian.apps.matters.selectors import matters as reads
from gongjian.apps.matters.selectors.columns import COLUMNS, LIST_NAME
from gongjian.apps.matters.selectors.rows import rows_of
from gongjian.apps.matters.services import EXPORTED_AT_ONCE
from gongjian.apps.matters.views.bulk import bulk_acts
from gongjian.apps.matters.views.detail import ACT_WORDS, context_of
from gongjian.apps.matters.views.filters import address, narrow, tabs
from gongjian.apps.parties.selectors import chosen_columns
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotFound
from gongjian.core.files import read_bytes
from gongjian.core.htmx import render_either
from gongjian.core.listing import page_of, shown_of


@allows(Right.MATTERS_VIEW)
@require_GET
def list_matters(request: ActorRequest) -> HttpResponse:
    """List the matters in sight by what is to be done, the nearest deadline first."""
    actor, now = request.actor, timezone.now()
    narrowed = narrow(request, "matters:matters")
    counts = reads.count_views(actor, narrowed.rows, narrowed.view, now)
    kept = reads.in_view(actor, narrowed.rows, narrowed.view, now)
    page = page_of(kept, request.GET, total=counts[narrowed.view])
    context = {
        **narrowed.context,
        "page": page,
        "rows": rows_of(page.rows, now),
        "counts": counts,
        "tabs": tabs(request, "matters:matters", narrowed.view, counts),
        "can_report": actor.can(Right.MATTERS_REPORT),
        "can_analyse": actor.can(Right.DOCUMENTS_VIEW),
        "can_patrol": actor.can(Right.PHONE_USE),
        "can_mediate": actor.can(Right.MATTERS_MEDIATE),
        "can_import": actor.can(Right.MATTERS_DISPATCH),
        "columns": COLUMNS,
        "list_name": LIST_NAME,
        "shown": shown_of(COLUMNS, chosen_columns(request.user, LIST_NAME)),
        "bulk_acts": bulk_acts(actor),
        "can_export_at_once": page.total <= EXPORTED_AT_ONCE,
        "export_url": address(request, "matters:export"),
        "start_export_url": address(request, "matters:start_export"),
    }
    return render(request, "matters/matters.html", context)


@allows(Right.MATTERS_VIEW)
@require_GET
def show_matter(request: ActorRequest, case_id: int) -> HttpResponse:
    """Show one matter: its time, the person's words, what happened, what is wanted now."""
    return render_matter(request, case_id)


def render_matter(
    request: ActorRequest, case_id: int, forms: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render the page of a matter, or its sheet beside the list; a refused form comes with its errors."""
    context = context_of(request.actor, reads.get_matter(request.actor, case_id), forms or {})
    done = ACT_WORDS.get(request.GET.get("done", ""))
    context["done"] = done.title if done else ""
    return render_either(request, "matters/matter.html", "matters/_sheet.html", context, status)


@allows(Right.MATTERS_VIEW)
@require_GET
def show_photo(request: ActorRequest, case_id: int, photo_id: int) -> HttpResponse:
    """Show a photo of a matter to whoever sees the matter."""
    matter = reads.get_matter(request.actor, case_id)
    photo = next((photo for photo in matter.photos.all() if photo.pk == photo_id), None)
    if photo is None:
        raise NotFound()
    response = HttpResponse(read_bytes(photo.file), content_type=photo.file.content_type)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
