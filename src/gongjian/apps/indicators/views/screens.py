"""Large screens: the office makes, renews and revokes their links; the link itself needs nobody signed in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.indicators import selectors, services
from gongjian.apps.indicators.forms import ScreenForm
from gongjian.apps.indicators.models import Screen
from gongjian.apps.places.selectors import current_scope, scope_names
from gongjian.core.access import ActorRequest, Right, allows, public
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb
from gongjian.core.registry import list_indicators

RENEWED_DAYS = 30
REASON = (
    "the signed link is the key: it reads as a viewer of one place, ends, can be revoked, and is recorded"
)


@allows(Right.SCREENS_MANAGE)
@require_http_methods(["GET", "POST"])
def list_screens(request: ActorRequest) -> HttpResponse:
    """List the screens of the place one works in, and make another."""
    place_code = current_scope(request)
    choices = [(row.key, str(row.name)) for row in list_indicators(place_code)]
    form = ScreenForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.make_screen(actor=request.actor, place_code=place_code, spec=form.spec),
        )
        if made is not None:
            return _show_link(request, *made)
    now = timezone.now()
    context = {
        "form": form,
        "rows": [
            {"row": row, "is_open": row.is_open_at(now)}
            for row in selectors.list_screens(request.actor, place_code)[:50]
        ],
        "place_name": scope_names(request).get(place_code, place_code),
        "crumbs": [crumb(_("看板"), "indicators:board"), crumb(_("大屏"))],
    }
    is_wrong = request.method == "POST"
    return render(request, "indicators/screens.html", context, status=UNPROCESSABLE if is_wrong else 200)


@allows(Right.SCREENS_MANAGE)
@require_POST
def renew_screen(request: ActorRequest, screen_id: int) -> HttpResponse:
    """Give a screen a new link; the old one is dead."""
    made = services.renew_screen(actor=request.actor, screen_id=screen_id, days=RENEWED_DAYS)
    return _show_link(request, *made)


@allows(Right.SCREENS_MANAGE)
@require_POST
def revoke_screen(request: ActorRequest, screen_id: int) -> HttpResponse:
    """Take a screen's link back."""
    screen = services.revoke_screen(actor=request.actor, screen_id=screen_id)
    messages.success(request, _("已收回“%(name)s”的链接。") % {"name": screen.name})
    return redirect("indicators:screens")


@public(REASON)
@require_GET
def open_screen(request: HttpRequest, token: str) -> HttpResponse:
    """Show a screen by its link."""
    return _render(request, token, "indicators/screen.html", is_refresh=False)


@public(REASON)
@require_GET
def refresh_screen(request: HttpRequest, token: str) -> HttpResponse:
    """Give a screen its blocks of now."""
    return _render(request, token, "indicators/_screen.html", is_refresh=True)


def _render(request: HttpRequest, token: str, template: str, *, is_refresh: bool) -> HttpResponse:
    opened = services.open_screen(token=token, is_refresh=is_refresh)
    view = selectors.read_screen(opened.actor, opened.screen, opened.place_name)
    context: dict[str, Any] = {
        "view": view,
        "ranked": view.board.ranked[: selectors.SHOWN_RANKS],
        "refresh_url": reverse("indicators:refresh_screen", args=[token]),
    }
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _show_link(request: ActorRequest, screen: Screen, token: str) -> HttpResponse:
    context = {
        "screen": screen,
        "link": request.build_absolute_uri(reverse("indicators:screen", args=[token])),
        "crumbs": [crumb(_("大屏"), "indicators:screens"), crumb(screen.name)],
    }
    response = render(request, "indicators/screen_link.html", context)
    response["Cache-Control"] = "no-store"
    return response
