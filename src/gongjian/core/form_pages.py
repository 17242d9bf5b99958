"""What pages with forms share: the way to them, trying an act, a page that is one form, going back after an act."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongjian.core.access import ActorRequest
from gongjian.core.errors import Conflict, DomainError, Invalid

T = TypeVar("T")
UNPROCESSABLE = 422


def crumb(label: object, url_name: str = "", *args: object) -> dict[str, str]:
    """Write one step of the way to a page."""
    step = {"label": str(label)}
    return step | ({"url": reverse(url_name, args=args)} if url_name else {})


def attempt(form: forms.BaseForm, act: Callable[[], T], also: tuple[type[DomainError], ...] = ()) -> T | None:
    """Do an act with a valid form; what refuses it becomes a sentence of the form, with all that was typed kept.

    A row that is gone and a right that lacks are pages of their own, unless they are named in `also`.
    """
    told: tuple[type[DomainError], ...] = (Conflict, Invalid, *also)
    try:
        return act()
    except told as refusal:
        form.add_error(None, refusal.message)
        return None


def succeeds(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do an act when the form is valid; say whether it was done. What refuses it stands on the form."""
    return form.is_valid() and attempt(form, act) is not None


def form_page(
    request: ActorRequest, form: forms.BaseForm, *, template: str = "layouts/form_page.html", **more: Any
) -> HttpResponse:
    """Render a page that is one form; 422 once the form has errors.

    The layout asks for `title`, `act` (on its button), `back` (beside it) and `crumbs`.
    """
    return render(request, template, {"form": form, **more}, status=UNPROCESSABLE if form.errors else 200)


def stray_errors(given: Mapping[str, forms.BaseForm], shows: Mapping[str, object]) -> list[str]:
    """List what refused acts whose place on the page is gone, since somebody took the step meanwhile."""
    return [
        str(sentence)
        for name, form in given.items()
        if not shows.get(name)
        for sentences in form.errors.values()
        for sentence in sentences
    ]


def act_and_return(request: ActorRequest, act: Callable[[], object], url_name: str, key: int) -> HttpResponse:
    """Do what a single button asks; what refuses it is told above the page one comes back to."""
    try:
        act()
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
    return redirect(url_name, key)
