"""The board: open matters in columns by step, what is overdue first in each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from django.db.models import Q, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gongjian.apps.matters.choices import MatterState
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.hands import sees_by_unit
from gongjian.apps.matters.selectors.matters import WAITING, count_each, is_late
from gongjian.apps.matters.selectors.rows import MatterRow, rows_of
from gongjian.core.access import Actor, OwnedQuerySet
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
    Step(
        "working",
        pgettext_lazy("board", "处置中"),
        (MatterState.ACCEPTED, MatterState.REWORK, MatterState.MEDIATING),
    ),
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
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.count > len(self.cards)


def read_board(actor: Actor, rows: OwnedQuerySet, now: datetime) -> list[Column]:
    """Read the columns of matters in sight: SHOWN cards each, the nearest deadline first. Six queries, whatever there is."""
    by_state = {state: Q(closed_at__isnull=True, state=state) for state in BY_STATE}
    late = {f"late_{state}": condition & is_late(now) for state, condition in by_state.items()}
    counts = count_each(actor, rows, {**by_state, **late})
    first = _first_of_units(rows) if sees_by_unit(actor) else _first_of_places(rows, by_state.values())
    matters = Matter.objects.filter(pk__in=first).select_related("matter_class")
    cards = rows_of(list(matters.order_by("due_at", "pk")), now)
    return [_column(step, cards, counts) for step in STEPS]


def _column(step: Step, cards: Sequence[MatterRow], counts: Mapping[str, int]) -> Column:
    own = [card for card in cards if card.matter.state in step.states]
    count = sum(counts[state] for state in step.states)
    late = sum(counts[f"late_{state}"] for state in step.states)
    return Column(step, own[:SHOWN], min(count, COUNT_BOUND + 1), min(late, COUNT_BOUND + 1))


def _first_of_places(rows: OwnedQuerySet, conditions: Iterable[Q]) -> list[int]:
    """List the keys of the first cards of all states; one query, in which each state walks its own index by deadline."""
    firsts = [
        Matter.objects.filter(pk__in=rows.filter(condition).order_by("due_at", "pk").values("pk")[:SHOWN])
        .order_by()
        .values_list("pk")
        for condition in conditions
    ]
    found = reduce(lambda one, other: one.union(other, all=True), firsts)
    return [pk for (pk,) in found]


def _first_of_units(rows: OwnedQuerySet) -> list[int]:
    """List the keys of the first cards of all states among what units were given, which is read once; one query."""
    nth = Window(RowNumber(), partition_by="state", order_by=("due_at", "pk"))
    kept = rows.filter(closed_at__isnull=True, state__in=BY_STATE).order_by().annotate(nth_in_state=nth)
    return list(kept.filter(nth_in_state__lte=SHOWN).values_list("pk", flat=True))
