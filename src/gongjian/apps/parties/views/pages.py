"""What the pages of this app share: a form page, a confirmation, trying a service for a form."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from gongjian.core.access import ActorRequest
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.htmx import render_either

T = TypeVar("T")
Words = str | Promise
UNPROCESSABLE = 422


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Do it; what the service refuses is said on the form, with all that was typed kept."""
    try:
        return act()
    except (Conflict, Invalid, NotAllowed, NotFound) as refusal:
        form.add_error(None, refusal.message)
        return None


def typed_text(request: ActorRequest) -> str:
    """Return what was typed into a picker; the field's own name may carry it."""
    names = ["q", *(name for name in request.GET if name.endswith("_text"))]
    return next((text for name in names if (text := request.GET.get(name))), "")


def crumb(label: Words, url_name: str = "", *args: int) -> dict[str, Words]:
    """One step of the path above a title."""
    return {"label": label, "url": reverse(url_name, args=args) if url_name else ""}


def form_page(
    request: ActorRequest,
    form: forms.Form,
    *,
    title: Words,
    act: Words,
    crumbs: Sequence[dict[str, Words]],
    intro: Words = "",
    columns: int = 2,
    **more: Any,
) -> HttpResponse:
    """Show a form; 422 when it came back with errors."""
    context = {
        "form": form,
        "title": title,
        "act": act,
        "crumbs": [*crumbs, {"label": title, "url": ""}],
        "back": crumbs[-1]["url"],
        "intro": intro,
        "columns": columns,
        **more,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "parties/form.html", context, status=status)


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
