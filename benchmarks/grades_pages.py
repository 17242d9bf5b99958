"""The pages of grades on many rows: server time, number of queries and the slowest query of each.

    DATABASE_URL=postgres://… python -m benchmarks.grades_pages [--per-street N] [--runs N]

A scratch database (a new one beside the one named, or SQLite in a temporary folder) gets a city of 5,000
communities with 1,000,000 item scores in one round, and a national round of 31 provinces, 310 cities, 2,790
counties, 41,850 streets and N communities in each. Rows that are only there to be many are made by the database
itself; both rounds are rated by the product's own service, and PostgreSQL is vacuumed as its own daemon would.
Pages are asked for by Django's test client, signed in and warm; the median counts.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.places import _database

ROOT = Path(__file__).resolve().parents[1]
CITY, LIMIT_MS, ITEMS, INSPECTORS = "9901", 150, 100, 2
CITY_COUNTIES, CITY_STREETS, CITY_COMMUNITIES = 10, 20, 25
NATION = (31, 10, 9, 15)


def main(argv: Sequence[str] | None = None) -> int:
    """Build, measure, print the table and one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="benchmarks.grades_pages")
    parser.add_argument("--per-street", type=int, default=5)
    parser.add_argument("--runs", type=int, default=15)
    asked = parser.parse_args(argv)
    os.environ.setdefault("GONGJIAN_SHARED", str(ROOT.parent / "shared"))
    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as scratch, _database(Path(scratch)):
        facts = _build(asked.per_street)
        figures = _measure(facts, asked.runs)
    print(json.dumps({**facts, **figures}, ensure_ascii=False, default=str))
    slow = {name: value for name, value in figures.items() if name.endswith("_ms") and value >= LIMIT_MS}
    return 1 if slow else 0


def _build(per_street: int) -> dict[str, Any]:
    from django.db import connection

    from gongjian.apps.inspections import services
    from gongjian.apps.inspections.models import Grade, Round, ScoreSheet, SheetEntry
    from gongjian.core.access import SYSTEM

    started = time.perf_counter()
    _places(per_street)
    version, scheme = _rules()
    rounds = {
        code: Round.objects.create(
            place_code=code,
            title="全国检查" if not code else "全市检查",
            version=version,
            starts_on=start,
            ends_on=end,
        )
        for code, start, end in (
            ("", date(2026, 3, 1), date(2026, 3, 31)),
            (CITY, date(2026, 4, 1), date(2026, 4, 30)),
        )
    }
    before = Round.objects.create(
        place_code="",
        title="上次检查",
        version=version,
        starts_on=date(2025, 3, 1),
        ends_on=date(2025, 3, 31),
    )
    _sheets(rounds[""].pk, version.pk, "NOT LIKE", 1)
    _sheets(rounds[CITY].pk, version.pk, "LIKE", INSPECTORS)
    _entries(rounds[CITY].pk, version.pk)
    built = time.perf_counter() - started
    times = {}
    for code, row in rounds.items():
        started = time.perf_counter()
        services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)
        times[code or "nation"] = round(time.perf_counter() - started, 1)
    _copy_grades(rounds[""].pk, before.pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    facts = {
        "database": connection.vendor,
        "nation_round": rounds[""].pk,
        "city_round": rounds[CITY].pk,
        "scheme": scheme.pk,
        "sheets": ScoreSheet.objects.count(),
        "item_scores": SheetEntry.objects.count(),
        "grades_now": Grade.objects.filter(is_current=True).count(),
        "nation_communities": Grade.objects.filter(round=rounds[""], level=12).count(),
        "build_s": round(built, 1),
        "rate_s": times,
    }
    print(json.dumps(facts, ensure_ascii=False))
    return facts


def _places(per_street: int) -> None:
    """Make the divisions: the nation's, and one city with many communities."""
    from gongjian.apps.places.models import Place

    provinces, cities, counties, streets = NATION
    rows = []
    for province in range(1, provinces + 1):
        above = f"{10 + province}"
        rows.append((above, 2))
        for city in range(1, cities + 1):
            rows.append((f"{above}{city:02d}", 4))
            for county in range(1, counties + 1):
                code = f"{above}{city:02d}{county:02d}"
                rows.append((code, 6))
                rows += _below(code, streets, per_street)
    rows += [(CITY[:2], 2), (CITY, 4)]
    for county in range(1, CITY_COUNTIES + 1):
        rows.append((f"{CITY}{county:02d}", 6))
        rows += _below(f"{CITY}{county:02d}", CITY_STREETS, CITY_COMMUNITIES)
    parents = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}
    Place.objects.bulk_create(
        (
            Place(code=code, name=f"地方{code}", level=level, parent_code=code[: parents[level]])
            for code, level in rows
        ),
        batch_size=5000,
    )


