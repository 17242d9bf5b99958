"""Follow a matter by its number and code: what happened, the answer, rating it, opening it again, one's own data.

The code stays in a cookie of the door for two hours, on the device that knew it already; nothing of it is
kept here but its digest.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import Satisfaction
from gongjian.apps.portal import selectors, services
from gongjian.apps.portal.forms import FollowForm, RateForm, ReopenForm
from gongjian.apps.portal.selectors import PublicPlace
from gongjian.apps.portal.views.doorway import at_door, show
from gongjian.core import files, flood
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.form_pages import UNPROCESSABLE

COOKIE, COOKIE_S, SALT = "portal_codes", 2 * 3600, "portal.codes"
MOST_KEPT = 5
KEY = "the number and the code, shown once to whoever reported, are the key; tries are limited"


def codes_of(request: HttpRequest) -> dict[str, str]:
    """Return the codes that this browser proved lately, by number."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_S)
    except signing.BadSignature:
        return {}
    return dict(found)


def keep_code(request: HttpRequest, response: HttpResponse, number: str, code: str) -> HttpResponse:
    """Let this browser open a matter for two hours without the code being typed again."""
    codes = {**codes_of(request), number: code} if code else codes_of(request)
    return _set_codes(response, dict(list(codes.items())[-MOST_KEPT:]))


def _set_codes(response: HttpResponse, codes: dict[str, str]) -> HttpResponse:
    if not codes:
        response.delete_cookie(COOKIE, path="/p/", samesite="Lax")
        return response
    response.set_cookie(
        COOKIE,
        signing.dumps(codes, salt=SALT),
        max_age=COOKIE_S,
        path="/p/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@never_cache
@at_door(KEY)
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, place: PublicPlace) -> HttpResponse:
    """Ask for the number and the code."""
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"].strip(), form.cleaned_data["code"]
        try:
            _count_try(request, place, number)
            found = selectors.followed(number, code).matter
        except (NotFound, Invalid) as refusal:
            form.add_error(None, refusal.message)
        else:
            return keep_code(
                request, redirect("portal:followed", place.url_name, found.number), found.number, code
            )
    status = UNPROCESSABLE if request.method == "POST" else 200
    return show(request, "follow.html", {"form": form, "numbers": list(codes_of(request))}, status)


def _count_try(request: HttpRequest, place: PublicPlace, number: str) -> None:
    """Refuse tries beyond the limit, of one sender and of one number."""
    limit = flood.limit_at("portal.code_flood", place.code)
    for purpose, whose in (("code", flood.sender_of(request)), ("code_of", number)):
        if not flood.take(purpose, whose, limit):
            raise Invalid("试的次数太多，请过一会儿再试，或者打值班电话查。")


def _code(request: HttpRequest, number: str) -> str:
    code = codes_of(request).get(number)
    if code is None:
        raise NotFound("要先填编号和查询码。请到“查进度”填一次。")
    return code


def _page(request: HttpRequest, number: str, status: int = 200, **forms: Any) -> HttpResponse:
    found = selectors.followed(number, _code(request, number))
    context = {
        "found": found,
        "can_be_told": services.can_be_told(found.matter.reporter),
        "rate_form": RateForm(),
        "reopen_form": ReopenForm(),
        **forms,
    }
    return show(request, "followed.html", context, status)


@never_cache
@at_door(KEY)
@require_GET
def followed(request: HttpRequest, place: PublicPlace, followed_number: str) -> HttpResponse:
    """Show where a matter stands, to whoever proved its code."""
    if followed_number not in codes_of(request):
        return redirect("portal:follow", place.url_name)
    return _page(request, followed_number)


@at_door(KEY)
@require_POST
def rate(request: HttpRequest, place: PublicPlace, followed_number: str) -> HttpResponse:
    """Rate the answer."""
    form = RateForm(request.POST)
    if form.is_valid():
        try:
            matters.rate(
                number=followed_number,
                code=_code(request, followed_number),
                is_solved=form.cleaned_data["solved"] == "yes",
                satisfaction=Satisfaction(form.cleaned_data["satisfaction"]),
                words=form.cleaned_data["words"],
            )
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("portal:followed", place.url_name, followed_number)
    return _page(request, followed_number, UNPROCESSABLE, rate_form=form)


@at_door(KEY)
@require_POST
def reopen(request: HttpRequest, place: PublicPlace, followed_number: str) -> HttpResponse:
    """Open it again, one level higher."""
    form = ReopenForm(request.POST)
    if form.is_valid():
        try:
            matters.reopen(
                number=followed_number, code=_code(request, followed_number), words=form.cleaned_data["words"]
            )
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("portal:followed", place.url_name, followed_number)
    return _page(request, followed_number, UNPROCESSABLE, reopen_form=form)


@never_cache
@at_door(KEY)
@require_http_methods(["GET", "POST"])
def own_data(request: HttpRequest, place: PublicPlace, followed_number: str) -> HttpResponse:
    """Show what is kept of a person, and destroy it when he says so."""
    code = _code(request, followed_number)
    if request.method == "POST":
        matters.erase_reporter(number=followed_number, code=code)
        return redirect("portal:own_data", place.url_name, followed_number)
    return show(request, "own_data.html", {"found": selectors.followed(followed_number, code)})


@at_door(KEY)
@require_POST
def messages_wanted(request: HttpRequest, place: PublicPlace, followed_number: str) -> HttpResponse:
    """Stop the messages about a matter, or have them again."""
    code = _code(request, followed_number)
    matters.choose_messages(number=followed_number, code=code, wants=request.POST.get("wants") == "1")
    return redirect("portal:followed", place.url_name, followed_number)


@at_door(KEY)
@require_POST
def leave(request: HttpRequest, place: PublicPlace, followed_number: str) -> HttpResponse:
    """Forget the code on this device, for phones that others use too."""
    codes = codes_of(request)
    codes.pop(followed_number, None)
    return _set_codes(redirect("portal:home", place.url_name), codes)


@at_door(KEY)
@require_GET
def followed_photo(
    request: HttpRequest, place: PublicPlace, followed_number: str, photo_id: int
) -> HttpResponse:
    """Show a photo of a matter to whoever proved its code."""
    found = selectors.followed(followed_number, _code(request, followed_number))
    photo = next((row for row in found.photos if row.pk == photo_id), None)
    if photo is None:
        raise NotFound("没有这张照片。")
    response = HttpResponse(files.read_bytes(photo.file), content_type=photo.file.content_type)
    response["Cache-Control"] = "private, max-age=600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
