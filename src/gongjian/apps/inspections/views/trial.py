"""A rating that is only tried: its numbers by level, and what would differ from the grades that count."""

from typing import Any

from gongjian.apps.inspections.models import RatingScheme, Round
from gongjian.apps.inspections.selectors.differences import find_differences
from gongjian.apps.inspections.selectors.grading import Grading
from gongjian.apps.inspections.selectors.mine import level_word
from gongjian.apps.inspections.selectors.standards import labels_of
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor

MOST_SHOWN = 100


def in_numbers(grading: Grading, scheme: RatingScheme) -> dict[str, Any]:
    """Count the grades of a trial level by level, the best label first."""
    lines = [
        {
            "level": level_word(level),
            "total": counts.total(),
            "held": [(label, counts[label]) for label in labels_of(scheme, level)],
            "none": counts.get("", 0),
        }
        for level, counts in sorted(grading.labels.items())
    ]
    missing = grading.communities - grading.inspected
    return {"grading": grading, "lines": lines, "missing_count": missing, "count": len(grading.grades)}


def differences(actor: Actor, row: Round, grading: Grading) -> dict[str, Any]:
    """List what would differ from the grades that count now: changed grades first, then changed figures."""
    found = find_differences(actor, row, grading.grades)
    if found is None:
        return {}
    ordered = sorted(found.changes, key=lambda change: not change.is_regraded)
    shown = ordered[:MOST_SHOWN]
    names = names_of({change.place_code for change in shown})
    rows = [
        {
            "name": names.get(change.place_code, change.place_code),
            "level": level_word(change.level),
            "before": change.before,
            "after": change.after,
            "is_regraded": change.is_regraded,
        }
        for change in shown
    ]
    return {"differences": found, "changed": rows, "changed_more": len(ordered) - len(rows)}
