"""Projects: the list by status, one with what it serves, a new one, its steps."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.cobuilding.choices import PROJECT_WAYS, ProjectStatus, is_open
from gongjian.apps.cobuilding.forms.entries import scope_words
from gongjian.apps.cobuilding.forms.projects import ProjectForm, project_initial
from gongjian.apps.cobuilding.selectors import projects as reads
from gongjian.apps.cobuilding.selectors.places import bodies_around, kept_places
from gongjian.apps.cobuilding.services import projects as services
from gongjian.apps.cobuilding.views.agreements.pages import AGREEMENT_MARKS
from gongjian.apps.cobuilding.views.marks import PROJECT_MARKS
from gongjian.apps.places.selectors import current_scope, names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import act_and_return, attempt, crumb, form_page, succeeds
from gongjian.core.forms import remember_seen
from gongjian.core.listing import page_of

STEPS = (("start", gettext_lazy("开始")), ("finish", gettext_lazy("完成")), ("stop", gettext_lazy("中止")))


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_projects(request: ActorRequest) -> HttpResponse:
    """List the projects in sight, the latest first."""
    status = request.GET.get("status", "")
    status = status if status in ProjectStatus.values else ""
    rows = reads.list_projects(request.actor, place_code=current_scope(request), status=status)
    page = page_of(rows, request.GET)
    names = names_of({row.place_code for row in page.rows})
    context = {
        "page": page,
        "rows": [
            (row, PROJECT_MARKS[row.status], names.get(row.place_code, row.place_code)) for row in page.rows
        ],
        "status": status,
        "tabs": [
            {"label": label, "url": f"?status={value}", "current": value == status}
            for value, label in (("", _("全部")), *ProjectStatus.choices)
        ],
        "can_manage": request.actor.can(Right.COBUILDING_MANAGE),
    }
    return render(request, "cobuilding/projects.html", context)


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_project(request: ActorRequest, collaboration_id: int) -> HttpResponse:
    """Show one project."""
    row = reads.get_project(request.actor, collaboration_id)
    manages = request.actor.can(Right.COBUILDING_MANAGE, row.place_code)
    context = {
        "row": row,
        "mark": PROJECT_MARKS[row.status],
        "place_name": path_name(row.place_code),
        "shown_to": scope_words(row.place_code, row.published_to),
        "steps": [(act, label) for act, label in STEPS if manages and is_open(PROJECT_WAYS, act, row.status)],
        "can_edit": manages and is_open(PROJECT_WAYS, "edit", row.status),
        "agreements": [(one, AGREEMENT_MARKS[one.status]) for one in reads.agreements_of(request.actor, row)],
        "crumbs": [crumb(_("项目清单"), "cobuilding:projects"), crumb(row.number)],
    }
    return render(request, "cobuilding/project.html", context)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def add_project(request: ActorRequest) -> HttpResponse:
    """Enter a project."""
    scope = current_scope(request)
    form = ProjectForm(
        kept_places(request.actor, scope),
        bodies_around(request.actor, scope),
        reads.served(request.actor, scope),
        request.POST or None,
        initial={"place_code": scope},
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.enter_project(actor=request.actor, spec=form.spec()))
        if made:
            return redirect("cobuilding:project", made.pk)
    return _form(request, form, _("登记项目"), _("登记"), reverse("cobuilding:projects"))


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_project(request: ActorRequest, collaboration_id: int) -> HttpResponse:
    """Change a project."""
    row = reads.get_project(request.actor, collaboration_id)
    request.actor.require(Right.COBUILDING_MANAGE, row.place_code)
    form = ProjectForm(
        [(row.place_code, "")],
        bodies_around(request.actor, row.place_code),
        reads.served(request.actor, row.place_code),
        request.POST or None,
        initial=project_initial(row),
    )
    remember_seen(form, project_initial(row))
    if succeeds(
        form, lambda: services.edit_project(actor=request.actor, project_id=row.pk, spec=form.spec())
    ):
        return redirect("cobuilding:project", row.pk)
    return _form(
        request, form, _("改“%s”") % row.title, _("存"), reverse("cobuilding:project", args=[row.pk])
    )


@allows(Right.COBUILDING_MANAGE)
@require_POST
def move_project(request: ActorRequest, collaboration_id: int) -> HttpResponse:
    """Start, finish or stop a project (`act`)."""
    act = request.POST.get("act", "")
    act = act if act in dict(STEPS) else "start"
    return act_and_return(
        request,
        lambda: services.move_project(actor=request.actor, project_id=collaboration_id, act=act),
        "cobuilding:project",
        collaboration_id,
    )


def _form(request: ActorRequest, form: ProjectForm, title: str, act: str, back: str) -> HttpResponse:
    crumbs = [crumb(_("项目清单"), "cobuilding:projects"), crumb(title)]
    return form_page(request, form, title=title, act=act, back=back, crumbs=crumbs)
