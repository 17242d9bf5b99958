"""What the pages of this app share: a form below another page, a confirmation, a value shown once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from gongjian.core import form_pages
from gongjian.core.access import ActorRequest
from gongjian.core.form_pages import UNPROCESSABLE, crumb
from gongjian.core.htmx import render_either

Words = str | Promise


def typed_text(request: ActorRequest) -> str:
    """Return what was typed into a picker; the field's own name may carry it."""
    names = ["q", *(name for name in request.GET if name.endswith("_text"))]
    return next((text for name in names if (text := request.GET.get(name))), "")


def form_page(
    request: ActorRequest,
    form: forms.Form,
    *,
    title: Words,
    act: Words,
    crumbs: Sequence[dict[str, str]],
    intro: Words = "",
    columns: int = 2,
    **more: Any,
) -> HttpResponse:
    """Show a form below the page it was opened from; 422 when it came back with errors."""
    return form_pages.form_page(
        request,
        form,
        title=title,
        act=act,
        back=crumbs[-1]["url"],
        template="parties/form.html",
        crumbs=[*crumbs, crumb(title)],
        intro=intro,
        columns=columns,
        **more,
    )


def confirm_page(
    request: ActorRequest,
    *,
    title: Words,
    act: Words,
    back: str,
    effects: Sequence[Words] = (),
    keep: Words = "",
    danger: bool = False,
    form: forms.Form | None = None,
) -> HttpResponse:
    """Ask before what can't be undone: name the thing and its effects."""
    context = {
        "title": title,
        "act": act,
        "back": back,
        "effects": effects,
        "keep": keep,
        "danger": danger,
        "form": form,
        "action": request.get_full_path(),
    }
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return render_either(request, "parties/confirm.html", "parties/_confirm.html", context, status)


def reveal_page(request: ActorRequest, *, label: Words, whose: str, value: str, back: str) -> HttpResponse:
    """Show a sensitive value for this view only."""
    context = {"label": label, "whose": whose, "value": value, "back": back}
    response = render(request, "parties/revealed.html", context)
    response["Cache-Control"] = "no-store"
    return response
