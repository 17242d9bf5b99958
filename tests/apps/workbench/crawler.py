"""Walk the product as a person would: from the first page along every internal link."""

from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

READS_AT_MOST = 12
MANY_APPS = {"/": 24}
"""The first page asks every app that may have something waiting, once each."""
LEFT_OUT = ("/accounts/", "/static/", "/files/")
NEEDS_FONTS = "/file.pdf"


class _Links(HTMLParser):
    """Collect the addresses of links and of parts that load by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep `href` of links and `hx-get` of anything."""
        values = dict(attrs)
        for name in ("href", "hx-get") if tag == "a" else ("hx-get",):
            if address := values.get(name):
                self.found.append(address)


@dataclass
class Walk:
    """What a walk saw: pages in order, and a sentence for each that failed."""

    pages: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def walk(client: Client, start: str = "/", most: int = 150) -> Walk:
    """Open up to `most` pages; a fault is a status other than 200 or 302, or too many SELECTs."""
    seen, waiting, result = {start}, deque([(start, "")]), Walk()
    while waiting and len(result.pages) < most:
        address, came_from = waiting.popleft()
        result.pages.append(address)
        with CaptureQueriesContext(connection) as reads:
            response = client.get(address)
        selects = sum(query["sql"].lstrip("( ").upper().startswith("SELECT") for query in reads)
        if response.status_code not in (200, 302):
            result.faults.append(f"{response.status_code} {address} (from {came_from})")
        if selects > MANY_APPS.get(address.split("?")[0], READS_AT_MOST):
            result.faults.append(f"{selects} SELECTs {address}")
        for link in _links_of(address, response):
            if link not in seen:
                seen.add(link)
                waiting.append((link, address))
    return result


def _links_of(address: str, response: object) -> list[str]:
    if response.status_code == 302:  # type: ignore[attr-defined]
        found = [response["Location"]]  # type: ignore[index]
    elif response.get("Content-Type", "").startswith("text/html"):  # type: ignore[attr-defined]
        parser = _Links()
        parser.feed(response.content.decode())  # type: ignore[attr-defined]
        found = parser.found
    else:
        return []
    targets = [urlsplit(urljoin(address, link)) for link in found]
    return [
        f"{target.path}?{target.query}" if target.query else target.path
        for target in targets
        if not target.netloc
        and target.scheme == ""
        and not target.path.startswith(LEFT_OUT)
        and not target.path.endswith(NEEDS_FONTS)
    ]
