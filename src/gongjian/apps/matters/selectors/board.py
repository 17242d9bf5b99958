"""The board: open matters in columns by step, what is overdue first in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from django.db.models import Count, Q, Value
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
    """Read the columns of matters in sight: SHOWN cards each, the nearest deadline first. Six queries, whatever there is."""
    parts = {step.key: _open(rows, step.states) for step in STEPS}
    counts = _counts(parts, now)
    chosen = _first(parts)
    matters = Matter.objects.filter(pk__in=chosen).select_related("matter_class")
    cards = rows_of(list(matters.order_by("due_at", "pk")), now)
    return [
        Column(
            step,
            [card for card in cards if BY_STATE[card.matter.state] is step],
            *counts.get(step.key, (0, 0)),
        )
        for step in STEPS
    ]


def _open(rows: OwnedQuerySet, states: Sequence[MatterState]) -> OwnedQuerySet:
    kept: OwnedQuerySet = rows.filter(closed_at__isnull=True, state__in=states).order_by("due_at", "pk")
    return kept


def _counts(parts: Mapping[str, OwnedQuerySet], now: datetime) -> dict[str, tuple[int, int]]:
    """Count each column and its late ones, no further than one past the bound; one query."""
    late = Count("pk", filter=Q(due_at__lt=now) & ~Q(state__in=STILL))
    counted = [
        Matter.objects.filter(pk__in=part.values("pk")[: COUNT_BOUND + 1])
        .order_by()
        .annotate(step=Value(key))
        .values("step")
        .annotate(count=Count("pk"), late=late)
        .values_list("step", "count", "late")
        for key, part in parts.items()
    ]
    found = reduce(lambda one, other: one.union(other, all=True), counted)
    return {key: (count, late) for key, count, late in found}


def _first(parts: Mapping[str, OwnedQuerySet]) -> list[int]:
    """List the keys of the first cards of all columns; one query."""
    firsts = [
        Matter.objects.filter(pk__in=part.values("pk")[:SHOWN]).order_by().values_list("pk")
        for part in parts.values()
    ]
    found = reduce(lambda one, other: one.union(other, all=True), firsts)
    return [pk for (pk,) in found]
