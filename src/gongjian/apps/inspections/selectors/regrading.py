"""Work out anew the grades that rest on a few communities: theirs, their ancestors', and whom a quota's line moves.

The current grades are the memory: for a touched place, the labels and scores of those below it are counted by the
database, one grouped query a level of children. Where a level has quotas, the whole group that competes is
measured, since the line may move; the rest of the country is not read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Round, Substr

from gongjian.apps.inspections.models import Grade
from gongjian.apps.inspections.selectors.community_scores import CommunityScore, barred_labels
from gongjian.apps.inspections.selectors.grading import Occasion, previous_scores
from gongjian.apps.inspections.selectors.standards import engine_standard
from gongjian.apps.inspections.selectors.weights import with_people
from gongjian.apps.places.choices import Level
from gongjian.core.access import any_prefix
from gongjian.engines import scoring

Counts = dict[str, list[scoring.Tally]]
Means = dict[str, tuple[Decimal | None, Decimal | None]]


@dataclass(frozen=True)
class Replacement:
    """A grade that no longer holds and the one that takes its place."""

    before: Grade
    after: Grade


class Regrading:
    """One rating that stands (round, scheme, day), brought up to date level by level."""

    def __init__(self, occasion: Occasion) -> None:
        self.occasion = occasion
        self.standard = engine_standard(occasion.scheme, occasion.round.place_code)

    def grades(self) -> QuerySet[Grade]:
        """Return the current grades of this rating."""
        rows: QuerySet[Grade] = Grade.objects.filter(
            round=self.occasion.round, scheme=self.occasion.scheme, is_current=True
        )
        return rows

    def communities(self, scores: Mapping[str, CommunityScore]) -> list[Replacement]:
        """Return the communities whose grade changes with these scores, quota neighbours included."""
        rules = self.standard.at(Level.COMMUNITY)
        scope = _scopes(rules, scores)
        rows = {row.place_code: row for row in self.grades().filter(level=Level.COMMUNITY).filter(scope)}
        seconds, barred = self._seconds(rules, scope), self._barred(scope)
        measured = {
            code: _measured(rules, code, scores.get(code) or _as_graded(row, barred), seconds)
            for code, row in sorted(rows.items())
        }
        rated = scoring.assign_labels(rules, measured)
        return list(self._changed(rows, rated, scores))

    def above(self, level: int, touched: Iterable[str]) -> list[Replacement]:
        """Return the places of a level above communities whose grade changes, given the grades below."""
        rules = self.standard.at(level)
        scope = _scopes(rules, touched)
        rows = {row.place_code: row for row in self.grades().filter(level=level).filter(scope)}
        tallies = {child: self._tallies(level, child, scope) for child in _child_levels(rules)}
        means = self._means(rules, scope)
        seconds = self._seconds(rules, scope)
        measured = {
            code: scoring.measure(
                rules, code, means.get(code, (None, None))[0], _of(tallies, code), seconds.get(code, -1)
            )
            for code in sorted(rows)
        }
        rated = scoring.assign_labels(rules, measured)
        originals = {code: original for code, (_, original) in means.items()}
        return list(self._changed_above(rows, rated, originals))

    def _changed(
        self,
        rows: Mapping[str, Grade],
        rated: Mapping[str, scoring.Rated],
        scores: Mapping[str, CommunityScore],
    ) -> Iterator[Replacement]:
        for code, one in rated.items():
            old, found = rows[code], scores.get(code) or _as_graded(rows[code], {})
            grade = self.occasion.grade(
                code,
                Level.COMMUNITY,
                label=one.label or "",
                score=found.score,
                original_score=found.original,
                is_vetoed=found.is_vetoed,
            )
            if standing_of(old) != standing_of(grade) or code in scores:
                yield Replacement(old, grade)

    def _changed_above(
        self,
        rows: Mapping[str, Grade],
        rated: Mapping[str, scoring.Rated],
        originals: Mapping[str, Decimal | None],
    ) -> Iterator[Replacement]:
        for code, one in rated.items():
            counted = one.counted
            grade = self.occasion.grade(
                code,
                one.level,
                label=one.label or "",
                mean_score=one.score,
                original_score=originals.get(code),
                met=counted.n if counted else None,
                base=counted.d if counted else None,
                tallies=[[outcome.n, outcome.d] for outcome in one.outcomes if outcome.d is not None],
            )
            if standing_of(rows[code]) != standing_of(grade):
                yield Replacement(rows[code], grade)

    def _tallies(self, level: int, child_level: int, scope: Q) -> Counts:
        """Count the children of each place by label, and by whether anything below has a score."""
        score = "score" if child_level == Level.COMMUNITY else "mean_score"
        rows = self.grades().filter(scope, level=child_level).order_by()
        missing = Case(When(**{f"{score}__isnull": True}, then=1), default=0)
        above = Substr("place_code", 1, level) if level else Value("", output_field=CharField())
        grouped = rows.annotate(above=above, missing=missing)
        found: Counts = defaultdict(list)
        people = self._people(child_level, scope) if self._weighs(level, child_level) else {}
        if people:
            for code, label, is_missing in grouped.values_list("place_code", "label", "missing"):
                found[code[:level]].append(
                    scoring.Tally(label or None, bool(is_missing), 1, people.get(code))
                )
            return found
        counted = grouped.values("above", "label", "missing").annotate(n=Count("pk"))
        for code, label, is_missing, n in counted.values_list("above", "label", "missing", "n"):
            found[code].append(scoring.Tally(label or None, bool(is_missing), n, None))
        return found

    def _weighs(self, level: int, child_level: int) -> bool:
        rules = self.standard.at(level).counting
        return any(rule.is_weighted and rule.child_level == child_level for rule in rules)

    def _people(self, child_level: int, scope: Q) -> dict[str, int]:
        """Add up the people of the communities below each child; those not known add nothing."""
        found: dict[str, int] = Counter()
        for code, people in self._populations(scope):
            found[code[:child_level]] += people
        return found

    def _populations(self, scope: Q) -> Iterable[tuple[str, int]]:
        rows = self.grades().filter(scope, level=Level.COMMUNITY).order_by()
        return with_people(rows).filter(people__isnull=False).values_list("place_code", "people")

    def _means(self, rules: scoring.LevelRules, scope: Q) -> Means:
        """Average the communities' scores, counted and original, in whole hundredths."""
        rows = self.grades().filter(scope, level=Level.COMMUNITY, score__isnull=False).order_by()
        above = Substr("place_code", 1, rules.level) if rules.level else Value("", output_field=CharField())
        grouped = (
            rows.annotate(above=above)
            .values("above")
            .annotate(
                n=Count("pk"), total=Sum(_hundredths("score")), original=Sum(_hundredths("original_score"))
            )
        )
        found: Means = {
            above: (_mean(total, n), _mean(original, n))
            for above, n, total, original in grouped.values_list("above", "n", "total", "original")
        }
        if rules.is_mean_weighted:
            weighted = self._weighted_means(rules.level, scope)
            return {code: (weighted.get(code), original) for code, (_, original) in found.items()}
        return found

    def _weighted_means(self, level: int, scope: Q) -> dict[str, Decimal | None]:
        people = dict(self._populations(scope))
        rows = self.grades().filter(scope, level=Level.COMMUNITY).values_list("place_code", "score")
        leaves: dict[str, list[scoring.Leaf]] = defaultdict(list)
        for code, score in rows:
            leaves[code[:level]].append(scoring.Leaf(code, score, people=people.get(code)))
        return {code: scoring.mean_of(group, True) for code, group in leaves.items()}

    def _barred(self, scope: Q) -> dict[str, set[str]]:
        """Read which labels the vetoes on the graded sheets bar."""
        rows = self.grades().filter(scope, level=Level.COMMUNITY, sheets__bars__gt="")
        found: dict[str, set[str]] = defaultdict(set)
        for code, bars in rows.values_list("place_code", "sheets__bars"):
            found[code].update(barred_labels(bars))
        return found

    def _seconds(self, rules: scoring.LevelRules, scope: Q) -> dict[str, int]:
        if all(quota.ties is not scoring.Ties.SECOND for quota in rules.quotas):
            return {}
        return previous_scores(self.occasion.round, [rules.level], scope)


