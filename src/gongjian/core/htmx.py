"""What a view needs to answer htmx and a plain browser from one address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asked for a part of the page."""
    return bool(request.htmx) and not request.htmx.boosted  # type: ignore[attr-defined]


def render_either(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render the fragment for htmx and the page (which includes it) for everybody else."""
    response = render(request, fragment if wants_fragment(request) else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
