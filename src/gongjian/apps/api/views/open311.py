"""Open reporting: Open311 GeoReport v2 with pages, places around a point, and the request updates of FixMyStreet.

Nothing here knows a session or a cookie: a caller is known by `api_key` (a token of ours) or not at all.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from gongjian.apps.api import services
from gongjian.apps.api.selectors import open311 as reads
from gongjian.apps.api.services import Caller
from gongjian.apps.api.views.open311_answers import Row, answer_fault, answer_row, answer_rows
from gongjian.apps.api.views.open311_forms import (
    listed,
    posted_request,
    posted_update,
    read_page,
    read_span,
    request_query,
)
from gongjian.apps.places.models import Place
from gongjian.core.access import public
from gongjian.core.errors import DomainError, Invalid, NotFound, TooMany
from gongjian.core.files import read_bytes
from gongjian.core.flood import sender_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
REASON = "Open311: reads what the desk published, masked; takes reports by token, or by the place's rule under flood control"
BEARER = "bearer "
DANGER = "可能有生命危险：请马上拨打 110、119 或 120，不要等这里办理。"


class NoKey(DomainError):
    """A write without a key, or any call with one that is no good."""

    status = 403


def open311(*methods: str) -> Callable[[View[P]], View[P]]:
    """Open a view to everybody, answering every refusal in the form that was asked for."""

    def wrap(view: View[P]) -> View[P]:
        @csrf_exempt
        @wraps(view)
        def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            form = str(kwargs.get("form", "xml"))
            if any("\x00" in str(value) for value in kwargs.values()):
                return answer_fault(request, "xml", 404, "没有这个地址。")
            if form not in ("xml", "json"):
                return answer_fault(request, "xml", 404, "只有 .xml 和 .json 两种格式。")
            if request.method == "OPTIONS" and "GET" in methods:
                return answer_rows(request, form, "allowed", "method", [])
            if request.method not in methods:
                response = answer_fault(request, form, 405, f"这里只能用 {'、'.join(methods)}。")
                response["Allow"] = ", ".join(methods)
                return response
            try:
                return view(request, *args, **kwargs)
            except RequestDataTooBig:
                most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_048_576
                return answer_fault(request, form, 413, f"送来的内容超过 {most} MB。")
            except MultiPartParserError:
                return answer_fault(request, form, 400, "表单读不懂。请检查 multipart 的分隔。")
            except DomainError as refusal:
                status = 400 if isinstance(refusal, Invalid) else refusal.status
                response = answer_fault(request, form, status, refusal.message)
                if isinstance(refusal, TooMany) and refusal.retry_after_s:
                    response["Retry-After"] = str(refusal.retry_after_s)
                return response

        return public(REASON)(opened)

    return wrap


@open311("GET")
def discover(request: HttpRequest, form: str) -> HttpResponse:
    """Say where the interface is and what it speaks."""
    base = request.build_absolute_uri(reverse("open311:services", args=["xml"])).removesuffix("/services.xml")
    endpoint: Row = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": base,
        "changeset": f"{timezone.localdate():%Y-%m-%d}T00:00:00+08:00",
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    found: Row = {
        "changeset": endpoint["changeset"],
        "contact": "请找当地治理办",
        "key_service": "接口令牌由当地安全管理员发放",
        "endpoints": [endpoint],
    }
    return answer_row(request, form, "discovery", found)


@open311("GET")
def list_services(request: HttpRequest, form: str) -> HttpResponse:
    """List what can be reported at a place."""
    rows = reads.list_services(_jurisdiction(request, _caller(request)))
    return answer_rows(request, form, "services", "service", rows)


@open311("GET")
def show_service(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Say what a service asks for."""
    row = reads.get_service(_jurisdiction(request, _caller(request)), code)
    return answer_row(request, form, "service_definition", row)


