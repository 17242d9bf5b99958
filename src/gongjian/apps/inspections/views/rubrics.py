"""Rubrics: list, new ones and new versions, pictures of hints."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms import RubricForm
from gongjian.apps.inspections.selectors import rubrics
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core import files
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_file
from gongjian.core.errors import Conflict, NotFound
from gongjian.core.listing import page_of


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def list_rubrics(request: ActorRequest) -> HttpResponse:
    """List the rubrics one may see, each with its latest version."""
    page = page_of(rubrics.list_rubrics(request.actor), request.GET)
    names = names_of({row.place_code for row in page.rows})
    rows = [(row, names.get(row.place_code, row.place_code), list(row.versions.all())) for row in page.rows]
    can_manage = request.actor.can(Right.INSPECTIONS_MANAGE, current_scope(request))
    return render(request, "inspections/rubrics.html", {"page": page, "rows": rows, "can_manage": can_manage})


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_rubric(request: ActorRequest) -> HttpResponse:
    """Start a rubric of the place one works in, as an empty draft."""
    scope = current_scope(request)
    request.actor.require(Right.INSPECTIONS_MANAGE, scope)
    form = RubricForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = services.create_rubric(
                actor=request.actor, place_code=scope, title=form.cleaned_data["title"], items=()
            )
            return redirect("inspections:version", version.pk)
        except Conflict as refusal:
            form.add_error("title", refusal.message)
    context = {"form": form, "owner": names_of([scope]).get(scope, scope)}
    return render(
        request, "inspections/rubric_form.html", context, status=422 if request.method == "POST" else 200
    )


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def show_rubric(request: ActorRequest, rubric_id: int) -> HttpResponse:
    """Open the latest version of a rubric."""
    rubric = rubrics.get_rubric(request.actor, rubric_id)
    versions = list(rubric.versions.all())
    if not versions:
        raise NotFound
    latest = next((version for version in versions if version.is_published), versions[0])
    return redirect("inspections:version", latest.pk)


@allows(Right.INSPECTIONS_MANAGE)
@require_POST
def add_version(request: ActorRequest, rubric_id: int) -> HttpResponse:
    """Start the next version from the items of the last."""
    rubric = rubrics.get_rubric(request.actor, rubric_id)
    request.actor.require(Right.INSPECTIONS_MANAGE, rubric.place_code)
    last = rubric.versions.first()
    before = rubrics.get_version(request.actor, last.pk) if last else None
    version = services.add_version(
        actor=request.actor,
        rubric_id=rubric_id,
        items=services.specs_of(before) if before else [],
        outline=services.outline_of(before) if before else None,
    )
    return redirect("inspections:version", version.pk)


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def show_picture(request: ActorRequest, picture_id: int) -> HttpResponse:
    """Serve a picture of a hint to whoever may see its rubric, also from the places below."""
    picture = rubrics.get_picture(request.actor, picture_id)
    response = send_file(
        files.read_bytes(picture.file), picture.file.name, picture.file.content_type, is_shown=True
    )
    response["Cache-Control"] = "private, max-age=86400"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
