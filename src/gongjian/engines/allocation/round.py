"""Allocate a round: points by the rules of the day, the method, and for every household why.

The methods: `POINTS` is deferred acceptance (points rank, the draw decides between equal ones), `LOTTERY` serial
dictatorship in the order of the draw, `RANK` rank-maximal.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gongjian.engines.allocation.cutoffs import Cutoffs, every_cutoff
from gongjian.engines.allocation.deferred import (
    Assignment,
    blocking_pairs,
    deferred_acceptance,
)
from gongjian.engines.allocation.dictatorship import serial_dictatorship, without_points
from gongjian.engines.allocation.lottery import lots_of
from gongjian.engines.allocation.market import NOBODY, OUT_OF_REACH, Market
from gongjian.engines.allocation.model import (
    Allocation,
    Home,
    Household,
    Method,
    Outcome,
    Problem,
    RuleBook,
    Wish,
)
from gongjian.engines.allocation.points import book_on, score, why_barred
from gongjian.engines.allocation.rank_maximal import rank_maximal, wishes_met
from gongjian.engines.allocation.sentences import sentence_of
from gongjian.engines.errors import EngineInputError

METHODS: dict[Method, Callable[[Market], Assignment]] = {
    Method.POINTS: deferred_acceptance,
    Method.LOTTERY: serial_dictatorship,
    Method.RANK: rank_maximal,
}


def allocate(problem: Problem, should_stop: Callable[[], bool] = lambda: False) -> Allocation:
    """Allocate the homes and say for every household why this one, why no better one, and what would change it.

    What would change it takes a run a household; `should_stop` ends that part, the rest is told without it.
    Raises EngineInputError for keys given twice, wishes for unknown homes, numbers below what can be, and a draw of others.
    """
    check_problem(problem)
    round_ = _Round(problem)
    assignment = METHODS[problem.method](round_.market)
    cutoffs = round_.cutoffs(assignment, should_stop)
    outcomes = [round_.outcome(index, assignment, cutoffs) for index in range(len(problem.households))]
    taken = Counter(one.home for one in outcomes)
    return Allocation(
        problem.method,
        tuple(outcomes),
        tuple((home.key, home.units - taken[home.key]) for home in problem.homes),
        wishes_met(round_.market, assignment),
        len(blocking_pairs(round_.market, assignment)),
        int(cutoffs.is_known.sum()),
    )


@dataclass(frozen=True)
class _Listed:
    """One wish with its points or the reason why it is out."""

    home: Home
    points: int
    bar: str


class _Round:
    """The problem with its market: the wishes that can be met, in the order of the lists."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._number = {home.key: index for index, home in enumerate(problem.homes)}
        self._books = [_book_of(problem, household) for household in problem.households]
        self._listed = [self._list(i) for i in range(len(problem.households))]
        able = [[one for one in row if not one.bar] for row in self._listed]
        market = Market.listed(
            [[self._number[one.home.key] for one in row] for row in able],
            [[one.points for one in row] for row in able],
            lots_of(problem.order, [h.key for h in problem.households]).tolist(),
            [home.units for home in problem.homes],
        )
        self.market = market if problem.method == Method.POINTS else without_points(market)

    def _list(self, index: int) -> list[_Listed]:
        household, book = self._problem.households[index], self._books[index]
        rows = []
        for key in household.wishes:
            home = self._problem.homes[self._number[key]]
            total = score(household, home, book, self._problem.on).total
            rows.append(_Listed(home, max(total, 0), why_barred(household, home, book)))
        return rows

    def cutoffs(self, assignment: Assignment, should_stop: Callable[[], bool]) -> Cutoffs:
        """Compute what the wishes would have taken, for households that have not got their first."""
        has_first = assignment.pairs == self.market.offsets[:-1]
        has_none = np.diff(self.market.offsets) == 0
        if self._problem.method == Method.RANK:
            return every_cutoff(self.market, np.zeros_like(has_first))
        found = every_cutoff(self.market, ~has_first & ~has_none, should_stop)
        return Cutoffs(found.keys, found.is_known | has_first | has_none)

    def outcome(self, index: int, assignment: Assignment, cutoffs: Cutoffs) -> Outcome:
        """Write down what a household got, wish by wish."""
        household, pair = self._problem.households[index], int(self.market.offsets[index])
        wishes: list[Wish] = []
        for listed in self._listed[index]:
            wish = Wish(listed.home.key, listed.points, listed.bar)
            if not listed.bar:
                wish = self._told(wish, index, pair, assignment, cutoffs)
                pair += 1
            wishes.append(wish)
        number = next((n for n, wish in enumerate(wishes, start=1) if wish.is_met), None)
        got = self._problem.homes[self._number[wishes[number - 1].home]] if number else None
        points = score(household, got, self._books[index], self._problem.on)
        lot = int(self.market.lots[index]) + 1
        outcome = Outcome(household.key, got.key if got else None, number, lot, points, tuple(wishes), "")
        names = {home.key: home.label for home in self._problem.homes}
        return replace(outcome, sentence=sentence_of(household, outcome, names, self._problem.method))

    def _told(self, wish: Wish, index: int, pair: int, assignment: Assignment, cutoffs: Cutoffs) -> Wish:
        market, home = self.market, int(self.market.homes[pair])
        weakest = int(assignment.weakest[home])
        wish = replace(wish, is_met=bool(assignment.pairs[index] == pair))
        if weakest not in (NOBODY, OUT_OF_REACH):
            wish = replace(wish, last_points=market.points_of(weakest), last_lot=market.lot_of(weakest) + 1)
        if cutoffs.is_known[index] and assignment.pairs[index] != market.offsets[index]:
            least = int(cutoffs.keys[pair])
            wish = replace(wish, needed=_needed(market, index, least, self._problem.method))
        return wish


