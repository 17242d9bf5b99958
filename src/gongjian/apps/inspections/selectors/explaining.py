"""Explain a grade: every condition with its arithmetic, the quotas' lines, the children, the sheets.

A place with many children is explained from the counts kept with its grade; only the nearest children that block it
are read then. A replaced grade is explained by what stood beside it when it was decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Min, Q, Sum

from gongjian.apps.inspections.choices import QUOTAS, PlaceChoice, RatingBasis
from gongjian.apps.inspections.models import Grade, RatingRule, ScoreSheet
from gongjian.apps.inspections.selectors.engine import (
    has_ended,
    places_of_year,
    successors_until,
)
from gongjian.apps.inspections.selectors.grading import children_from
from gongjian.apps.inspections.selectors.sheets import Marked, loaded, mark_sheet
from gongjian.apps.inspections.selectors.standards import (
    counted_level,
    engine_rules,
    engine_standard,
    share_rules,
)
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.listing import rows_between
from gongjian.engines import scoring

MOST_LISTED = 300
NEAREST = 50


@dataclass(frozen=True)
class Standing:
    """One condition as it came out: `met` of `base` for counts, the score, or the line of a quota."""

    rule: RatingRule
    holds: bool
    met: int | None = None
    base: int | None = None
    score: Decimal | None = None
    cut: "CutLine | None" = None


@dataclass(frozen=True)
class CutLine:
    """A quota in one group: so many `places` of `base`, `admitted` hold the label, the last at `line`."""

    group: str
    base: int
    places: int
    admitted: int
    line: Decimal | None


@dataclass(frozen=True)
class ShareExplanation:
    """Why a place above communities has its grade. `child_grade_ids` open the children's own pages.

    `is_listed` says whether all children are in `children`; of many only the nearest that block it are.
    """

    grade: Grade
    explanation: scoring.Explanation
    standings: list[Standing]
    children: list[scoring.Child]
    child_grade_ids: dict[str, int]
    child_level: int
    child_rules: tuple[scoring.RatingRule, ...]
    rules: tuple[scoring.RatingRule, ...]
    ranking: scoring.Ranking
    shares: dict[str, tuple[int, int]]
    is_listed: bool = True
    unranked: int = 0
    total: int = 0

    @property
    def is_by_score(self) -> bool:
        """Whether the children are rated by a score of their own."""
        return self.child_level == Level.COMMUNITY


def grades_beside(grade: Grade) -> OwnedQuerySet:
    """Keep the grades that stood when one was decided: of its round and scheme, not replaced by then."""
    rows: OwnedQuerySet = Grade.objects.filter(round_id=grade.round_id, scheme_id=grade.scheme_id)
    if grade.is_current:
        return rows.filter(is_current=True)
    lasting = Q(superseded_at__isnull=True) | Q(superseded_at__gt=grade.decided_at)
    return rows.filter(lasting, decided_at__lte=grade.decided_at)


def explain_share(actor: Actor, grade: Grade, *, in_full: bool = False) -> ShareExplanation:
    """Explain a grade of a place above communities: conditions, gap, the children that block it, the ranking.

    At most MOST_LISTED children are listed (more if `in_full`, which a what-if needs); beyond that the
    nearest stand for all.
    """
    child_level = counted_level(grade.scheme, grade.level)
    beside = grades_beside(grade).filter(level=child_level).within(grade.place_code)
    total = beside.count()
    listed = in_full or total <= MOST_LISTED or not grade.tallies
    return (
        _explain_all(grade, child_level, beside, total)
        if listed
        else _explain_nearest(grade, child_level, beside, total)
    )


def _explain_all(grade: Grade, child_level: int, beside: OwnedQuerySet, total: int) -> ShareExplanation:
    grades = list(beside)
    places = places_of_year(grade.place_code, [child_level], grade.rated_on)[child_level]
    if grade.round.choice != PlaceChoice.ALL:
        graded = {row.place_code for row in grades}
        places = [place for place in places if place.code in graded or has_ended(place, grade.rated_on)]
    arrows = successors_until(grade.place_code, grade.rated_on)
    children = children_from(places, grades, arrows, grade.rated_on)
    rules, child_rules = share_rules(grade.scheme, grade.level), engine_rules(grade.scheme, child_level)
    values = [(child.key, child.score) for child in children if not child.merged_on]
    if child_level != Level.COMMUNITY:
        shares = {row.place_code: row.rank_value for row in grades}
        values = [(key, shares.get(key)) for key, _ in values]
    ranking = scoring.rank_by_score(values)
    return ShareExplanation(
        grade=grade,
        explanation=scoring.explain_grade(children, rules, child_rules, rated_on=grade.rated_on),
        standings=standings_of(grade),
        children=children,
        child_grade_ids={row.place_code: row.pk for row in grades},
        child_level=child_level,
        child_rules=child_rules,
        rules=rules,
        ranking=ranking,
        shares={row.place_code: (row.met or 0, row.base) for row in grades if row.base},
        unranked=len(ranking.missing),
        total=total,
    )


def _explain_nearest(grade: Grade, child_level: int, beside: OwnedQuerySet, total: int) -> ShareExplanation:
    """Explain from the counts of the grade; read the best children, and the nearest that block it."""
    rules, child_rules = share_rules(grade.scheme, grade.level), engine_rules(grade.scheme, child_level)
    counting = engine_rules(grade.scheme, grade.level, RatingBasis.SHARE, RatingBasis.COUNT)
    counts = {
        (rule.label, rule.basis): (met, base)
        for rule, (met, base) in zip(counting, grade.tallies, strict=True)
    }
    known = [(rule, *counts[rule.label, rule.basis]) for rule in rules]
    tested = [scoring.share_of_counts(rule, met, base) for rule, met, base in known]
    wanted = scoring.grade_by_results(tested).next_result or (tested[0] if tested else None)
    ranked = beside.filter(rank_value__isnull=False)
    best = list(ranked.order_by("-rank_value", "place_code")[:NEAREST])
    near = _nearest(ranked, wanted.rule) if wanted else []
    names = names_of({row.place_code for row in (*best, *near)})
    blocking = [_child(row, names) for row in near]
    tested = [
        scoring.share_of_counts(rule, met, base, blocking if wanted and rule == wanted.rule else ())
        for rule, met, base in known
    ]
    rows = {row.place_code: row for row in (*best, *near)}
    ranking = scoring.rank_by_score([(row.place_code, row.rank_value) for row in best])
    return ShareExplanation(
        grade=grade,
        explanation=scoring.explain_shares(scoring.grade_by_results(tested), child_rules),
        standings=standings_of(grade),
        children=[_child(row, names) for row in rows.values()],
        child_grade_ids={code: row.pk for code, row in rows.items()},
        child_level=child_level,
        child_rules=child_rules,
        rules=rules,
        ranking=ranking,
        shares={code: (row.met or 0, row.base) for code, row in rows.items() if row.base},
        is_listed=False,
        unranked=beside.filter(rank_value__isnull=True).count(),
        total=total,
    )


def _nearest(ranked: OwnedQuerySet, rule: scoring.RatingRule) -> list[Grade]:
    """Read the best of those that a rule doesn't count."""
    rows = ranked.exclude(label__in=[rule.of_label, *rule.also_counts]).order_by("-rank_value", "place_code")
    return list(rows_between(rows, 0, NEAREST))


