"""What a run stands at, read from its row, and what the engine says about one of its pairs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongjian.apps.cobuilding.choices import PairStatus, UnmetReason
from gongjian.apps.cobuilding.models import Need, ProposalRun, Resource, RunLists, RunStanding
from gongjian.apps.cobuilding.selectors.proposals.problem import Lists, mark_of, read_lists
from gongjian.apps.places.selectors import names_of
from gongjian.core.errors import Conflict, NotFound
from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.proposal import (
    Reason,
    Standing,
    free_for,
    lock,
    pack_lists,
    pack_state,
    pair_at,
    reason_for,
    unpack,
)

Ids = NDArray[np.int64]
MOST_OTHERS = 12


@dataclass
class Loaded:
    """A standing with the keys of its needs and resources by position, and the marks they had when it was made."""

    standing: Standing
    needs: Ids
    resources: Ids
    need_marks: Ids
    resource_marks: Ids

    def need_at(self, need_id: int) -> int:
        """Return a need's position; NotFound where it was no part of the run."""
        return _position(self.needs, need_id)

    def resource_at(self, resource_id: int) -> int:
        """Return a resource's position; NotFound where it was no part of the run."""
        return _position(self.resources, resource_id)

    def pairs_of(self, need: int) -> range:
        """Return the positions of a need's pairs."""
        first, last = np.searchsorted(self.standing.pairs.need, [need, need + 1])
        return range(int(first), int(last))

    def eligible_for(self, need_id: int) -> list[int]:
        """List the keys of the resources that may serve a need."""
        pairs = self.pairs_of(self.need_at(need_id))
        found: list[int] = self.resources[self.standing.pairs.resource[pairs.start : pairs.stop]].tolist()
        return found

    def has(self, resource_id: int) -> bool:
        """Whether a resource was part of the run."""
        return bool(np.isin(resource_id, self.resources))

    def is_unchanged(self, need_id: int, resource_id: int) -> bool:
        """Whether both entries still say what the run was made from."""
        need, resource = self.need_at(need_id), self.resource_at(resource_id)
        return (mark_of(Need, need_id), mark_of(Resource, resource_id)) == (
            int(self.need_marks[need]),
            int(self.resource_marks[resource]),
        )


def packed(standing: Standing, lists: Lists) -> tuple[bytes, bytes]:
    """Write a new standing with keys and marks; both lists are in the order of their keys."""
    needs = np.array([int(need.key) for need in lists.problem.needs], np.int64)
    resources = np.array([int(one.key) for one in lists.problem.resources], np.int64)
    marks = {
        "need_marks": np.array([lists.need_marks[key] for key in needs.tolist()], np.int64),
        "resource_marks": np.array([lists.resource_marks[key] for key in resources.tolist()], np.int64),
    }
    return pack_lists(standing, needs=needs, resources=resources, **marks), pack_state(standing)


def load_standing(run: ProposalRun) -> Loaded:
    """Read what a run stands at. Raises Conflict where a later run stands for it."""
    lists, now = (model.objects.filter(run=run).first() for model in (RunLists, RunStanding))
    if not isinstance(lists, RunLists) or not isinstance(now, RunStanding):
        raise Conflict("这份方案已经有新的替代，或者还没算好。请看最新的一份。")
    standing, arrays = unpack(bytes(lists.lists), bytes(now.state))
    names = ("needs", "resources", "need_marks", "resource_marks")
    return Loaded(standing, *(arrays[name] for name in names))


def explain(loaded: Loaded, need_id: int, resource_id: int) -> Reason:
    """Explain one pair; codes of places in the sentence are written as names."""
    reason = reason_for(loaded.standing, loaded.need_at(need_id), loaded.resource_at(resource_id))
    if reason.widening is None and "公布到" not in reason.sentence:
        return reason
    columns = loaded.standing.columns
    code = columns.communities[columns.community[loaded.need_at(need_id)]]
    shorter = {code[:length] for length in range(2, len(code) + 1)}
    sentence = reason.sentence
    for place, name in names_of(shorter).items():
        sentence = sentence.replace(f"“{place}”", f"“{name}”")
    return Reason(reason.is_chosen, sentence, reason.changes, reason.widening, reason.is_forbidden)


@dataclass(frozen=True)
class Other:
    """Another resource that may serve a need: how far, how much it is proposed for it now, how much could be."""

    resource_id: int
    metres: int
    amount: int
    free: int
    is_forbidden: bool


