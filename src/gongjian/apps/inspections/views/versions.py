"""A version of a rubric: what it says in words; a draft with the ways to change and publish it."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms import (
    ItemSpecForm,
    OutlineForm,
    PublishForm,
    RuleFormSet,
    SectionFormSet,
    item_spec,
    outline_spec,
    plainly,
)
from gongjian.apps.inspections.models import RubricVersion
from gongjian.apps.inspections.selectors import rubrics
from gongjian.apps.inspections.selectors.rubric_words import VersionWords, version_in_words
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid, NotFound


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
    words: VersionWords = version_in_words(version)
    can_manage = request.actor.can(Right.INSPECTIONS_MANAGE, rubric.place_code)
    context = {
        "version": version,
        "rubric": rubric,
        "versions": versions,
        "words": words,
        "others": [other for other in versions if other.pk != version.pk],
        "owner": names_of([rubric.place_code]).get(rubric.place_code, rubric.place_code),
        "can_edit": can_manage and not version.is_published,
        "can_add_version": can_manage and all(row.is_published for row in versions),
        "form": form,
    }
    return render(request, "inspections/version.html", context, status=status)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_item(request: ActorRequest, version_id: int, number: int | None = None) -> HttpResponse:
    """Write a new item of a draft, or change one, with its rules and the pictures of its hint."""
    version = _draft(request, version_id)
    specs = services.specs_of(version)
    if number is not None and not 1 <= number <= len(specs):
        raise NotFound
    old = specs[number - 1] if number else None
    first = {"section": specs[-1].section} if specs else {}
    form = ItemSpecForm(request.POST or None, initial=ItemSpecForm.initial_of(old) if old else first)
    rules = RuleFormSet(
        request.POST or None,
        prefix="rules",
        initial=[RuleFormSet.form.initial_of(rule) for rule in old.rules] if old else None,
    )
    if request.method == "POST" and form.is_valid() and rules.is_valid():
        try:
            services.save_item(
                actor=request.actor,
                version_id=version_id,
                number=number,
                item=item_spec(form, rules, _kept_pictures(request, old)),
                uploads=_uploads(request),
            )
            again = "more" in request.POST
            return redirect(*(("inspections:add_item",) if again else ("inspections:version",)), version_id)
        except Invalid as refusal:
            form.add_error(None, refusal.message)
    pictures = list(version.items.all()[number - 1].pictures.all()) if number else []
    context = {
        "version": version,
        "form": form,
        "rules": rules,
        "number": number,
        "pictures": pictures,
        "sections": [row.title for row in version.sections],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/item_form.html", context, status=status)


def _kept_pictures(request: ActorRequest, old: services.ItemSpec | None) -> tuple[int, ...]:
    dropped = set(request.POST.getlist("drop_picture"))
    return tuple(number for number in (old.pictures if old else ()) if str(number) not in dropped)


def _uploads(request: ActorRequest) -> list[services.Upload]:
    sent: MultiValueDict[str, UploadedFile] = request.FILES
    return [services.Upload(file.name or "picture.jpg", file.read()) for file in sent.getlist("picture")]


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_sections(request: ActorRequest, version_id: int) -> HttpResponse:
    """Set the sections of a draft with their weights and ceilings, and the ceilings of the whole."""
    version = _draft(request, version_id)
    outline = services.outline_of(version)
    form = OutlineForm(request.POST or None, initial=plainly(vars(outline)))
    known = [plainly({**vars(section), "was": section.title}) for section in outline.sections]
    sections = SectionFormSet(request.POST or None, prefix="sections", initial=known)
    if request.method == "POST" and form.is_valid() and sections.is_valid():
        renamed = {
            row.cleaned_data["was"]: row.cleaned_data["title"]
            for row in sections.forms
            if row.cleaned_data.get("was") and row.cleaned_data.get("title")
        }
        try:
            services.save_outline(
                actor=request.actor,
                version_id=version_id,
                outline=outline_spec(form, sections),
                renamed=renamed,
            )
            return redirect("inspections:version", version_id)
        except Invalid as refusal:
            form.add_error(None, refusal.message)
    context: dict[str, Any] = {"version": version, "form": form, "sections": sections}
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/sections_form.html", context, status=status)


@allows(Right.INSPECTIONS_MANAGE)
@require_POST
def change_order(request: ActorRequest, version_id: int, number: int, act: str) -> HttpResponse:
    """Move an item of a draft up or down, or take it out."""
    _draft(request, version_id)
    services.change_order(actor=request.actor, version_id=version_id, number=number, act=act)
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
