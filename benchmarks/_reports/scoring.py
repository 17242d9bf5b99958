"""How a checker does on seeded reports: what it finds, whether it names the right figure, false alarms."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from gongjian.engines.figures import check_text

from .report import Report, make_reports

REPORTS, SEED = 200, 20260101
Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a checker says of one figure: its place, all places it rests on, and what it proposes."""

    place: Span
    touches: tuple[Span, ...]
    proposal: str | None


Checker: TypeAlias = Callable[[str], list[Hit]]


def engine(text: str) -> list[Hit]:
    """Check a text with the product's engine."""
    return [
        Hit((f.start, f.end), ((f.start, f.end), *((o.start, o.end) for o in f.operands)), f.proposal)
        for f in check_text(text).findings
    ]


@dataclass(frozen=True)
class Score:
    """How a checker did, by kind of error."""

    planted: Counter[str]
    found: Counter[str]
    named: Counter[str]
    alarms: int
    reports: int
    missed: tuple[Report, ...] = ()

    def share(self, counted: Counter[str]) -> float:
        """Return the share of the planted errors."""
        return counted.total() / self.planted.total()

    @property
    def alarm_share(self) -> float:
        """Return the share of reports with a false alarm, with and without an error."""
        return self.alarms / self.reports


def score(checker: Checker, seed: int = SEED, count: int = REPORTS) -> Score:
    """Run a checker over the seeded reports, with their errors and without."""
    planted, found, named = Counter[str](), Counter[str](), Counter[str]()
    alarms, missed = 0, []
    for report in make_reports(seed, count, planted=True):
        hits = checker(report.text)
        at = (report.start, report.end)
        on_it = [hit for hit in hits if any(_meet(at, span) for span in hit.touches)]
        planted[report.kind] += 1
        found[report.kind] += bool(on_it)
        named[report.kind] += any(_names(hit, report) for hit in on_it)
        alarms += len(on_it) < len(hits)
        missed += [] if on_it else [report]
    alarms += sum(bool(checker(report.text)) for report in make_reports(seed, count, planted=False))
    return Score(planted, found, named, alarms, 2 * count, tuple(missed))


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _names(hit: Hit, report: Report) -> bool:
    """Tell whether a hit proposes the right figure at the place of the wrong one."""
    return _meet(hit.place, (report.start, report.end)) and report.right in (hit.proposal or "")
