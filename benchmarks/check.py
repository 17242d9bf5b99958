"""The figure checker on seeded reports, each with one planted error and again without, beside a naive baseline.

A planted error is *found* when a finding touches its figure, and *named* when the finding proposes the
right one. A report is a *false alarm* when it has no error and a finding, or a finding that has nothing to do
with its error. The baseline knows one pattern: the last two amounts of a sentence, then 占 or 率 and a per cent.
"""

import json
import re
import sys
import time
from collections.abc import Sequence
from fractions import Fraction

from _reports import REPORTS, SEED, Checker, Hit, engine, make_reports, score

_SHARE = re.compile(
    r"(?P<whole>\d[\d,]*)[^\d。]{1,20}?(?P<part>\d[\d,]*)[^\d。]{1,12}?(?:占[^\d。]{0,8}|率[为达至到约]{0,2})(?P<share>\d+(?:\.\d+)?)%"
)


def baseline(text: str) -> list[Hit]:
    """Check a text with one regular expression."""
    hits = []
    for found in _SHARE.finditer(text):
        whole, part = (Fraction(found[name].replace(",", "")) for name in ("whole", "part"))
        places = len(found["share"].partition(".")[2])
        right = 100 * min(whole, part) / max(whole, part) if whole and part else Fraction(0)
        if abs(right - Fraction(found["share"])) > Fraction(1, 2 * 10**places):
            hits.append(Hit(found.span("share"), (found.span("share"),), f"{float(right):.{places}f}%"))
    return hits


def speed(checker: Checker, texts: Sequence[str]) -> int:
    """Return the characters a second of a checker."""
    began = time.perf_counter()
    for text in texts:
        checker(text)
    return round(sum(map(len, texts)) / (time.perf_counter() - began))


def main(argv: Sequence[str]) -> None:
    """Print a table by kind of error and, as the last line, one JSON object. Arguments: seed, number of reports."""
    seed, count = (int(argv[0]) if argv else SEED), (int(argv[1]) if len(argv) > 1 else REPORTS)
    ours, naive = score(engine, seed, count), score(baseline, seed, count)
    texts = [report.text for report in make_reports(seed, count, planted=True)]
    print(f"{'kind':<14}{'planted':>8}{'found':>7}{'named':>7}{'baseline':>10}")
    for kind, number in ours.planted.items():
        print(f"{kind:<14}{number:>8}{ours.found[kind]:>7}{ours.named[kind]:>7}{naive.found[kind]:>10}")
    for report in ours.missed:
        around = report.text[max(0, report.start - 40) : report.end + 8].replace("\n", "/")
        print(f"missed {report.kind}: …{around}… should be {report.right}")
    characters = sum(map(len, texts))
    print(
        json.dumps(
            {
                "benchmark": "check",
                "seed": seed,
                "reports": count,
                "characters": characters,
                "found": round(ours.share(ours.found), 4),
                "named": round(ours.share(ours.named), 4),
                "false_alarm_reports": round(ours.alarm_share, 4),
                "baseline_found": round(naive.share(naive.found), 4),
                "baseline_false_alarm_reports": round(naive.alarm_share, 4),
                "found_ratio": round(ours.share(ours.found) / max(naive.share(naive.found), 1 / count), 2),
                "chars_per_second": speed(engine, texts),
                "baseline_chars_per_second": speed(baseline, texts),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
