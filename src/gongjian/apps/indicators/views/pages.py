"""What the pages of this app share: trying a service for a form, files that come and go, crumbs."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from gongjian.apps.indicators.services import Upload
from gongjian.core.downloads import send_xlsx
from gongjian.core.errors import Conflict, Invalid, NotAllowed

T = TypeVar("T")
UNPROCESSABLE = 422


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Do it; what the service refuses is said on the form, with all that was typed kept."""
    try:
        return act()
    except (Conflict, Invalid, NotAllowed) as refusal:
        form.add_error(None, refusal.message)
        return None


def uploads_of(request: HttpRequest) -> list[Upload]:
    """Return the files that came with a form."""
    found = [file for field in ("photos", "papers") for file in request.FILES.getlist(field)]
    return [Upload(str(file.name), file.read()) for file in found]


def xlsx(content: bytes, name: str) -> HttpResponse:
    """Hand out a workbook."""
    stamped = f"{name}-{timezone.localdate():%Y%m%d}.xlsx"
    return send_xlsx(content, stamped)


def crumb(label: str | Promise, url_name: str = "", *args: Any) -> dict[str, Any]:
    """One step of the path above a title."""
    return {"label": label, "url": reverse(url_name, args=args) if url_name else ""}
