"""Afterwards: the number and the code of the receipt open what was promised."""

import random
import time
from ipaddress import IPv4Address

from benchmarks._load.residents import Report
from benchmarks._load.web import Browser, Record, hidden

FIRST_ADDRESS = int(IPv4Address("12.0.0.1"))


def follow_some(reports: list[Report], port: int, most: int, seed: int) -> dict[str, int]:
    """Follow some of what was promised as its reporters would; count the pages that do not say what was reported."""
    promised = [report for report in reports if report.number]
    chosen = random.Random(seed).sample(promised, min(most, len(promised)))
    wrong = sum(not _shows(report, port, place) for place, report in enumerate(chosen))
    return {"followed pages wrong": wrong}


def _shows(report: Report, port: int, place: int) -> bool:
    browser = Browser(port, Record(), str(IPv4Address(FIRST_ADDRESS + place)), is_patient=True)
    path = f"/p/{report.place_code}/follow/"
    asked = browser.get("", path, time.monotonic())
    fields = {
        "csrfmiddlewaretoken": hidden(asked.body, "csrfmiddlewaretoken") if asked else "",
        "number": report.number,
        "code": report.code,
    }
    page = browser.post("", path, fields, time.monotonic())
    browser.close()
    return page is not None and page.status == 200 and report.words in page.body
