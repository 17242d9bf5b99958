"""A common fund spent by vote: the method of equal shares (Peters, Pierczyński, Skowron 2021; equalshares.net).

Each voter holds the same share of the fund, which pays for nothing but projects he marked. As long as the
supporters of some project hold its cost together, the project whose payers count as the most votes is
funded: its cost is split as evenly as their shares allow, the top payment p being the least with

    Σ min(share left, p) = cost,        effective votes = cost / p,

and taken off their shares. Voters of the same ballot always hold the same, so ballots are kept as a multiset
and nobody needs to know whose they are. All amounts are exact; cents are rounded once, for showing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.errors import EngineInputError

Choices = frozenset[str]
MOST_RAISES = 10_000


@dataclass(frozen=True)
class Payer:
    """All voters of one ballot in one round: how many, and what each paid (cents)."""

    choices: Choices
    voters: int
    each: Fraction


@dataclass(frozen=True)
class Round:
    """One project funded: as how many votes its payers counted, the most that one paid, who paid what."""

    project: str
    cost: int
    votes: Fraction
    top: Fraction
    payers: tuple[Payer, ...]

    def cents(self) -> tuple[int, ...]:
        """Return what each line of payers paid together in whole cents; they sum to the cost (largest remainders)."""
        exact = [payer.each * payer.voters for payer in self.payers]
        whole = [int(amount) for amount in exact]
        by_rest = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
        for place in by_rest[: self.cost - sum(whole)]:
            whole[place] += 1
        return tuple(whole)


@dataclass(frozen=True)
class Missed:
    """A project that was not funded: what its supporters hold in the end, and what they lack of its cost (cents)."""

    project: str
    cost: int
    voters: int
    held: Fraction

    @property
    def lacking(self) -> Fraction:
        """What its supporters lack; nothing when only the fund itself is too small."""
        return max(Fraction(0), self.cost - self.held)


@dataclass(frozen=True)
class Shares:
    """What is funded in order, and why the rest is not.

    `share` is what each voter held at the start in the run that counts, `fund_share` the fund's equal part:
    a share above it is the completion (see `equal_shares`). `left` is what of the fund stays unspent.
    """

    fund: int
    voters: int
    share: Fraction
    rounds: tuple[Round, ...]
    missed: tuple[Missed, ...]

    @property
    def funded(self) -> tuple[str, ...]:
        """The projects funded, in order."""
        return tuple(line.project for line in self.rounds)

    @property
    def fund_share(self) -> Fraction:
        """The equal part of the fund itself."""
        return Fraction(self.fund, self.voters)

    @property
    def left(self) -> int:
        """What stays unspent (cents)."""
        return self.fund - sum(line.cost for line in self.rounds)


def equal_shares(
    costs: Mapping[str, int],
    ballots: Iterable[Choices],
    fund: int,
    *,
    step: int = 0,
    order: Sequence[str] = (),
) -> Shares:
    """Spend a fund (cents) on projects (cents each) by ballots, each the set of projects marked, empty ones too.

    With `step` (cents) every voter's share is raised by so much again and again, until nothing more would
    fit into the fund or the next raise would overspend it (the completion 'Add1'). Equal effective votes go
    to the cheaper project, then to the one marked more often, then by `order`, a lot drawn before. Raises
    EngineInputError for amounts or ballots that make no sense, and for a tie that `order` does not decide.
    """
    held = Counter(ballots)
    _check(costs, held, fund, step)
    voters = held.total()
    best = _run(costs, held, Fraction(fund, voters), fund, order)
    for _ in range(MOST_RAISES):
        if not step or _is_full(best):
            return best
        more = _run(costs, held, best.share + step, fund, order)
        if more.left < 0:
            return best
        best = more
    raise EngineInputError(f"每次给每人加的数额太小，加了 {MOST_RAISES} 次还没有用完。请改大一些。")


def _check(costs: Mapping[str, int], held: Counter[Choices], fund: int, step: int) -> None:
    if fund <= 0 or step < 0 or any(cost <= 0 for cost in costs.values()):
        raise EngineInputError("资金和每个项目的费用都要大于 0。请改。")
    if not held:
        raise EngineInputError("还没有人投票，分不了。")
    unknown = sorted(set().union(*held) - set(costs))
    if unknown:
        raise EngineInputError(f"票上有不在名单里的项目：{'、'.join(unknown)}。请核对。")


def _run(
    costs: Mapping[str, int], held: Counter[Choices], share: Fraction, fund: int, order: Sequence[str]
) -> Shares:
    supporters = {project: [ballot for ballot in held if project in ballot] for project in costs}
    marked = {project: sum(held[ballot] for ballot in found) for project, found in supporters.items()}
    left = dict.fromkeys(held, share)
    votes = {project: Fraction(count) for project, count in marked.items() if count}
    rounds: list[Round] = []
    while tops := _best(votes, costs, supporters, held, left):
        winner = _first(list(tops), costs, marked, order)
        payers = tuple(
            Payer(ballot, held[ballot], min(left[ballot], tops[winner])) for ballot in supporters[winner]
        )
        for payer in payers:
            left[payer.choices] -= payer.each
        rounds.append(Round(winner, costs[winner], votes.pop(winner), tops[winner], payers))
    funded = {line.project for line in rounds}
    missed = tuple(
        Missed(
            project,
            cost,
            marked[project],
            sum((left[ballot] * held[ballot] for ballot in supporters[project]), Fraction(0)),
        )
        for project, cost in costs.items()
        if project not in funded
    )
    return Shares(fund, held.total(), share, tuple(rounds), missed)


def _best(
    votes: dict[str, Fraction],
    costs: Mapping[str, int],
    supporters: Mapping[str, list[Choices]],
    held: Counter[Choices],
    left: Mapping[Choices, Fraction],
) -> dict[str, Fraction]:
    """Return the projects with the most effective votes, each with its top payment; none when all cost too much.

    `votes` is brought up to date as far as needed: shares only fall and votes with them, so whoever had
    fewer before can't win now. What its supporters can't pay any more is taken off.
    """
    tops: dict[str, Fraction] = {}
    most = Fraction(0)
    for project in sorted(votes, key=lambda name: -votes[name]):
        if votes[project] < most:
            break
        purses = [(left[ballot], held[ballot]) for ballot in supporters[project]]
        top = _top_payment(costs[project], purses)
        if top is None:
            del votes[project]
            continue
        tops[project], votes[project] = top, costs[project] / top
        most = max(most, votes[project])
    return {project: top for project, top in tops.items() if votes[project] == most}


def _top_payment(cost: int, purses: list[tuple[Fraction, int]]) -> Fraction | None:
    """Return the least p with Σ min(purse, p) = cost, or None when the purses hold less together."""
    unpaid, payers = Fraction(cost), sum(count for _, count in purses)
    for purse, count in sorted(purses):
        if unpaid <= purse * payers:
            return unpaid / payers
        unpaid -= purse * count
        payers -= count
    return None


def _first(tied: list[str], costs: Mapping[str, int], marked: Mapping[str, int], order: Sequence[str]) -> str:
    """Return the one of several with equal effective votes that goes first."""
    ahead = min((costs[project], -marked[project]) for project in tied)
    tied = [project for project in tied if (costs[project], -marked[project]) == ahead]
    if len(tied) == 1:
        return tied[0]
    drawn = [project for project in order if project in tied]
    if set(drawn) != set(tied):
        raise EngineInputError(
            f"{'、'.join(sorted(tied))}票数、费用都一样，先后要抽签决定。请先抽签，再按抽出的次序算。"
        )
    return drawn[0]


def _is_full(outcome: Shares) -> bool:
    """Say whether no project that somebody marked fits into what is left."""
    return not any(miss.voters and miss.cost <= outcome.left for miss in outcome.missed)
