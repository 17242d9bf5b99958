"""The API as one object, and its description for those who are signed in."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET
from ninja import NinjaAPI

import gongjian
from gongjian.apps.api.guard import answer_errors
from gongjian.apps.api.operations import ROUTERS
from gongjian.core.access import ActorRequest, signed_in

api = NinjaAPI(
    title="共建 API",
    version=gongjian.__version__,
    description="只读，不保存任何东西。用登录后的会话访问，权限与页面相同；别的范围的内容和不存在的一样，回 404。",
    urls_namespace="gongjian-api",
    docs_url=None,
    openapi_url=None,
)
answer_errors(api)
for prefix, router in ROUTERS.items():
    api.add_router(prefix, router)


@signed_in
@require_GET
def describe(request: ActorRequest) -> HttpResponse:
    """Describe every operation (OpenAPI)."""
    prefix = reverse("api:openapi").removesuffix("openapi.json")
    return JsonResponse(api.get_openapi_schema(path_prefix=prefix), json_dumps_params={"ensure_ascii": False})
