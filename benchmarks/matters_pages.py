"""The pages of matters and of the public door with 10,000, 100,000 and 1,000,000 matters: server time and SELECTs.

    DATABASE_URL=postgres://… python -m benchmarks.matters_pages [--sizes N N N] [--runs N] [--plans]

A scratch database beside the one named gets two cities of 5,000 communities each; four matters in five lie in the
first, one in ten is open, over three years, with the units that have or had them. PostgreSQL makes the rows itself.
Pages are asked for by Django's test client, signed in and warm; the median counts. `--plans` prints the plan of
every query that took long at the last size. Exit code 1 when a page takes LIMIT_MS and more at the last size.
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

SIZES = (10_000, 100_000, 1_000_000)
LIMIT_MS, LONG_MS = 120, 15
CITY, COUNTY, STREET, COMMUNITY = "9901", "990101", "990101001", "990101001001"
CITIES, COUNTIES, STREETS, COMMUNITIES, UNITS = ("9901", "9902"), 10, 20, 25, 400


def _pick(which: int, many: int) -> str:
    """Write a number from 0 to `many` - 1 that row `n` draws; draws of different `which` know nothing of each other."""
    return f"((hashint4(n * 16 + {which}) & 2147483647) %% {many})"


OVER = f"{_pick(0, 10)} > 0"
STEP = _pick(1, 10)
PLACE = f"""CASE WHEN {_pick(2, 5)} < 4 THEN '{CITIES[0]}' ELSE '{CITIES[1]}' END
  || lpad(({_pick(3, COUNTIES)} + 1)::text, 2, '0') || lpad(({_pick(4, STREETS)} + 1)::text, 3, '0')
  || lpad(({_pick(5, COMMUNITIES)} + 1)::text, 3, '0')"""
STATE = f"""CASE WHEN {OVER} THEN CASE {_pick(6, 40)} WHEN 7 THEN 'rejected' WHEN 8 THEN 'void' ELSE 'closed' END
  ELSE (ARRAY['reported', 'filed', 'dispatched', 'accepted', 'accepted', 'accepted', 'done', 'checked', 'suspended',
  'rework'])[{STEP} + 1] END"""
RECEIVED = f"now() - CASE WHEN {OVER} THEN {_pick(7, 26_280)} ELSE {_pick(7, 480)} END * interval '1 hour'"
DUE = f"({RECEIVED} + interval '10 days')"
CLOSED = f"CASE WHEN {OVER} THEN {RECEIVED} + {_pick(8, 12)} * interval '1 day' END"
MATTER: Mapping[str, str] = {
    "number": "'20260101-' || lpad(n::text, 8, '0')",
    "kind": f"(ARRAY['report', 'report', 'report', 'dispute', 'consultation'])[{_pick(9, 5)} + 1]",
    "source": f"(ARRAY['portal', 'phone', 'patrol', 'mail'])[{_pick(10, 4)} + 1]",
    "matter_class_id": f"(SELECT c.ids[{_pick(11, 1000)} %% c.many + 1] FROM classes c)",
    "place_code": PLACE,
    "address": "'演示路' || n %% 300 || '号'",
    "latitude": f"30 + {_pick(12, 1000)} / 1000.0",
    "longitude": f"105 + {_pick(13, 1000)} / 1000.0",
    "title": "'演示路' || n %% 300 || '号的事第' || n || '件'",
    "words": "repeat('路灯不亮，晚上看不见，请来看一看。', n %% 5 + 1)",
    "state": STATE,
    "received_at": RECEIVED,
    "filed_at": RECEIVED,
    "started_at": RECEIVED,
    "due_at": DUE,
    "closed_at": CLOSED,
    "answered_at": CLOSED,
    "outcome": f"CASE WHEN {OVER} THEN 'solved' ELSE '' END",
    "answer": f"CASE WHEN {OVER} THEN '已经修好，今晚亮了。' ELSE '' END",
    "is_published": f"{OVER} AND {_pick(14, 3)} = 0",
}
ASSIGNMENT: Mapping[str, str] = {
    "matter_id": "n",
    "organisation_id": f"(SELECT min(id) FROM parties_organisation) + {_pick(15, UNITS)}",
    "state": f"CASE WHEN {OVER} THEN 'done' ELSE CASE {STEP} WHEN 2 THEN 'pending' WHEN 9 THEN 'rework' "
    "WHEN 6 THEN 'done' WHEN 7 THEN 'done' ELSE 'accepted' END END",
    "dispatched_at": RECEIVED,
    "due_at": DUE,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Fill, measure at each size, print the table and one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="benchmarks.matters_pages")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--only", default="", help="the pages whose name holds this")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as scratch, _database(Path(scratch)):
        from django.db import connection

        if connection.vendor != "postgresql":
            raise SystemExit("这项测量由 PostgreSQL 自己造数据：请用 DATABASE_URL 指一个 PostgreSQL。")
        people, done = _prepare(), 0
        found: dict[str, dict[int, tuple[float, int]]] = {}
        for size in asked.sizes:
            started = time.perf_counter()
            _fill(done, size)
            print(f"{size:,} 件（用时 {time.perf_counter() - started:.0f} 秒）", flush=True)
            plans = asked.plans and size == asked.sizes[-1]
            for name, figures in _measure(people, asked.runs, asked.only, plans).items():
                found.setdefault(name, {})[size] = figures
            done = size
    return _report(found)


def _prepare() -> dict[str, Any]:
    """Make places, units, a public door and the people who look; return them by name."""
    from gongjian.apps.matters.models import MatterClass
    from gongjian.apps.parties.models import Organisation
    from gongjian.apps.places.models import Place
    from gongjian.apps.portal.models import Door
    from gongjian.core.rules import load_first_versions

    load_first_versions()
    assert MatterClass.objects.exists()
    codes = ["99", *CITIES]
    for city in CITIES:
        for county in (f"{city}{n:02d}" for n in range(1, COUNTIES + 1)):
            streets = [f"{county}{n:03d}" for n in range(1, STREETS + 1)]
            codes += [county, *streets]
            codes += [f"{street}{n:03d}" for street in streets for n in range(1, COMMUNITIES + 1)]
    parents = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}
    Place.objects.bulk_create(
        [
            Place(code=code, name=f"地方{code}", level=len(code), parent_code=code[: parents[len(code)]])
            for code in codes
        ],
        batch_size=5000,
    )
    Organisation.objects.bulk_create(
        Organisation(place_code=CITY, name=f"单位{n}", kind="department") for n in range(UNITS)
    )
    Door.objects.create(place_code=CITY, short_name="yanshi")
    unit = Organisation.objects.order_by("pk")[0]
    return {
        "city": _person("office", CITY, unit),
        "county": _person("office", COUNTY),
        "street": _person("office", STREET),
        "community": _person("worker", COMMUNITY),
        "unit": _person("department", CITY, unit, unit),
    }


def _person(role: str, place_code: str, home: Any = None, unit: Any = None) -> Any:
    """Make one who holds a role over a place, or over what a `unit` is given; `home` is where he works."""
    from gongjian.apps.parties.models import Grant, User

    user = User.objects.create(
        username=f"bench-{role}-{place_code}",
        full_name="基准",
        place_code=place_code,
        organisation=home,
        has_second_factor=True,
    )
    Grant.objects.create(user=user, role=role, place_code=place_code, organisation=unit)
    return user


def _fill(start: int, stop: int) -> None:
    """Have the database make matters number `start` + 1 to `stop` and their parts, with keys to match."""
    from django.db import connection

    from gongjian.apps.matters.models import Assignment, Matter

    _insert(Matter, {"id": "n", **MATTER}, start, stop)
    _insert(Assignment, {"id": "n", **ASSIGNMENT}, start, stop, f"WHERE {OVER} OR {STEP} > 1")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _insert(model: Any, values: Mapping[str, str], start: int, stop: int, condition: str = "") -> None:
    from django.db import connection

    fields = [field for field in model._meta.local_concrete_fields if field.column not in values]
    columns = ", ".join([*values, *(field.column for field in fields)])
    chosen = ", ".join([*values.values(), *("%s" for _ in fields)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH classes AS (SELECT array_agg(id ORDER BY id) AS ids, count(*) AS many FROM matters_matterclass
            WHERE length(code) = 4)
            INSERT INTO {model._meta.db_table} ({columns})
            SELECT {chosen} FROM generate_series(%s, %s) AS n {condition}""",
            [
                *(
                    field.get_db_prep_save(
                        field.get_default() if field.has_default() or field.null else "", connection
                    )
                    for field in fields
                ),
                start + 1,
                stop,
            ],
        )