def _child(row: Grade, names: Mapping[str, str]) -> scoring.Child:
    return scoring.Child(
        row.place_code, names.get(row.place_code, row.place_code), row.label or None, row.score
    )


def standings_of(grade: Grade) -> list[Standing]:
    """Say how every condition of a place's level came out, best label first. One query a quota."""
    scheme = grade.scheme
    rules = [rule for rule in scheme.stated_rules if rule.level == grade.level]
    tallies = iter(_tallies(grade))
    found = []
    for rule in rules:
        if rule.basis in QUOTAS:
            found.append(_quota_standing(grade, rule))
            continue
        met, base = next(tallies) if rule.basis != RatingBasis.SCORE else (None, None)
        found.append(_standing(grade, rule, met, base))
    return found


def _tallies(grade: Grade) -> list[tuple[int | None, int | None]]:
    if grade.tallies:
        return [(met, base) for met, base in grade.tallies]
    counting = engine_rules(grade.scheme, grade.level, RatingBasis.SHARE, RatingBasis.COUNT)
    first = [(grade.met, grade.base)] if counting else []
    return [*first, *((None, None) for _ in counting[1:])]


def _standing(grade: Grade, rule: RatingRule, met: int | None, base: int | None) -> Standing:
    score = grade.score if grade.level == Level.COMMUNITY else grade.mean_score
    if rule.basis == RatingBasis.SCORE:
        return Standing(rule, score is not None and score >= rule.at_least, score=score)
    if rule.basis == RatingBasis.COUNT:
        return Standing(rule, met is not None and met >= rule.at_least, met, base)
    holds = bool(base) and Fraction(met or 0, base or 1) * 100 >= Fraction(rule.at_least)
    return Standing(rule, holds, met, base)


