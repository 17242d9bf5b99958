"""Rows of a ranking as the table shows them: dots on a common scale, cut lines between grades."""

from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

from gongjian.apps.inspections.choices import RatingBasis
from gongjian.apps.inspections.models import Grade, RatingScheme
from gongjian.apps.inspections.selectors.standards import best_label, engine_rules, share_rules
from gongjian.apps.places.choices import Level
from gongjian.engines import scoring

Row = dict[str, Any]
STEP = Decimal(10)
FULL = Decimal(100)


def grade_row(grade: Grade, rank: int, names: dict[str, str], scheme: RatingScheme, moved: int | None) -> Row:
    """Write one ranked grade (annotated with `value`) with its gap to the next better one."""
    level = grade.level
    common = {
        "rank": rank,
        "moved": moved,
        "key": grade.place_code,
        "name": names.get(grade.place_code, grade.place_code),
        "parent": names.get(grade.place_code[:9], "") if level == Level.COMMUNITY else "",
        "label": grade.label,
        "grade_id": grade.pk,
        "met": grade.met,
        "base": grade.base,
        "mean": grade.mean_score,
        "original": grade.original_score,
        "is_adjusted": grade.original_score
        != (grade.score if level == Level.COMMUNITY else grade.mean_score),
        "best_label": best_label(scheme, level),
        "score": grade.value,  # type: ignore[attr-defined]
    }
    if level != Level.COMMUNITY:
        best = next(iter(share_rules(scheme, level)), None)
        threshold = best.interval.low * 100 if best else None
        shown = share_words(grade.met or 0, grade.base, best) if grade.base else ""
        return {**common, "shown": shown, "threshold": threshold, "is_barred": False}
    rules = engine_rules(scheme, level, RatingBasis.SCORE)
    rated = scoring.rate_by_score(grade.score, rules)
    return {
        **common,
        "threshold": rules[0].interval.low if rules else None,
        "gap": rated.gap if rated.next_rule and not grade.label else None,
        "to_next": rated.gap if rated.label == grade.label else None,
        "next_label": rated.next_rule.label if rated.next_rule else "",
        "is_barred": grade.is_vetoed,
        "is_cut": bool(rated.label and rated.label != grade.label and not grade.is_vetoed),
        "cut_label": rated.label or "",
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


def score_scale(rows: list[Row], level: int, *, by_mean: bool = False) -> dict[str, Any]:
    """Choose the ends of the scale: whole tens around what is shown, at least twenty wide."""
    low = min((Decimal(row["score"]) for row in rows), default=Decimal(0))
    threshold = next((row["threshold"] for row in rows if row["threshold"] is not None), None)
    start = (min(low, threshold or low) / STEP).to_integral_value(ROUND_FLOOR) * STEP
    high = max([FULL, *(Decimal(row["score"]) for row in rows)])
    return {
        "low": max(Decimal(0), min(start, FULL - 2 * STEP)),
        "high": high,
        "threshold": threshold,
        "unit": "分" if level == Level.COMMUNITY or by_mean else "%",
    }