def _below(county: str, streets: int, per_street: int) -> list[tuple[str, int]]:
    found = []
    for street in range(1, streets + 1):
        found.append((f"{county}{street:03d}", 9))
        found += [(f"{county}{street:03d}{number:03d}", 12) for number in range(1, per_street + 1)]
    return found


def _rules() -> tuple[Any, Any]:
    from gongjian.apps.inspections import services
    from gongjian.apps.inspections.choices import RatingBasis
    from gongjian.apps.inspections.services import ItemSpec, RatingSpec, RuleSpec
    from gongjian.core.access import SYSTEM
    from gongjian.core.rules import load_first_versions

    load_first_versions()
    items = [
        ItemSpec(f"项目{number}", Decimal(1), (RuleSpec("发现问题", Decimal("0.5")),))
        for number in range(ITEMS)
    ]
    version = services.create_rubric(actor=SYSTEM, place_code="", title="评分标准", items=items)
    version = services.publish_version(actor=SYSTEM, version_id=version.pk, effective_on=date(2025, 1, 1))
    share = RatingBasis.SHARE
    rules = [
        RatingSpec(12, "优秀", RatingBasis.SCORE, Decimal(90)),
        RatingSpec(12, "优秀", RatingBasis.QUOTA, Decimal(20), within_level=6),
        RatingSpec(12, "达标", RatingBasis.SCORE, Decimal(80)),
    ]
    for level in (9, 6, 4, 2, 0):
        rules += [
            RatingSpec(level, "示范", share, Decimal(80), "达标", 12),
            RatingSpec(level, "达标", share, Decimal(50), "达标", 12),
        ]
    scheme = services.create_scheme(
        actor=SYSTEM,
        place_code="",
        title="评级办法",
        effective_on=date(2025, 1, 1),
        citation="基准",
        rules=rules,
    )
    return version, scheme


