"""Write documents: template, scope, then the text with figures picked by name."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.documents import selectors, services
from gongjian.apps.documents.choices import DocumentKind
from gongjian.apps.documents.forms import BodyForm, ScopeForm
from gongjian.apps.documents.models import Document
from gongjian.apps.documents.selectors.markup import official_name
from gongjian.apps.documents.views.show import crumbs
from gongjian.apps.indicators.selectors import figure_url, get_figure
from gongjian.apps.parties.selectors import list_organisations
from gongjian.apps.places.selectors import current_scope, scope_names
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, DomainError, Invalid, NotAllowed
from gongjian.core.figures import Period
from gongjian.core.registry import list_indicators, list_params

STEPS = ("选模板", "定范围", "写正文")
HEAD_FIELDS = tuple(services.DocumentHead.__dataclass_fields__)


@allows(Right.DOCUMENTS_DRAFT)
@require_GET
def choose_template(request: ActorRequest) -> HttpResponse:
    """Step 1: a template, or an empty sheet of a kind."""
    groups: list[dict[str, Any]] = [
        {"kind": kind, "label": label, "templates": []} for kind, label in DocumentKind.choices
    ]
    by_kind = {str(group["kind"]): group["templates"] for group in groups}
    for template in selectors.list_templates(request.actor)[:200]:
        by_kind[template.kind].append(template)
    return render(request, "documents/new.html", {"groups": groups, "steps": list(STEPS)})


@allows(Right.DOCUMENTS_DRAFT)
@require_http_methods(["GET", "POST"])
def draft(request: ActorRequest) -> HttpResponse:
    """Step 2: place, period, body, parameters; then the draft is made and its figures are read."""
    place_code = request.GET.get("place", current_scope(request))
    if not request.actor.can(Right.DOCUMENTS_DRAFT, place_code):
        raise NotAllowed("你不能在这个地方拟稿。请先在上面切换到你管的地方。")
    template_id = request.GET.get("template", "")
    template = selectors.get_template(request.actor, int(template_id)) if template_id.isdecimal() else None
    kind = template.kind if template else request.GET.get("kind", DocumentKind.BULLETIN)
    kind = kind if kind in DocumentKind.values else DocumentKind.BULLETIN
    place_name = scope_names(request, place_code).get(place_code, place_code)
    form = _scope_form(request, place_code, place_name, kind)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        params = form.chosen_params()
        try:
            document = services.draft_document(
                actor=request.actor,
                place_code=place_code,
                kind=kind,
                title=asked["title"],
                issuer_id=asked["issuer"],
                period=asked["period"],
                template_id=template.pk if template else None,
                body="" if template else _("（在这里写正文。）"),
                params=params,
                programme_id=int(params["programme"]) if params.get("programme") else None,
                head={name: asked[name] for name in HEAD_FIELDS if name != "title"},
            )
            return redirect("documents:edit", document.pk)
        except (Invalid, Conflict) as refusal:
            form.add_error(None, refusal.message)
    context = {
        "form": form,
        "template": template,
        "kind_label": DocumentKind(kind).label,
        "place_name": place_name,
        "steps": list(STEPS),
        "action": f"{reverse('documents:scope')}?{request.GET.urlencode()}",
        "draft_key": f"document-new-{place_code}-{kind}",
    }
    return render(request, "documents/scope.html", context, status=422 if form.errors else 200)


@allows(Right.DOCUMENTS_DRAFT)
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, document_id: int) -> HttpResponse:
    """Write the text; what was typed stays on the page whatever is refused."""
    document = selectors.get_document(request.actor, document_id)
    if request.method != "POST":
        if not document.is_draft:
            return redirect("documents:document", document_id)
        return _editor(request, document, BodyForm(initial=_initial(document)))
    form = BodyForm(request.POST)
    if not form.is_valid():
        return _editor(request, document, form, status=422)
    asked = form.cleaned_data
    try:
        services.save_body(
            actor=request.actor,
            document_id=document_id,
            body=asked["body"],
            head=services.DocumentHead(**{name: asked[name] for name in HEAD_FIELDS}),
            version=asked["version"],
        )
    except (Invalid, Conflict) as refusal:
        form.add_error("body" if isinstance(refusal, Invalid) else None, refusal.message)
        return _editor(request, document, form, status=refusal.status, refusal=refusal)
    messages.success(
        request,
        _("已保存 %(time)s") % {"time": f"{timezone.localtime():%H:%M}"},
        extra_tags=f"draft:document-{document_id}",
    )
    return redirect("documents:edit" if "stay" in request.POST else "documents:document", document_id)


@allows(Right.DOCUMENTS_DRAFT)
@require_GET
def show_value(request: ActorRequest, document_id: int) -> HttpResponse:
    """Say what one indicator reads now for the document's place, period and parameters."""
    document = selectors.get_document(request.actor, document_id)
    figure = get_figure(
        request.actor, request.GET.get("key", ""), document.place_code, document.period, document.params
    )
    return render(request, "documents/_value.html", {"figure": figure, "url": figure_url(figure)})


