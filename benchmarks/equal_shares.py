"""A fund by equal shares beside pabutools' exact rule. `python -m benchmarks.equal_shares`

First 300 small random elections with the completion and without: the same projects, or it says which differ. Ties
go to the cheaper project, the one marked more often, then the name, in both. Then elections as large as a community and a
district have them, each a few times in turns on both sides: the least processor time of each, and their ratio.
pabutools counts in gmpy2 fractions where it is installed, in Python's otherwise; it is given ballots already merged
(`multi_profile`), which is its faster form.
"""

import random
import sys
import time
from collections.abc import Callable
from typing import Any

from pabutools.election import (
    ApprovalBallot,
    ApprovalProfile,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.rules import exhaustion_by_budget_increase, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule

from gongjian.engines.tally import Shares, equal_shares

SEED, SMALL, TURNS = 20261126, 300, 3
CASES = {"community": (400, 12, 200), "street": (5_000, 30, 200), "district": (20_000, 60, 2_000)}
Case = tuple[dict[str, int], list[frozenset[str]], int]


def election(rng: random.Random, voters: int, projects: int, unit: int = 1) -> Case:
    """Draw an election: costs, ballots of up to five marks with popular projects marked more, a fund for half.

    Projects that nobody marks are left out: one that fits would keep pabutools raising for ever more.
    """
    costs = {f"p{number:03}": rng.randint(2, 60) * unit for number in range(projects)}
    names, weights = list(costs), [rng.random() ** 2 + 0.02 for _ in costs]
    ballots = [
        frozenset(rng.choices(names, weights, k=rng.randint(0, min(5, projects)))) for _ in range(voters)
    ]
    wanted = {name: cost for name, cost in costs.items() if any(name in ballot for ballot in ballots)}
    return wanted, ballots, max(1, sum(costs.values()) // 2)


def theirs(case: Case, step: int) -> list[str]:
    """Return what pabutools funds."""
    instance, profile, order = prepared(case)
    return bought(instance, profile, order, step)


def prepared(case: Case) -> tuple[Instance, Any, TieBreakingRule]:
    """Bring an election into pabutools' form."""
    costs, ballots, fund = case
    projects = {name: Project(name, cost) for name, cost in costs.items()}
    instance = Instance(projects.values(), budget_limit=fund)
    profile = ApprovalProfile(
        [ApprovalBallot(projects[name] for name in sorted(ballot)) for ballot in ballots], instance=instance
    ).as_multiprofile()
    marked = {name: sum(name in ballot for ballot in ballots) for name in costs}
    order = TieBreakingRule(lambda _i, _p, one: (one.cost, -marked[one.name], one.name))
    return instance, profile, order


def bought(instance: Instance, profile: Any, order: TieBreakingRule, step: int) -> list[str]:
    """Run pabutools' rule, with the completion where a step (for each voter) is given."""
    options = {"sat_class": Cost_Sat, "tie_breaking": order}
    if not step:
        found = method_of_equal_shares(instance, profile, **options)
    else:
        found = exhaustion_by_budget_increase(
            instance,
            profile,
            method_of_equal_shares,
            {**options, "skipped_project": None},
            budget_step=step * profile.num_ballots(),
        )
    return [one.name for one in found]


def ours(case: Case, step: int) -> Shares:
    """Fund by our engine; equal ones by name."""
    costs, ballots, fund = case
    return equal_shares(costs, ballots, fund, step=step, order=sorted(costs))


def compare_small(rng: random.Random) -> int:
    """Compare small elections; return how many differ."""
    differing = 0
    for number in range(SMALL):
        case = election(rng, rng.randint(1, 12), rng.randint(1, 8))
        for step in (0, 1):
            mine, other = sorted(ours(case, step).funded), sorted(theirs(case, step))
            if mine != other:
                differing += 1
                print(f"election {number}, step {step}: {mine} here, {other} there; {case}")
    print(f"{2 * SMALL} outcomes of {SMALL} elections compared, {differing} differ")
    return differing


def least_time(act: Callable[[], object]) -> tuple[float, Any]:
    """Return the processor time of an act and what came of it."""
    began = time.process_time()
    found = act()
    return time.process_time() - began, found


def measure(name: str, case: Case, step: int) -> int:
    """Time both sides in turns; return whether they differ."""
    instance, profile, order = prepared(case)
    mine = other = float("inf")
    for _turn in range(TURNS):
        spent, here = least_time(lambda: ours(case, step))
        mine = min(mine, spent)
        spent, there = least_time(lambda: bought(instance, profile, order, step))
        other = min(other, spent)
    same = sorted(here.funded) == sorted(there)
    print(
        f"{name:10} step {step:4}: {len(case[1]):6} voters, {len(case[0]):3} projects, {len(here.funded):3} funded; "
        f"here {mine:8.4f} s, pabutools {other:8.4f} s, ratio {other / mine:6.1f}; "
        f"{'the same projects' if same else 'DIFFERENT'}"
    )
    return not same


def main() -> int:
    """Compare, then measure; fail when anything differs."""
    rng = random.Random(SEED)
    wrong = compare_small(rng)
    for name, (voters, projects, step) in CASES.items():
        case = election(rng, voters, projects, unit=100_000)
        wrong += measure(name, case, 0)
        wrong += measure(name, case, step)
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
