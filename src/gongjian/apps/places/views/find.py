"""Find a place: the search page, answers for pickers, the switcher of the top bar."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from gongjian.apps.places import selectors, services
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors.find import path_above
from gongjian.core.access import ActorRequest, Right, allows, ancestors_of
from gongjian.core.htmx import render_either

PICKED = 12


@allows(Right.PLACES_VIEW)
@require_GET
def search(request: ActorRequest) -> HttpResponse:
    """List the places that a text finds."""
    text = request.GET.get("q", "")
    context = {"q": text, "found": _found(request, text, 50)}
    return render_either(request, "places/search.html", "places/_found.html", context)


@allows(Right.PLACES_VIEW)
@require_GET
def pick(request: ActorRequest) -> HttpResponse:
    """Answer a place picker; the field's own name may carry the text."""
    typed = next((name for name in request.GET if name.endswith("_text")), "q")
    text = request.GET.get("q") or request.GET.get(typed, "")
    return render(request, "places/_pick.html", {"found": _found(request, text, PICKED), "q": text})


@allows(Right.PLACES_VIEW)
@require_GET
def switch(request: ActorRequest) -> HttpResponse:
    """Answer the switcher: what a text finds, or what lies below the current place."""
    text = request.GET.get("q", "")
    scope = selectors.current_scope(request)
    if text:
        found = _found(request, text, PICKED)
    else:
        rows = selectors.children_of(scope).visible_to(request.actor)[:PICKED]
        found = [(place, place.code) for place in rows]
    context = {"found": found, "q": text, "next": _page_behind(request)}
    return render_either(request, "places/switch.html", "places/_switch.html", context)


@allows(Right.PLACES_VIEW)
@require_GET
def enter(request: ActorRequest) -> HttpResponse:
    """Work in another place from now on, and stay on the page."""
    services.choose_scope(request=request, code=request.GET.get("code", ""))
    return HttpResponseRedirect(_page_behind(request))


def _found(request: ActorRequest, text: str, limit: int) -> list[tuple[Place, str]]:
    places = selectors.search_places(request.actor, text, limit)
    names = selectors.names_of({step for place in places for step in ancestors_of(place.code) if step})
    return [(place, path_above(place.code, names)) for place in places]


def _page_behind(request: ActorRequest) -> str:
    """Return the page the person is on, or the start page."""
    asked = request.GET.get("next") or request.headers.get("HX-Current-URL") or request.headers.get("Referer")
    if asked and url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return reverse("places:index")
