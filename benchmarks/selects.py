"""How many SELECTs and how long each list page takes with 100, 5,000 and 100,000 rows in every list.

The database is a scratch one: SQLite in a temporary folder, or a test database beside the one `DATABASE_URL` names.
Exit code 1 when a page needs more than 12 SELECTs, or more with more rows.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from _lists import LISTS, fill, prepare
from places import _database

SIZES = (100, 5_000, 100_000)
AT_MOST, RUNS = 12, 3


def main(sizes: tuple[int, ...] = SIZES) -> int:
    """Fill, measure at each size, print the table and one JSON object as the last line."""
    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as scratch, _database(Path(scratch)):
        from django.db import connection

        vendor, base, done = connection.vendor, prepare(), 0
        found: dict[str, dict[str, list[float]]] = {}
        for size in sizes:
            started = time.perf_counter()
            fill(base, done, size)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            print(f"每个列表 {size:,} 行（用时 {time.perf_counter() - started:.0f} 秒）", flush=True)
            for address, figures in _measure(base).items():
                found.setdefault(address, {})[str(size)] = figures
            done = size
    return _report(vendor, found, sizes)


def _measure(base: dict[str, Any]) -> dict[str, list[float]]:
    """Return for each address the SELECTs of one request and the median milliseconds of several."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    figures = {}
    for role, addresses in LISTS.items():
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(
            base["people"][role], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        for address in addresses:
            path, times = address.format(**base), []
            client.get(path)
            with CaptureQueriesContext(connection) as reads:
                status = client.get(path).status_code
            selects = sum(query["sql"].lstrip("( ").upper().startswith("SELECT") for query in reads)
            for _ in range(RUNS):
                started = time.perf_counter()
                client.get(path)
                times.append((time.perf_counter() - started) * 1000)
            if status != 200:
                raise SystemExit(f"{path} 没有打开：{status}")
            figures[address] = [selects, round(statistics.median(times), 1)]
    return figures


def _report(vendor: str, found: dict[str, dict[str, list[float]]], sizes: tuple[int, ...]) -> int:
    width = max(map(len, found))
    print("\n" + " " * width + "".join(f"{f'{size:,} 行':>20}" for size in sizes))
    for address, by_size in found.items():
        cells = (f"{selects:.0f} 次 {ms:.0f} ms" for selects, ms in by_size.values())
        print(f"{address:<{width}}" + "".join(f"{cell:>20}" for cell in cells))
    most = max(selects for by_size in found.values() for selects, _ in by_size.values())
    growing = [
        address for address, by_size in found.items() if len({selects for selects, _ in by_size.values()}) > 1
    ]
    slowest = max((by_size[str(sizes[-1])][1], address) for address, by_size in found.items())
    summary = {
        "database": vendor,
        "sizes": sizes,
        "most_selects": most,
        "growing": growing,
        "slowest_ms": slowest[0],
        "slowest": slowest[1],
        "pages": found,
    }
    print(json.dumps(summary, ensure_ascii=False))
    return 0 if most <= AT_MOST and not growing else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.dev")
    raise SystemExit(main(tuple(map(int, sys.argv[1:])) or SIZES))
