"""Rows of a ranking as the table shows them: dots on a common scale, cut lines between grades."""

from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

from gongjian.apps.inspections.models import Grade, RatingScheme
from gongjian.apps.inspections.selectors.engine import engine_rules
from gongjian.apps.places.choices import Level
from gongjian.engines import scoring

Row = dict[str, Any]
STEP = Decimal(10)
FULL = Decimal(100)


def grade_row(grade: Grade, names: dict[str, str], scheme: RatingScheme) -> Row:
    """Write one ranked grade (annotated with `rank`) with its gap to the next better one."""
    rules = engine_rules(scheme, grade.level)
    best = rules[0] if rules else None
    common = {
        "rank": grade.rank,  # type: ignore[attr-defined]
        "key": grade.place_code,
        "name": names.get(grade.place_code, grade.place_code),
        "parent": names.get(grade.place_code[:9], "") if grade.level == Level.COMMUNITY else "",
        "label": grade.label,
        "grade_id": grade.pk,
        "met": grade.met,
        "base": grade.base,
        "best_label": best.label if best else "",
    }
    if grade.level != Level.COMMUNITY:
        share = Decimal(grade.met or 0) * 100 / Decimal(grade.base or 1)
        threshold = best.interval.low * 100 if best else None
        shown = share_words(grade.met or 0, grade.base or 1, best)
        return {**common, "score": share, "shown": shown, "threshold": threshold, "is_barred": False}
    rated = scoring.rate_by_score(grade.score, rules)
    return {
        **common,
        "score": grade.score,
        "threshold": best.interval.low if best else None,
        "gap": rated.gap if rated.next_rule and not grade.label else None,
        "to_next": rated.gap,
        "next_label": rated.next_rule.label if rated.next_rule else "",
        "is_barred": grade.is_vetoed,
    }


def share_words(met: int, base: int, rule: scoring.RatingRule | None) -> str:
    """Write met of base in per cent, so that it never looks as if it reached a threshold that it misses."""
    share = Fraction(met, base)
    return scoring.percent_beside(share, rule.interval.low) if rule else scoring.percent(share)


def rank_rows(rows: list[Row]) -> list[Row]:
    """Put a cut line before the first row of the page that falls below the best grade's threshold."""
    above = None
    for row in rows:
        is_above = row["threshold"] is None or row["score"] >= row["threshold"]
        row["cut"] = above is True and not is_above
        above = is_above
    return rows


def score_scale(rows: list[Row], level: Level) -> dict[str, Any]:
    """Choose the ends of the scale: whole tens around what is shown, at least twenty wide."""
    low = min((Decimal(row["score"]) for row in rows), default=Decimal(0))
    threshold = next((row["threshold"] for row in rows if row["threshold"] is not None), None)
    start = (min(low, threshold or low) / STEP).to_integral_value(ROUND_FLOOR) * STEP
    high = max([FULL, *(Decimal(row["score"]) for row in rows)])
    return {
        "low": max(Decimal(0), min(start, FULL - 2 * STEP)),
        "high": high,
        "threshold": threshold,
        "unit": "分" if level == Level.COMMUNITY else "%",
    }
