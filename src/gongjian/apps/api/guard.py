"""Who may call an operation, and what is answered when something is wrong: one shape for every error."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.utils import check_csrf, contribute_operation_callback

from gongjian.apps.api import services
from gongjian.core.access import Actor, ActorRequest, Right
from gongjian.core.errors import DomainError, NotAllowed, TooMany
from gongjian.core.flood import sender_of

F = TypeVar("F", bound=Callable[..., Any])
BEARER = "bearer "
CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    409: "conflict",
    413: "too_large",
    422: "invalid",
    429: "too_many",
}


class ErrorOut(Schema):
    """What every error looks like. Quote `request_id` to support."""

    code: str
    message: str
    request_id: str


ERRORS = {400: ErrorOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 422: ErrorOut, 429: ErrorOut}
"""Add to the `response` of every operation that reads, so that the description of the API names them."""
READ_ERRORS = {401: ErrorOut, 403: ErrorOut, 422: ErrorOut, 429: ErrorOut}
"""Those of a list that takes no place or row by its id."""
ROW_ERRORS = {**READ_ERRORS, 404: ErrorOut}
"""Those of a reading that does."""
WRITE_ERRORS = {**ERRORS, 409: ErrorOut, 413: ErrorOut}
"""Add to the `response` of every operation that writes."""

OPERATION_RIGHTS: dict[str, Right] = {}
"""Every operation by name with the right it needs, for the tests and the description."""


class NotSignedIn(Exception):
    """The call came without a session or a good token; the message says which."""


def needs(right: Right, *, writes: bool = False) -> Callable[[F], F]:
    """Guard an operation as `core.access.allows` guards a page, answering 401 instead of a redirect.

    Who calls is asked before anything he sent is looked at.

    The caller is known by a token (`Authorization: Bearer …`) or by the session of a signed-in person. What
    writes is done once for each `Idempotency-Key`, and by session only from our own pages.
    """

    def check(request: ActorRequest) -> bool:
        identify(request, writes=writes)
        request.actor.require(right)
        return True

    def guard(operation: F) -> F:
        @wraps(operation)
        def guarded(request: ActorRequest, *args: Any, **kwargs: Any) -> Any:
            if writes:
                return services.done_once(request, lambda: operation(request, *args, **kwargs))
            return operation(request, *args, **kwargs)

        guarded.required_right = right  # type: ignore[attr-defined]
        OPERATION_RIGHTS[operation.__name__] = right
        contribute_operation_callback(guarded, lambda made: setattr(made, "auth_callbacks", [check]))
        return guarded  # type: ignore[return-value]

    return guard


def identify(request: ActorRequest, *, writes: bool = False) -> None:
    """Find out who calls: the token's account in place of the session's, if a token came along.

    Raises NotSignedIn, NotAllowed for a write that another site's page may have started, and TooMany.
    """
    given = request.headers.get("Authorization", "")
    if given[: len(BEARER)].lower() == BEARER:
        caller = services.admit(given[len(BEARER) :].strip(), sender_of(request))
        if caller is None:
            raise NotSignedIn("令牌不对、已到期或已收回。请找发令牌的安全管理员换一个。")
        request.actor = caller.actor
    elif request.actor.user_id is None:
        raise NotSignedIn("请先登录，或者在请求头里带令牌：Authorization: Bearer 令牌。")
    elif writes and check_csrf(request, identify) is not None:
        raise NotAllowed("用登录的会话写入时，要在请求头里带 X-CSRFToken；程序请改用令牌。")


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
        response = answer(request, 401, str(error))
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(services.DoneBefore)
    def done_before(request: HttpRequest, error: services.DoneBefore) -> HttpResponse:
        if not error.status:
            return answer(request, 409, "这次操作已经办过，只是回执没有留下。请查一下结果，不要重复提交。")
        response = HttpResponse(error.body, status=error.status, content_type="application/json")
        response["Idempotent-Replayed"] = "true"
        return response

    @api.exception_handler(DomainError)
    def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
        response = answer(request, error.status, error.message)
        if isinstance(error, TooMany) and error.retry_after_s:
            response["Retry-After"] = str(error.retry_after_s)
        return response

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        names = "、".join(sorted({str(fault["loc"][-1]) for fault in error.errors}))
        return answer(request, 422, f"参数 {names} 不对。请对照 /api/openapi.json 改正。")

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_048_576
        return answer(request, 413, f"送来的内容超过 {most} MB，没有收下。")

    @api.exception_handler(MultiPartParserError)
    def no_parts(request: HttpRequest, error: MultiPartParserError) -> HttpResponse:
        return answer(request, 400, "表单读不懂。请检查 Content-Type 和 multipart 的分隔。")

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        unreadable = error.status_code == 400
        sentence = "请求的内容读不懂。请对照 /api/openapi.json 写成 JSON。" if unreadable else str(error)
        return answer(request, error.status_code, sentence)


def person(request: HttpRequest) -> Actor:
    """Return who calls."""
    return request.actor  # type: ignore[attr-defined]
