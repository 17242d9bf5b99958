"""Covenants for everybody: what is in force and its history, what is being discussed with a place to say something."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.councils.choices.covenants import Standing
from gongjian.apps.councils.models import Covenant, CovenantVersion
from gongjian.apps.councils.selectors import covenants as selectors
from gongjian.apps.portal.forms import OpinionForm
from gongjian.apps.portal.selectors import PublicPlace, covenants_at, find_place
from gongjian.apps.portal.views.doorway import at_door, show
from gongjian.apps.portal.views.letters import letter_of, send_letter
from gongjian.apps.portal.views.pages import drawn
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, NotFound
from gongjian.core.form_pages import UNPROCESSABLE

REASON = "anybody may read a covenant that is discussed or in force, and say what he thinks of a draft"
MOST = 100


@at_door(REASON)
@require_GET
def covenants(request: HttpRequest, place: PublicPlace) -> HttpResponse:
    """List the covenants that are discussed or in force."""
    return show(request, "covenants.html", {"covenants": covenants_at(place, MOST)})


@csrf_exempt  # nobody is signed in by this form, and phones that keep no cookies must be able to send it
@at_door(REASON)
@require_http_methods(["GET", "POST"])
def covenant(request: HttpRequest, place: PublicPlace, covenant_id: int) -> HttpResponse:
    """Show a covenant; while a draft of it is open, take an opinion."""
    row = selectors.get_public_covenant(place.code, covenant_id)
    today = timezone.localdate()
    is_open = selectors.open_on(row, today)
    if request.method == "POST" and is_open is None:
        raise Conflict("征求意见已经结束。要说的可以在“出主意”里写。")
    context = _read(row)
    if is_open is not None:
        letter = letter_of(request, place)
        asked = request.GET.get("clause", "")
        form = OpinionForm(
            request.POST or None,
            clauses=list(is_open.clauses.all()),
            initial={"clause": int(asked) if asked.isdigit() else None},
        )
        if request.method == "POST" and form.is_valid():
            version_id = is_open.pk
            answer = send_letter(
                letter, form, lambda: form.spec(place.code, letter.token, letter.sender, version_id)
            )
            if answer is not None:
                return answer
        context |= {"form": form, "letter": letter, "is_open": is_open}
    return show(request, "covenant.html", context, UNPROCESSABLE if request.method == "POST" else 200)


def _read(row: Covenant) -> dict[str, Any]:
    """Gather what is read of a covenant: its text, what people said, its versions."""
    today = timezone.localdate()
    versions = list(selectors.public_versions(row))
    holds = selectors.in_force(versions, today)
    filed = [one for one in versions if one.standing_on(today)]
    latest = versions[0]
    since = holds.number if holds is not None and holds is not latest else 0
    came, opinions = selectors.public_opinions(row, since)
    return {
        "covenant": row,
        "text": selectors.open_on(row, today) or holds or latest,
        "holds": holds,
        "latest": latest,
        "came": came,
        "opinions": opinions,
        "history": [(one, Standing(one.standing_on(today) or Standing.ENDED).label) for one in filed],
        "versions": [(one, _before(versions, one)) for one in versions],
    }


def _before(versions: list[CovenantVersion], row: CovenantVersion) -> CovenantVersion | None:
    """Return the version shown before one."""
    return next((one for one in versions if one.number < row.number), None)


@at_door(REASON)
@require_GET
def compared(request: HttpRequest, place: PublicPlace, covenant_id: int, number: int) -> HttpResponse:
    """Show what a version changed against the one shown before it."""
    row = selectors.get_public_covenant(place.code, covenant_id)
    versions = list(selectors.public_versions(row))
    new = next((one for one in versions if one.number == number), None)
    old = _before(versions, new) if new else None
    if new is None or old is None:
        raise NotFound("没有可以对照的另一稿。")
    context = {
        "covenant": row,
        "new": new,
        "old": old,
        "changes": selectors.compared(old, new),
        "preambles": selectors.compared_preambles(old, new),
    }
    return show(request, "covenant_compared.html", context)


@at_door("holds the public address of a covenant that everybody may read")
@require_GET
def qr(request: HttpRequest, place: PublicPlace, covenant_id: int) -> HttpResponse:
    """Draw the QR code of a covenant's address."""
    row = selectors.get_public_covenant(place.code, covenant_id)
    return drawn(_address(request, place, row))


def _address(request: HttpRequest, place: PublicPlace, row: Covenant) -> str:
    return request.build_absolute_uri(reverse("portal:covenant", args=[place.url_name, row.pk]))


@allows(Right.COUNCILS_VIEW)
@require_GET
def poster(request: ActorRequest, covenant_id: int) -> HttpResponse:
    """Show the poster of a covenant with its QR code, to be printed and hung at a building's door."""
    row = selectors.get_covenant(request.actor, covenant_id)
    place = find_place(row.place_code)
    public = selectors.get_public_covenant(place.code, covenant_id)
    context = {
        "place": place,
        "covenant": public,
        "is_open": selectors.open_on(public, timezone.localdate()),
        "address": _address(request, place, public),
    }
    return render(request, "portal/desk/covenant_poster.html", context)
