"""The phone's app as a browser gets it: one page without anybody's data, a manifest, and the service worker.

The worker keeps the page and every file it needs under one version (decision 0018), so all are exchanged at once.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from gongjian.core.access import ActorRequest, Right, allows, public

FOLDER = "inspections/phone"
ENTRY = f"{FOLDER}/app.js"
WORKER = f"{FOLDER}/worker.js"
SHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/shell.css",
    "css/buttons.css",
    "css/status.css",
    "css/form.css",
    "inspections/score.css",
    f"{FOLDER}/phone.css",
)
ICONS = ("icons/mark.svg", f"{FOLDER}/icon-192.png", f"{FOLDER}/icon-512.png")
TEAL, WHITE = "#0d5b70", "#ffffff"
"""The working colour and the ground, as in tokens.css: a manifest can't name a token."""


@allows(Right.PHONE_USE)
@ensure_csrf_cookie
@require_GET
def phone(request: ActorRequest) -> HttpResponse:
    """Serve the shell: the same bytes for everybody, since the worker keeps it on the phone."""
    response = render(request, "inspections/phone.html", {"sheets": SHEETS, "entry": _module(ENTRY)})
    response["X-Phone-Shell"] = version()
    response["Cache-Control"] = "no-cache"
    return response


@public("names the app and its icons; holds nothing of anybody's, and browsers fetch it without cookies")
@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """Say how the app is installed."""
    start = reverse("inspections:phone")
    icons = [
        {"src": static(f"{FOLDER}/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    mask = {"src": static(f"{FOLDER}/icon-maskable.png"), "sizes": "512x512", "type": "image/png"}
    content = {
        "id": start,
        "name": _("共建 手机版"),
        "short_name": _("共建手机版"),
        "description": _("没有网络也能评分、巡查、拍照、签名，有网时自己上传。"),
        "lang": get_language(),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "theme_color": TEAL,
        "background_color": WHITE,
        "icons": [*icons, {**mask, "purpose": "maskable"}],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@public("holds the names of static files only; a browser must get it to renew what it kept")
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker with the list of what it keeps and the version of that list."""
    head = {"VERSION": version(), "SHELL": reverse("inspections:phone"), "FILES": addresses()}
    lines = [f"const {name} = {json.dumps(value)};" for name, value in head.items()]
    source = Path(_found(WORKER)).read_text(encoding="utf-8")
    response = HttpResponse("\n".join([*lines, source]), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def addresses() -> list[str]:
    """List the addresses of every static file the app needs without a network."""
    return [*(static(name) for name in (*SHEETS, *ICONS)), *(_module(name) for name in modules())]


def modules() -> list[str]:
    """List the app's modules; they import each other by relative names, so their addresses bear no hash."""
    root = Path(_found(ENTRY)).parent
    found = (file.relative_to(root).as_posix() for file in sorted(root.rglob("*.js")))
    return [f"{FOLDER}/{name}" for name in found if f"{FOLDER}/{name}" != WORKER]


def version() -> str:
    """Return the digest of all that the worker keeps; computed once where files don't change under us."""
    return _kept_version() if not settings.DEBUG else _digest()


@lru_cache(maxsize=1)
def _kept_version() -> str:
    return _digest()


def _digest() -> str:
    digest = hashlib.sha256()
    for content in _contents():
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]


def _contents() -> Iterator[bytes]:
    shell = Path(__file__).parents[1] / "templates" / "inspections" / "phone.html"
    for name in (*SHEETS, *ICONS, *modules(), WORKER):
        yield Path(_found(name)).read_bytes()
    yield shell.read_bytes()
    yield "\n".join(addresses()).encode()


def _module(name: str) -> str:
    return f"{settings.STATIC_URL}{name}"


def _found(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return path
