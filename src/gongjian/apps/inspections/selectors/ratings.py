"""Read schemes and grades, and explain a grade down to the deduction and the photo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, FloatField, Window
from django.db.models.functions import Cast, Rank
from django.utils import timezone

from gongjian.apps.inspections.models import Grade, RatingScheme, Round, ScoreSheet
from gongjian.apps.inspections.selectors.engine import (
    engine_rules,
    places_of_year,
    score_of_sheet,
    successors_until,
)
from gongjian.apps.inspections.selectors.grading import children_from, share_levels
from gongjian.apps.inspections.selectors.sheets import loaded
from gongjian.apps.places.choices import Level
from gongjian.core.access import Actor, OwnedQuerySet, ancestors_of
from gongjian.core.errors import NotFound
from gongjian.engines import scoring


def list_schemes(actor: Actor) -> OwnedQuerySet:
    """List the rating schemes one may see, with their rules."""
    return RatingScheme.objects.visible_to(actor).prefetch_related("rules")


def get_scheme(actor: Actor, scheme_id: int) -> RatingScheme:
    """Return a scheme with its rules loaded."""
    scheme = list_schemes(actor).filter(pk=scheme_id).first()
    if scheme is None:
        raise NotFound()
    return scheme


def has_rated(scheme: RatingScheme) -> bool:
    """Say whether any grade stands on a scheme: from then on it is never changed."""
    return Grade.objects.filter(scheme=scheme).exists()


def schemes_for(actor: Actor, row: Round, day: date) -> list[RatingScheme]:
    """List the schemes in force on a day that may rate a round: the nearest place's and newest first."""
    owners = [*ancestors_of(row.place_code), row.place_code]
    rows = list_schemes(actor).filter(place_code__in=owners, effective_on__lte=day)
    return sorted(rows, key=lambda scheme: (len(scheme.place_code), scheme.effective_on), reverse=True)


def scheme_on(actor: Actor, row: Round, day: date) -> RatingScheme:
    """Return the scheme in force for a round on a day; NotFound before the first."""
    found = schemes_for(actor, row, day)
    if not found:
        raise NotFound(f"{day.isoformat()} 没有生效的评级办法。请先定一份，生效日期不晚于这一天。")
    return found[0]


def list_grades(actor: Actor, round_id: int, level: int, place_code: str = "") -> OwnedQuerySet:
    """List the current grades of one level of a round, best first."""
    rows = Grade.objects.visible_to(actor).filter(round_id=round_id, level=level, is_current=True)
    return rows.within(place_code).order_by("-score", "place_code")


def ranked_grades(actor: Actor, row: Round, scheme_id: int, level: int, place_code: str) -> OwnedQuerySet:
    """List the current grades of one level by rank: score or share, equal values share a rank.

    Places without a value have no rank and are left out (see `unranked_grades`).
    """
    rows = list_grades(actor, row.pk, level, place_code).filter(scheme_id=scheme_id)
    if level == Level.COMMUNITY:
        rows = rows.filter(score__isnull=False).annotate(value=F("score"))
    else:
        share = Cast("met", FloatField()) / Cast("base", FloatField())
        rows = rows.filter(base__gt=0).annotate(value=share)
    ranked = rows.annotate(rank=Window(Rank(), order_by=F("value").desc()))
    return ranked.order_by("-value", "place_code")


def unranked_grades(actor: Actor, row: Round, scheme_id: int, level: int, place_code: str) -> OwnedQuerySet:
    """List the current grades of one level that have nothing to rank by: not inspected."""
    rows = list_grades(actor, row.pk, level, place_code).filter(scheme_id=scheme_id)
    missing = {"score__isnull": True} if level == Level.COMMUNITY else {"base": 0}
    return rows.filter(**missing).order_by("place_code")


def get_grade(actor: Actor, grade_id: int) -> Grade:
    """Return one grade with its round and scheme."""
    rows = Grade.objects.visible_to(actor).select_related("round__version__rubric", "scheme")
    grade = rows.prefetch_related("scheme__rules").filter(pk=grade_id).first()
    if grade is None:
        raise NotFound()
    return grade


def sibling_grades(grade: Grade) -> OwnedQuerySet:
    """Keep the grades decided in the same run as one: as current as it is, of the same moment."""
    return Grade.objects.filter(
        round_id=grade.round_id, scheme_id=grade.scheme_id, decided_at=grade.decided_at
    )


