"""Write what the engine says into rows: all of a new run, and after a decision only what moved."""

from collections.abc import Mapping
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
    amounts = dict(zip(keys, after[changed].tolist(), strict=True))
    more = (after > before)[changed].tolist()
    gained = {need for (need, _one), is_more in zip(keys, more, strict=True) if is_more}
    known = [row for key, row in rows.items() if key in amounts and row.status != PairStatus.ACCEPTED]
    _change_pairs(known, amounts)
    _add_pairs(
        run, loaded, [pair for pair, key in zip(changed.tolist(), keys, strict=True) if key not in rows]
    )
    _store_short(run, loaded, sorted({int(standing.pairs.need[pair]) for pair in changed}))
    RunStanding.objects.filter(run=run).update(state=pack_state(standing))
    state_figures(run, standing)
    run.version += 1
    run.save(update_fields=["served", "levels", "version"])
    return Moved(tuple(sorted(gained)), tuple(sorted({need for need, _one in keys} - gained)))


def _keys(loaded: Loaded, pairs: NDArray[np.int64]) -> list[tuple[int, int]]:
    standing = loaded.standing
    needs, resources = (
        loaded.needs[standing.pairs.need[pairs]],
        loaded.resources[standing.pairs.resource[pairs]],
    )
    return list(zip(needs.tolist(), resources.tolist(), strict=True))


def _change_pairs(rows: list[ProposedPair], amounts: Mapping[tuple[int, int], int]) -> None:
    """Give rows the amounts of their pairs; one without any goes. Two queries, however many moved."""
    for row in rows:
        row.quantity, row.is_new = amounts[row.need_id, row.resource_id], True
    ProposedPair.objects.filter(pk__in=[row.pk for row in rows if not row.quantity]).delete()
    kept = [row for row in rows if row.quantity]
    ProposedPair.objects.bulk_update(kept, ["quantity", "is_new"], batch_size=BATCH)


def _add_pairs(run: ProposalRun, loaded: Loaded, pairs: list[int]) -> None:
    """Write rows for pairs that had none and carry something now."""
    standing, amounts = loaded.standing, loaded.standing.amounts()
    columns = standing.columns
    needs, givers = standing.pairs.need[pairs].tolist(), standing.pairs.resource[pairs].tolist()
    ProposedPair.objects.bulk_create(
        (
            ProposedPair(
                run=run,
                place_code=columns.communities[columns.community[need]],
                need_id=int(loaded.needs[need]),
                resource_id=int(loaded.resources[giver]),
                quantity=int(amounts[pair]),
                distance_m=int(standing.pairs.metres[pair]),
                is_new=True,
            )
            for pair, need, giver in zip(pairs, needs, givers, strict=True)
            if amounts[pair]
        ),
        batch_size=BATCH,
    )


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