@open311("GET", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """List requests, or take one in."""
    caller = _caller(request)
    if request.method == "POST":
        return _post_request(request, form, caller)
    place_code = _jurisdiction(request, caller, is_needed=not listed(request.GET, "service_request_id"))
    query = request_query(request.GET, place_code)
    rows = reads.list_requests(query, caller.actor.user_id if caller else None)
    return answer_rows(request, form, "service_requests", "request", _with_hosts(request, rows))


@open311("GET")
def show_request(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """Show one request."""
    caller = _caller(request)
    row = reads.get_request(number, caller.actor.user_id if caller else None)
    return answer_rows(request, form, "service_requests", "request", _with_hosts(request, [row]))


@open311("GET")
def show_token(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """Return the number that a token stands for."""
    row: Row = {"service_request_id": services.number_of(token), "token": token}
    return answer_rows(request, form, "service_requests", "request", [row])


@open311("GET", "POST")
def updates(request: HttpRequest, form: str) -> HttpResponse:
    """List what happened to requests, or take in what the reporter's side adds."""
    caller = _caller(request)
    if request.method == "POST":
        if caller is None:
            raise NoKey("没有 api_key，或者不对。请带上令牌。")
        step_id = services.post_update(actor=caller.actor, posted=posted_update(request))
        return answer_rows(
            request, form, "service_request_updates", "request_update", [{"update_id": str(step_id)}]
        )
    number = request.GET.get("service_request_id", "").strip()
    start_at, end_at = read_span(request.GET)
    rows = reads.list_updates(
        _jurisdiction(request, caller, is_needed=not number),
        caller.actor.user_id if caller else None,
        start_at=start_at,
        end_at=end_at,
        number=number.replace("\x00", ""),
        **read_page(request.GET),
    )
    return answer_rows(request, form, "service_request_updates", "request_update", rows)


@open311("GET")
def show_photo(request: HttpRequest, number: str, photo_id: int) -> HttpResponse:
    """Show a photo that the desk made public."""
    photo = reads.get_public_photo(number, photo_id)
    response = HttpResponse(read_bytes(photo.file), content_type=photo.file.content_type)
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _post_request(request: HttpRequest, form: str, caller: Caller | None) -> HttpResponse:
    place_code = _jurisdiction(request, caller)
    reported, token = services.post_request(
        actor=caller.actor if caller else None,
        sender=sender_of(request),
        posted=posted_request(request, place_code),
    )
    notice = DANGER if reported.matter.is_danger else f"已收到，查询码 {reported.follow_code}，只显示这一次。"
    named = {"token": token} if token else {"service_request_id": reported.matter.number}
    row: Row = {**named, "service_notice": notice, "account_id": ""}
    response = answer_rows(request, form, "service_requests", "request", [row])
    response.status_code = 200
    response["Cache-Control"] = "no-store"
    return response


def _caller(request: HttpRequest) -> Caller | None:
    """Find out who calls: by `api_key` or a bearer token; nobody without one. Raises NoKey for one that is no good."""
    header = request.headers.get("Authorization", "")
    bearer = header[len(BEARER) :] if header[: len(BEARER)].lower() == BEARER else ""
    key = request.POST.get("api_key") or request.GET.get("api_key") or bearer
    if not key:
        return None
    caller = services.admit(key.strip(), sender_of(request))
    if caller is None:
        raise NoKey("api_key 不对、已到期或已收回。请找发令牌的安全管理员换一个。")
    return caller


def _jurisdiction(request: HttpRequest, caller: Caller | None, *, is_needed: bool = True) -> str:
    """Return the place that is meant: the one named, else the token's own."""
    code = (request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id") or "").strip()
    if not code and caller is not None:
        code = caller.place_code
    if not code and not is_needed:
        return ""
    if not code:
        raise Invalid("没有 jurisdiction_id。请送地方的代码，如 510903。")
    is_code = code.isascii() and code.isdigit()
    if not is_code or not Place.objects.filter(code=code, valid_to__isnull=True).exists():
        raise NotFound("没有这个 jurisdiction_id。请送地方的代码，如 510903。")
    return code


def _with_hosts(request: HttpRequest, rows: list[Row]) -> list[Row]:
    """Write the addresses of photos in full."""
    for row in rows:
        if row["media_url"]:
            row["media_url"] = request.build_absolute_uri(row["media_url"])
    return rows
