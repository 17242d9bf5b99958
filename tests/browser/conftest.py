"""A Chromium for the browser tests; without one they are skipped."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start the browser once for the session."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    api = pytest.importorskip("playwright.sync_api")
    if path is None:
        pytest.skip("没有 Chromium，浏览器测试跳过")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop running in this thread
        yield browser
        browser.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _is_fault(message: Any) -> bool:
    """Leave out answers of 4xx, which the browser logs too: tests say themselves what they expect."""
    return message.type == "error" and not message.text.startswith(
        ("Failed to load resource", "Response Status")
    )


@pytest.fixture
def open_page(chromium: Any, live_server: Any, client: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a path as the signed-in `client`, failing on script or policy errors."""
    contexts, complaints = [], []

    def _open(path: str, width: int = 1440, javascript: bool = True, locale: str = "zh-CN") -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale=locale,
            java_script_enabled=javascript,
            bypass_csp=False,
        )
        contexts.append(context)
        cookies = [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in client.cookies.items()
        ]
        if cookies:
            context.add_cookies(cookies)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: complaints.append(message.text) if _is_fault(message) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, f"{path} answered {answer.status}"
        return page

    yield _open
    for context in contexts:
        context.close()
    assert complaints == []
