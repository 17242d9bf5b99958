"""Views that a script calls: guarded as pages are, and every answer JSON, also the refusals.

A refusal is {error: a code, message: the sentence, request_id}. Signed out is 401 and never a page to sign in.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db import OperationalError
from django.http import HttpResponse, JsonResponse

from gongjian.core.access import ActorRequest, Right
from gongjian.core.errors import DomainError

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponse]
CODES = {
    400: "unreadable",
    403: "not_allowed",
    404: "not_found",
    409: "conflict",
    413: "too_large",
    422: "invalid",
}
log = logging.getLogger(__name__)


class TooLarge(DomainError):
    """More was sent than one request may bring; the message says how much may."""

    status = 413


def allows_json(right: Right) -> Callable[[View[P]], View[P]]:
    """Guard a view that a script calls: signed in, holding `right`, refusals as JSON with their sentence."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.actor.user_id is None:
                return refuse(request, 401, "signed_out", "请重新登录。没传上来的都还在手机上。")
            try:
                request.actor.require(right)
                return view(request, *args, **kwargs)
            except DomainError as refusal:
                code = getattr(refusal, "code", CODES.get(refusal.status, "refused"))
                return refuse(request, refusal.status, code, refusal.message)
            except OperationalError:
                log.warning("request %s: the database is busy", request.request_id, exc_info=True)
                return refuse(request, 503, "busy", "服务器正忙，没有收下。请稍后再传，手机上的都还在。")

        guarded.required_right = right  # type: ignore[attr-defined]
        guarded.answers_json = True  # type: ignore[attr-defined]
        return guarded

    return guard


def refuse(request: ActorRequest, status: int, code: str, message: str, **more: Any) -> JsonResponse:
    """Answer a refusal."""
    body = {"error": code, "message": message, "request_id": request.request_id, **more}
    return JsonResponse(body, status=status)