def _quota_standing(grade: Grade, rule: RatingRule) -> Standing:
    """Find where a quota's line lies in the place's group, from the grades beside it."""
    quota = next(
        quota
        for quota in engine_standard(grade.scheme).at(grade.level).quotas_of(rule.label)
        if (quota.within or None) == (rule.within_level or None)
    )
    group = grade.place_code[: quota.within]
    score = "score" if grade.level == Level.COMMUNITY else "mean_score"
    rows = grades_beside(grade).filter(level=grade.level).within(group)
    if quota.missing is scoring.MissingPolicy.EXCLUDED:
        rows = rows.filter(**{f"{score}__isnull": False})
    holders = Q(label=rule.label)
    seen = rows.aggregate(
        base=Count("pk"), admitted=Count("pk", filter=holders), line=Min(score, filter=holders)
    )
    cut = CutLine(group, seen["base"], quota.places(seen["base"]), seen["admitted"], seen["line"])
    own = grade.score if grade.level == Level.COMMUNITY else grade.mean_score
    return Standing(rule, grade.label == rule.label, score=own, cut=cut)


@dataclass(frozen=True)
class ScoreExplanation:
    """Why a community has its grade: the conditions, and every sheet with its arithmetic."""

    grade: Grade
    rated: scoring.Grade
    standings: list[Standing]
    sheets: list[Marked]
    counted: dict[int, Decimal | None]


def explain_score(actor: Actor, grade: Grade) -> ScoreExplanation:
    """Explain a community's grade by the sheets it was averaged from, to each deduction and photo.

    `counted` is what each sheet counted for when the grade was decided.
    """
    rows = list(loaded(ScoreSheet.objects.filter(grades=grade)).order_by("submitted_at", "pk"))
    marked = [mark_sheet(sheet) for sheet in rows]
    rated = scoring.rate_by_score(grade.score, engine_rules(grade.scheme, Level.COMMUNITY, RatingBasis.SCORE))
    return ScoreExplanation(grade, rated, standings_of(grade), marked, _counted_then(grade, rows))


def _counted_then(grade: Grade, sheets: Sequence[ScoreSheet]) -> dict[int, Decimal | None]:
    """Return what the sheets counted for at the moment of a decision: their score and what stood then."""
    if grade.is_current:
        return {sheet.pk: sheet.counted_score for sheet in sheets}
    lasting = Q(adjustments__revoked_at__isnull=True) | Q(adjustments__revoked_at__gt=grade.decided_at)
    stood = Q(adjustments__decided_at__lte=grade.decided_at) & lasting
    rows = grade.sheets.annotate(moved=Sum("adjustments__points", filter=stood))
    return {
        sheet.pk: None if sheet.score is None else max(Decimal(0), sheet.score + (sheet.moved or 0))
        for sheet in rows
    }


def suppose(found: ShareExplanation, changes: Mapping[str, scoring.Change]) -> scoring.WhatIf:
    """Ask what the grade would be if some children stood differently. No queries, nothing is stored."""
    return scoring.what_if(
        found.children,
        changes,
        rules=found.rules,
        child_rules=found.child_rules,
        rated_on=found.grade.rated_on,
    )


def if_the_nearest_rose(found: ShareExplanation) -> dict[str, scoring.Change]:
    """Suppose that the nearest children that block the grade just reach what it counts."""
    result = found.explanation.result
    if result is None:
        return {}
    wanted = result.rule.of_label
    line = next((rule.interval.low for rule in found.child_rules if rule.label == wanted), None)
    change = scoring.Change(score=line) if found.is_by_score else scoring.Change(label=wanted)
    return {blocker.child.key: change for blocker in found.explanation.nearest}
