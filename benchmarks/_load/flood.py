"""Junk sent as fast as it is answered, from one address or from many; and the desk that clears it away in one act each."""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address

from benchmarks._load.residents import OPEN, SEND
from benchmarks._load.town import Person, Town
from benchmarks._load.web import Browser, Record, hidden

FIRST_ADDRESS = int(IPv4Address("13.0.0.1"))
MARK = "垃圾件"
FIELDS = {
    "act": "send",
    "website": "",
    "what": "other",
    "more": "",
    "seen": "1",
    "latitude": "",
    "longitude": "",
    "phone": "",
    "agreed": "on",
}


@dataclass
class Flood:
    """So many junk reports to one street, over some connections kept open, from some addresses in turn."""

    town: Town
    port: int
    count: int
    connections: int
    addresses: int
    record: Record = field(default_factory=Record)
    answers: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0

    def run(self) -> None:
        """Send all of it and wait until it is answered."""
        begin = time.monotonic()
        numbers = iter(range(self.count))
        lock = threading.Lock()
        threads = [
            threading.Thread(target=self._pour, args=(numbers, lock), daemon=True)
            for _ in range(self.connections)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.seconds = time.monotonic() - begin

    @property
    def place_code(self) -> str:
        """Where all of it is said to be."""
        return self.town.communities[0]

    def _pour(self, numbers: Iterator[int], lock: threading.Lock) -> None:
        browsers: dict[int, Browser] = {}
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                break
            who = number % self.addresses
            address = str(IPv4Address(FIRST_ADDRESS + who))
            browser = browsers.setdefault(who, Browser(self.port, self.record, address))
            self._send(browser, number)
        for browser in browsers.values():
            browser.close()

    def _send(self, browser: Browser, number: int) -> None:
        path = f"/p/{self.place_code}/report/"
        shown = browser.get(OPEN, path, time.monotonic())
        if shown is None or shown.status != 200:
            self._count(shown.status if shown else 0)
            return
        words = f"{MARK}{number} {random.getrandbits(64):016x}"
        fields = {
            **FIELDS,
            "token": hidden(shown.body, "token"),
            "address": f"某路 {number} 号",
            "words": words,
        }
        answer = browser.post(SEND, path, fields, time.monotonic())
        self._count(answer.status if answer else 0)

    def _count(self, status: int) -> None:
        self.answers[status] = self.answers.get(status, 0) + 1


def check_flood(flood: Flood, person: Person) -> dict[str, object]:
    """Say what of the junk came to the desk's own list, and let a desk clear away what was held."""
    from gongjian.apps.matters.models import Matter
    from gongjian.apps.portal.models import Submission

    held = Submission.objects.filter(state="held", words__startswith=MARK)
    figures: dict[str, object] = {
        "junk answered": dict(flood.answers),
        "junk seconds": round(flood.seconds, 1),
        "junk a second": round(flood.count / max(flood.seconds, 0.001), 1),
        "junk held": held.count(),
        "junk in the desk's list": Matter.objects.filter(words__startswith=MARK).count(),
    }
    shown_s, clear_s, acts = _clear_away(flood.port, person)
    return {
        **figures,
        "held list opened, s": round(shown_s, 3),
        "acts to clear it": acts,
        "longest act, s": round(clear_s, 3),
        "junk still held": held.count(),
    }


def _clear_away(port: int, person: Person) -> tuple[float, float, int]:
    """Find the senders of the list to be junk, one act each, until none has more than a few waiting."""
    browser = Browser(port, Record(), "11.255.0.2", person.session)
    shown_s, longest, acts = 0.0, 0.0, 0
    while acts < 1000:
        begin = time.monotonic()
        page = browser.get("", "/portal/held/", begin)
        shown_s = max(shown_s, time.monotonic() - begin)
        sender = hidden(page.body, "sender") if page and MARK in page.body else ""
        if page is None or not sender:
            break
        fields = {
            "csrfmiddlewaretoken": hidden(page.body, "csrfmiddlewaretoken"),
            "sender": sender,
        }
        begin = time.monotonic()
        browser.post("", "/portal/held/", fields, begin)
        longest = max(longest, time.monotonic() - begin)
        acts += 1
    browser.close()
    return shown_s, longest, acts