def _scope_form(request: ActorRequest, place_code: str, place_name: str, kind: str) -> ScopeForm:
    issuers = list_organisations(request.actor).filter(place_code=place_code, is_active=True)[:200]
    params = [
        (param.name, str(param.label), list(param.choices(request.actor, place_code)))
        for param in list_params()
    ]
    initial = _scope_initial(request, place_code, place_name, kind)
    choices = [(str(row.pk), row.name) for row in issuers]
    return ScopeForm(request.POST or None, initial=initial, issuers=choices, params=params)


def _scope_initial(request: ActorRequest, place_code: str, place_name: str, kind: str) -> dict[str, Any]:
    """Propose the last quarter that is over (a summary: this year), and the head of the last paper of the kind."""
    today = timezone.localdate()
    this_quarter = Period.quarter(today.year, (today.month + 2) // 3)
    last = this_quarter.previous()
    initial = {
        "period": f"{last.last_on.year}-Q{last.last_on.month // 3}",
        "issuer": request.actor.home_unit_id,
        "title": f"关于{place_name}{last.label}工作情况的{DocumentKind(kind).label}",
    }
    if kind == DocumentKind.SUMMARY:
        initial |= {"period": f"{today:%Y}", "title": f"{place_name}{today:%Y}年工作总结"}
    before = selectors.last_of_kind(request.actor, place_code, kind)
    if before is not None:
        initial |= {name: getattr(before, name) for name in HEAD_FIELDS if name != "title"}
        initial |= {"issuer": before.issuer_id}
        initial |= {f"param_{name}": value for name, value in before.params.items()}
    return initial


def _initial(document: Document) -> dict[str, Any]:
    return {name: getattr(document, name) for name in (*HEAD_FIELDS, "body", "version")}


def _editor(
    request: ActorRequest,
    document: Document,
    form: BodyForm,
    status: int = 200,
    refusal: DomainError | None = None,
) -> HttpResponse:
    is_conflict = isinstance(refusal, Conflict)
    labels = {name: form.fields[name].label for name in (*HEAD_FIELDS, "body")}
    context = {
        "document": document,
        "form": form,
        "seen_version": form["version"].value(),
        "is_conflict": is_conflict,
        "both": [
            {"label": labels[name], "before": getattr(document, name), "after": form[name].value()}
            for name in labels
        ]
        if is_conflict
        else [],
        "indicators": [
            {
                "name": official_name(row),
                "key": row.key,
                "definition": row.definition,
                "query": urlencode({"key": row.key}),
            }
            for row in list_indicators(document.place_code)
            if not set(row.param_names) - {"programme", "task", "round"}
        ],
        "draft_key": f"document-{document.pk}",
        "crumbs": [*crumbs(document), {"label": _("改稿")}],
        "steps": list(STEPS),
    }
    return render(request, "documents/edit.html", context, status=status)