def get_grade_history(actor: Actor, grade_id: int) -> tuple[Grade, list[Grade]]:
    """Return a grade with all grades of its place in its round, newest decision first; two queries."""
    key = Grade.objects.filter(pk=grade_id)
    rows = Grade.objects.visible_to(actor).filter(
        round_id__in=key.values("round_id"), place_code__in=key.values("place_code")
    )
    rows = rows.select_related("round__version__rubric", "scheme").prefetch_related("scheme__rules")
    history = list(rows.order_by("-decided_at", "-pk"))
    grade = next((row for row in history if row.pk == grade_id), None)
    if grade is None:
        raise NotFound()
    return grade, history


@dataclass(frozen=True)
class ShareExplanation:
    """Why a place above communities has its grade. `child_grade_ids` open the children's own pages."""

    grade: Grade
    explanation: scoring.Explanation
    children: list[scoring.Child]
    child_grade_ids: dict[str, int]
    child_level: Level
    child_rules: tuple[scoring.RatingRule, ...]
    rules: tuple[scoring.RatingRule, ...]
    ranking: scoring.Ranking
    shares: dict[str, tuple[int, int]]

    @property
    def is_by_score(self) -> bool:
        """Whether the children are rated by a score of their own."""
        return self.child_level == Level.COMMUNITY


def explain_share(actor: Actor, grade: Grade) -> ShareExplanation:
    """Explain a grade by shares: arithmetic, gap, the children that block it, the ranking. Three queries."""
    child_level = share_levels(grade.scheme)[Level(grade.level)]
    grades = list(sibling_grades(grade).filter(level=child_level).within(grade.place_code))
    places = places_of_year(grade.place_code, [child_level], grade.rated_on)[child_level]
    arrows = successors_until(grade.place_code, grade.rated_on)
    children = children_from(places, grades, arrows, grade.rated_on)
    child_rules, rules = engine_rules(grade.scheme, child_level), engine_rules(grade.scheme, grade.level)
    explanation = scoring.explain_grade(children, rules, child_rules, rated_on=grade.rated_on)
    values = [(child.key, child.score) for child in children if not child.merged_on]
    if child_level != Level.COMMUNITY:
        shares = {row.place_code: _share_of(row) for row in grades}
        values = [(key, shares.get(key)) for key, _ in values]
    return ShareExplanation(
        grade=grade,
        explanation=explanation,
        children=children,
        child_grade_ids={row.place_code: row.pk for row in grades},
        child_level=child_level,
        child_rules=child_rules,
        rules=rules,
        ranking=scoring.rank_by_score(values),
        shares={row.place_code: (row.met or 0, row.base) for row in grades if row.base},
    )


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


def _share_of(grade: Grade) -> Decimal | None:
    return Decimal(grade.met or 0) * 100 / grade.base if grade.base else None


@dataclass(frozen=True)
class ScoreExplanation:
    """Why a community has its grade: the rule, and every sheet with its arithmetic."""

    grade: Grade
    rated: scoring.Grade
    sheets: list[tuple[ScoreSheet, scoring.ScoreResult]]


def explain_score(actor: Actor, grade: Grade) -> ScoreExplanation:
    """Explain a community's grade by the sheets it was averaged from, to each deduction and photo."""
    rows = loaded(ScoreSheet.objects.filter(grades=grade)).order_by("submitted_at", "pk")
    sheets = [(sheet, score_of_sheet(sheet)) for sheet in rows]
    rated = scoring.rate_by_score(grade.score, engine_rules(grade.scheme, Level.COMMUNITY))
    return ScoreExplanation(grade, rated, sheets)


def last_round_of(actor: Actor, place_code: str) -> Round | None:
    """Return the last round over a place that has begun, to try rules on."""
    rows = Round.objects.visible_to(actor).filter(place_code=place_code, starts_on__lte=timezone.localdate())
    found: Round | None = rows.order_by("-ends_on", "-pk").first()
    return found


def is_rated(actor: Actor, row: Round) -> bool:
    """Say whether a round has grades that the actor may see."""
    return Grade.objects.visible_to(actor).filter(round=row, is_current=True).exists()


def schemes_of_round(actor: Actor, round_id: int) -> list[RatingScheme]:
    """List the schemes under which a round has been rated, the latest in force first."""
    rows = Grade.objects.visible_to(actor).filter(round_id=round_id, is_current=True)
    schemes = RatingScheme.objects.filter(pk__in=rows.values("scheme_id"))
    return list(schemes.prefetch_related("rules").order_by("-effective_on", "-pk"))


def levels_of(scheme: RatingScheme, place_code: str) -> list[Level]:
    """List the levels that a scheme rates at or below a place, the highest first."""
    levels = {Level(rule.level) for rule in scheme.stated_rules}
    return sorted(level for level in levels if level >= len(place_code))