def _pages() -> dict[str, tuple[str, str]]:
    """Return for each name who opens which address."""
    lists = {
        f"{who} {view}": (who, f"/matters/?view={view}")
        for who, views in {
            "city": ("open", "new", "checking", "late", "suspended", "closed", "all", "mine"),
            "county": ("open", "late", "closed"),
            "street": ("open", "all"),
            "community": ("open",),
            "unit": ("open", "mine", "closed", "all"),
        }.items()
        for view in views
    }
    return {
        **lists,
        "city open last page": ("city", "/matters/?view=open&page=200"),
        "city closed last page": ("city", "/matters/?view=closed&page=200"),
        "city one class": ("city", "/matters/?klass={klass}"),
        "city one class, all": ("city", "/matters/?klass={klass}&view=all"),
        "city one source, all": ("city", "/matters/?source=mail&view=all"),
        "city a number": ("city", "/matters/?q=20260101-00000777&view=all"),
        "city words": ("city", "/matters/?q=演示路77号"),
        "city words, all": ("city", "/matters/?q=演示路77号&view=all"),
        "city a month": ("city", "/matters/?since={month}-01&until={month}-28&view=all"),
        "city board": ("city", "/matters/board/"),
        "county board": ("county", "/matters/board/"),
        "unit board": ("unit", "/matters/board/"),
        "city map": ("city", "/matters/map/"),
        "city map part": ("city", "/matters/map/items/?box=30.2,105.2,30.3,105.3&zoom=12"),
        "unit map": ("unit", "/matters/map/"),
        "one matter": ("city", "/matters/{closed}/"),
        "one new matter": ("city", "/matters/{new}/"),
        "workbench": ("city", "/"),
        "unit workbench": ("unit", "/"),
        "search": ("city", "/search/?q=演示路77号"),
        "api": ("city", "/api/matters/"),
        "door": ("", "/p/yanshi/"),
        "door of a community": ("", f"/p/{COMMUNITY}/"),
        "door results": ("", "/p/yanshi/results/"),
        "door results last page": ("", "/p/yanshi/results/?page=500"),
    }


