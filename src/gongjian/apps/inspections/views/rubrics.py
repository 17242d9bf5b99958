"""Rubrics: list, versions, the draft item by item, publishing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms import (
    ItemSpecForm,
    PublishForm,
    RubricForm,
    RuleFormSet,
    item_spec,
)
from gongjian.apps.inspections.models import RubricVersion
from gongjian.apps.inspections.selectors import rubrics
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid, NotFound
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
    items = services.specs_of(rubrics.get_version(request.actor, last.pk)) if last else []
    version = services.add_version(actor=request.actor, rubric_id=rubric_id, items=items)
    return redirect("inspections:version", version.pk)


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def show_version(request: ActorRequest, version_id: int) -> HttpResponse:
    """Show a version: every item with its arithmetic in words; a draft with the ways to change it."""
    version = rubrics.get_version(request.actor, version_id)
    return _render_version(request, version, PublishForm(), 200)


def _render_version(
    request: ActorRequest, version: RubricVersion, form: PublishForm, status: int
) -> HttpResponse:
    rubric = version.rubric
    versions = list(rubric.versions.all())
    items = list(version.items.all())
    can_manage = request.actor.can(Right.INSPECTIONS_MANAGE, rubric.place_code)
    context = {
        "version": version,
        "rubric": rubric,
        "versions": versions,
        "items": items,
        "total": sum(item.full_marks for item in items),
        "rule_count": sum(len(item.rules.all()) for item in items),
        "owner": names_of([rubric.place_code]).get(rubric.place_code, rubric.place_code),
        "can_edit": can_manage and not version.is_published,
        "can_add_version": can_manage and all(row.is_published for row in versions),
        "form": form,
    }
    return render(request, "inspections/version.html", context, status=status)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_item(request: ActorRequest, version_id: int, number: int | None = None) -> HttpResponse:
    """Write a new item of a draft, or change one, with its rules."""
    version = _draft(request, version_id)
    specs = services.specs_of(version)
    if number is not None and not 1 <= number <= len(specs):
        raise NotFound
    old = specs[number - 1] if number else None
    last_section = specs[-1].section if specs and not old else ""
    form = ItemSpecForm(request.POST or None, initial=vars(old) if old else {"section": last_section})
    rules = RuleFormSet(
        request.POST or None, prefix="rules", initial=[vars(rule) for rule in old.rules] if old else None
    )
    if request.method == "POST" and form.is_valid() and rules.is_valid():
        new = item_spec(form, rules)
        specs = [*specs, new] if number is None else [*specs[: number - 1], new, *specs[number:]]
        try:
            services.replace_items(actor=request.actor, version_id=version_id, items=specs)
            again = "more" in request.POST
            return redirect(*(("inspections:add_item",) if again else ("inspections:version",)), version_id)
        except Invalid as refusal:
            form.add_error(None, refusal.message)
    context = {"version": version, "form": form, "rules": rules, "number": number}
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/item_form.html", context, status=status)


@allows(Right.INSPECTIONS_MANAGE)
@require_POST
def change_order(request: ActorRequest, version_id: int, number: int, act: str) -> HttpResponse:
    """Move an item of a draft up, or take it out."""
    version = _draft(request, version_id)
    specs = services.specs_of(version)
    if not 1 <= number <= len(specs) or act not in ("up", "drop"):
        raise NotFound
    item = specs.pop(number - 1)
    if act == "up":
        specs.insert(max(0, number - 2), item)
    services.replace_items(actor=request.actor, version_id=version_id, items=specs)
    return redirect("inspections:version", version_id)


def _draft(request: ActorRequest, version_id: int) -> RubricVersion:
    version = rubrics.get_version(request.actor, version_id)
    request.actor.require(Right.INSPECTIONS_MANAGE, version.rubric.place_code)
    if version.is_published:
        raise Conflict("这一版已经发布，不能再改。请出新的一版。")
    return version


@allows(Right.INSPECTIONS_MANAGE)
@require_POST
def publish(request: ActorRequest, version_id: int) -> HttpResponse:
    """Publish a draft from a day on."""
    version = rubrics.get_version(request.actor, version_id)
    request.actor.require(Right.INSPECTIONS_MANAGE, version.rubric.place_code)
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            services.publish_version(actor=request.actor, version_id=version_id, **form.cleaned_data)
            return redirect("inspections:version", version_id)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    return _render_version(request, version, form, 422)
