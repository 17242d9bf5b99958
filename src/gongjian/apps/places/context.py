"""What the top bar shows of the place a person works in."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from gongjian.apps.places.selectors import current_scope, recent_scopes, scope_names
from gongjian.apps.places.selectors.lookup import FILLER_NAMES
from gongjian.core.access import ActorRequest, Right, ancestors_of


def scope(request: HttpRequest) -> dict[str, Any]:
    """Give every page the current place, the names above it and the places chosen lately; one query."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.user_id is None or getattr(request, "htmx", False):
        return {}
    asked = cast(ActorRequest, request)
    code, recent = current_scope(asked), recent_scopes(asked)
    above = [step for step in ancestors_of(code) if len(step) > 2]
    names = scope_names(asked)
    choose = reverse("places:enter")
    return {
        "scope": {
            "code": code,
            "name": names.get(code, code),
            "url": reverse("places:place", args=[code]) if code else reverse("places:index"),
            "parents": [names[step] for step in above if step in names and names[step] not in FILLER_NAMES],
            "recent": [
                {"name": names[step], "url": f"{choose}?code={step}"} for step in recent if step in names
            ],
            "search_url": reverse("places:switch") if actor.can(Right.PLACES_VIEW) else "",
        }
    }
