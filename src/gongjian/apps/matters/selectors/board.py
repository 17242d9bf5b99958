"""The board: open matters in columns by step, what is overdue first in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gongjian.apps.matters.choices import MatterState
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.matters import STILL, WAITING
from gongjian.apps.matters.selectors.rows import MatterRow, rows_of
from gongjian.core.access import OwnedQuerySet
from gongjian.core.listing import COUNT_BOUND

SHOWN = 30


@dataclass(frozen=True)
class Step:
    """A column: its key, its name, the states it holds, the saved view of the list that shows the same."""

    key: str
    name: str | Promise
    states: tuple[MatterState, ...]
    view: str = "open"


STEPS = (
    Step("waiting", pgettext_lazy("board", "受理派办"), WAITING, "new"),
    Step("sent", pgettext_lazy("board", "待签收"), (MatterState.DISPATCHED,)),
    Step("working", pgettext_lazy("board", "处置中"), (MatterState.ACCEPTED, MatterState.REWORK)),
    Step("checking", pgettext_lazy("board", "待核查"), (MatterState.DONE,), "checking"),
    Step("answering", pgettext_lazy("board", "待答复"), (MatterState.CHECKED,), "answering"),
    Step("paused", pgettext_lazy("board", "暂停"), (MatterState.SUSPENDED,), "suspended"),
)
BY_STATE: Mapping[str, Step] = {state: step for step in STEPS for state in step.states}


@dataclass(frozen=True)
class Column:
    """A step with its first cards; `count` and `late` stop one past COUNT_BOUND."""

    step: Step
    cards: Sequence[MatterRow]
    count: int
    late: int

    @property
    def is_bounded(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > COUNT_BOUND

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.count > len(self.cards)


def read_board(rows: OwnedQuerySet, now: datetime) -> list[Column]:
    """Read the columns of matters in sight: SHOWN cards each, the nearest deadline first. Six queries, whatever there is.

    States are asked one by one, so that each walks its own index by deadline.
    """
    parts = {state: rows.filter(closed_at__isnull=True, state=state) for state in BY_STATE}
    counts = _counts(parts, now)
    matters = Matter.objects.filter(pk__in=_first(parts)).select_related("matter_class")
    cards = rows_of(list(matters.order_by("due_at", "pk")), now)
    return [_column(step, cards, counts) for step in STEPS]


def _column(step: Step, cards: Sequence[MatterRow], counts: Mapping[str, tuple[int, int]]) -> Column:
    own = [card for card in cards if card.matter.state in step.states]
    count, late = (sum(counts[state][n] for state in step.states) for n in (0, 1))
    return Column(step, own[:SHOWN], min(count, COUNT_BOUND + 1), min(late, COUNT_BOUND + 1))


def _counts(parts: Mapping[str, OwnedQuerySet], now: datetime) -> dict[str, tuple[int, int]]:
    """Count each state and its late ones, no further than one past the bound; one query that reads no row."""
    late = Q(due_at__lt=now) & ~Q(state__in=STILL)
    asked = {f"{state}_count": _CountOf(_some(part)) for state, part in parts.items()}
    asked |= {f"{state}_late": _CountOf(_some(part.filter(late))) for state, part in parts.items()}
    rows = Matter.objects.order_by().annotate(**asked).values(*asked)[:1]
    found: Mapping[str, int] = next(iter(rows), {})
    return {state: (found.get(f"{state}_count", 0), found.get(f"{state}_late", 0)) for state in parts}


def _some(part: OwnedQuerySet) -> QuerySet[Any, Any]:
    """Keep one row past the bound, whichever: a database stops once it has met so many."""
    return part.order_by().values("pk")[: COUNT_BOUND + 1]


class _CountOf(Subquery):
    """How many rows a queryset of its own has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _first(parts: Mapping[str, OwnedQuerySet]) -> list[int]:
    """List the keys of the first cards of all states; one query."""
    firsts = [
        Matter.objects.filter(pk__in=part.order_by("due_at", "pk").values("pk")[:SHOWN])
        .order_by()
        .values_list("pk")
        for part in parts.values()
    ]
    found = reduce(lambda one, other: one.union(other, all=True), firsts)
    return [pk for (pk,) in found]
