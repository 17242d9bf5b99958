"""A country's sheets to its grades: our engine beside DuckDB, polars and pandas, in one run, results equal.

    python -m benchmarks.rollup [communities] [--runs N] [--hierarchies N]

Everybody starts from the raw counts in memory in his own native form (building that is counted for nobody),
works with a thread for each core (pandas has one), runs warm, and ends with six tables of label, score, met and base. DuckDB
runs on wide columns and on one row a sheet and item; its faster form counts. Then single sheets change, and
the grades that follow are compared with rating everything again; last, random hierarchies with scores and
shares on the bounds are held against fractions worked out by brute force.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import numpy as np

from benchmarks import _rollup_rivals as rivals
from benchmarks._rollup_case import Case, generate, rubric, standard
from gongjian.engines.scoring import (
    Columns,
    LevelGrades,
    Tree,
    plant,
    rate_columns,
    rate_hierarchy,
    tiers_needed,
)
from gongjian.engines.scoring.bulk_sheets import SheetScorer, score_columns
from gongjian.engines.scoring.running import Edit, RunningGrades

COMMUNITIES, RUNS, EDITS, HIERARCHIES = 620_000, 5, 2000, 10_000
LABELS = ("优秀", "达标")
Grades = dict[int, LevelGrades]


def main(argv: Sequence[str] | None = None) -> int:
    """Run it; print the table and one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="benchmarks.rollup")
    parser.add_argument("communities", type=int, nargs="?", default=COMMUNITIES)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--hierarchies", type=int, default=HIERARCHIES)
    asked = parser.parse_args(argv)
    case = generate(asked.communities)
    print(f"{len(case.codes):,} 个社区 × {len(case.counts)} 项，{int(case.has_sheet.sum()):,} 张评分表")
    figures: dict[str, Any] = {"communities": len(case.codes), "items": len(case.counts)}
    figures |= _whole(case, asked.runs)
    figures |= _edits(case, figures["ours_ms"])
    figures |= _hierarchies(asked.hierarchies)
    figures["peak_mb_all"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(figures, ensure_ascii=False))
    return 0 if figures["ratio_duckdb"] >= 3 and figures["ratio_edit"] >= 1000 else 1


def _rate(case: Case) -> tuple[Tree, Columns, Grades]:
    """Our whole way: counts to totals, codes to a tree, columns to grades."""
    totals = score_columns(rubric(), case.counts, LABELS, workers=2)
    rules = standard()
    tree = plant(case.codes, rules.lowest, tiers_needed(rules))
    columns = Columns(scores=np.where(case.has_sheet, totals.totals, -1), barred=totals.barred)
    return tree, columns, rate_columns(rules, tree, columns)


def _whole(case: Case, runs: int) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    ours = _rate(case)[2]
    figures: dict[str, Any] = {"ours_first_ms": _ms(started)}
    figures["ours_extra_peak_mb"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) // 1024
    figures["ours_ms"] = _best(lambda: _rate(case), runs)
    rules = rubric()
    for name, load, rate, read in (
        (
            "duckdb_wide",
            lambda: rivals.duckdb_load(case, rules, False),
            lambda db: rivals.duckdb_rate(db, rules, False),
            rivals.duckdb_tables,
        ),
        (
            "duckdb_long",
            lambda: rivals.duckdb_load(case, rules, True),
            lambda db: rivals.duckdb_rate(db, rules, True),
            rivals.duckdb_tables,
        ),
        (
            "polars",
            lambda: rivals.polars_load(case),
            lambda frame: rivals.polars_rate(frame, rules),
            rivals.as_arrays,
        ),
        (
            "pandas",
            lambda: rivals.pandas_load(case),
            lambda frame: rivals.pandas_rate(frame, rules),
            rivals.as_arrays,
        ),
    ):
        loaded = load()
        started = time.perf_counter()
        found = rate(loaded)
        figures[f"{name}_first_ms"] = _ms(started)
        _compare(name, ours, read(found))
        figures[f"{name}_ms"] = _best(lambda rate=rate, loaded=loaded: rate(loaded), runs)
        del loaded, found
    figures["ours_again_ms"] = _best(lambda: _rate(case), runs)
    figures["ours_ms"] = min(figures["ours_ms"], figures["ours_again_ms"])
    best_duckdb = min(figures["duckdb_wide_ms"], figures["duckdb_long_ms"])
    figures["ratio_duckdb"] = round(best_duckdb / figures["ours_ms"], 1)
    for name in ("polars", "pandas"):
        figures[f"ratio_{name}"] = round(figures[f"{name}_ms"] / figures["ours_ms"], 1)
    for name in ("ours", "duckdb_wide", "duckdb_long", "polars", "pandas"):
        ratio = figures[f"{name}_ms"] / figures["ours_ms"]
        print(
            f"{name:<12} {figures[f'{name}_ms']:>9.1f} ms  {ratio:>6.1f} ×   第一次 {figures[f'{name}_first_ms']:.1f} ms"
        )
    print(f"六级结果逐个相同；优秀社区 {int((ours[12].held == 0).sum()):,} 个")
    return figures