def _needed(market: Market, household: int, cutoff: int, method: Method) -> int | None:
    """Turn a key that must be beaten into points (equal ones do when the lot is better), or into a lot."""
    if cutoff == OUT_OF_REACH:
        return None
    if method == Method.LOTTERY:
        return None if cutoff == NOBODY else market.lot_of(cutoff) + 1
    if cutoff == NOBODY:
        return 0
    own_lot = int(market.lots[household])
    return market.points_of(cutoff) + (own_lot > market.lot_of(cutoff))


def _book_of(problem: Problem, household: Household) -> RuleBook:
    if not problem.books:
        return RuleBook(problem.on, ())
    return book_on(problem.books, problem.judged_on or household.registered_on)


def check_problem(problem: Problem) -> None:
    """Refuse what can't be allocated, with a sentence that names the household or home."""
    if not problem.households or not problem.homes:
        raise EngineInputError("至少要有一户人家和一处房源，请把名单和房源表填上。")
    _check_keys([household.key for household in problem.households], "户")
    _check_keys([home.key for home in problem.homes], "房源")
    _check_keys([book.effective_on.isoformat() for book in problem.books], "计分办法的生效日期")
    known = {home.key for home in problem.homes}
    for home in problem.homes:
        if home.units < 0 or home.rooms < 1:
            raise EngineInputError(f"房源“{home.label}”的套数不能小于 0，居室至少 1 间，请改正。")
    for household in problem.households:
        _check_household(household, known, problem)
    for rule in (rule for book in problem.books for rule in book.points):
        if rule.points < 0 or (rule.at_most is not None and rule.at_most < 0) or rule.within_m < 0:
            raise EngineInputError(f"计分规则“{rule.title}”的分、上限和距离不能是负数，请改正。")


def _check_household(household: Household, known: set[str], problem: Problem) -> None:
    if household.size < 1:
        raise EngineInputError(f"“{household.label}”的人数至少是 1，请改正。")
    if household.registered_on > problem.on:
        raise EngineInputError(
            f"“{household.label}”的登记日期晚于分配的日子 {problem.on.isoformat()}，请核对。"
        )
    strange = [key for key in household.wishes if key not in known]
    if strange:
        raise EngineInputError(f"“{household.label}”的志愿“{strange[0]}”不在房源表里，请核对编号。")
    if len(set(household.wishes)) < len(household.wishes):
        raise EngineInputError(f"“{household.label}”有一个志愿填了两次，请只留一次。")


def _check_keys(keys: list[str], what: str) -> None:
    twice = next((key for key, count in Counter(keys).items() if count > 1), None)
    if twice is not None:
        raise EngineInputError(f"{what}“{twice}”出现了两次，请只留一条。")
    if "" in keys:
        raise EngineInputError(f"有一条{what}没有编号，请补上。")
