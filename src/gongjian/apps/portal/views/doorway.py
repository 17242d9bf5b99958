"""What every public page shares: the place in its address, large type, errors in the door's own look."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongjian.apps.portal.selectors import PublicPlace, find_place
from gongjian.core.access import public

P = ParamSpec("P")
SIZE_COOKIE = "portal_size"
LARGE = "large"
ERROR_PAGE = "portal/error.html"


class DoorRequest(HttpRequest):
    """A request at a public door: the place that its address names, and errors in the door's own look."""

    error_page: str
    public_place: PublicPlace


def in_own_look(request: HttpRequest) -> DoorRequest:
    """Let whatever goes wrong from here on be said by the door's own page."""
    at = cast(DoorRequest, request)
    at.error_page = ERROR_PAGE
    return at


def at_door(
    reason: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, PublicPlace, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Open a page to everybody, for a stated reason, where the place that its address names has a door."""

    def mark(
        view: Callable[Concatenate[HttpRequest, PublicPlace, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            at = in_own_look(request)
            at.public_place = find_place(str(kwargs.pop("door")))
            return view(at, at.public_place, *args, **kwargs)

        return public(reason)(opened)

    return mark


def show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a public page."""
    return render(request, f"portal/{template}", context, status=status)
