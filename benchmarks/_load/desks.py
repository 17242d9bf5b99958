"""People at their desks who read: lists, the board, single matters, the day's page, with some seconds over each."""

import random
import re
import threading
import time
from urllib.parse import quote

from benchmarks._load.town import ROADS, Person, Town
from benchmarks._load.web import Browser, Record

SPREAD = 0.5
"""A page is read for the time that was asked, give or take this share of it."""
PAGES = (
    ("desk: list", "/matters/", 35),
    ("desk: list of a view", "/matters/?view={view}", 15),
    ("desk: list of a place", "/matters/?place={place}", 10),
    ("desk: search", "/matters/?q={word}", 5),
    ("desk: board", "/matters/board/", 10),
    ("desk: matter", "/matters/{matter}/", 20),
    ("desk: today", "/", 5),
)
"""Kinds of pages, their addresses, and how often each of them is opened, in percent."""
WARM = 10
VIEWS = ("new", "late", "answering", "all")


def warm_up(town: Town, port: int) -> None:
    """Open each kind of page a few times, so that what a server reads once is read."""
    for person in town.people[:WARM]:
        browser = Browser(port, Record(), "11.255.0.1", person.session)
        for path in ("/", "/matters/", "/matters/board/", f"/p/{town.communities[0]}/report/"):
            browser.get("", path, time.monotonic())
        browser.close()


class Desks:
    """The people of all desks; each opens his pages on time, whether or not the others are answered."""

    def __init__(
        self, town: Town, port: int, record: Record, think_s: float, seed: int, is_patient: bool
    ) -> None:
        self.think_s = (think_s * (1 - SPREAD), think_s * (1 + SPREAD))
        self._halt = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._sit,
                args=(person, Browser(port, record, "11.255.0.1", person.session, is_patient), seed + number),
                daemon=True,
            )
            for number, person in enumerate(town.people)
        ]
        self.record, self.communities = record, town.communities

    def start(self) -> None:
        """Let all begin within the time that one takes over a page."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let all finish the page they are at."""
        self._halt.set()
        for thread in self._threads:
            thread.join()

    def _sit(self, person: Person, browser: Browser, seed: int) -> None:
        random_ = random.Random(seed)
        known: list[str] = []
        meant_at = time.monotonic() + random_.uniform(0, self.think_s[1])
        while not self._halt.wait(max(0.0, meant_at - time.monotonic())):
            kind, path, _share = random_.choices(PAGES, [share for *_, share in PAGES])[0]
            if "{matter}" in path and not known:
                kind, path, _share = PAGES[0]
            address = path.format(
                view=random_.choice(VIEWS),
                word=quote(random_.choice(ROADS)),
                place=self._place(person, random_),
                matter=random_.choice(known) if known else "",
            )
            answer = browser.get(kind, address, meant_at)
            if answer is not None and answer.status != 200:
                self.record.failed(kind, f"{address} {answer.status}")
            elif answer is not None and kind != "desk: matter":
                known = re.findall(r'href="/matters/(\d+)/"', answer.body) or known
            meant_at += random_.uniform(*self.think_s)
        browser.close()

    def _place(self, person: Person, random_: random.Random) -> str:
        return random_.choice([code for code in self.communities if code.startswith(person.place_code)])
