"""Work out the grades of a round under a scheme on a day, without writing anything.

Communities are graded by the mean of their submitted sheets, places above by the conditions and quotas of the
scheme, all levels at once (`engines.scoring.rate_columns`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gongjian.apps.inspections.choices import NATION, PlaceChoice, TieRule
from gongjian.apps.inspections.models import Grade, RatingScheme, Round
from gongjian.apps.inspections.selectors.community_scores import (
    Arrows,
    CommunityScore,
    scores_of_round,
)
from gongjian.apps.inspections.selectors.engine import (
    has_ended,
    places_of_year,
    stand_ins,
    successors_until,
)
from gongjian.apps.inspections.selectors.rounds import chosen_codes
from gongjian.apps.inspections.selectors.standards import engine_standard
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.engines import scoring

RANK_PLACES = 12
NO_SCORE = CommunityScore()


@dataclass(frozen=True)
class Grading:
    """Unsaved grades and, by place, the ids of the sheets that each community's score comes from."""

    grades: list[Grade]
    sheet_ids: Mapping[str, tuple[int, ...]]
    inspected: int
    communities: int
    labels: Mapping[int, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Occasion:
    """What all grades of one run have in common."""

    round: Round
    scheme: RatingScheme
    day: date
    now: datetime
    cause: str = ""

    def grade(self, place_code: str, level: int, **facts: object) -> Grade:
        """Make a grade of one place, with what it is ranked by."""
        grade = Grade(
            round=self.round,
            scheme=self.scheme,
            place_code=place_code,
            level=level,
            rated_on=self.day,
            decided_at=self.now,
            cause=self.cause,
            **facts,
        )
        grade.rank_value = rank_value(grade)
        return grade


def rank_value(grade: Grade) -> Decimal | None:
    """Say what a place is ranked by: its score, its share in per cent, or its mean; None when not inspected.

    Two different shares of at most a million places differ by more than the twelfth decimal.
    """
    if grade.level == Level.COMMUNITY:
        return grade.score
    if grade.base:
        return scoring.round_down(Fraction(grade.met or 0, grade.base) * 100, RANK_PLACES)
    return grade.mean_score if grade.base is None else None


def grade_round(row: Round, scheme: RatingScheme, day: date) -> Grading:
    """Work out every grade of a round (scheme's rules loaded). Three queries: arrows, places, sheets.

    A round over picked or drawn communities grades those (and what they merged into) and the places above them.
    """
    occasion = Occasion(row, scheme, day, timezone.now())
    standard = engine_standard(scheme, row.place_code)
    arrows = successors_until(row.place_code, day)
    known = places_of_year(row.place_code, {rules.level for rules in standard.levels} - {NATION}, day)
    standing = {level: _standing(places, day) for level, places in known.items()}
    looked_at = _looked_at(row, standing[Level.COMMUNITY], arrows)
    communities = [standing[Level.COMMUNITY][code] for code in sorted(looked_at)]
    scores = scores_of_round(row, standing[Level.COMMUNITY], arrows)
    grades = _rate(occasion, standard, communities, scores, standing) if communities else {}
    return Grading(
        grades=[grade for level in grades.values() for grade in level],
        sheet_ids={code: score.sheet_ids for code, score in scores.items()},
        inspected=sum(place.code in scores for place in communities),
        communities=len(communities),
        labels={level: Counter(grade.label for grade in rows) for level, rows in grades.items()},
    )


def _looked_at(row: Round, codes: Iterable[str], arrows: Arrows) -> set[str]:
    if row.choice == PlaceChoice.ALL:
        return set(codes)
    chosen = chosen_codes(row)
    return {one for code in chosen for one in (code, *stand_ins(code, arrows))} & set(codes)


def _standing(places: Iterable[Place], day: date) -> dict[str, Place]:
    return {place.code: place for place in places if not has_ended(place, day)}


def _rate(
    occasion: Occasion,
    standard: scoring.Standard,
    communities: Sequence[Place],
    scores: Mapping[str, CommunityScore],
    standing: Mapping[int, Mapping[str, Place]],
) -> dict[int, list[Grade]]:
    """Rate all levels on columns; a place above that doesn't stand gets no grade."""
    codes = [place.code for place in communities]
    found = [scores.get(code, NO_SCORE) for code in codes]
    ended = {
        code[:level] for level, places in standing.items() for code in codes if code[:level] not in places
    }
    tree = scoring.plant(
        np.array([int(code) for code in codes], dtype=np.int64),
        standard.lowest,
        scoring.tiers_needed(standard),
        ended,
    )
    columns = scoring.Columns(
        scores=_hundredths([one.score for one in found]),
        barred=_bars(standard.at(Level.COMMUNITY).labels, found),
        people=_numbers([place.population for place in communities]),
        seconds=_seconds(occasion, tree),
    )
    graded = scoring.rate_columns(standard, tree, columns)
    originals = scoring.means_of(tree, _hundredths([one.original for one in found]))
    rated = {level: _grades(occasion, one, originals[level]) for level, one in graded.items()}
    for grade in rated[Level.COMMUNITY]:
        grade.is_vetoed = scores.get(grade.place_code, NO_SCORE).is_vetoed
    return rated


def _grades(
    occasion: Occasion, graded: scoring.LevelGrades, originals: Sequence[Decimal | None]
) -> list[Grade]:
    level, counted = graded.tier.level, graded.counted[0] if graded.counted else None
    found = []
    for index, code in enumerate(graded.tier.texts()):
        if not graded.tier.stands[index]:
            continue
        score = graded.score_of(index)
        facts: dict[str, Any] = {"score": score} if level == Level.COMMUNITY else {"mean_score": score}
        if counted is not None:
            facts |= {"met": int(counted.n[index]), "base": int(counted.d[index])}
            facts["tallies"] = [[int(one.n[index]), int(one.d[index])] for one in graded.counted]
        label = graded.label_of(index) or ""
        found.append(occasion.grade(code, level, label=label, original_score=originals[index], **facts))
    return found


def _bars(labels: Sequence[str], scores: Iterable[CommunityScore]) -> scoring.Ints:
    """Write what vetoes bar as bits: a label's place in the list, or all."""
    bits = {label: 1 << place for place, label in enumerate(labels)}
    barred = [-1 if one.is_vetoed else sum(bits.get(label, 0) for label in one.barred) for one in scores]
    return np.array(barred, dtype=np.int64)


def _hundredths(scores: Iterable[Decimal | None]) -> scoring.Ints:
    return _numbers([None if score is None else int(score * 100) for score in scores])


def _numbers(values: Iterable[int | None]) -> scoring.Ints:
    return np.array([-1 if value is None else value for value in values], dtype=np.int64)


def _seconds(occasion: Occasion, tree: scoring.Tree) -> dict[int, scoring.Ints]:
    """Read the second keys that quotas break ties by: the scores of the round before, in hundredths."""
    levels = {rule.level for rule in occasion.scheme.stated_rules if rule.ties == TieRule.SECOND}
    before = previous_scores(occasion.round, levels) if levels else {}
    return {
        level: np.array([before.get(code, -1) for code in tree.tier(level).texts()], dtype=np.int64)
        for level in levels & tree.tiers.keys()
    }


def previous_scores(row: Round, levels: Iterable[int], scope: Q | None = None) -> dict[str, int]:
    """Map places to the score, in hundredths, that they had in the rated round before; two queries."""
    before = previous_round(row)
    if before is None:
        return {}
    grades = Grade.objects.filter(scope or Q(), round=before, is_current=True, level__in=list(levels))
    found = grades.order_by("scheme__effective_on", "scheme_id").values_list(
        "place_code", "score", "mean_score"
    )
    return {
        code: int((mean if score is None else score) * 100)
        for code, score, mean in found
        if score is not None or mean is not None
    }


def previous_round(row: Round) -> Round | None:
    """Return the last rated round over the same place that ended before this one."""
    return rounds_before(row).first()


def rounds_before(row: Round) -> QuerySet[Round]:
    """List the rated rounds over the same place that ended before one, the last first."""
    rated = Exists(Grade.objects.filter(round=OuterRef("pk"), is_current=True))
    rows: QuerySet[Round] = Round.objects.filter(rated, place_code=row.place_code, ends_on__lt=row.ends_on)
    return rows.order_by("-ends_on", "-pk")


def children_from(
    places: Iterable[Place], grades: Iterable[Grade], arrows: Arrows, day: date
) -> list[scoring.Child]:
    """Turn the places of a year with their grades into the engine's children, merged ones included."""
    by_code = {grade.place_code: grade for grade in grades}
    return [_child(place, by_code.get(place.code), arrows, day) for place in places]


def _child(place: Place, grade: Grade | None, arrows: Arrows, day: date) -> scoring.Child:
    ended = has_ended(place, day)
    return scoring.Child(
        key=place.code,
        name=place.name,
        label=(grade.label or None) if grade else None,
        score=grade.score if grade else None,
        state=_state(place, grade),
        since=place.valid_from,
        merged_on=place.valid_to + timedelta(days=1) if place.valid_to and ended else None,
        successors=arrows.get(place.code, ()) if ended else (),
    )


def _state(place: Place, grade: Grade | None) -> scoring.ChildState:
    """Say why a child has, or lacks, a grade; one above communities without any below has nothing to rate."""
    if grade is None and place.level < Level.COMMUNITY:
        return scoring.ChildState.EXEMPT
    rated = grade is not None and (grade.score is not None or grade.mean_score is not None or grade.base)
    return scoring.ChildState.RATED if rated else scoring.ChildState.NOT_INSPECTED
