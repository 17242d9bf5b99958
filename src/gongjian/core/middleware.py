"""From a request to an actor, and from an error to a page with a sentence."""

import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect, render
from django.urls import reverse

from gongjian.core.access import Actor
from gongjian.core.errors import DomainError, TooMany
from gongjian.core.request_context import end_request, set_request_id

GetResponse = Callable[[HttpRequest], HttpResponse]
PERMISSIONS = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()"
"""A page of ours may ask where it is and for a picture, nothing framed in it may."""
ANONYMOUS = Actor(user_id=None, name="")
WORDS = ("text/", "application/json", "application/xml", "image/svg+xml")
"""Content types that shrink; photos and office files are packed already."""
log = logging.getLogger(__name__)


class CompressedWords(GZipMiddleware):
    """Send pages compressed, for slow links; Django pads them so that their length betrays no token (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave alone what would not shrink."""
        if not response.get("Content-Type", "").startswith(WORDS):
            return response
        return super().process_response(request, response)


def request_id(get_response: GetResponse) -> GetResponse:
    """Give each request a number that error pages, log lines and audit rows quote."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        set_request_id(request.request_id)  # type: ignore[attr-defined]
        try:
            response = get_response(request)
        finally:
            end_request()
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response

    return middleware


def permissions_policy(get_response: GetResponse) -> GetResponse:
    """Tell the browser what pages may ask a person for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware


def actor(get_response: GetResponse) -> GetResponse:
    """Attach `request.actor`: the person's grants of today, or nobody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        request.actor = user.as_actor() if user.is_authenticated else ANONYMOUS  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def second_factor(get_response: GetResponse) -> GetResponse:
    """Send holders of wide rights who have no second factor yet to set one up first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        who: Actor = request.actor  # type: ignore[attr-defined]
        if who.user_id is not None and who.needs_second_factor and not request.user.has_second_factor:  # type: ignore[union-attr]
            allowed = (
                reverse("mfa_activate_totp"),
                reverse("account_logout"),
                settings.STATIC_URL,
                "/accounts/",
            )
            if not request.path.startswith(allowed):
                return redirect("mfa_activate_totp")
        return get_response(request)

    return middleware


class DomainErrors:
    """Render a DomainError as a page, or as a fragment for htmx; JSON for the API."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn the error's sentence into a response of its status."""
        if not isinstance(error, DomainError):
            return None
        log.info("request %s: %s %s", getattr(request, "request_id", ""), error.status, type(error).__name__)
        response = render_error(request, error.status, error.message)
        if isinstance(error, TooMany) and error.retry_after_s:
            response["Retry-After"] = str(error.retry_after_s)
        return response


def render_error(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """Say what went wrong in the form the caller asked for."""
    fragment = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]
    page = getattr(request, "error_page", "errors/page.html")
    template = "errors/_fragment.html" if fragment else page
    context = {"status": status, "message": message, "request_id": getattr(request, "request_id", "")}
    return render(request, template, context, status=status)