def _compare(name: str, ours: Grades, theirs: dict[int, Any]) -> None:
    """Stop unless every place of every level has the same label, score, met and base."""
    for level, grades in ours.items():
        table = theirs[level]
        first = grades.counted[0] if grades.counted else None
        same = {
            "code": grades.tier.codes,
            "label": grades.held,
            "score": grades.scores,
            "met": first.n if first else np.zeros(len(grades.tier), dtype=np.int64),
            "base": first.d if first else np.zeros(len(grades.tier), dtype=np.int64),
        }
        for column, values in same.items():
            if not np.array_equal(np.asarray(table[column]).astype(np.int64), values.astype(np.int64)):
                raise SystemExit(f"{name} 的第 {level} 位一级 {column} 与我们的不同")


def _edits(case: Case, whole_ms: float) -> dict[str, Any]:
    """Change single sheets; each is scored again and carried to all its ancestors' grades."""
    started = time.perf_counter()
    tree, columns, _ = _rate(case)
    running, scorer = RunningGrades(standard(), tree, columns), SheetScorer(rubric(), LABELS)
    built_ms = _ms(started)
    rng = Random(7)
    rows = rng.sample(np.flatnonzero(case.has_sheet).tolist(), EDITS)
    sheets = [np.array([column[row] for column in case.counts]) for row in rows]
    changed, spent = 0, []
    for row, sheet in zip(rows, sheets, strict=True):
        code, item, count = str(case.codes[row]), rng.randrange(len(sheet)), rng.randrange(7)
        began = time.perf_counter()
        sheet[item] = count
        score, barred = scorer.score(sheet)
        moved = running.apply(Edit(code, score, barred))
        spent.append(time.perf_counter() - began)
        changed += len(moved)
        case.counts[item][row] = count
    _compare_running(running, _rate(case)[2])
    spent.sort()
    mean_us, p99_us = sum(spent) / len(spent) * 1e6, spent[int(len(spent) * 0.99)] * 1e6
    ratio = whole_ms * 1000 / mean_us
    print(
        f"改一张表到各级等级：平均 {mean_us:.1f} 微秒，99% 在 {p99_us:.1f} 微秒内；"
        f"整体重算的 1/{ratio:,.0f}；{EDITS:,} 次改动后与整体重算相同，改了 {changed:,} 个等级"
    )
    return {
        "running_built_ms": built_ms,
        "edit_us": round(mean_us, 1),
        "edit_p99_us": round(p99_us, 1),
        "ratio_edit": round(ratio),
        "edits_regraded": changed,
    }


def _compare_running(running: RunningGrades, whole: Grades) -> None:
    for level, grades in whole.items():
        labels = [grades.label_of(index) for index in range(len(grades.tier))]
        if running.held(level) != labels or running.scores(level) != grades.scores.tolist():
            raise SystemExit(f"逐次改动以后，第 {level} 位一级与整体重算不同")


def _hierarchies(count: int) -> dict[str, Any]:
    """Hold random hierarchies against fractions: the readable engine and the one on columns."""
    from tests.engines.scoring.test_rate_hierarchy import by_columns, verdicts
    from tests.rating_reference import random_case, rate_by_fractions

    started, places, different = time.perf_counter(), 0, 0
    for seed in range(count):
        rules, leaves, ended, seconds = random_case(seed)
        expected = rate_by_fractions(rules, leaves, ended, seconds)
        plain = rate_hierarchy(rules, leaves, ended=ended, seconds=seconds)
        readable = {
            level: {code: (place.label, place.score) for code, place in found.items()}
            for level, found in plain.levels.items()
        }
        columns = verdicts(by_columns(rules, leaves, ended, seconds))
        different += (readable != expected) + (columns != expected)
        places += sum(len(found) for found in expected.values())
    seconds_spent = time.perf_counter() - started
    print(
        f"{count:,} 个随机层级（{places:,} 个地方）与分数逐个比：{different} 个不同，{seconds_spent:.0f} 秒"
    )
    if different:
        raise SystemExit("与分数算的不同")
    return {"hierarchies": count, "hierarchy_places": places, "hierarchies_different": different}


def _best(run: Callable[[], Any], runs: int) -> float:
    """The fastest of some runs: other programs may share the machine."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        times.append(_ms(started))
    return min(times)


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


if __name__ == "__main__":
    raise SystemExit(main())
