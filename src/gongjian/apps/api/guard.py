"""Who may call an operation, and what is answered when something is wrong: one shape for every error."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from gongjian.core.access import Actor, ActorRequest, Right
from gongjian.core.errors import DomainError

F = TypeVar("F", bound=Callable[..., Any])
CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    409: "conflict",
    422: "invalid",
}


class ErrorOut(Schema):
    """What every error looks like. Quote `request_id` to support."""

    code: str
    message: str
    request_id: str


ERRORS = {400: ErrorOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 422: ErrorOut}
"""Add to the `response` of every operation, so that the description of the API names them."""

OPERATION_RIGHTS: dict[str, Right] = {}
"""Every operation by name with the right it needs, for the tests and the description."""


class NotSignedIn(Exception):
    """The call came without a session."""


def needs(right: Right) -> Callable[[F], F]:
    """Guard an operation as `core.access.allows` guards a page, answering 401 instead of a redirect."""

    def guard(operation: F) -> F:
        @wraps(operation)
        def guarded(request: ActorRequest, *args: Any, **kwargs: Any) -> Any:
            if request.actor.user_id is None:
                raise NotSignedIn
            request.actor.require(right)
            return operation(request, *args, **kwargs)

        guarded.required_right = right  # type: ignore[attr-defined]
        OPERATION_RIGHTS[operation.__name__] = right
        return guarded  # type: ignore[return-value]

    return guard


def answer_errors(api: NinjaAPI) -> None:
    """Give every error of the API the one shape."""

    def answer(request: HttpRequest, status: int, message: str) -> HttpResponse:
        body = {
            "code": CODES.get(status, "error"),
            "message": message,
            "request_id": getattr(request, "request_id", ""),
        }
        return api.create_response(request, body, status=status)

    @api.exception_handler(NotSignedIn)
    def not_signed_in(request: HttpRequest, error: NotSignedIn) -> HttpResponse:
        return answer(request, 401, "请先登录。")

    @api.exception_handler(DomainError)
    def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
        return answer(request, error.status, error.message)

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        names = "、".join(sorted({str(fault["loc"][-1]) for fault in error.errors}))
        return answer(request, 422, f"参数 {names} 不对。请对照 /api/openapi.json 改正。")

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(request, error.status_code, str(error))


def person(request: HttpRequest) -> Actor:
    """Return who calls."""
    return request.actor  # type: ignore[attr-defined]