def _sheets(round_id: int, version_id: int, like: str, count: int) -> None:
    """One or more submitted sheets for each community in or outside the city, with scores from 70 to 100."""
    from django.db import connection

    score = "70 + (abs(CAST(substr(p.code, 3) AS bigint) * 7919 + n.n * 104729) %% 3001) / 100.0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO inspections_scoresheet
            (place_code, round_id, version_id, inspected_on, status, score, is_vetoed, bars, return_reason,
            signed_name, submitted_at)
            SELECT p.code, %s, %s, '2026-03-10', 'submitted', {score}, false, '', '', '', '2026-03-11 00:00:00+00'
            FROM places_place p JOIN (SELECT 0 AS n UNION ALL SELECT 1) n ON n.n < %s
            WHERE p.level = 12 AND p.code {like} '{CITY}%%'""",
            [round_id, version_id, count],
        )


def _entries(round_id: int, version_id: int) -> None:
    """A score for every item of every sheet of a round."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO inspections_sheetentry (sheet_id, item_id, rule_id, count, is_not_applicable, note, recorded_at)
            SELECT s.id, i.id, r.id, (s.id + i.id) %% 3, false, '', '2026-03-11 00:00:00+00'
            FROM inspections_scoresheet s CROSS JOIN inspections_rubricitem i
            JOIN inspections_itemrule r ON r.item_id = i.id
            WHERE s.round_id = %s AND i.version_id = %s""",
            [round_id, version_id],
        )


def _copy_grades(round_id: int, before_id: int) -> None:
    """Give the round before the same places with other scores, so that ranks move."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO inspections_grade (place_code, round_id, scheme_id, level, label, score, met, base, tallies,
              mean_score, original_score, rank_value, is_vetoed, rated_on, decided_at, is_current, cause)
            SELECT place_code, %s, scheme_id, level, label, score, met, base, tallies, mean_score, original_score,
              100 - rank_value + id %% 7, is_vetoed, '2025-03-31', '2025-04-01 00:00:00+00', true, ''
            FROM inspections_grade WHERE round_id = %s""",
            [before_id, round_id],
        )


def _pages(facts: dict[str, Any]) -> dict[str, str]:
    from gongjian.apps.inspections.models import Grade

    def grade(row: int, code: str) -> str:
        return f"/inspections/grades/{Grade.objects.get(round_id=row, place_code=code, is_current=True).pk}/"

    city, nation = (
        f"/inspections/rounds/{facts['city_round']}",
        f"/inspections/rounds/{facts['nation_round']}",
    )
    pages = {
        "city_round": f"{city}/",
        "city_ranking": f"{city}/ranking/",
        "city_ranking_last_page": f"{city}/ranking/?page=100",
        "city_ranking_streets": f"{city}/ranking/?level=9",
        "city_grade": grade(facts["city_round"], CITY),
        "county_grade": grade(facts["city_round"], f"{CITY}01"),
        "street_grade": grade(facts["city_round"], f"{CITY}01001"),
        "community_grade": grade(facts["city_round"], f"{CITY}01001001"),
        "nation_round": f"{nation}/",
        "nation_grade": grade(facts["nation_round"], ""),
        "province_grade": grade(facts["nation_round"], "11"),
        "ratings": "/inspections/ratings/",
    }
    for level in (2, 4, 6, 9, 12):
        pages[f"nation_ranking_{level}"] = f"{nation}/ranking/?level={level}"
    pages["nation_ranking_9_page_100"] = f"{nation}/ranking/?level=9&page=100"
    pages["nation_ranking_original"] = f"{nation}/ranking/?level=9&by=original"
    return pages


def _measure(facts: dict[str, Any], runs: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from gongjian.apps.parties.models import Grant, User
    from gongjian.core.access import Role

    user = User.objects.create(username="bench", full_name="基准", place_code="", has_second_factor=True)
    Grant.objects.create(user=user, role=Role.OFFICE, place_code="")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    figures: dict[str, Any] = {}
    for name, address in _pages(facts).items():
        times = []
        for _ in range(runs + 1):
            started = time.perf_counter()
            response = client.get(address)
            times.append((time.perf_counter() - started) * 1000)
            if response.status_code != 200:
                raise SystemExit(f"{address} 没有打开：{response.status_code}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        selects = [query for query in queries if query["sql"].startswith("SELECT")]
        slowest = max(selects, key=lambda query: float(query["time"]))
        figures[f"{name}_ms"] = round(statistics.median(times[1:]), 1)
        figures[f"{name}_selects"] = len(selects)
        least = min(times[1:])
        in_database = sum(float(query["time"]) for query in selects) * 1000
        print(
            f"{name:<26} 中位 {figures[f'{name}_ms']:>8.1f} ms（最少 {least:>7.1f}） {len(selects):>3} 个查询，"
            f"数据库 {in_database:>7.1f} ms，最慢 {float(slowest['time']) * 1000:>6.1f} ms：{slowest['sql'][:150]}"
        )
    return figures


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
