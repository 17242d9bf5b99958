"""What people decide of a proposal: accept, forbid, swap, pass up; the rest is solved again from where it stands.

Each decision locks the run's row first, so two people deciding at once follow each other, and the second one starts from what the
first one left. Decisions stay: accepted pairs and those ruled out are kept in every later solution.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from gongjian.apps.cobuilding.choices import PairStatus, RunState, UnmetReason
from gongjian.apps.cobuilding.models import ProposalRun, ProposedPair, RuledOut
from gongjian.apps.cobuilding.selectors.proposals.runs import get_pair, get_run, list_unmet
from gongjian.apps.cobuilding.selectors.proposals.standing import Loaded, load_standing, position_of
from gongjian.apps.cobuilding.services.claims import ClaimSpec, ask_for_resource
from gongjian.apps.cobuilding.services.needs import raise_need
from gongjian.apps.cobuilding.services.proposals.storing import Moved, store_moved
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, DomainError, Invalid
from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.proposal import forbid, lock

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Accepted:
    """How many pairs became claims, and a sentence for each that did not."""

    count: int
    refused: tuple[str, ...]


@transaction.atomic
def accept_pairs(*, actor: Actor, run_id: int, pair_ids: Sequence[int]) -> Accepted:
    """Ask the units for the pairs; each becomes a claim that its unit answers, and is kept from now on.

    What can't be asked for any more stays as it is, with the reason. Raises NotFound, Conflict, Invalid (none or too many).
    """
    run, loaded = _opened(actor, run_id)
    if not pair_ids or len(pair_ids) > MOST_AT_ONCE:
        raise Invalid(f"请选 1 到 {MOST_AT_ONCE} 对。" if pair_ids else "没有选。请先在要认定的行前打勾。")
    before = loaded.standing.amounts()
    refused, count = [], 0
    for pair_id in dict.fromkeys(pair_ids):
        pair = get_pair(actor, run, pair_id)
        if pair.status != PairStatus.PROPOSED:
            continue
        try:
            with transaction.atomic():
                _accept(actor, loaded, pair, pair.quantity)
            count += 1
        except (DomainError, EngineInputError) as refusal:
            refused.append(f"“{pair.need.title}”：{getattr(refusal, 'message', refusal)}")
    store_moved(run, loaded, before)
    audit.record(actor, "cobuilding.proposal_accepted", run, after={"pairs": count})
    return Accepted(count, tuple(refused))


@transaction.atomic
def forbid_pair(
    *, actor: Actor, run_id: int, pair_id: int, reason: str, is_whole_unit: bool = False
) -> Moved:
    """Rule a proposed pair out, or all that its unit has for this need, and solve the rest again.

    Later runs keep to it. Raises NotFound, Conflict (accepted meanwhile), Invalid (no reason).
    """
    if not reason.strip():
        raise Invalid("请写明为什么不用，以后的人看得懂。")
    run, loaded = _opened(actor, run_id)
    pair = _undecided(actor, run, pair_id)
    actor.require(Right.COBUILDING_MANAGE, pair.place_code)
    before = loaded.standing.amounts()
    RuledOut.objects.update_or_create(
        need_id=pair.need_id,
        resource_id=pair.resource_id,
        defaults={"reason": reason.strip(), "is_whole_unit": is_whole_unit, "made_by_id": actor.user_id},
    )
    forbid(loaded.standing, _ruled_out(loaded, pair, is_whole_unit))
    audit.record(
        actor,
        "cobuilding.pair_ruled_out",
        pair,
        place_code=pair.place_code,
        after={
            "need": pair.need_id,
            "resource": pair.resource_id,
            "whole_unit": is_whole_unit,
            "reason": reason.strip(),
        },
    )
    return store_moved(run, loaded, before)


@transaction.atomic
def swap_pair(*, actor: Actor, run_id: int, pair_id: int, resource_id: int) -> Moved:
    """Choose another resource for a need, whatever it costs the others, ask its unit, and solve the rest again.

    Raises NotFound, Conflict where that resource has nothing left beside what is accepted, or was asked for meanwhile.
    """
    run, loaded = _opened(actor, run_id)
    pair = _undecided(actor, run, pair_id)
    before = loaded.standing.amounts()
    other, is_made = ProposedPair.objects.get_or_create(
        run=run,
        need_id=pair.need_id,
        resource_id=resource_id,
        defaults={"place_code": pair.place_code, "quantity": pair.quantity, "distance_m": _metres(loaded, pair.need_id, resource_id)},
    )  # fmt: skip
    if other.status != PairStatus.PROPOSED:
        raise Conflict("这条资源已经认定给这项需求了。请另选一条。")
    amount = pair.quantity + (0 if is_made else other.quantity)
    try:
        _accept(actor, loaded, other, amount)
    except EngineInputError as refusal:
        raise Conflict(str(refusal)) from refusal
    audit.record(
        actor,
        "cobuilding.pair_swapped",
        pair,
        place_code=pair.place_code,
        after={"from": pair.resource_id, "to": resource_id},
    )
    return store_moved(run, loaded, before)


@transaction.atomic
def raise_unmet(*, actor: Actor, run_id: int, reason: str, place_code: str = "") -> int:
    """Pass up all needs of a run that no resource here can serve, perhaps of one community; return how many.

    Raises Invalid without a reason, Conflict where none is left or nothing is above.
    """
    run = get_run(actor, run_id)
    actor.require(Right.COBUILDING_MANAGE, run.place_code)
    rows = list_unmet(actor, run, place_code=place_code).exclude(reason=UnmetReason.SHORT)
    raised = 0
    for row in rows.select_for_update(no_key=True, of=("self",)):
        try:
            with transaction.atomic():
                raise_need(actor=actor, need_id=row.need_id, reason=reason)
            raised += 1
        except Conflict:
            continue
        row.delete()
    if not raised:
        raise Conflict("没有能提请上级的：都已经提请过，或者不再征集了。")
    audit.record(actor, "cobuilding.unmet_raised", run, after={"needs": raised, "reason": reason.strip()})
    return raised


def _opened(actor: Actor, run_id: int) -> tuple[ProposalRun, Loaded]:
    """Lock a run that may be decided and load what it stands at."""
    seen = get_run(actor, run_id)
    actor.require(Right.COBUILDING_MANAGE, seen.place_code)
    run: ProposalRun = ProposalRun.objects.select_for_update(no_key=True).get(pk=seen.pk)
    if run.state != RunState.READY:
        raise Conflict("这份方案还没算好，或者已经有新的替代。请看最新的一份。")
    return run, load_standing(run)


def _undecided(actor: Actor, run: ProposalRun, pair_id: int) -> ProposedPair:
    pair = get_pair(actor, run, pair_id)
    if pair.status != PairStatus.PROPOSED:
        raise Conflict("这一对已经认定，单位收到了请求。要改，请先撤回那个请求，再重新算。")
    return pair


def _accept(actor: Actor, loaded: Loaded, pair: ProposedPair, amount: int) -> None:
    """Keep a pair in the standing and ask its unit."""
    if not loaded.is_unchanged(pair.need_id, pair.resource_id):
        raise Conflict("算完以后，需求或资源改过了。请重新算一次再认定。")
    position = position_of(loaded, pair.need_id, pair.resource_id)
    spec = ClaimSpec(need_id=pair.need_id, resource_id=pair.resource_id, quantity=amount)
    pair.claim = ask_for_resource(actor=actor, spec=spec)
    lock(loaded.standing, position, amount)
    pair.status, pair.quantity, pair.is_new = PairStatus.ACCEPTED, amount, False
    pair.save(update_fields=["status", "claim", "quantity", "is_new"])


def _metres(loaded: Loaded, need_id: int, resource_id: int) -> int:
    return int(loaded.standing.pairs.metres[position_of(loaded, need_id, resource_id)])


def _ruled_out(loaded: Loaded, pair: ProposedPair, is_whole_unit: bool) -> list[int]:
    standing = loaded.standing
    own = position_of(loaded, pair.need_id, pair.resource_id)
    if not is_whole_unit:
        return [own]
    units = standing.columns.unit[standing.pairs.resource]
    of_need = np.array(loaded.pairs_of(loaded.need_at(pair.need_id)))
    kept = [at for at in of_need[units[of_need] == units[own]].tolist() if at not in standing.decided.locked]
    return [int(at) for at in kept]
