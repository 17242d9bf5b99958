"""What the pages of this app share: showing a secret once."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongjian.core.access import ActorRequest


def show_secret(request: ActorRequest, *, title: str, secret: str, note: str, back: str) -> HttpResponse:
    """Show a secret for this view only."""
    context = {"title": title, "secret": secret, "note": note, "back": reverse(back)}
    response = render(request, "api/secret.html", context)
    response["Cache-Control"] = "no-store"
    return response
