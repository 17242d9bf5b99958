"""Read schemes, grades and rankings."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, Window
from django.utils import timezone

from gongjian.apps.inspections.models import Grade, RatingScheme, Round
from gongjian.apps.inspections.selectors.grading import rounds_before
from gongjian.core.access import Actor, OwnedQuerySet, ancestors_of
from gongjian.core.errors import NotFound
from gongjian.core.listing import ListPage

MOST_NAMED = 50


def list_schemes(actor: Actor) -> OwnedQuerySet:
    """List the rating schemes one may see, with their rules."""
    return RatingScheme.objects.visible_to(actor).prefetch_related("rules")


def get_scheme(actor: Actor, scheme_id: int) -> RatingScheme:
    """Return a scheme with its rules loaded."""
    scheme = list_schemes(actor).filter(pk=scheme_id).one()
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


def ranked_grades(
    actor: Actor, row: Round, scheme_id: int, level: int, place_code: str, *, by_original: bool = False
) -> OwnedQuerySet:
    """List the current grades of one level, best first, each with its `value`: what it is ranked by.

    That is the score, or above communities the share (the mean where nothing is counted); `by_original`
    takes the scores before they were adjusted. Places without a value are left out (see `unranked_grades`).
    """
    rows = _current(actor, row, scheme_id, level, place_code)
    field = "original_score" if by_original else "rank_value"
    rows = rows.filter(**{f"{field}__isnull": False}).annotate(value=F(field))
    return rows.order_by(F(field).desc(), "place_code")


def ranks_of(rows: OwnedQuerySet, page: ListPage) -> dict[Decimal, int]:
    """Rank the values on one page of a ranking: 1, 2, 2, 4. No query on the first page, one on others.

    Only those before the page are counted; each later value stands behind all that come before it, which
    the page holds, but for those level with its first.
    """
    values: list[Decimal] = [grade.value for grade in page.rows]
    if not values:
        return {}
    at_least = same = values.count(values[0])
    if page.number > 1:
        counted = rows.filter(value__gte=values[0]).order_by()
        found = counted.aggregate(all=Count("*"), same=Count("value", filter=Q(value=values[0])))
        at_least, same = found["all"], found["same"]
    ranks, standing = {values[0]: at_least - same + 1}, at_least + 1
    for value in values:
        ranks.setdefault(value, standing)
        standing += value != values[0]
    return ranks


def previous_ranks(
    actor: Actor, row: Round, level: int, place_code: str, codes: Iterable[str]
) -> dict[str, int]:
    """Rank some places as they stood in the rated round before, among the same places. Two queries."""
    grades = Grade.objects.visible_to(actor).within(place_code).filter(level=level, is_current=True)
    known = grades.filter(round=rounds_before(row).values("pk")[:1], rank_value__isnull=False)
    asked = known.filter(place_code__in=list(codes)).order_by("scheme__effective_on", "scheme_id")
    own = list(asked.values_list("place_code", "round_id", "scheme_id", "rank_value"))
    if not own:
        return {}
    _code, round_id, scheme_id, _value = own[-1]
    values = {code: value for code, _round, scheme, value in own if scheme == scheme_id}
    rows = grades.filter(round_id=round_id, scheme_id=scheme_id, rank_value__gte=min(values.values()))
    counted = rows.order_by("-rank_value").values_list("rank_value").annotate(n=Count("*"))
    ranks: dict[Decimal, int] = {}
    better = 0
    for value, count in counted:
        ranks[value] = better + 1
        better += count
    return {code: ranks[value] for code, value in values.items()}


def _current(actor: Actor, row: Round, scheme_id: int, level: int, place_code: str) -> OwnedQuerySet:
    rows = Grade.objects.visible_to(actor).within(place_code)
    return rows.filter(round=row, scheme_id=scheme_id, level=level, is_current=True)


def unranked_grades(
    actor: Actor, row: Round, scheme_id: int, level: int, place_code: str
) -> tuple[list[Grade], int]:
    """List the first current grades of one level that have nothing to rank by, not inspected, and count all; one query."""
    rows = _current(actor, row, scheme_id, level, place_code).filter(rank_value__isnull=True)
    counted = rows.annotate(all=Window(Count("*"))).order_by("-rank_value", "place_code")
    first = list(counted[:MOST_NAMED])
    return first, first[0].all if first else 0


def get_grade(actor: Actor, grade_id: int) -> Grade:
    """Return one grade with its round and scheme."""
    rows = Grade.objects.visible_to(actor).select_related("round__version__rubric", "scheme")
    grade = rows.prefetch_related("scheme__rules").filter(pk=grade_id).one()
    if grade is None:
        raise NotFound()
    return grade


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


def last_round_of(actor: Actor, place_code: str) -> Round | None:
    """Return the last round over a place that has begun, to try rules on."""
    rows = Round.objects.visible_to(actor).filter(place_code=place_code, starts_on__lte=timezone.localdate())
    found: Round | None = rows.order_by("-ends_on", "-pk").first()
    return found


def schemes_of_round(actor: Actor, round_id: int) -> list[RatingScheme]:
    """List the schemes under which a round has been rated, the latest in force first."""
    rows = Grade.objects.visible_to(actor).filter(round_id=round_id, is_current=True)
    schemes = RatingScheme.objects.filter(pk__in=rows.values("scheme_id"))
    return list(schemes.prefetch_related("rules").order_by("-effective_on", "-pk"))
