"""A browser without scripts, as far as these pages need one: cookies, forms, redirects; and how long each answer took."""

import gzip
import http.client
import re
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field

from benchmarks._server import PROXIED

PAUSES_S = (0.2, 0.5, 1, 2, 4)
GIVE_UP_S = 120
ANSWER_S = 60
CODE, NUMBER = "查询码</dt><dd", "编号</dt><dd"
BROKEN = (OSError, http.client.HTTPException)
AWAY = (500, 502, 503, 504)


@dataclass(frozen=True)
class Answer:
    """One answer: its status, where it sends the browser, and the page."""

    status: int
    location: str
    body: str


@dataclass
class Record:
    """What all browsers saw: seconds by kind of page, and what went wrong. Filled by many threads."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    retries: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, kind: str, seconds: float) -> None:
        """Note how long after the moment it was meant for a page was there."""
        with self._lock:
            self.times[kind].append(seconds)

    def failed(self, kind: str, why: str) -> None:
        """Note a page that did not come as it should."""
        with self._lock:
            self.errors.append(f"{kind}: {why[:200]}")

    def tried_again(self) -> None:
        """Note that a browser asked again because no answer came."""
        with self._lock:
            self.retries += 1


class Browser:
    """One browser behind the site's proxy; `address` is the one that the proxy saw it at.

    With `is_patient` it asks again when no answer comes, as a person presses the button once more.
    """

    def __init__(
        self, port: int, record: Record, address: str, session: str = "", is_patient: bool = False
    ) -> None:
        self.port, self.record, self.address, self.is_patient = port, record, address, is_patient
        self.cookies = {"sessionid": session} if session else {}
        self._line: http.client.HTTPConnection | None = None

    def get(self, kind: str, path: str, meant_at: float) -> Answer | None:
        """Open a page and follow where it leads; None when it did not come."""
        answer = self._timed(kind, "GET", path, meant_at)
        if answer is not None and answer.location:
            return self._timed(f"{kind} →", "GET", answer.location, time.monotonic())
        return answer

    def post(
        self, kind: str, path: str, fields: dict[str, str], meant_at: float, photos: tuple[bytes, ...] = ()
    ) -> Answer | None:
        """Send a form and follow where it leads; None when no answer came."""
        body, content_type = _multipart(fields, photos)
        answer = self._timed(kind, "POST", path, meant_at, body, {"Content-Type": content_type})
        if answer is not None and answer.location:
            return self._timed(f"{kind} →", "GET", answer.location, time.monotonic())
        return answer

    def close(self) -> None:
        """Close the connection."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _timed(
        self,
        kind: str,
        method: str,
        path: str,
        meant_at: float,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> Answer | None:
        """Ask, again where the browser is patient; time counts from the moment it was meant for."""
        attempt, why = 0, ""
        while attempt == 0 or (self.is_patient and time.monotonic() - meant_at < GIVE_UP_S):
            if attempt:
                self.record.tried_again()
                time.sleep(PAUSES_S[min(attempt, len(PAUSES_S)) - 1])
            attempt += 1
            try:
                answer = self._ask(method, path, body, headers or {})
            except BROKEN as error:
                self.close()
                why = f"{path} {error!r}"
                continue
            why = f"{path} {answer.status}"
            if answer.status not in AWAY:
                self.record.answered(kind, time.monotonic() - meant_at)
                return answer
        self.record.failed(kind, why)
        return None

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_S)
        sent = {
            **PROXIED,
            "X-Forwarded-For": self.address,
            "Referer": f"https://127.0.0.1:{self.port}/",
            **headers,
        }
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._line.request(method, path, body or None, sent)
        response = self._line.getresponse()
        content = response.read()
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _is, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers.get("Location", ""), content.decode())


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field of a page; nothing if it is not there."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def told(page: str, label: str) -> str:
    """Return what a receipt says under a label: the number, the code."""
    found = re.search(rf"{label}[^>]*>([^<]+)<", page)
    return found[1].strip() if found else ""


def _multipart(fields: dict[str, str], photos: tuple[bytes, ...]) -> tuple[bytes, str]:
    mark = "gongjian-bench-3b9a"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for content in photos:
        head = 'Content-Disposition: form-data; name="photos"; filename="IMG_0001.jpg"'
        parts.append(f"--{mark}\r\n{head}\r\nContent-Type: image/jpeg\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"
