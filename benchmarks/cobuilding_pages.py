"""Every page of building together and of self-governance with 100 to 100,000 needs: how often they read, how long they take.

    [DATABASE_URL=postgres://…] python -m benchmarks.cobuilding_pages [--sizes N N N N] [--runs N] [--only WORDS] [--plans]

A scratch database (SQLite in a temporary folder, or a test database beside the one named) gets a county of 1,000
communities and 2,000 units; `_cobuilding.py` says what goes with the needs. Pages are asked for by Django's test
client, signed in and warm: four people, of the county, a street, a community, and of the largest unit. Queries are all
that a page asks of the database, writes among them. `--plans` prints the plan of what took long at the last size. Exit
code 1 when a page reads more often at the last size than at any before, or takes LIMIT_MS and more in the median
(workbooks and composed papers: PAPER_MS; they hold 10,000 rows at most). Beside the time on the wall stands the processor
time of this process, which other work on the machine does not lengthen (SQLite works in it, PostgreSQL does not).
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.places import _database

Measured = tuple[int, float, float, float]
"""Queries; milliseconds: the median, the longest, the median of this process's work."""
SIZES = (100, 1_000, 10_000, 100_000)
LIMIT_MS, PAPER_MS, LONG_MS = 500, 5_000, 30
LISTS = (
    "/cobuilding/needs/",
    "/cobuilding/resources/",
    "/cobuilding/claims/",
    "/cobuilding/claims/?view=all&page=200",
    "/cobuilding/agreements/",
    "/cobuilding/agreements/?state=over",
    "/cobuilding/deliveries/",
    "/cobuilding/units/",
    "/cobuilding/projects/",
    "/cobuilding/alliances/",
    "/cobuilding/pairings/",
    "/cobuilding/parties/",
    "/cobuilding/parties/opinions/",
    "/cobuilding/network/",
    "/councils/",
    "/councils/resolutions/",
    "/councils/covenants/",
    "/councils/funds/",
    "/councils/elections/",
    "/councils/elections/terms/",
)
SHOWN = (
    "/cobuilding/needs/{need}/",
    "/cobuilding/resources/{resource}/",
    "/cobuilding/claims/{claim}/",
    "/cobuilding/agreements/{agreement}/",
    "/cobuilding/projects/{project}/",
    "/cobuilding/alliances/{alliance}/",
    "/cobuilding/units/{unit}/",
    "/cobuilding/units/{unit}/entries/",
    "/cobuilding/units/{unit}/entries/?page=200",
    "/cobuilding/pledges/{pledge}/",
    "/cobuilding/statements/{statement}/",
    "/cobuilding/pairings/{pairing}/",
    "/cobuilding/parties/{party}/",
    "/cobuilding/parties/opinions/{opinion}/",
    "/councils/{council}/",
    "/councils/meetings/{meeting}/",
    "/councils/resolutions/{resolution}/",
    "/councils/covenants/{covenant}/",
    "/councils/funds/{fund}/",
    "/councils/elections/{election}/",
)
FILTERS = (
    "/cobuilding/needs/?view=all&page=200",
    "/cobuilding/needs/?q=演示需求7",
    "/cobuilding/needs/?q=XQ7&view=all",
    "/cobuilding/needs/?q=没有的&view=all",
    "/cobuilding/needs/?category=venue&urgency=4",
    "/cobuilding/needs/?category=venue.visit&view=all",
    "/cobuilding/needs/?view=expiring",
    "/cobuilding/needs/?view=met",
    "/cobuilding/resources/?view=all&page=200",
    "/cobuilding/resources/?q=演示资源7&view=all",
    "/cobuilding/resources/?category=venue",
    "/cobuilding/agreements/?state=all&year={year}",
    "/cobuilding/agreements/?state=settled&year={year}",
    "/cobuilding/agreements/?state=late",
    "/cobuilding/agreements/?state=open&page=200",
    "/cobuilding/agreements/?q=演示协议4",
    "/cobuilding/deliveries/?year={year}&page=200",
    "/cobuilding/deliveries/?category=venue.visit",
    "/cobuilding/deliveries/?unit={unit}",
    "/cobuilding/units/?page=40",
    "/cobuilding/needs/raised/",
    "/cobuilding/needs/targets/",
    "/cobuilding/proposals/",
    "/cobuilding/proposals/new/",
    "/cobuilding/needs/new/",
    "/cobuilding/resources/new/",
    "/indicators/cobuilding.needs_met/figure/?period={year}",
    "/indicators/cobuilding.hours/figure/?period={year}",
    "/indicators/cobuilding.partners/figure/?period={year}",
    "/indicators/cobuilding.days_to_agreement/figure/?period={year}",
    "/indicators/cobuilding.kept/figure/?period={year}",
    "/councils/?page=100",
    "/councils/resolutions/?page=100",
    "/search/?q=演示需求7",
    "/",
)
WORKBOOKS = (
    "/cobuilding/needs/export.xlsx?category=venue.visit",
    "/cobuilding/resources/export.xlsx?category=venue.visit",
    "/cobuilding/agreements/export/?q=演示协议4",
    "/cobuilding/deliveries/export/?category=venue.visit",
)
REPORT = "POST /cobuilding/network/report/"
PAGES: Mapping[str, Sequence[str]] = {
    "office": (*LISTS, *FILTERS, *SHOWN, *WORKBOOKS, REPORT),
    "street": ("/", *LISTS, *FILTERS[:8], REPORT),
    "worker": ("/", *LISTS, *SHOWN, REPORT),
    "unit": ("/", "/cobuilding/mine/", *LISTS[:7], "/councils/mine/", *SHOWN[:9], *FILTERS[:4]),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Fill, measure at each size, print the table and one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="benchmarks.cobuilding_pages")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="the pages whose name holds this")
    parser.add_argument("--plans", action="store_true")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as scratch, _database(Path(scratch)):
        from django.db import connection

        from benchmarks._cobuilding import fill, prepare

        base, done = prepare(), 0
        found: dict[str, dict[int, Measured]] = {}
        for size in asked.sizes:
            started = time.perf_counter()
            fill(base, done, size)
            done = size
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
            print(f"{size:,} 条需求（造数据 {time.perf_counter() - started:.0f} 秒）", flush=True)
            plans = asked.plans and size == asked.sizes[-1]
            for name, figures in _measure(base, asked.runs, asked.only, plans).items():
                found.setdefault(name, {})[size] = figures
        return _report(connection.vendor, asked.sizes, found)


