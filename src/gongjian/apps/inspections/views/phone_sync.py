"""What the phone's app asks for and sends: rounds, bundles, its operations, what is still on it. All JSON."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.inspections.selectors import bundles, conflicts, patrol_json, phone_json
from gongjian.apps.inspections.services import conflicts as choosing
from gongjian.apps.inspections.services import phones, replay
from gongjian.apps.inspections.services.moments import moment
from gongjian.core.access import ActorRequest, Right
from gongjian.core.errors import Invalid
from gongjian.core.json_views import TooLarge, allows_json
from gongjian.core.rules import rule_value

ROOM_FOR_WORDS = 1 << 20
"""What a request may have around its files: the operations themselves, and what multipart adds."""


@require_GET
@allows_json(Right.INSPECTIONS_SCORE)
def rounds(request: ActorRequest) -> HttpResponse:
    """List the rounds that one may take along now."""
    return JsonResponse(bundles.rounds_to_take(request.actor), safe=False)


@require_GET
@allows_json(Right.INSPECTIONS_SCORE)
def bundle(request: ActorRequest, round_id: int) -> HttpResponse:
    """Give a round along, or say that what the phone has is still what stands."""
    return _taken_along(request, bundles.read_bundle(request.actor, round_id, request.GET.get("within", "")))


@require_GET
@allows_json(Right.PHONE_USE)
def patrol(request: ActorRequest) -> HttpResponse:
    """Give the matters along that wait for one in the field, or say that what the phone has still stands."""
    return _taken_along(request, patrol_json.read_patrol(request.actor))


def _taken_along(request: ActorRequest, found: dict[str, Any]) -> HttpResponse:
    mark = bundles.etag_of(found)
    if request.headers.get("If-None-Match") == mark:
        response = HttpResponse(status=304)
    else:
        now = timezone.now().isoformat()
        response = JsonResponse({**found, "taken_at": now, "csrf": get_token(request)})
    response["ETag"] = mark
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_POST
@allows_json(Right.PHONE_USE)
def sync(request: ActorRequest) -> HttpResponse:
    """Replay operations in order; answer what became of each, and what they touched as it stands now."""
    _refuse_too_large(request)
    rows = _json(request.POST.get("operations", ""))
    most = rule_value("phones.sync_max_operations", on=timezone.localdate())
    if isinstance(rows, list) and len(rows) > most:
        raise TooLarge(f"一次最多传 {most} 条记录，这次有 {len(rows)} 条。请分几次传。")
    lost = _json(request.POST.get("lost", "[]"))
    replayed = replay.replay(
        actor=request.actor,
        device=_device(request.POST.get("device")),
        device_name=request.POST.get("device_name", ""),
        operations=replay.parse_operations(rows),
        sent=_files(request),
        lost=frozenset(name for name in lost if isinstance(name, str)),
        lag=_lag(request.POST.get("sent_at", "")),
    )
    touched = phone_json.own_sheets(request.actor).filter(pk__in=replayed.sheet_ids)
    return JsonResponse(
        {
            "expected": replayed.expected,
            "done": [vars(done) for done in replayed.done],
            "missing": replayed.missing,
            "sheets": phone_json.sheets_as_json(touched) if replayed.sheet_ids else [],
            "matters": patrol_json.matters_as_json(request.actor, replayed.matter_ids)
            if replayed.matter_ids
            else [],
            "csrf": get_token(request),
        }
    )


def _lag(sent_at: str) -> timedelta | None:
    """Say how far the phone's clock is behind ours, by the moment at which it says it sends; None from older phones."""
    try:
        return timezone.now() - moment(sent_at) if sent_at else None
    except (ValueError, OverflowError):
        return None


def _refuse_too_large(request: ActorRequest) -> None:
    """Refuse a request by the length it states, before it is read; one that states none is not read either."""
    most = rule_value("phones.sync_max_bytes", on=timezone.localdate())
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdigit() or int(length) > most + ROOM_FOR_WORDS:
        raise TooLarge(f"一次最多传 {most // 1_048_576} MB。请少带几张照片，分几次传。")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Invalid("手机发来的内容读不懂。请更新手机上的页面再传，手机上的都还在。") from error


def _device(text: Any) -> str:
    try:
        return str(UUID(text))
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid("手机没有报自己的编号。请更新手机上的页面再传，手机上的都还在。") from error


def _files(request: ActorRequest) -> dict[str, bytes]:
    """Read the files that arrived whole: their bytes bear out the digest they are named by."""
    found = {}
    for name in request.FILES:
        content = b"".join(file.read() for file in request.FILES.getlist(name)[:1])
        if hashlib.sha256(content).hexdigest() == name:
            found[name] = content
    return found


@require_POST
@allows_json(Right.PHONE_USE)
def state(request: ActorRequest) -> HttpResponse:
    """Keep what a phone says is still on it; one that says nothing of rounds only asks who is signed in."""
    said = _json(request.body.decode(errors="replace"))
    if not isinstance(said, dict):
        raise Invalid("手机发来的情况读不懂。请更新手机上的页面。")
    if "rounds" in said:
        _hear(request, said)
    actor = request.actor
    return JsonResponse(
        {
            "csrf": get_token(request),
            "server_time": timezone.now().isoformat(),
            "user": {"id": actor.user_id, "name": actor.name},
            "may": {"score": actor.can(Right.INSPECTIONS_SCORE), "patrol": actor.can(Right.MATTERS_VIEW)},
        }
    )


def _hear(request: ActorRequest, said: dict[str, Any]) -> None:
    storage = said.get("storage")
    phones.hear_phone(
        actor=request.actor,
        device=_device(said.get("device")),
        name=str(said.get("device_name") or ""),
        rounds=phones.parse_words(said.get("rounds") or []),
        storage={
            name: storage.get(name)
            for name in ("used", "quota", "persisted")
            if storage.get(name) is not None
        }
        if isinstance(storage, dict)
        else {},
    )


@require_POST
@allows_json(Right.INSPECTIONS_SCORE)
def resolve(request: ActorRequest, conflict_id: int) -> HttpResponse:
    """Choose the phone's or the desk's value of one open field; answer the sheet as it stands now."""
    conflict = conflicts.get_conflict(request.actor, conflict_id)
    said = _json(request.body.decode(errors="replace"))
    choice = str(said.get("choose")) if isinstance(said, dict) else ""
    choosing.resolve_conflicts(actor=request.actor, sheet_id=conflict.sheet_id, chosen={conflict.pk: choice})
    rows = conflicts.sheet_of(request.actor, conflict)
    return JsonResponse({"sheets": phone_json.sheets_as_json(rows), "csrf": get_token(request)})
