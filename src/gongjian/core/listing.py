"""Pages of a long list: one query for the rows, a count that stops at a bound, links that hold everything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.functional import Promise

PAGE_SIZE = 50
COUNT_BOUND = 10_000


@dataclass(frozen=True)
class ListPage:
    """Rows of one page with what the foot says: "1–50，共 3,218", "1–50，共 1万以上" past COUNT_BOUND.

    `total` is one past COUNT_BOUND where the count stopped there (`is_total_exact` says whether it did).
    """

    rows: Sequence[Any]
    first: int
    last: int
    total: int
    is_total_exact: bool
    number: int
    has_next: bool
    query: str

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before this one."""
        return self.number > 1


@dataclass(frozen=True)
class Column:
    """One column of a list that a person may show or not: its key, its name, whether it is there until he chooses."""

    key: str
    label: str | Promise
    is_usual: bool = True


def shown_of(columns: Sequence[Column], chosen: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the columns to show, in the order of the list: those chosen, the usual ones until any are."""
    wanted = set(chosen)
    found = tuple(column.key for column in columns if column.key in wanted)
    return found or tuple(column.key for column in columns if column.is_usual)


def count_of(model: type[models.Model], field_name: str, *conditions: models.Q) -> Combinable:
    """Count the rows of `model` that point at each row by `field_name`: only for rows that are read, without a join."""
    pointing = model._default_manager.filter(*conditions, **{field_name: OuterRef("pk")}).order_by()
    counted = pointing.values(field_name).annotate(count_=Count("pk")).values("count_")
    return Coalesce(Subquery(counted), 0)


class _CountOf(Subquery):
    """How many rows a queryset of its own has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counts_of(querysets: Mapping[str, models.QuerySet[Any]]) -> dict[str, int]:
    """Count querysets of one table in one query, each no further than one past COUNT_BOUND.

    Each stops once it has met so many, whichever they are, so a table of any length costs the same.
    """
    asked = {
        f"count_of_{name}": _CountOf(rows.order_by().values("pk")[: COUNT_BOUND + 1])
        for name, rows in querysets.items()
    }
    model = next(iter(querysets.values())).model
    rows = model._default_manager.order_by().annotate(**asked).values(*asked)[:1]
    found: Mapping[str, int] = next(iter(rows), {})
    return {name: found.get(f"count_of_{name}", 0) for name in querysets}


def counts_at_once(rows: models.QuerySet[Any], conditions: Mapping[str, models.Q]) -> dict[str, int]:
    """Count the rows that fit each condition as `counts_of` does, but by reading `rows` once for all of them.

    For rows that no index finds, such as those of a search by words: looking for each condition by itself would read the
    table as often as there are conditions.
    """
    counts = {f"count_of_{name}": Count("pk", filter=condition) for name, condition in conditions.items()}
    found = rows.order_by().aggregate(**counts)
    return {name: min(found[f"count_of_{name}"], COUNT_BOUND + 1) for name in conditions}


def rows_between(queryset: models.QuerySet[Any], start: int, stop: int) -> models.QuerySet[Any]:
    """Keep the rows from `start` to `stop`: bare keys are sorted, and only the kept rows are read whole.

    What is kept is known by key, so the conditions are not asked a second time, which would have a database
    plan for all they fit; they stay where they join another table, which could double rows.
    """
    whole = queryset.all()
    if len(whole.query.alias_map) <= 1:
        whole.query.clear_where()
    return whole.filter(pk__in=queryset.values("pk")[start:stop])


def page_of(
    queryset: models.QuerySet[Any], params: QueryDict, size: int = PAGE_SIZE, total: int | None = None
) -> ListPage:
    """Cut one page by `?page=N`; a number out of range shows the nearest page. Two queries at most.

    The count stops one past COUNT_BOUND, so a list of any length costs the same, and pages end there; none is
    made where `total` is known, of all rows or from `counts_of`.
    """
    total = queryset.order_by()[: COUNT_BOUND + 1].count() if total is None else total
    exact = total != COUNT_BOUND + 1
    last_page = max(1, -(-(total if exact else COUNT_BOUND) // size))
    wanted = params.get("page", "1")
    number = min(max(1, int(wanted) if wanted.isascii() and wanted.isdigit() else 1), last_page)
    start = (number - 1) * size
    rows = list(rows_between(queryset, start, start + size))
    kept = params.copy()
    kept.pop("page", None)
    return ListPage(
        rows=rows,
        first=start + 1 if rows else 0,
        last=start + len(rows),
        total=total,
        is_total_exact=exact,
        number=number,
        has_next=number < last_page,
        query=kept.urlencode(),
    )
