"""What rounds came to in one place: grades by label, the change against the round before, what is not rated."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Case, Count, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models import Grade, RatingScheme, Round, ScoreSheet
from gongjian.apps.places.choices import Level
from gongjian.core.access import Actor, OwnedQuerySet, ancestors_of, any_prefix

UNCHECKED = None
LabelCounts = Counter[str | None]


@dataclass(frozen=True)
class RoundResult:
    """The current grades of one round in one place: its title and rubric version; `labels` are the community's, the best first.

    `counts` holds communities by label, "" for not met and None for not inspected; `above` the number
    with the best label, and all, by level. `changed_sheets` came in or fell away after the rating.
    """

    title: str
    version_id: int
    scheme: RatingScheme
    labels: tuple[str, ...]
    counts: LabelCounts
    above: dict[int, tuple[str, int, int]]
    changed_sheets: int = 0

    @property
    def total(self) -> int:
        """All communities that were to be inspected."""
        return self.counts.total()

    @property
    def best_share(self) -> Fraction | None:
        """The share of communities with the best label, as the scheme counts; None when none counts."""
        left_out = 0 if self.scheme.counts_uninspected else self.counts[UNCHECKED]
        base = self.total - left_out
        return Fraction(self.counts[self.labels[0]], base) if base and self.labels else None


class _Rated(NamedTuple):
    """A round as one scheme graded it."""

    round_id: int
    scheme_id: int


def list_results(actor: Actor, scope: str) -> OwnedQuerySet:
    """List the rounds that concern a place, newest first, each with `previous_id`, the rated one before.

    A round over the place or above it is compared with the last such round, one below with its own kind.
    """
    owners = [*ancestors_of(scope), scope]
    before = _rated(actor, Round.objects.filter(ends_on__lt=OuterRef("ends_on"))).order_by("-ends_on", "-pk")
    previous = Case(
        When(place_code__in=owners, then=Subquery(before.filter(place_code__in=owners).values("pk")[:1])),
        default=Subquery(before.filter(place_code=OuterRef("place_code")).values("pk")[:1]),
        output_field=IntegerField(),
    )
    rows = _of_place(actor, scope).select_related("version__rubric").annotate(previous_id=previous)
    return rows.order_by("-ends_on", "-pk")


def _of_place(actor: Actor, scope: str) -> OwnedQuerySet:
    above_or_here = Q(place_code__in=[*ancestors_of(scope), scope])
    return Round.objects.visible_to(actor).filter(above_or_here | any_prefix("place_code", [scope]))


def count_rounds(actor: Actor, scope: str) -> tuple[int, int]:
    """Count the rounds of a place, and those that are over without grades that the actor may see; one query."""
    rated = _rated(actor, Round.objects.filter(pk=OuterRef("pk")))
    over = Q(is_closed=True) | Q(ends_on__lt=timezone.localdate())
    waits = Case(When(over & ~Exists(rated), then=1), output_field=IntegerField())
    counted = _of_place(actor, scope).aggregate(all=Count("pk"), waiting=Count(waits))
    return counted["all"], counted["waiting"]


def _rated(actor: Actor, rounds: OwnedQuerySet) -> OwnedQuerySet:
    grades = Grade.objects.visible_to(actor).filter(round_id=OuterRef("pk"), is_current=True)
    return rounds.filter(Exists(grades))


def read_results(actor: Actor, scope: str, rows: Sequence[Round]) -> dict[int, RoundResult]:
    """Read what rounds of `list_results`, and the ones before them, came to within a place; five queries."""
    before = {pk for row in rows if (pk := getattr(row, "previous_id", None))}
    counted, decided = _count_grades(actor, scope, before | {row.pk for row in rows})
    schemes = RatingScheme.objects.prefetch_related("rules").in_bulk({key.scheme_id for key in counted})
    rounds = {row.pk: row for row in rows} | Round.objects.in_bulk(before - {row.pk for row in rows})
    changed = _count_changed(scope, decided)
    found: dict[int, RoundResult] = {}
    for key, levels in counted.items():
        scheme = schemes[key.scheme_id]
        if key.round_id not in found or _later(scheme, found[key.round_id].scheme):
            found[key.round_id] = _result(rounds[key.round_id], scheme, levels, changed.get(key.round_id, 0))
    return found


def _later(one: RatingScheme, other: RatingScheme) -> bool:
    return (one.effective_on, one.pk) > (other.effective_on, other.pk)


def _count_grades(
    actor: Actor, scope: str, round_ids: Iterable[int]
) -> tuple[dict[_Rated, dict[int, LabelCounts]], dict[int, datetime]]:
    """Count grades by round and scheme, level and label; and say when the first of each round was decided."""
    rows = Grade.objects.visible_to(actor).within(scope).filter(round_id__in=round_ids, is_current=True)
    grouped = rows.order_by().values_list(*_Rated._fields, "level", "label")
    counted = grouped.annotate(graded=Count("*"), ranked=Count("rank_value"), first=Min("decided_at"))
    found: dict[_Rated, dict[int, LabelCounts]] = defaultdict(lambda: defaultdict(Counter))
    decided: dict[int, datetime] = {}
    for round_id, scheme_id, level, label, graded, ranked, first in counted:
        counts = found[_Rated(round_id, scheme_id)][level]
        counts[label] += ranked
        counts[UNCHECKED] += graded - ranked
        decided[round_id] = min(first, decided.get(round_id, first))
    return found, decided


def _result(row: Round, scheme: RatingScheme, levels: dict[int, LabelCounts], changed: int) -> RoundResult:
    labels: dict[int, list[str]] = defaultdict(list)
    for rule in scheme.stated_rules:
        if rule.label not in labels[rule.level]:
            labels[rule.level].append(rule.label)
    above = {
        level: (labels[level][0], counts[labels[level][0]], counts.total())
        for level, counts in sorted(levels.items(), reverse=True)
        if level != Level.COMMUNITY and labels[level]
    }
    own = tuple(labels[Level.COMMUNITY])
    counts = levels.get(Level.COMMUNITY, Counter())
    return RoundResult(row.title, row.version_id, scheme, own, counts, above, changed)


def changed_sheets(scope: str, round_ids: Iterable[int]) -> OwnedQuerySet:
    """List the sheets of rated rounds that were taken back or came in after the rating."""
    return _changed(scope, {round_id: Subquery(_first_decision(round_id)) for round_id in round_ids})


def _first_decision(round_id: int) -> QuerySet[Grade, datetime]:
    """Read when the first grade of a round was decided, once for all its sheets."""
    grades = Grade.objects.filter(round_id=round_id, is_current=True).order_by().values("round_id")
    first: QuerySet[Grade, datetime] = grades.annotate(first=Min("decided_at")).values_list("first")
    return first


def _changed(scope: str, decided: Mapping[int, datetime | Subquery]) -> OwnedQuerySet:
    later = Q(pk__in=[])
    for round_id, first in decided.items():
        later |= Q(round_id=round_id, submitted_at__gt=first)
    counts = Exists(Grade.objects.filter(sheets=OuterRef("pk"), is_current=True))
    gone = ~Q(status=SheetStatus.SUBMITTED) & Q(counts)
    came = Q(status=SheetStatus.SUBMITTED) & later & ~Q(counts)
    return ScoreSheet.objects.within(scope).filter(gone | came, round_id__in=list(decided))


def _count_changed(scope: str, decided: Mapping[int, datetime]) -> dict[int, int]:
    rows = _changed(scope, decided).order_by()
    return dict(rows.values_list("round_id").annotate(count=Count("pk")))


def inspected_so_far(actor: Actor, scope: str, round_ids: Iterable[int]) -> dict[int, int]:
    """Count the communities with a submitted sheet in rounds that are not rated yet; one query."""
    sheets = ScoreSheet.objects.visible_to(actor).within(scope)
    rows = sheets.filter(round_id__in=round_ids, status=SheetStatus.SUBMITTED).order_by()
    return dict(rows.values_list("round_id").annotate(count=Count("place_code", distinct=True)))


def is_over(row: Round, today: date) -> bool:
    """Whether a round can be rated as a whole: closed, or past its last day."""
    return row.is_closed or row.ends_on < today