def _measure(base: dict[str, Any], runs: int, only: str, plans: bool) -> dict[str, Measured]:
    """Ask for each page and return what was measured."""
    from django.test import Client

    figures = {}
    for name, paths in PAGES.items():
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(
            base["people"][name], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        numbers = _numbers(base["people"][name])
        for path in paths:
            if only not in f"{name} {path}" or any(
                f"{{{key}}}" in path for key, n in numbers.items() if not n
            ):
                continue
            queries, times, work = _ask(client, path.format(**numbers), runs, plans)
            told = (statistics.median(times), max(times), statistics.median(work))
            figures[f"{name} {path}"] = (queries, *(round(one, 1) for one in told))
            print(
                f"  {name + ' ' + path:<70}{queries:>4} 次{figures[f'{name} {path}'][1]:>9.1f} 毫秒",
                flush=True,
            )
    return figures


def _ask(client: Any, path: str, runs: int, plans: bool) -> tuple[int, list[float], list[float]]:
    """Ask for an address once to warm it, once to count queries, then `runs` times; it must open."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def once() -> None:
        method, _, address = path.rpartition(" ")
        response = client.post(address) if method else client.get(address)
        if response.status_code != (302 if method else 200):
            raise SystemExit(f"{path} 没有打开：{response.status_code}")

    once()
    with CaptureQueriesContext(connection) as captured:
        once()
    queries = list(captured)
    for query in queries if plans else ():
        if float(query["time"]) * 1000 >= LONG_MS and query["sql"].lstrip("( ").startswith(
            ("SELECT", "WITH")
        ):
            _explain(path, query)
    times, work = [], []
    for _ in range(runs):
        started, worked = time.perf_counter(), time.process_time()
        once()
        times.append((time.perf_counter() - started) * 1000)
        work.append((time.process_time() - worked) * 1000)
    return len(queries), times, work


def _explain(path: str, query: dict[str, str]) -> None:
    from django.db import DatabaseError, connection

    how = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN (ANALYZE, BUFFERS) "
    print(f"    {path} {query['time']} 秒\n      {query['sql']}")
    with connection.cursor() as cursor:
        try:
            cursor.execute(how + query["sql"].replace("%", "%%"), [])
        except DatabaseError as fault:
            print(f"      （没有解释：{fault}）")
            return
        print(*(f"      {row[-1]}" for row in cursor.fetchall()), sep="\n", flush=True)


def _numbers(user: Any) -> dict[str, Any]:
    """Return for each name in the addresses the key of a row that this person sees; 0 where there is none."""
    from django.utils import timezone

    from gongjian.apps.cobuilding import models as cobuilding
    from gongjian.apps.councils import models as councils
    from gongjian.apps.parties.models import Organisation

    actor = user.as_actor()
    rows = {
        "need": cobuilding.Need.objects.filter(status="open"),
        "resource": cobuilding.Resource.objects.filter(status="offered"),
        "claim": cobuilding.Claim.objects,
        "agreement": cobuilding.Agreement.objects.filter(status="signed"),
        "project": cobuilding.Project.objects,
        "alliance": cobuilding.Alliance.objects,
        "pledge": cobuilding.Pledge.objects,
        "statement": cobuilding.Statement.objects,
        "pairing": cobuilding.Pairing.objects,
        "party": cobuilding.TeaParty.objects,
        "opinion": cobuilding.UnitOpinion.objects,
        "council": councils.Council.objects,
        "meeting": councils.Meeting.objects,
        "resolution": councils.Resolution.objects,
        "covenant": councils.Covenant.objects,
        "fund": councils.Fund.objects,
        "election": councils.Election.objects,
    }
    seen = {
        name: found.visible_to(actor).order_by("pk").values_list("pk", flat=True).first() or 0
        for name, found in rows.items()
    }
    return {
        **seen,
        "unit": Organisation.objects.order_by("pk").values_list("pk", flat=True)[0],
        "year": timezone.localdate().year,
    }


def _report(vendor: str, sizes: Sequence[int], found: Mapping[str, Mapping[int, Measured]]) -> int:
    """Print a line a page (queries; milliseconds: median, longest, work), and what reads more often or takes too long."""
    print(f"\n{vendor:<72}" + "".join(f"{size:>24,}" for size in sizes))
    rising, slow = [], []
    for name, by_size in found.items():
        cells = "".join(
            f"{f'{n} 次 {ms:.0f} {most:.0f} {work:.0f}':>24}" for n, ms, most, work in by_size.values()
        )
        print(f"{name:<72}{cells}")
        counts = [one[0] for one in by_size.values()]
        last = list(by_size.values())[-1]
        limit = PAPER_MS if "export" in name or "POST" in name else LIMIT_MS
        rising += [name] if counts[-1] > max(counts[:-1]) else []
        slow += [name] if last[1] >= limit else []
    print(json.dumps({"rising": rising, "slow": slow, "pages": found}, ensure_ascii=False))
    return 1 if rising or slow else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.dev")
    raise SystemExit(main(sys.argv[1:]))
