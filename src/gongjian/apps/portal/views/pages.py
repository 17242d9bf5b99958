"""What everybody may read: the door's first page, published results, figures, notices, how data is used."""

import io

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.councils.selectors.budgets import public_funds
from gongjian.apps.councils.selectors.elections import public_elections
from gongjian.apps.matters.choices import MatterKind
from gongjian.apps.portal import selectors
from gongjian.apps.portal.choices import CONSENT_VERSION
from gongjian.apps.portal.selectors import PublicPlace
from gongjian.apps.portal.views.doorway import LARGE, SIZE_COOKIE, at_door, in_own_look, show
from gongjian.core import files
from gongjian.core.access import public
from gongjian.core.errors import NotFound
from gongjian.core.rules import rule_value

YEAR_S = 365 * 86_400
SHOWN = "shows what the desk published, masked, and figures with small counts left out"


@public("names the places whose doors are open")
@require_GET
def doors(request: HttpRequest) -> HttpResponse:
    """List the open doors."""
    return show(request, "doors.html", {"doors": selectors.list_doors()})


@public("large type is a choice of the visitor, kept in a cookie")
@require_POST
def set_size(request: HttpRequest) -> HttpResponse:
    """Switch large type on or off and go back to the page."""
    target = request.POST.get("next") or "/p/"
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/p/"
    response = HttpResponseRedirect(target)
    size = LARGE if request.POST.get("size") == LARGE else ""
    response.set_cookie(SIZE_COOKIE, size, max_age=YEAR_S, path="/p/", samesite="Lax")
    return response


@public("there is nothing at such an address, and the door says so in its own words")
def absent(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Say that there is no such page."""
    in_own_look(request)
    raise NotFound("没有这一页。请核对网址，或从首页找。")


@at_door(SHOWN)
@require_GET
def home(request: HttpRequest, place: PublicPlace) -> HttpResponse:
    """Three things to do; what this place answered lately; rates with counts; notices."""
    context = {
        "answers": selectors.latest_answers(place.code),
        "rates": selectors.rates_at(place.code),
        "tally": selectors.tally_at(place.code),
        "notices": selectors.list_notices(place, 3),
        "consultations": [
            row for row in selectors.list_consultations(place, 5) if row.is_open_on(timezone.localdate())
        ],
        "funds": public_funds(place.code)[:3],
        "elections": public_elections(place.code, 3),
        "parts": selectors.places_below(place.code),
        "covenants": selectors.covenants_at(place, 4),
    }
    return show(request, "home.html", context)


@at_door(SHOWN)
@require_GET
def results(request: HttpRequest, place: PublicPlace) -> HttpResponse:
    """List what was published."""
    page = selectors.list_published(place.code, request.GET)
    kinds = [
        (kind.value, kind.label) for kind in (MatterKind.REPORT, MatterKind.CONSULTATION, MatterKind.IDEA)
    ]
    return show(request, "results.html", {"page": page, "kinds": kinds, "kind": request.GET.get("kind", "")})


@at_door(SHOWN)
@require_GET
def result(request: HttpRequest, place: PublicPlace, public_number: str) -> HttpResponse:
    """Show one published matter."""
    return show(request, "result.html", {"matter": selectors.get_published(place.code, public_number)})


@at_door(SHOWN)
@require_GET
def result_photo(request: HttpRequest, place: PublicPlace, public_number: str, photo_id: int) -> HttpResponse:
    """Show a photo that the desk made public."""
    photo = selectors.public_photo(place.code, public_number, photo_id)
    response = HttpResponse(files.read_bytes(photo.file), content_type=photo.file.content_type)
    response["Cache-Control"] = "public, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@at_door(SHOWN)
@require_GET
def figures(request: HttpRequest, place: PublicPlace) -> HttpResponse:
    """Show the rates with how they are counted, what came, and how long each thing may take."""
    context = {
        "rates": selectors.rates_at(place.code),
        "tally": selectors.tally_at(place.code),
        "limits": selectors.limits_at(place.code),
        "promise": selectors.promise_at(place.code),
    }
    return show(request, "figures.html", context)


@at_door(SHOWN)
@require_GET
def notice(request: HttpRequest, place: PublicPlace, public_notice_id: int) -> HttpResponse:
    """Show one notice."""
    return show(request, "notice.html", {"notice": selectors.get_notice(place, public_notice_id)})


@at_door("says what is collected, why and for how long")
@require_GET
def privacy(request: HttpRequest, place: PublicPlace) -> HttpResponse:
    """Say what is collected, why, for how long, and what a person may ask for."""
    today = timezone.localdate()
    context = {
        "version": CONSENT_VERSION,
        "years": rule_value("matters.reporter_years", on=today, place_code=place.code),
        "hours": rule_value("portal.draft_hours", on=today, place_code=place.code),
        "days": rule_value("portal.dropped_days", on=today, place_code=place.code),
    }
    return show(request, "privacy.html", context)


@at_door("holds the public address of the place")
@require_GET
def qr(request: HttpRequest, place: PublicPlace) -> HttpResponse:
    """Draw the QR code of the door's address."""
    return drawn(request.build_absolute_uri(reverse("portal:home", args=[place.url_name])))


def drawn(address: str) -> HttpResponse:
    """Draw the QR code of an address."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=8, border=4)
    response = HttpResponse(out.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response
