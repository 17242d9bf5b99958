"""What the pages of supervision share: a form with the names that may be filled in."""

from typing import Any

from django import forms
from django.http import HttpResponse

from gongjian.apps.supervision.selectors.who import offered_names
from gongjian.core import form_pages
from gongjian.core.access import ActorRequest


def form_page(request: ActorRequest, form: forms.Form, **more: Any) -> HttpResponse:
    """Render a page that is one form, with the names known within its place."""
    within = getattr(form, "within", None)
    offered = [] if within is None else offered_names(request.actor, within)
    return form_pages.form_page(request, form, template="supervision/form.html", offered=offered, **more)
