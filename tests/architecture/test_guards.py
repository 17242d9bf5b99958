"""Nothing is reached unguarded: every address says who may open it, every model who may see its rows."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern

from gongjian.core.access import Right, allows, public

FOREIGN_VIEWS = {
    "allauth.": "sign-in and the second factor: allauth asks for a session where one is needed",
    "django.views.static": "static files in development hold nothing of anybody's",
    "django.views.i18n": "the catalogue of translated words",
}
"""Views of other packages that can't wear our guard, by module, each with its reason."""


def test_every_address_is_guarded_or_public_for_a_reason() -> None:
    bare = [f"{address} → {name(view)}" for address, view in addresses() if not is_guarded(view)]

    assert bare == []


def test_a_view_without_a_guard_would_be_found() -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    resolver = URLResolver(RegexPattern(""), [path("x/", bare), path("y/", public("a reason")(plain_view))])
    found = [address for address, view in addresses(resolver) if not is_guarded(view)]

    assert found == ["x/"]
    assert is_guarded(allows(next(iter(Right)))(bare))


def test_every_public_address_says_why() -> None:
    silent = [
        address
        for address, view in addresses()
        if hasattr(view, "public_reason") and not view.public_reason.strip()
    ]

    assert silent == []


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if m.__module__.startswith("gongjian.")], ids=str
)
def test_every_model_is_seen_only_through_an_actor(model: type[models.Model]) -> None:
    exemption = getattr(model, "access_exemption", "")
    has_filter = any(hasattr(manager, "visible_to") for manager in model._meta.managers)

    assert has_filter or exemption.strip(), (
        f"{model.__name__} needs visible_to(actor) or access_exemption = 'reason'"
    )


def addresses(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every address below a resolver with its view; of an API, every operation's function."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, address)
        elif isinstance(pattern, URLPattern):
            for view in _operations(pattern.callback):
                yield address, view


def _operations(view: Callable[..., Any]) -> list[Callable[..., Any]]:
    """Return the functions behind a path of django-ninja, or the view itself."""
    if not getattr(view, "__module__", "").startswith("ninja.operation"):
        return [view]
    behind = inspect.getclosurevars(view).nonlocals["self"]
    return [operation.view_func for operation in behind.operations]


def is_guarded(view: Callable[..., Any]) -> bool:
    """Say whether a view wears a guard, is public for a reason, or is listed above."""
    if hasattr(view, "required_right") or hasattr(view, "public_reason"):
        return True
    return name(view).startswith(tuple(FOREIGN_VIEWS))


def name(view: Callable[..., Any]) -> str:
    """Return where a view comes from."""
    target = getattr(view, "view_class", view)
    return f"{getattr(target, '__module__', '?')}.{getattr(target, '__qualname__', repr(target))}"


def plain_view(request: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse()
