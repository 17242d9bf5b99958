"""The whole country in the register: load it, open a province, search it, and show the query plans.

The four real levels come from `$GONGJIAN_SHARED/data/divisions` (or ../shared beside the repository);
the fifth, about 620,000 communities, is generated with a fixed seed. The database is a scratch one:
a SQLite file in a temporary folder, or a new database beside the one `DATABASE_URL` names.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FILES = ("provinces.csv", "cities.csv", "areas.csv", "streets.csv")
PER_STREET, SEED, RUNS = 15, 20260701, 10
PROVINCE = "51"
SEARCHES = (
    ("名称，两个字", "南津"),
    ("名称，中间几个字", "津路街"),
    ("名称，很常见", "社区"),
    ("名称，四个字", "朝阳社区"),
    ("名称，一个字", "遂"),
    ("名称，没有的", "龘龘龘"),
    ("首字母，三个", "njl"),
    ("首字母，一个", "s"),
    ("代码", "510903"),
    ("代码，补零到 12 位", "510903001000"),
)


def main(argv: Sequence[str] = ()) -> int:
    """Run it and print the table, the plans, and one JSON object as the last line."""
    folder = _divisions()
    if folder is None:
        print("没有找到区划数据。请用环境变量 GONGJIAN_SHARED 指出放 data/divisions 的文件夹，再运行一次。")
        return 1
    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as scratch, _database(Path(scratch)):
        figures = _load(folder)
        user = _make_user()
        figures.update(_measure(user))
        figures.update(_explain(user))
    _print_table(figures)
    print(json.dumps(figures, ensure_ascii=False))
    return 0 if all(value < 100 for key, value in figures.items() if key.endswith("_ms")) else 1


def _divisions() -> Path | None:
    shared = Path(os.environ.get("GONGJIAN_SHARED", ROOT.parent / "shared"))
    folder = shared / "data" / "divisions"
    return folder if all((folder / name).exists() for name in FILES) else None


@contextmanager
def _database(scratch: Path) -> Iterator[None]:
    """Set Django up on a database of its own and drop it afterwards."""
    os.environ["GONGJIAN_DATA"] = str(scratch)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.dev")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        call_command("migrate", interactive=False, verbosity=0)
        yield
        connection.close()
        return
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _load(folder: Path) -> dict[str, Any]:
    from django.db import connection

    from gongjian.apps.places.communities import generate_communities
    from gongjian.apps.places.models import Place, PlaceTerm
    from gongjian.apps.places.register import RegisterFile
    from gongjian.apps.places.selectors import codes_at_level
    from gongjian.apps.places.services import import_register
    from gongjian.core.access import SYSTEM

    on, started = date(2023, 6, 30), time.perf_counter()
    files = [RegisterFile(name, (folder / name).read_bytes()) for name in FILES]
    import_register(actor=SYSTEM, files=files, on=on)
    real = time.perf_counter()
    rows = generate_communities(codes_at_level("", 9), SEED, PER_STREET)
    generated = time.perf_counter()
    import_register(actor=SYSTEM, rows=rows, on=on, is_demo=True)
    done = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "database": connection.vendor,
        "places": Place.objects.count(),
        "terms": PlaceTerm.objects.count(),
        "distinct_names": Place.objects.values("name").distinct().count(),
        "load_four_levels_s": round(real - started, 1),
        "load_communities_s": round(done - generated, 1),
        "size_mb": _size_mb(),
    }


def _size_mb() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return round(cursor.fetchone()[0] / 1_048_576, 1)


def _make_user() -> Any:
    from gongjian.apps.parties.models import Grant, User
    from gongjian.core.access import Role

    user = User.objects.create(username="bench", full_name="基准", place_code="51", has_second_factor=True)
    Grant.objects.create(user=user, role=Role.VIEWER, place_code="")
    return User.objects.get(pk=user.pk)


def _measure(user: Any) -> dict[str, float]:
    """Take the median server time of each request, signed in, after one warm-up."""
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    figures = {
        "province_page_ms": _median(lambda: client.get(f"/places/{PROVINCE}/")),
        "nation_page_ms": _median(lambda: client.get("/places/")),
        "county_page_ms": _median(lambda: client.get("/places/510903/")),
    }
    for label, text in SEARCHES:
        figures[f"search {label} “{text}”_ms"] = _median(
            lambda text=text: client.get("/places/search/", {"q": text}, headers={"hx-request": "true"})
        )
    return figures


def _median(request: Callable[[], Any]) -> float:
    times = []
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        response = request()
        times.append((time.perf_counter() - started) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"请求没有成功：{response.status_code}")
    return round(statistics.median(times[1:]), 1)


def _explain(user: Any) -> dict[str, int]:
    """Print the plan of every query of a province's page and of each search; count the page's queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from gongjian.apps.places.selectors import search_places

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    with CaptureQueriesContext(
        connection,
    ) as page:
        client.get(f"/places/{PROVINCE}/")
    selects = [query["sql"] for query in page.captured_queries if query["sql"].startswith("SELECT")]
    _print_plans(f"省级首页 /places/{PROVINCE}/", [sql for sql in selects if "places_" in sql])
    for label, text in SEARCHES:
        with CaptureQueriesContext(connection) as found:
            search_places(user.as_actor(), text)
        queries = [query["sql"] for query in found.captured_queries if "places_" in query["sql"]]
        _print_plans(f"查找 {label}“{text}”", queries)
    return {"province_page_selects": len(selects)}


def _print_plans(title: str, queries: Sequence[str]) -> None:
    from django.db import connection

    print(f"\n## {title}")
    for sql in queries:
        with connection.cursor() as cursor:
            prefix = (
                "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN (ANALYZE, BUFFERS OFF) "
            )
            cursor.execute(prefix + sql.replace("%", "%%"), [])
            lines = [str(row[-1]) for row in cursor.fetchall()]
        print(f"  {sql[:400]}")
        print("\n".join(f"    {line}" for line in lines))


def _print_table(figures: dict[str, Any]) -> None:
    width = max(map(len, figures))
    print()
    for key, value in figures.items():
        print(
            f"{key:<{width}}  {value:>14,}"
            if isinstance(value, int | float)
            else f"{key:<{width}}  {value:>14}"
        )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
