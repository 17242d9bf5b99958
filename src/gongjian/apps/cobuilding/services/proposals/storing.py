"""Write what the engine says into rows: all of a new run, and after a decision only what moved."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongjian.apps.cobuilding.choices import PairStatus
from gongjian.apps.cobuilding.models import ProposalRun, ProposedPair, RunStanding, UnmetNeed
from gongjian.apps.cobuilding.selectors.proposals.problem import Lists
from gongjian.apps.cobuilding.selectors.proposals.standing import Loaded, unmet_of
from gongjian.engines.matching.proposal import Standing, pack_state

BATCH = 2_000


@dataclass(frozen=True)
class Moved:
    """What a decision moved among the rest: needs newly given something, and needs that lost some."""

    gained: tuple[int, ...]
    lost: tuple[int, ...]


def store_pairs(run: ProposalRun, lists: Lists, standing: Standing) -> None:
    """Write the pairs of a new run."""
    amounts, pairs, columns = standing.amounts(), standing.pairs, standing.columns
    used = np.flatnonzero(amounts)
    rows = zip(
        pairs.need[used].tolist(),
        pairs.resource[used].tolist(),
        amounts[used].tolist(),
        pairs.metres[used].tolist(),
        strict=True,
    )
    needs, resources = lists.problem.needs, lists.problem.resources
    made = [
        ProposedPair(
            run=run,
            place_code=columns.communities[columns.community[need]],
            need_id=int(needs[need].key),
            resource_id=int(resources[resource].key),
            quantity=amount,
            distance_m=metres,
        )
        for need, resource, amount, metres in rows
    ]
    made.sort(key=lambda pair: pair.place_code)
    ProposedPair.objects.bulk_create(made, batch_size=BATCH)


def store_unmet(run: ProposalRun, lists: Lists, standing: Standing) -> None:
    """Write what a new run leaves unmet."""
    needs = lists.problem.needs
    made = [
        UnmetNeed(
            run=run, place_code=needs[at].community, need_id=int(needs[at].key), short=short, reason=reason
        )
        for at, (short, reason) in unmet_of(standing).items()
    ]
    made.sort(key=lambda row: row.place_code)
    UnmetNeed.objects.bulk_create(made, batch_size=BATCH)


def state_figures(run: ProposalRun, standing: Standing) -> None:
    """Put what was reached into the run's row, which is to be saved."""
    run.served = int(standing.amounts().sum())
    run.levels = [[level.name, str(level.value), str(level.bound)] for level in standing.levels()]


def store_moved(run: ProposalRun, loaded: Loaded, before: NDArray[np.int64]) -> Moved:
    """Write what a decision moved: rows of the pairs and needs concerned, the standing, the figures."""
    standing = loaded.standing
    after = standing.amounts()
    changed = np.flatnonzero(after != before)
    keys = _keys(loaded, changed)
    rows = {
        (row.need_id, row.resource_id): row
        for row in ProposedPair.objects.filter(run=run, need_id__in={need for need, _one in keys})
    }
    gained, lost = set[int](), set[int]()
    for pair, (need, resource) in zip(changed.tolist(), keys, strict=True):
        amount, row = int(after[pair]), rows.get((need, resource))
        (gained if amount > before[pair] else lost).add(need)
        _write_pair(run, loaded, pair, amount, row)
    _store_short(run, loaded, sorted({int(standing.pairs.need[pair]) for pair in changed}))
    RunStanding.objects.filter(run=run).update(state=pack_state(standing))
    state_figures(run, standing)
    run.version += 1
    run.save(update_fields=["served", "levels", "version"])
    return Moved(tuple(sorted(gained)), tuple(sorted(lost - gained)))


def _keys(loaded: Loaded, pairs: NDArray[np.int64]) -> list[tuple[int, int]]:
    standing = loaded.standing
    needs, resources = (
        loaded.needs[standing.pairs.need[pairs]],
        loaded.resources[standing.pairs.resource[pairs]],
    )
    return list(zip(needs.tolist(), resources.tolist(), strict=True))


def _write_pair(run: ProposalRun, loaded: Loaded, pair: int, amount: int, row: ProposedPair | None) -> None:
    """Create, change or take away the row of a pair; an accepted one stands."""
    if row is not None and row.status == PairStatus.ACCEPTED:
        return
    if not amount:
        if row is not None:
            row.delete()
        return
    if row is None:
        columns, need = loaded.standing.columns, int(loaded.standing.pairs.need[pair])
        row = ProposedPair(
            run=run,
            place_code=columns.communities[columns.community[need]],
            need_id=int(loaded.needs[need]),
            resource_id=int(loaded.resources[loaded.standing.pairs.resource[pair]]),
            distance_m=int(loaded.standing.pairs.metres[pair]),
        )
    row.quantity, row.is_new = amount, True
    row.save()


def _store_short(run: ProposalRun, loaded: Loaded, needs: list[int]) -> None:
    short = unmet_of(loaded.standing, needs)
    ids = {need: int(loaded.needs[need]) for need in needs}
    UnmetNeed.objects.filter(run=run, need_id__in=ids.values()).delete()
    columns = loaded.standing.columns
    UnmetNeed.objects.bulk_create(
        UnmetNeed(
            run=run,
            place_code=columns.communities[columns.community[need]],
            need_id=ids[need],
            short=amount,
            reason=reason,
        )
        for need, (amount, reason) in short.items()
    )