def _measure(people: Mapping[str, Any], runs: int, only: str, plans: bool) -> dict[str, tuple[float, int]]:
    """Return for each page the median milliseconds of several requests and the SELECTs of one."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from gongjian.apps.matters.models import Matter

    clients = {"": Client(headers={"host": "127.0.0.1"})}
    for name, user in people.items():
        clients[name] = Client(headers={"host": "127.0.0.1"})
        clients[name].force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    inside = Matter.objects.within(CITY)
    new = inside.filter(state="reported", closed_at=None)[0]
    closed = inside.filter(closed_at__isnull=False)[0]
    values = {
        "klass": closed.matter_class_id,
        "month": f"{closed.received_at:%Y-%m}",
        "closed": closed.pk,
        "new": new.pk,
    }
    figures = {}
    for name, (who, address) in _pages().items():
        if only not in name:
            continue
        times, path = [], address.format(**values)
        for _ in range(runs + 1):
            started = time.perf_counter()
            response = clients[who].get(path)
            times.append((time.perf_counter() - started) * 1000)
            if response.status_code != 200:
                raise SystemExit(f"{path} 没有打开：{response.status_code}")
        with CaptureQueriesContext(connection) as queries:
            clients[who].get(path)
        reads = [
            query for query in queries if query["sql"].lstrip("( ").upper().startswith(("SELECT", "WITH"))
        ]
        figures[name] = (round(statistics.median(times[1:]), 1), len(reads))
        print(f"  {name:<26}{figures[name][0]:>9.1f} ms{figures[name][1]:>4} SELECT", flush=True)
        for query in reads if plans else ():
            if float(query["time"]) * 1000 >= LONG_MS:
                _explain(query["sql"])
    return figures


def _explain(sql: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + sql.replace("%", "%%"), [])
        print("   ", sql, *(row[0] for row in cursor.fetchall()), sep="\n      ", flush=True)


def _report(found: Mapping[str, Mapping[int, tuple[float, int]]]) -> int:
    print("\n" + " " * 26 + "".join(f"{size:>16,}" for size in next(iter(found.values()))) + "    倍数")
    slow = []
    for name, by_size in found.items():
        cells = "".join(f"{f'{ms:.0f} ms {selects:>2}':>16}" for ms, selects in by_size.values())
        (least, *_), (last, *_) = next(iter(by_size.values())), list(by_size.values())[-1]
        print(f"{name:<26}{cells}{last / least:>8.2f}")
        slow += [name] if last >= LIMIT_MS else []
    print(json.dumps({"limit_ms": LIMIT_MS, "slow": slow, "pages": found}, ensure_ascii=False))
    return 1 if slow else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.dev")
    raise SystemExit(main(sys.argv[1:]))