def standing_of(grade: Grade) -> tuple[object, ...]:
    """Return what makes two grades of a place the same."""
    facts = (grade.label, grade.score, grade.met, grade.base, grade.is_vetoed)
    return (*facts, grade.mean_score, grade.original_score, grade.tallies)


def _scopes(rules: scoring.LevelRules, touched: Iterable[str]) -> Q:
    """Match the touched places; where quotas compare places, everything in their groups."""
    if not rules.quotas:
        return any_prefix("place_code", sorted({code[: rules.level] for code in touched}))
    widest = min(quota.within for quota in rules.quotas)
    return any_prefix("place_code", sorted({code[:widest] for code in touched}))


def _child_levels(rules: scoring.LevelRules) -> set[int]:
    return {rule.child_level for rule in rules.counting}


def _of(tallies: Mapping[int, Counts], code: str) -> dict[int, list[scoring.Tally]]:
    return {level: counts.get(code, []) for level, counts in tallies.items()}


def _as_graded(row: Grade, barred: Mapping[str, set[str]]) -> CommunityScore:
    bars = frozenset(barred.get(row.place_code, ()))
    return CommunityScore(row.score, row.original_score, row.is_vetoed, barred=bars)


def _measured(
    rules: scoring.LevelRules, code: str, found: CommunityScore, seconds: Mapping[str, int]
) -> scoring.Rated:
    second = seconds.get(code, -1)
    return scoring.measure(
        rules, code, found.score, {}, second, is_barred=found.is_vetoed, barred=found.barred
    )


def _hundredths(field: str) -> Cast:
    return Cast(Round(F(field) * 100), BigIntegerField())


def _mean(total: int | None, count: int) -> Decimal | None:
    if total is None:
        return None
    return scoring.round_down(Fraction(total, count * 100), 2)
