"""Work out the grades of a round under a scheme on a day, without writing anything.

Communities are graded by the mean of their submitted sheets; places above by the share of their
children, from the lowest level up. A community that merged by the rating day is left out; its sheets
count for the community that stands for it, if that one has none of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from gongjian.apps.inspections.choices import RatingBasis, SheetStatus
from gongjian.apps.inspections.models import Grade, RatingScheme, Round, ScoreSheet
from gongjian.apps.inspections.selectors.engine import (
    engine_rules,
    has_ended,
    places_of_year,
    stand_ins,
    successors_until,
)
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.engines import scoring

SCORE_PLACES = 2
Arrows = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Grading:
    """Unsaved grades and, by place, the ids of the sheets that each community's score comes from."""

    grades: list[Grade]
    sheet_ids: Mapping[str, tuple[int, ...]]
    inspected: int
    communities: int
    labels: Mapping[int, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Occasion:
    """What all grades of one run have in common."""

    round: Round
    scheme: RatingScheme
    day: date
    now: datetime

    def grade(self, place_code: str, level: int, label: str | None) -> Grade:
        """Start a grade of one place."""
        return Grade(
            round=self.round,
            scheme=self.scheme,
            place_code=place_code,
            level=level,
            label=label or "",
            rated_on=self.day,
            decided_at=self.now,
        )


def grade_round(row: Round, scheme: RatingScheme, day: date) -> Grading:
    """Work out every grade of a round (scheme's rules loaded). Three queries: arrows, places, sheets."""
    occasion = _Occasion(row, scheme, day, timezone.now())
    arrows = successors_until(row.place_code, day)
    shares = share_levels(scheme)
    known = places_of_year(row.place_code, {Level.COMMUNITY, *shares, *shares.values()}, day)
    places = known[Level.COMMUNITY]
    sheets = _sheets_by_place(row, places, arrows, day)
    graded = {Level.COMMUNITY: _grade_communities(occasion, places, sheets)}
    for level, child_level in sorted(shares.items(), reverse=True):
        children = children_from(known[child_level], graded.get(child_level, []), arrows, day)
        graded[level] = _grade_level(occasion, level, known[level], children)
    communities = graded[Level.COMMUNITY]
    return Grading(
        grades=[grade for level in graded.values() for grade in level],
        sheet_ids={code: tuple(sheet.pk for sheet in rows) for code, rows in sheets.items()},
        inspected=sum(grade.score is not None for grade in communities),
        communities=len(communities),
        labels={level: Counter(grade.label for grade in rows) for level, rows in graded.items()},
    )


def share_levels(scheme: RatingScheme) -> dict[Level, Level]:
    """Map each level that is rated by share to the level of the children counted."""
    shares = [rule for rule in scheme.stated_rules if rule.basis == RatingBasis.SHARE]
    return {Level(rule.level): Level(rule.child_level or Level.COMMUNITY) for rule in shares}


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
    is_rated = grade is not None and (grade.score is not None or bool(grade.base))
    return scoring.ChildState.RATED if is_rated else scoring.ChildState.NOT_INSPECTED


def _sheets_by_place(
    row: Round, places: Sequence[Place], arrows: Arrows, day: date
) -> dict[str, list[ScoreSheet]]:
    own: dict[str, list[ScoreSheet]] = defaultdict(list)
    rows = ScoreSheet.objects.filter(round=row, status=SheetStatus.SUBMITTED, score__isnull=False)
    for sheet in rows.order_by("place_code", "pk"):
        own[sheet.place_code].append(sheet)
    standing = {place.code for place in places if not has_ended(place, day)}
    found = {code: list(sheets) for code, sheets in own.items() if code in standing}
    for code in own.keys() - standing:
        for successor in (stand_ins(code, arrows) & standing) - own.keys():
            found.setdefault(successor, []).extend(own[code])
    return found


def _grade_communities(
    occasion: _Occasion, places: Iterable[Place], sheets: Mapping[str, list[ScoreSheet]]
) -> list[Grade]:
    rules = engine_rules(occasion.scheme, Level.COMMUNITY)
    found = []
    for place in places:
        if has_ended(place, occasion.day):
            continue
        held = sheets.get(place.code, [])
        score, is_vetoed = mean_score(held)
        barred = {label for sheet in held for label in sheet.bars.split("、")}
        allowed = [rule for rule in rules if rule.label not in barred]
        label = None if is_vetoed else scoring.rate_by_score(score, allowed).label
        grade = occasion.grade(place.code, Level.COMMUNITY, label)
        grade.score, grade.is_vetoed = score, is_vetoed
        found.append(grade)
    return found


def mean_score(sheets: Sequence[ScoreSheet]) -> tuple[Decimal | None, bool]:
    """Average the sheets' counted scores to two places, cut and never rounded up; any veto stands.

    So 89.995 stays below 90, as the exact mean is. None without a sheet.
    """
    if not sheets:
        return None, False
    total = sum((Fraction(sheet.counted_score or 0) for sheet in sheets), Fraction(0))
    mean = scoring.round_down(total / len(sheets), SCORE_PLACES)
    return mean, any(sheet.is_vetoed for sheet in sheets)


def _grade_level(
    occasion: _Occasion, level: Level, places: Iterable[Place], children: Iterable[scoring.Child]
) -> list[Grade]:
    rules = engine_rules(occasion.scheme, level)
    groups: dict[str, list[scoring.Child]] = defaultdict(list)
    for child in children:
        groups[child.key[:level]].append(child)
    found = []
    for place in places:
        if has_ended(place, occasion.day) or place.code not in groups:
            continue
        result = scoring.grade_by_share(groups[place.code], rules, rated_on=occasion.day)
        grade = occasion.grade(place.code, level, result.label)
        grade.met, grade.base = result.results[0].numerator, result.results[0].denominator
        found.append(grade)
    return found
