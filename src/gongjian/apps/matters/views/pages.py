"""What the pages of matters share: crumbs, trying an act from a form, a page that holds one form."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongjian.core.access import ActorRequest
from gongjian.core.errors import Conflict, Invalid

T = TypeVar("T")
UNPROCESSABLE = 422


def crumb(label: object, url_name: str = "", *args: object) -> dict[str, str]:
    """Write one step of the way to a page."""
    step = {"label": str(label)}
    return step | ({"url": reverse(url_name, args=args)} if url_name else {})


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Do an act with a valid form; what refuses it becomes a sentence of the form."""
    try:
        return act()
    except (Conflict, Invalid) as refusal:
        form.add_error(None, refusal.message)
        return None


def form_page(request: ActorRequest, template: str, form: forms.Form, **more: Any) -> HttpResponse:
    """Render a page that is one form; 422 once the form has errors."""
    return render(request, template, {"form": form, **more}, status=UNPROCESSABLE if form.errors else 200)
