"""The API as one object, and its description for those who are signed in."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET
from ninja import NinjaAPI

import gongjian
from gongjian.apps.api import services
from gongjian.apps.api.guard import answer_errors
from gongjian.apps.api.operations import ROUTERS
from gongjian.core.access import ActorRequest, signed_in

DESCRIPTION = (
    "用令牌（Authorization: Bearer）或登录后的会话访问，权限与页面相同；别的范围的内容和不存在的一样，回 404。"
    "读取的回答带 ETag，可用 If-None-Match 再问；写入可带 Idempotency-Key，同一个键只办一次。"
    "每个令牌、每个来处有快慢的限度，超过回 429，按 Retry-After 等一等。"
)
KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "重复提交时用同一个值，只办一次，回第一次的回答（留一天）。",
    "schema": {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[!-~]+$"},
}
RETRY_AFTER = {
    "description": "再过几秒可以再试。",
    "schema": {"type": "integer", "minimum": 1},
}


class Api(NinjaAPI):
    """The operations; what is read bears a mark of its content, what is written once keeps its answer."""

    def create_response(self, request: HttpRequest, data: Any, **named: Any) -> HttpResponse:
        """Write an answer; an unchanged one is not sent again."""
        response = super().create_response(request, data, **named)
        if response.status_code < 300:
            services.keep_answer(request, response.status_code, response.content)
        if request.method == "GET" and response.status_code == 200:
            mark = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response["ETag"], response["Cache-Control"] = mark, "private, no-cache"
            unchanged = get_conditional_response(request, etag=mark, response=response)
            return unchanged if isinstance(unchanged, HttpResponseNotModified) else response
        return response

    def get_openapi_schema(self, **named: Any) -> Any:
        """Describe the operations, with how a caller proves who he is."""
        schema = super().get_openapi_schema(**named)
        schema["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        for path in schema["paths"].values():
            for method, operation in path.items():
                operation["security"] = [{"token": []}]
                for status in ("429", 429):
                    if status in operation["responses"]:
                        operation["responses"][status]["headers"] = {"Retry-After": RETRY_AFTER}
                if "409" in operation["responses"] or 409 in operation["responses"]:
                    operation.setdefault("parameters", []).append(KEY_PARAMETER)
                if method == "get":
                    operation["responses"]["304"] = {"description": "内容没有变"}
        return schema


api = Api(
    title="共建 API",
    version=gongjian.__version__,
    description=DESCRIPTION,
    urls_namespace="gongjian-api",
    docs_url=None,
    openapi_url=None,
)
answer_errors(api)
for prefix, routers in ROUTERS.items():
    for router in routers:
        api.add_router(prefix, router)


@signed_in
@require_GET
def describe(request: ActorRequest) -> HttpResponse:
    """Describe every operation (OpenAPI)."""
    prefix = reverse("api:openapi").removesuffix("openapi.json")
    return JsonResponse(api.get_openapi_schema(path_prefix=prefix), json_dumps_params={"ensure_ascii": False})
