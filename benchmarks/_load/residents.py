"""Residents who report at the door, each from an address of his own, and what they were promised."""

import hashlib
import random
import re
import threading
import time
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path

from benchmarks._load.town import Town, address_of
from benchmarks._load.web import CODE, NUMBER, Answer, Browser, Record, hidden, told

FILLS_S, LEAST_S = 4.0, 3.2
"""When a resident sends, after the moment the form was meant to open and after it did; what is filled in within 3 is held."""
FIRST_ADDRESS = int(IPv4Address("11.0.0.1"))
OPEN, SEND, SEND_AGAIN = "door: form", "door: send", "door: send, not the same"


@dataclass
class Report:
    """One report and what became of it; `number` and `code` are what the receipt said."""

    at: int
    place_code: str
    words: str
    photo: str = ""
    number: str = ""
    code: str = ""
    is_held: bool = False
    refusal: str = ""


class Residents:
    """Sends reports at a steady rate, whether or not those before were answered."""

    def __init__(
        self, town: Town, port: int, record: Record, photos: list[Path], is_patient: bool, seed: int
    ) -> None:
        self.town, self.port, self.record, self.photos = town, port, record, photos
        self.is_patient, self.random = is_patient, random.Random(seed)
        self.reports: list[Report] = []
        self._threads: list[threading.Thread] = []

    def run(self, rate: float, halt: threading.Event, most: int) -> None:
        """Send until told to stop or so many are on their way."""
        begin = time.monotonic()
        for at in range(most):
            meant_at = begin + at / rate
            if halt.wait(max(0.0, meant_at - time.monotonic())):
                break
            place = self.random.choice(self.town.communities)
            words = f"楼下有人反映的第 {at} 件事，标记{self.random.getrandbits(48):012x}。"
            report = Report(at, place, words)
            self.reports.append(report)
            thread = threading.Thread(target=self._send, args=(report, meant_at), daemon=True)
            thread.start()
            self._threads.append(thread)

    def wait(self) -> None:
        """Wait until all were answered."""
        for thread in self._threads:
            thread.join()

    def _send(self, report: Report, meant_at: float) -> None:
        browser = Browser(
            self.port, self.record, str(IPv4Address(FIRST_ADDRESS + report.at)), is_patient=self.is_patient
        )
        try:
            report.refusal = self._journey(browser, report, meant_at)
        finally:
            browser.close()
        if report.refusal:
            self.record.failed("door", report.refusal)

    def _journey(self, browser: Browser, report: Report, meant_at: float) -> str:
        """Open the form, fill it in, send it; return what went wrong."""
        path = f"/p/{report.place_code}/report/"
        shown = browser.get(OPEN, path, meant_at)
        if shown is None or shown.status != 200:
            return f"the form did not open: {shown and shown.status}"
        filled = _filled(shown.body, report)
        photo = self.photos[report.at].read_bytes() if report.at < len(self.photos) else b""
        report.photo = hashlib.sha256(photo).hexdigest() if photo else ""
        sent_at = max(meant_at + FILLS_S, time.monotonic() + LEAST_S)
        time.sleep(max(0.0, sent_at - time.monotonic()))
        answer = browser.post(SEND, path, filled, sent_at, (photo,) if photo else ())
        if answer is not None and answer.status == 200 and hidden(answer.body, "seen"):
            again = {**filled, "seen": "1", "token": hidden(answer.body, "token")}
            answer = browser.post(SEND_AGAIN, path, again, time.monotonic())
        return _note(report, answer)


def _filled(page: str, report: Report) -> dict[str, str]:
    kinds = re.findall(r'name="what" value="(c\d+)"', page)
    return {
        "token": hidden(page, "token"),
        "act": "send",
        "website": "",
        "what": kinds[report.at % len(kinds)],
        "more": "",
        "address": address_of(report.at * 7919),
        "latitude": "",
        "longitude": "",
        "words": report.words,
        "phone": f"139{report.at:08d}",
        "agreed": "on",
    }


def _note(report: Report, answer: Answer | None) -> str:
    if answer is None or answer.status != 200:
        return f"sending was not answered: {answer and answer.status}"
    report.number, report.code = told(answer.body, NUMBER), told(answer.body, CODE)
    report.is_held = "先由值班人员看一遍" in answer.body
    if report.number or report.is_held:
        return ""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.body))
    return f"no receipt: {text[:300]}"
