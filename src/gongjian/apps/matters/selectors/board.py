"""The board: open matters in columns by step, what is overdue first in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gongjian.apps.matters.choices import MatterState
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.matters import WAITING, is_late
from gongjian.apps.matters.selectors.rows import MatterRow, rows_of
from gongjian.core.access import OwnedQuerySet
from gongjian.core.listing import COUNT_BOUND, counts_of

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
    """Count each state and its late ones; one query that reads no row."""
    late = {f"late_{state}": part.filter(is_late(now)) for state, part in parts.items()}
    found = counts_of({**parts, **late})
    return {state: (found[state], found[f"late_{state}"]) for state in parts}


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
