"""What is printed of a run: under which conditions, how long each kind of page took, what was wrong."""

import argparse
import os
from collections.abc import Sequence
from typing import Any

from benchmarks._load.web import Record

SHARES = (50, 90, 99)
ERRORS_SHOWN = 10


def conditions_of(args: argparse.Namespace) -> dict[str, object]:
    """Say what was asked, and how busy the machine was before."""
    asked = ("database", "matters", "rate", "minutes", "desks", "think", "ticking", "workers")
    return {
        **{name: getattr(args, name) for name in asked},
        "cores": os.cpu_count(),
        "load of the machine before": round(os.getloadavg()[0], 2),
    }


def shares_of(times_s: Sequence[float]) -> dict[str, float]:
    """Return p50, p90, p99 and the longest of sorted seconds; nothing of none."""
    if not times_s:
        return {}
    found = {f"p{share}": times_s[min(len(times_s) - 1, len(times_s) * share // 100)] for share in SHARES}
    return {name: round(value, 3) for name, value in {**found, "max": times_s[-1]}.items()}


def report(
    figures: dict[str, Any], record: Record, elapsed_s: float, faults: dict[str, int]
) -> dict[str, Any]:
    """Print the figures, the times by kind of page and what was wrong; return all of it."""
    pages = {kind: sorted(times) for kind, times in sorted(record.times.items())}
    count = sum(map(len, pages.values()))
    whole = {
        **figures,
        "pages": count,
        "pages a second": round(count / elapsed_s, 1),
        "errors": len(record.errors),
        "asked again": record.retries,
    }
    for name, value in whole.items():
        print(f"{name:<44}{value!s:>12}")
    print(f"\n{'seconds until the page was there':<44}{'pages':>8}{'p50':>8}{'p90':>8}{'p99':>8}{'max':>8}")
    for kind, times in pages.items():
        print(f"{kind:<44}{len(times):>8}" + "".join(f"{one:>8.3f}" for one in shares_of(times).values()))
    print("\nmissing, doubled, wrong")
    for name, number in faults.items():
        print(f"{name:<44}{number:>8}")
    for error in record.errors[:ERRORS_SHOWN]:
        print(error)
    return {
        **whole,
        "seconds": {kind: shares_of(times) for kind, times in pages.items()},
        "wrong": faults,
        "faults": len(record.errors) + sum(faults.values()),
    }
