"""What Open311 clients send, read from the request; each refusal names the parameter."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gongjian.apps.api.selectors.open311 import SPAN, RequestQuery
from gongjian.apps.api.services import PostedRequest, PostedUpdate
from gongjian.core.attachments import Upload
from gongjian.core.errors import Invalid

T = TypeVar("T", int, float)
MOST_PAGE_SIZE, MOST_PAGES, MOST_NUMBERS = 500, 10_000, 200
MOST_RADIUS_M, RADIUS_M = 50_000, 1_000
STATUSES = frozenset({"open", "closed"})
OWN_NUMBERS = ("service_request_id_ext", "attribute[fixmystreet_id]", "attribute[external_id]")


def request_query(params: QueryDict, place_code: str) -> RequestQuery:
    """Read which requests are asked for."""
    start_at, end_at = read_span(params)
    statuses = frozenset(listed(params, "status"))
    if statuses - STATUSES:
        raise Invalid("status 只能是 open 或 closed，几个用逗号隔开。")
    latitude, longitude = _point(params)
    return RequestQuery(
        place_code=place_code,
        numbers=listed(params, "service_request_id"),
        service_codes=listed(params, "service_code"),
        start_at=start_at,
        end_at=end_at,
        statuses=statuses,
        latitude=latitude,
        longitude=longitude,
        radius_m=_number(params, "radius", int, 1, MOST_RADIUS_M, RADIUS_M),
        **read_page(params),
    )


def read_page(params: QueryDict) -> dict[str, int]:
    """Read `page` and `page_size`."""
    return {
        "page": _number(params, "page", int, 1, MOST_PAGES, 1),
        "page_size": _number(params, "page_size", int, 1, MOST_PAGE_SIZE, 100),
    }


def read_span(params: QueryDict) -> tuple[datetime, datetime]:
    """Read `start_date` and `end_date`: the last 90 days when left out, 90 days at most."""
    start_at, end_at = _moment(params, "start_date"), _moment(params, "end_date")
    if start_at is not None and end_at is not None:
        if end_at < start_at:
            raise Invalid("end_date 早于 start_date。请核对。")
        if end_at - start_at > SPAN + timedelta(days=1):
            raise Invalid("start_date 到 end_date 不能超过 90 天。请分几次查。")
        return start_at, end_at
    if start_at is not None:
        return start_at, start_at + SPAN
    last = end_at or timezone.now() + timedelta(minutes=1)
    return last - SPAN, last


def listed(params: QueryDict, name: str) -> list[str]:
    """Read a parameter that holds several values parted by commas."""
    found = [part.strip() for part in _text(params, name).split(",") if part.strip()]
    if len(found) > MOST_NUMBERS:
        raise Invalid(f"{name} 一次最多 {MOST_NUMBERS} 个。请分几次查。")
    return found


def posted_request(request: HttpRequest, place_code: str) -> PostedRequest:
    """Read a request that was posted."""
    data = request.POST
    service_code = _text(data, "service_code")
    if not service_code:
        raise Invalid("没有 service_code。请从 services 里选一个。")
    latitude, longitude = _point(data)
    address = _text(data, "address_string", 200)
    if latitude is None and not address:
        raise Invalid("没有位置。请送 lat 和 long，或者 address_string。")
    number = next((text for name in OWN_NUMBERS if (text := _text(data, name, 30))), "")
    return PostedRequest(
        place_code=place_code,
        service_code=service_code,
        words=_text(data, "description", 4000),
        address=address,
        latitude=_micro(latitude),
        longitude=_micro(longitude),
        name=_name(_text(data, "first_name", 40), _text(data, "last_name", 40)),
        phone=_text(data, "phone", 20),
        email=_text(data, "email", 120),
        number=number,
        media_urls=_media_urls(data),
        photos=_photos(request),
    )


def posted_update(request: HttpRequest) -> PostedUpdate:
    """Read an update that was posted."""
    data = request.POST
    number = _text(data, "update_id", 60) or _text(data, "update_id_ext", 60)
    request_number = _text(data, "service_request_id", 40)
    if not number or not request_number:
        raise Invalid("没有 service_request_id 或 update_id。两个都要有。")
    return PostedUpdate(
        request_number=request_number,
        number=number,
        words=_text(data, "description", 4000),
        status=_text(data, "status", 40).upper(),
        media_urls=_media_urls(data),
        photos=_photos(request),
    )


def _text(params: QueryDict, name: str, most: int = 2000) -> str:
    found = params.get(name, "").strip()
    if "\x00" in found:
        raise Invalid(f"{name} 里有不能存的字符。")
    if len(found) > most:
        raise Invalid(f"{name} 最长 {most} 个字符，送来 {len(found)} 个。")
    return found


def _number(params: QueryDict, name: str, kind: Callable[[str], T], least: T, most: T, default: T) -> T:
    text = _text(params, name)
    if not text:
        return default
    try:
        value = kind(text)
    except ValueError as error:
        raise Invalid(f"{name} 应是数字，送来的是“{text[:30]}”。") from error
    if not least <= value <= most:
        raise Invalid(f"{name} 要在 {least} 到 {most} 之间。")
    return value


def _point(params: QueryDict) -> tuple[float | None, float | None]:
    if not params.get("lat") and not params.get("long"):
        return None, None
    if not params.get("lat") or not params.get("long"):
        raise Invalid("lat 和 long 要一起送。")
    return (
        _number(params, "lat", float, -90.0, 90.0, 0.0),
        _number(params, "long", float, -180.0, 180.0, 0.0),
    )


def _micro(degrees: float | None) -> Decimal | None:
    try:
        return None if degrees is None else Decimal(repr(degrees)).quantize(Decimal("0.000001"))
    except InvalidOperation as error:
        raise Invalid("lat 和 long 读不懂。") from error


def _moment(params: QueryDict, name: str) -> datetime | None:
    text = _text(params, name).replace(" ", "+")  # an unescaped plus of an offset
    if not text:
        return None
    try:
        found = parse_datetime(text)
        moved = found - timedelta(days=400) if found else None  # within what a calendar holds on both sides
    except (ValueError, OverflowError):
        found = moved = None
    if found is None or moved is None or found.tzinfo is None or not 1970 <= found.year <= 2200:
        raise Invalid(f"{name} 应写成 2026-01-01T00:00:00Z 这样，带时区。")
    return found


def _name(first: str, last: str) -> str:
    is_western = (first + last).isascii()
    return f"{first} {last}".strip() if is_western else f"{last}{first}"


def _media_urls(data: QueryDict) -> list[str]:
    found = [url.strip() for name in ("media_url", "media_url[]") for url in data.getlist(name)]
    return [url for url in found if url]


def _photos(request: HttpRequest) -> list[Upload]:
    return [Upload(file.name or "", file.read()) for _name, files in request.FILES.lists() for file in files]
