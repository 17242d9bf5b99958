"""Pages of the ledger: the list with its sums, one project with its units."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.indicators import selectors, services
from gongjian.apps.indicators.choices import ProjectStatus
from gongjian.apps.indicators.forms import ProjectForm, UnitForm
from gongjian.apps.indicators.forms.projects import initial_of
from gongjian.apps.indicators.models import Project
from gongjian.apps.indicators.views.pages import uploads_of, xlsx
from gongjian.apps.parties.selectors import list_organisations
from gongjian.apps.places.selectors import current_scope, names_of, scope_names
from gongjian.core.access import ActorRequest, Right, allows, ancestors_of
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb
from gongjian.core.listing import page_of

MOST_BODIES = 300


@allows(Right.INDICATORS_VIEW)
@require_GET
def list_ledger(request: ActorRequest) -> HttpResponse:
    """List the projects at and below the place one works in, with what they come to."""
    place_code = current_scope(request)
    text, status = request.GET.get("q", ""), request.GET.get("status", "")
    rows = selectors.list_projects(request.actor, place_code, text=text, status=status)
    page = page_of(rows, request.GET)
    counts = selectors.unit_counts([row.pk for row in page.rows])
    names = names_of({row.place_code for row in page.rows})
    context = {
        "page": page,
        "rows": [
            {
                "row": row,
                "units": counts.get(row.pk),
                "place_name": names.get(row.place_code, row.place_code),
            }
            for row in page.rows
        ],
        "sums": selectors.sum_up(rows),
        "q": text,
        "status": status,
        "statuses": ProjectStatus.choices,
        "place_name": scope_names(request).get(place_code, place_code),
        "can_enter": request.actor.can(Right.INDICATORS_ENTER, place_code),
    }
    return render(request, "indicators/projects.html", context)


@allows(Right.INDICATORS_VIEW)
@require_GET
def export_ledger(request: ActorRequest) -> HttpResponse:
    """Write the ledger as a workbook that can be read again."""
    content = services.export_projects(
        actor=request.actor,
        place_code=current_scope(request),
        text=request.GET.get("q", ""),
        status=request.GET.get("status", ""),
    )
    return xlsx(content, _("项目台账"))


@allows(Right.INDICATORS_VIEW)
@require_GET
def show_project(request: ActorRequest, project_id: int) -> HttpResponse:
    """Show one project: money, quantities, photos, units."""
    project = selectors.get_project(request.actor, project_id)
    return _render_project(request, project, UnitForm())


@allows(Right.INDICATORS_ENTER)
@require_http_methods(["GET", "POST"])
def add_project(request: ActorRequest) -> HttpResponse:
    """Enter a project of the place one works in."""
    place_code = current_scope(request)
    form = ProjectForm(request.POST or None, bodies=_bodies(request, place_code))
    return _save(request, form, place_code, None)


@allows(Right.INDICATORS_ENTER)
@require_http_methods(["GET", "POST"])
def edit_project(request: ActorRequest, project_id: int) -> HttpResponse:
    """Change a project."""
    project = selectors.get_project(request.actor, project_id)
    request.actor.require(Right.INDICATORS_ENTER, project.place_code)
    bodies = _bodies(request, project.place_code)
    form = ProjectForm(request.POST or None, bodies=bodies, initial=initial_of(project))
    return _save(request, form, project.place_code, project)


@allows(Right.INDICATORS_ENTER)
@require_POST
def save_unit(request: ActorRequest, project_id: int) -> HttpResponse:
    """Enter a unit of a project, or change the one of that name."""
    project, form = selectors.get_project(request.actor, project_id), UnitForm(request.POST)
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.save_units(actor=request.actor, project_id=project_id, specs=[form.spec]),
        )
        if done is not None:
            return redirect("indicators:project", project_id)
    return _render_project(request, project, form, UNPROCESSABLE)


def _save(request: ActorRequest, form: ProjectForm, place_code: str, project: Project | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        row = attempt(
            form,
            lambda: services.save_project(
                actor=request.actor,
                place_code=place_code,
                spec=form.spec,
                project_id=project.pk if project else None,
                uploads=uploads_of(request),
            ),
        )
        if row is not None:
            messages.success(request, _("已存“%(name)s”。") % {"name": row.name})
            return redirect("indicators:project", row.pk)
    title = _("改“%(name)s”") % {"name": project.name} if project else _("加项目")
    context = {
        "form": form,
        "title": title,
        "place_name": names_of([place_code]).get(place_code, place_code),
        "crumbs": [crumb(_("项目台账"), "indicators:projects"), crumb(title)],
        "draft_key": f"project-{project.pk if project else place_code}",
    }
    is_wrong = request.method == "POST"
    return render(request, "indicators/project_form.html", context, status=UNPROCESSABLE if is_wrong else 200)


def _bodies(request: ActorRequest, place_code: str) -> list[tuple[str, str]]:
    """List the bodies of the place and of those above it, the nearest first."""
    rows = list_organisations(request.actor).filter(place_code__in=[*ancestors_of(place_code), place_code])
    return [(str(row.pk), row.name) for row in rows.order_by("-place_code", "name")[:MOST_BODIES]]


def _render_project(
    request: ActorRequest, project: Project, form: UnitForm, status: int = 200
) -> HttpResponse:
    units = selectors.units_of(request.actor, project)
    page = page_of(units, request.GET)
    counts: dict[str, Any] = selectors.unit_counts([project.pk]).get(
        project.pk, {"all": 0, "with_task": 0, "done": 0}
    )
    files = list(project.photos.all())
    context = {
        "project": project,
        "page": page,
        "counts": counts,
        "form": form,
        "photos": [file for file in files if file.is_photo],
        "papers": [file for file in files if not file.is_photo],
        "place_name": names_of([project.place_code]).get(project.place_code, project.place_code),
        "can_enter": request.actor.can(Right.INDICATORS_ENTER, project.place_code),
        "crumbs": [crumb(_("项目台账"), "indicators:projects"), crumb(project.name)],
    }
    return render(request, "indicators/project.html", context, status=status)
