"""Templates: list, add, edit; each save is a new version."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.documents import selectors, services
from gongjian.apps.documents.forms import TemplateForm
from gongjian.apps.documents.models import Template
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.listing import page_of


@allows(Right.DOCUMENTS_DRAFT)
@require_GET
def list_templates(request: ActorRequest) -> HttpResponse:
    """List the templates one may use."""
    page = page_of(selectors.list_templates(request.actor), request.GET)
    names = names_of({template.place_code for template in page.rows})
    rows = [(template, names.get(template.place_code, template.place_code)) for template in page.rows]
    return render(request, "documents/templates.html", {"page": page, "rows": rows, "crumbs": _crumbs()})


@allows(Right.DOCUMENTS_DRAFT)
@require_POST
def add_built_in(request: ActorRequest) -> HttpResponse:
    """Put the built-in templates into the place one works in."""
    services.ensure_templates(request.actor, current_scope(request))
    return redirect("documents:templates")


@allows(Right.DOCUMENTS_DRAFT)
@require_http_methods(["GET", "POST"])
def add_template(request: ActorRequest) -> HttpResponse:
    """Write a new template for the place one works in."""
    return _write(request, None, TemplateForm(request.POST or None), current_scope(request))


@allows(Right.DOCUMENTS_DRAFT)
@require_http_methods(["GET", "POST"])
def edit_template(request: ActorRequest, template_id: int) -> HttpResponse:
    """Change a template; the version before is kept for the documents made from it."""
    template = selectors.get_template(request.actor, template_id)
    if not request.actor.can(Right.DOCUMENTS_DRAFT, template.place_code) and request.method == "POST":
        raise NotFound
    initial = {"kind": template.kind, "title": template.title, "body": template.body}
    return _write(request, template, TemplateForm(request.POST or None, initial=initial), template.place_code)


def _write(
    request: ActorRequest, template: Template | None, form: TemplateForm, place_code: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            services.save_template(
                actor=request.actor,
                place_code=place_code,
                template_id=template.pk if template else None,
                **form.cleaned_data,
            )
            return redirect("documents:templates")
        except (Invalid, Conflict) as refusal:
            form.add_error("body" if isinstance(refusal, Invalid) else None, refusal.message)
    context: dict[str, Any] = {
        "form": form,
        "template": template,
        "can_save": request.actor.can(Right.DOCUMENTS_DRAFT, place_code),
        "draft_key": f"template-{template.pk if template else 'new'}",
        "crumbs": [*_crumbs(), {"label": template.title if template else _("新模板")}],
    }
    return render(request, "documents/template.html", context, status=422 if form.errors else 200)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("公文"), "url": reverse("documents:list")},
        {"label": _("模板"), "url": reverse("documents:templates")},
    ]
