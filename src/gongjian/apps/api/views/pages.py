"""What the pages of this app share: trying a service for a form, and showing a secret once."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongjian.core.access import ActorRequest
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound

T = TypeVar("T")
UNPROCESSABLE = 422


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Do it; what the service refuses is said on the form, with all that was typed kept."""
    try:
        return act()
    except (Conflict, Invalid, NotAllowed, NotFound) as refusal:
        form.add_error(None, refusal.message)
        return None


def show_secret(request: ActorRequest, *, title: str, secret: str, note: str, back: str) -> HttpResponse:
    """Show a secret for this view only."""
    context = {"title": title, "secret": secret, "note": note, "back": reverse(back)}
    response = render(request, "api/secret.html", context)
    response["Cache-Control"] = "no-store"
    return response
