"""The lists of needs and resources with 100 to 100,000 needs: SELECTs and server time for both sides.

    [DATABASE_URL=postgres://…] python -m benchmarks.cobuilding_pages [SIZE …]

A scratch database (SQLite in a temporary folder, or a test database beside the one named) gets a county of 1,000
communities; needs and resources in all states, categories and urgencies are spread over them. Pages are asked for by
Django's test client, warm; the median counts. Exit code 1 when SELECTs rise with rows or pass AT_MOST.
"""

import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.places import _database

SIZES = (100, 10_000, 100_000)
AT_MOST, RUNS = 14, 3
COUNTY = "510903"
STATES = ("open", "open", "open", "agreed", "met", "expired", "raised", "withdrawn")
PATHS = {
    "office": (
        "/cobuilding/needs/",
        "/cobuilding/needs/?view=all&page=20",
        "/cobuilding/needs/?category=venue&urgency=4",
        "/cobuilding/needs/?view=expiring",
        "/cobuilding/resources/",
        "/cobuilding/claims/",
    ),
    "worker": ("/cobuilding/needs/", "/cobuilding/resources/"),
    "unit_contact": ("/cobuilding/mine/", "/cobuilding/needs/", "/cobuilding/resources/"),
}


def main(sizes: tuple[int, ...]) -> int:
    """Fill, measure at each size, print a line a page and size."""
    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as scratch, _database(Path(scratch)):
        from django.db import connection

        base, done = _prepare(), 0
        found: dict[str, list[int]] = {}
        for size in sizes:
            _fill(base, done, size)
            done = size
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            for page, (selects, milliseconds) in _measure(base).items():
                found.setdefault(page, []).append(selects)
                print(
                    f"{connection.vendor} {size:>7,} {page:<60} {selects:>3} 次 {milliseconds:>7.1f} 毫秒",
                    flush=True,
                )
    wrong = {page: counts for page, counts in found.items() if len(set(counts)) > 1 or max(counts) > AT_MOST}
    print("SELECT 次数不随行数变" if not wrong else f"不平或太多：{wrong}")
    return 1 if wrong else 0


def _prepare() -> dict[str, Any]:
    from benchmarks._lists import _make_places, place_of
    from gongjian.apps.parties.models import Grant, Organisation, User
    from gongjian.core.rules import load_first_versions

    load_first_versions()
    _make_places()
    units = Organisation.objects.bulk_create(
        Organisation(place_code=place_of(n), name=f"单位{n}", kind="resident_unit") for n in range(2_000)
    )
    people = {}
    for role, place, unit in (
        ("office", COUNTY, None),
        ("worker", place_of(0), None),
        ("unit_contact", place_of(0), units[0]),
    ):
        user = User.objects.create(
            username=role, full_name="基准", place_code=place, has_second_factor=True, organisation=unit
        )
        Grant.objects.create(user=user, role=role, place_code=place, organisation=unit)
        people[role] = user
    return {"units": units, "people": people}


def _fill(base: dict[str, Any], start: int, stop: int) -> None:
    from benchmarks._lists import place_of
    from gongjian.apps.cobuilding.choices import catalogue
    from gongjian.apps.cobuilding.models import Claim, Need, Resource

    keys, today = list(catalogue().categories), date.today()
    for at in range(start, stop, 5_000):
        numbers = range(at, min(stop, at + 5_000))
        shared = [
            {
                "place_code": place_of(n),
                "published_to": (place_of(n), place_of(n)[:9], None)[n % 3],
                "category": keys[n % len(keys)],
                "title": f"演示条目{n}",
                "quantity": n % 40 + 1,
                "expires_on": today + timedelta(days=n % 360),
            }
            for n in numbers
        ]
        needs = Need.objects.bulk_create(
            Need(**one, number=f"XQ{n}", for_whom="居民", urgency=n % 5 + 1, status=STATES[n % 8])
            for n, one in zip(numbers, shared, strict=True)
        )
        gifts = Resource.objects.bulk_create(
            Resource(**one, number=f"ZY{n}", organisation=base["units"][n % 2_000])
            for n, one in zip(numbers, shared, strict=True)
        )
        Claim.objects.bulk_create(
            Claim(
                place_code=need.place_code,
                organisation_id=gift.organisation_id,
                need=need,
                resource=gift,
                side=("unit", "community")[n % 2],
                status=("asked", "consented", "declined")[n % 3],
                quantity=1,
            )
            for n, need, gift in zip(numbers, needs, gifts, strict=True)
        )


def _measure(base: dict[str, Any]) -> dict[str, tuple[int, float]]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    found = {}
    for role, paths in PATHS.items():
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(
            base["people"][role], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as reads:
                assert client.get(path).status_code == 200, path
            selects = sum(query["sql"].lstrip("( ").upper().startswith("SELECT") for query in reads)
            times = []
            for _run in range(RUNS):
                started = time.perf_counter()
                client.get(path)
                times.append((time.perf_counter() - started) * 1000)
            found[f"{role} {path}"] = (selects, statistics.median(times))
    return found


if __name__ == "__main__":
    sys.exit(main(tuple(int(text) for text in sys.argv[1:]) or SIZES))
