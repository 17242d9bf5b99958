"""Work out a whole proposal: at once where the lists are short, else by the worker, step by step as the page shows."""

import time
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import RunState, RunStep
from gongjian.apps.cobuilding.models import ProposalRun, RunLists, RunStanding
from gongjian.apps.cobuilding.selectors.proposals.problem import AT_ONCE, Lists, count_waiting, read_lists
from gongjian.apps.cobuilding.selectors.proposals.standing import packed
from gongjian.apps.cobuilding.services.proposals.storing import state_figures, store_pairs, store_unmet
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid
from gongjian.core.jobs import task
from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.proposal import Standing, propose

MOST_DAYS = 731


@dataclass(frozen=True, kw_only=True)
class RunSpec:
    """A place and a period to propose for."""

    place_code: str
    starts_on: date
    ends_on: date
    is_demo: bool = False


@transaction.atomic
def start_run(*, actor: Actor, spec: RunSpec) -> ProposalRun:
    """Start a proposal for a place and a period. Raises NotAllowed, Invalid (days the wrong way round, empty lists)."""
    actor.require(Right.COBUILDING_MANAGE, spec.place_code)
    if spec.ends_on < spec.starts_on:
        raise Invalid("结束的日期早于开始的日期。请改正。")
    if (spec.ends_on - spec.starts_on).days > MOST_DAYS:
        raise Invalid("一次最多算两年。请把结束的日期改近一些。")
    needs, resources = count_waiting(spec.place_code, spec.starts_on, spec.ends_on)
    if not needs or not resources:
        lacking = "在征集的需求" if not needs else "可认领的资源"
        raise Invalid(f"这个地方这段时间没有{lacking}，配不起来。请先登记，或换一段时间。")
    run = ProposalRun.objects.create(
        place_code=spec.place_code,
        starts_on=spec.starts_on,
        ends_on=spec.ends_on,
        needs=needs,
        resources=resources,
        made_by_id=actor.user_id,
        is_demo=spec.is_demo,
    )
    audit.record(actor, "cobuilding.proposal_started", run, after={"needs": needs, "resources": resources})
    run_id = run.pk
    if needs + resources <= AT_ONCE:
        return _worked_out(run)
    transaction.on_commit(lambda: compute_run.enqueue(run_id))
    return run


@task()
def compute_run(run_id: int) -> None:
    """Work out a waiting run; safe to run twice."""
    run = ProposalRun.objects.get(pk=run_id)
    if run.state == RunState.WAITING:
        _worked_out(run)


class _Clock:
    """Notes the step a run is at for the page, and how long each step took."""

    def __init__(self, run: ProposalRun) -> None:
        self.run, self.started, self.timings = run, time.perf_counter(), dict[str, int]()

    def enter(self, step: int) -> None:
        """Note that a step begins; the one before has ended."""
        now = time.perf_counter()
        if self.run.step:
            self.timings[RunStep(self.run.step).name.lower()] = round((now - self.started) * 1000)
        self.started, self.run.step = now, step
        ProposalRun.objects.filter(pk=self.run.pk).update(step=step)


def _worked_out(run: ProposalRun) -> ProposalRun:
    clock = _Clock(run)
    clock.enter(RunStep.READING)
    lists = read_lists(run.place_code, run.starts_on, run.ends_on)
    try:
        steps = iter((RunStep.PAIRING, RunStep.LEVELLING, RunStep.CHOOSING))
        standing = propose(lists.problem, lambda: clock.enter(next(steps)))
    except EngineInputError as refusal:
        run.state, run.problem = RunState.FAILED, str(refusal)[:300]
        run.save(update_fields=["state", "problem"])
        return run
    clock.enter(RunStep.STORING)
    _store(run, lists, standing, clock)
    return run


@transaction.atomic
def _store(run: ProposalRun, lists: Lists, standing: Standing, clock: _Clock) -> None:
    """Store pairs, what is unmet and the standing, and let this run stand for the earlier ones of its place."""
    earlier = ProposalRun.objects.filter(place_code=run.place_code, state=RunState.READY).exclude(pk=run.pk)
    for bytes_of_run in (RunLists, RunStanding):
        bytes_of_run.objects.filter(run__in=earlier).delete()
    earlier.update(state=RunState.REPLACED)
    store_pairs(run, lists, standing)
    store_unmet(run, lists, standing)
    packed_lists, packed_state = packed(standing, lists)
    RunLists.objects.create(run=run, lists=packed_lists)
    RunStanding.objects.create(run=run, state=packed_state)
    run.state, run.finished_at, run.eligible = RunState.READY, timezone.now(), len(standing.pairs)
    run.asked = int(standing.columns.quantity.sum())
    clock.enter(RunStep.STORING)
    run.timings = clock.timings
    state_figures(run, standing)
    run.save()
