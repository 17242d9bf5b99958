"""Matters: the list by what is to be done, one with its timeline, its photos."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongjian.apps.matters.models import Matter, MatterPhoto
from gongjian.apps.matters.selectors import matters as reads
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotFound
from gongjian.core.files import read_bytes
from gongjian.core.listing import page_of


@allows(Right.MATTERS_VIEW)
@require_GET
def list_matters(request: ActorRequest) -> HttpResponse:
    """List the matters in sight, the nearest deadline first."""
    rows = Matter.objects.visible_to(request.actor).filter(closed_at__isnull=True).order_by("due_at", "pk")
    return render(request, "matters/matters.html", {"page": page_of(rows, request.GET)})


@allows(Right.MATTERS_VIEW)
@require_GET
def show_matter(request: ActorRequest, case_id: int) -> HttpResponse:
    """Show one matter with its timeline."""
    context = {"matter": reads.get_matter(request.actor, case_id), "now": timezone.now()}
    return render(request, "matters/matter.html", context)


@allows(Right.MATTERS_VIEW)
@require_GET
def show_photo(request: ActorRequest, case_id: int, photo_id: int) -> HttpResponse:
    """Show a photo of a matter to whoever sees the matter."""
    matter = reads.get_matter(request.actor, case_id)
    photo = MatterPhoto.objects.select_related("file").filter(pk=photo_id, matter=matter).one()
    if photo is None:
        raise NotFound()
    response = HttpResponse(read_bytes(photo.file), content_type=photo.file.content_type)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