def others_for(loaded: Loaded, need_id: int) -> list[Other]:
    """List the resources that may serve a need, the nearest first, MOST_OTHERS at most."""
    standing, amounts = loaded.standing, loaded.standing.amounts()
    found = [
        Other(
            int(loaded.resources[standing.pairs.resource[pair]]),
            int(standing.pairs.metres[pair]),
            int(amounts[pair]),
            free_for(standing, pair),
            pair in standing.decided.forbidden,
        )
        for pair in sorted(
            loaded.pairs_of(loaded.need_at(need_id)),
            key=lambda pair: (-amounts[pair], standing.pairs.metres[pair]),
        )[:MOST_OTHERS]
    ]
    return found


def position_of(loaded: Loaded, need_id: int, resource_id: int) -> int:
    """Return the position of a pair. Raises Conflict where the two don't fit."""
    found = pair_at(loaded.standing, loaded.need_at(need_id), loaded.resource_at(resource_id))
    if found is None:
        raise Conflict("这条资源的条件和需求对不上，不能换成它。")
    return found


@dataclass(frozen=True)
class Cost:
    """What a forced pair does to the rest: aims before and after, and needs that get less."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    losers: tuple[int, ...]


def cost_of_swap(loaded: Loaded, need_id: int, resource_id: int, amount: int) -> Cost:
    """Try forcing a pair in a copy, and tell what it costs the others. Raises Conflict where it can't be."""
    before, tried = loaded.standing, loaded.standing.copy()
    pair = position_of(loaded, need_id, resource_id)
    try:
        lock(tried, pair, amount)
    except EngineInputError as refusal:
        raise Conflict(str(refusal)) from refusal
    got = _of_needs(before), _of_needs(tried)
    own = int(before.pairs.need[pair])
    losers = [need for need in np.flatnonzero(got[1] < got[0]).tolist() if need != own]
    return Cost(
        tuple(str(level.value) for level in before.levels()),
        tuple(str(level.value) for level in tried.levels()),
        tuple(int(loaded.needs[need]) for need in losers),
    )


def unmet_of(standing: Standing, needs: Sequence[int] | None = None) -> dict[int, tuple[int, str]]:
    """Return what each need (or those given) lacks, with the reason, by position."""
    got, columns = _of_needs(standing), standing.columns
    short = columns.quantity - got
    has_pair = np.bincount(standing.pairs.need, minlength=len(short)) > 0
    offered = np.zeros(len(columns.category_names), bool)
    for category in range(len(offered)):
        word, bit = divmod(category, 64)
        offered[category] = bool(((columns.categories[:, word] >> np.uint64(bit)) & np.uint64(1)).any())
    wanted = np.flatnonzero(short > 0).tolist() if needs is None else [n for n in needs if short[n] > 0]
    return {
        need: (
            int(short[need]),
            UnmetReason.SHORT
            if has_pair[need]
            else UnmetReason.BARRED
            if offered[columns.category[need]]
            else UnmetReason.NOBODY,
        )
        for need in wanted
    }


@dataclass(frozen=True)
class Drift:
    """How the lists moved since a run: entries that came, changed or went."""

    new: int
    changed: int
    gone: int

    @property
    def is_any(self) -> bool:
        """Whether the run is behind the lists."""
        return bool(self.new or self.changed or self.gone)


def drift_of(run: ProposalRun, loaded: Loaded) -> Drift:
    """Read the lists again and compare them with what the run was made from; what it took itself is no change."""
    lists = read_lists(run.place_code, run.starts_on, run.ends_on)
    settled = set(run.pairs.filter(status=PairStatus.ACCEPTED).values_list("need_id", flat=True))
    new = changed = gone = 0
    for ids, marks, now, entries in (
        (loaded.needs, loaded.need_marks, lists.need_marks, lists.problem.needs),
        (loaded.resources, loaded.resource_marks, lists.resource_marks, lists.problem.resources),
    ):
        before = dict(zip(ids.tolist(), marks.tolist(), strict=True))
        new += sum(int(entry.key) not in before for entry in entries)
        changed += sum(now[key] != mark for key, mark in before.items() if key in now)
        gone += len(before.keys() - now.keys() - (settled if ids is loaded.needs else set()))
    return Drift(new, changed, gone)


def _of_needs(standing: Standing) -> Ids:
    found: Ids = np.zeros(len(standing.columns.quantity), np.int64)
    np.add.at(found, standing.pairs.need, standing.amounts())
    return found


def _position(keys: Ids, key: int) -> int:
    at = int(np.searchsorted(keys, key))
    if at == len(keys) or keys[at] != key:
        raise NotFound()
    return at
