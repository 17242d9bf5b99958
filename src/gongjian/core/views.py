"""Pages of the core: files, language, the audit trail, rules, health, error pages."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.core import audit, files, rule_words, trail
from gongjian.core.access import ActorRequest, Right, allows, public, signed_in
from gongjian.core.downloads import send_file
from gongjian.core.htmx import render_either
from gongjian.core.listing import page_of
from gongjian.core.middleware import render_error
from gongjian.core.models import Rule
from gongjian.core.samples import sample_map

INLINE_TYPES = frozenset({"image/jpeg", "image/png", "application/pdf"})


@allows(Right.WORKBENCH_VIEW)
@require_GET
def open_file(request: ActorRequest, file_id: int) -> HttpResponse:
    """Serve a file to those who may see its place or unit."""
    stored, content = files.read_file(request.actor, file_id)
    response = send_file(
        content, stored.name, stored.content_type, is_shown=stored.content_type in INLINE_TYPES
    )
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@public("the language is a choice of the visitor, kept in a cookie")
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch between 中文 and English and go back to the page."""
    target = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    code = request.POST.get("language", "")
    if check_for_language(code):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 86400, samesite="Lax")
    return response


@allows(Right.AUDIT_VIEW)
@require_GET
def list_audit(request: ActorRequest) -> HttpResponse:
    """List the trail of one's places in words, newest first, with the state of the chain."""
    filters = trail.TrailFilter(request.GET)
    asked = filters.asked
    page = page_of(trail.list_entries(request.actor, asked), request.GET)
    rows = trail.in_words(page.rows)
    context = {
        "page": page,
        "rows": rows,
        "filters": filters,
        "is_narrowed": bool(asked),
        "about": (rows[0].entry.object_label or rows[0].kind) if rows and "object_id" in asked else "",
        "head": audit.head(),
    }
    return render(request, "core/audit.html", context)


@signed_in
@require_GET
def list_rules(request: ActorRequest) -> HttpResponse:
    """Show the rules with numbers, each with its day, place and source."""
    page = page_of(Rule.objects.all(), request.GET)
    rows = [(rule, rule_words.name_of(rule.key), rule_words.say(rule.key, rule.value)) for rule in page.rows]
    return render(request, "core/rules.html", {"page": page, "rows": rows})


@signed_in
@require_GET
def components(request: ActorRequest) -> HttpResponse:
    """Show every component in every state, for those who build pages; a layer's content for htmx."""
    return render_either(request, "core/components.html", "core/_component_layer.html", {"map": sample_map()})


@public("answers load balancers; says nothing but alive")
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the address or form could not be read, or that it holds more than a form may."""
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_048_576
        sentence = _("填的内容超过 %(most)s MB，没有收下。请回到上一页，分成几份再交，或者存成文件上传。")
        return render_error(request, 413, sentence % {"most": most})
    return render_error(request, 400, _("这个请求读不懂。请回到上一页重新操作。"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a right is missing."""
    return render_error(request, 403, _("你没有这项权限。需要时请找本单位的安全管理员授权。"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that nothing is there; the same words for what others own."""
    return render_error(request, 404, _("没有找到。它可能已经移走，或者不归你管。"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, with a number to quote."""
    return render_error(
        request, 500, _("系统出了错，你填的内容没有丢。请稍后再试；还不行，把下面的编号告诉系统管理员。")
    )
