"""Report a problem: one page that keeps all that was typed and chosen until it is sent, with and without scripts."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import MatterKind
from gongjian.apps.portal import selectors, services
from gongjian.apps.portal.forms import ReportForm
from gongjian.apps.portal.selectors import PublicPlace, Similar
from gongjian.apps.portal.views.doorway import at_door, show
from gongjian.apps.portal.views.letters import Letter, letter_of, send_letter, show_receipt
from gongjian.core import flood, waiting_photos
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.form_pages import UNPROCESSABLE

VISITOR_COOKIE = "portal_visitor"
VISITOR_S = 180 * 86_400
ME_TOO, DROP, SEND = "me-", "drop-", "send"
REASON = "anybody may report; the page shows nobody's words, and what is sent is held against floods"


@csrf_exempt  # nobody is signed in by this form, and phones that keep no cookies must be able to send it
@at_door(REASON)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, place: PublicPlace) -> HttpResponse:
    """Show the form, keep photos, offer what is alike nearby, and send."""
    if len(place.code) < services.STREET_DIGITS:
        return show(request, "choose.html", {"parts": selectors.places_below(place.code)})
    letter = letter_of(request, place)
    if request.method == "GET":
        return _with_visitor(request, _page(request, letter, _form(place)))
    act = request.POST.get("act", SEND)
    if act.startswith(ME_TOO):
        return _me_too(request, place, act.removeprefix(ME_TOO))
    letter.keep_photos()
    if act.startswith(DROP):
        letter.drop_photo(act.removeprefix(DROP))
    if act != SEND or letter.refusal:
        status = UNPROCESSABLE if letter.refusal else 200
        return _page(request, letter, _form(place, typed=request.POST), status)
    return _send(request, letter, _form(place, request.POST))


def _form(place: PublicPlace, data: Any = None, typed: Any = None) -> ReportForm:
    """Make the form: with `data` it is judged, with `typed` it only keeps what was typed."""
    parts = [(part.code, part.name) for part in selectors.places_below(place.code)]
    form = ReportForm(data, place=place, kinds=selectors.kinds_at(place.code), parts=parts)
    if typed is not None:
        form.initial = {name: typed.get(name, "") for name in form.fields}
    return form


def _send(request: HttpRequest, letter: Letter, form: ReportForm) -> HttpResponse:
    if letter.is_sent:
        return show_receipt(letter)
    if not form.is_valid():
        return _page(request, letter, form, UNPROCESSABLE)
    is_danger = bool(matters.danger_in(form.cleaned_data["words"], letter.place.code))
    similar = [] if is_danger or request.POST.get("seen") else _similar(form)
    if similar:
        return _page(request, letter, form, similar=similar)
    answer = send_letter(letter, form, lambda: form.spec(letter.token, letter.sender))
    return answer or _page(request, letter, form, UNPROCESSABLE)


def _similar(form: ReportForm) -> list[Similar]:
    """List what is alike nearby, of what was filled in right so far."""
    if form.kind != MatterKind.REPORT:
        return []
    latitude, longitude = form.cleaned_data.get("point") or (None, None)
    return selectors.similar_open(
        place_code=form.place_code,
        words=form.cleaned_data.get("words", ""),
        class_id=form.class_id,
        address=form.cleaned_data.get("address", ""),
        latitude=latitude,
        longitude=longitude,
    )


def _page(
    request: HttpRequest,
    letter: Letter,
    form: ReportForm,
    status: int = 200,
    similar: list[Similar] | None = None,
) -> HttpResponse:
    code = letter.place.code
    context = {
        "form": form,
        "letter": letter,
        "photos": letter.photos,
        "similar": similar or [],
        "is_asked": similar is not None,
        "danger": matters.danger_in(str(form["words"].value() or ""), code),
        "danger_words": " ".join(selectors.danger_words_at(code)),
        "promise": selectors.promise_at(code),
    }
    return show(request, "report.html", context, status)


@at_door(REASON)
@require_GET
def near(request: HttpRequest, place: PublicPlace) -> HttpResponse:
    """Offer what is alike nearby while the form is being filled in, for pages that run scripts."""
    form = _form(place, request.GET)
    form.is_valid()
    return show(request, "_similar.html", {"similar": _similar(form)})


@at_door("whoever chose a photo sees it by the form's own token")
@require_GET
def draft_photo(request: HttpRequest, place: PublicPlace, token: str, photo_id: int) -> HttpResponse:
    """Show a photo that was chosen with a form and not sent yet."""
    read = flood.read_token(token)
    photo = selectors.get_photo(read.nonce if read else "", photo_id)
    response = HttpResponse(waiting_photos.read(photo.stored_as), content_type=photo.content_type)
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _with_visitor(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a browser a mark by which its “me too” counts once."""
    if VISITOR_COOKIE not in request.COOKIES:
        response.set_cookie(
            VISITOR_COOKIE,
            secrets.token_urlsafe(12),
            max_age=VISITOR_S,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _me_too(request: HttpRequest, place: PublicPlace, number: str) -> HttpResponse:
    """Count somebody who met the same, once each."""
    sender = flood.sender_of(request)
    if not flood.take("me_too", sender, flood.limit_at("portal.me_too_flood", place.code)):
        raise Invalid("从你这里点的“我也遇到”太多，请过一会儿再点。")
    try:
        matter = matters.me_too(number=number, who=f"{sender}:{request.COOKIES.get(VISITOR_COOKIE, '')}")
    except Conflict as counted:
        return show(request, "me_too.html", {"words": counted.message})
    return show(request, "me_too.html", {"count": matter.me_too_count})
