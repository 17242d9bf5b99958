"""What each household got and why, put into words when it is looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

from gongjian.engines.allocation.cutoffs import Cutoffs
from gongjian.engines.allocation.deferred import Assignment
from gongjian.engines.allocation.listing import Listing
from gongjian.engines.allocation.market import NOBODY, OUT_OF_REACH
from gongjian.engines.allocation.model import Method, Outcome, Problem, SeatLine, Wish
from gongjian.engines.allocation.points import score
from gongjian.engines.allocation.seats import SeatKind, SeatMarket
from gongjian.engines.allocation.sentences import sentence_of


@dataclass(frozen=True)
class Run:
    """What was computed: the market of seats, who got which, and what each wish would have taken."""

    seats: SeatMarket
    assignment: Assignment
    cutoffs: Cutoffs


class Outcomes(Sequence[Outcome]):
    """The outcomes of all households in their order; each is made once, when it is first looked at."""

    def __init__(self, problem: Problem, listing: Listing, run: Run) -> None:
        self._problem, self._listing, self._run = problem, listing, run
        self._made: dict[int, Outcome] = {}
        self._labels = {home.key: home.label for home in problem.homes}
        self._kinds: dict[int, list[int]] = {}
        for number, kind in enumerate(run.seats.kinds):
            self._kinds.setdefault(kind.home, []).append(number)

    def __len__(self) -> int:
        return len(self._problem.households)

    @overload
    def __getitem__(self, index: int) -> Outcome: ...
    @overload
    def __getitem__(self, index: slice) -> list[Outcome]: ...
    def __getitem__(self, index: int | slice) -> Outcome | list[Outcome]:
        if isinstance(index, slice):
            return [self[one] for one in range(len(self))[index]]
        at = range(len(self))[index]
        if at not in self._made:
            self._made[at] = self._make(at)
        return self._made[at]

    def __iter__(self) -> Iterator[Outcome]:
        return (self[index] for index in range(len(self)))

    def _make(self, index: int) -> Outcome:
        household, listing, market = self._problem.households[index], self._listing, self._run.seats.market
        first, last = listing.starts[index : index + 2].tolist()
        pairs = self._pairs_of(index)
        wishes = tuple(self._wish(index, at, pairs) for at in range(first, last))
        number = next((n for n, wish in enumerate(wishes, start=1) if wish.is_met), None)
        got = self._problem.homes[listing.homes[first + number - 1]] if number else None
        points = score(household, got, listing.books[index], self._problem.on)
        lot = int(market.lots[index]) + 1
        outcome = Outcome(household.key, got.key if got else None, number, lot, points, wishes, "")
        return replace(outcome, sentence=sentence_of(outcome, self._labels, self._problem.method))

    def _pairs_of(self, index: int) -> dict[int, int]:
        """Find the household's pair for each kind of seat it may take."""
        market = self._run.seats.market
        first, last = market.offsets[index : index + 2].tolist()
        return {kind: first + n for n, kind in enumerate(market.homes[first:last].tolist())}

    def _wish(self, index: int, at: int, pairs: dict[int, int]) -> Wish:
        home, bar = int(self._listing.homes[at]), self._listing.bars[at]
        wish = Wish(self._problem.homes[home].key, int(self._listing.points[at]), bar)
        if bar:
            return wish
        kinds = self._kinds[home]
        lines = [self._line(index, kind, pairs.get(kind)) for kind in kinds]
        needs = [line.needed for line in lines if line.needed is not None]
        wish = replace(
            wish,
            is_met=any(line.is_met for line in lines),
            needed=None if not needs else (max if self._is_lottery else min)(needs),
        )
        open_ = next((line for line in lines if not line.group and line.is_entitled), None)
        if open_ is not None:
            wish = replace(wish, last_points=open_.last_points, last_lot=open_.last_lot)
        is_plain = len(kinds) == 1 and not lines[0].group
        return wish if is_plain else replace(wish, seats=_merged(lines))

    @property
    def _is_lottery(self) -> bool:
        return self._problem.method == Method.LOTTERY

    def _line(self, index: int, number: int, pair: int | None) -> SeatLine:
        kind, run = self._run.seats.kinds[number], self._run
        if pair is None:
            return SeatLine(kind.group, kind.units, kind.citation, is_entitled=False, is_member=False)
        is_met = bool(run.assignment.pairs[index] == pair)
        line = SeatLine(kind.group, kind.units, kind.citation, True, bool(run.seats.by_group[pair]), is_met)
        weakest = int(run.assignment.weakest[number])
        if weakest not in (NOBODY, OUT_OF_REACH):
            points, lead = run.seats.market.points_of(weakest), run.seats.lead
            is_led = bool(kind.group) and points >= lead
            lot = run.seats.market.lot_of(weakest) + 1
            line = replace(line, last_points=points - lead * is_led, last_lot=lot, last_is_member=is_led)
        if run.cutoffs.is_known[index] and run.assignment.pairs[index] != run.seats.market.offsets[index]:
            line = replace(line, needed=self._needed(index, kind, pair))
        return line

    def _needed(self, index: int, kind: SeatKind, pair: int) -> int | None:
        """Turn a key that must be beaten into points (equal ones do when the lot is better), or into a lot."""
        seats, cutoff = self._run.seats, int(self._run.cutoffs.keys[pair])
        if cutoff == OUT_OF_REACH:
            return None
        if cutoff == NOBODY:
            return None if self._is_lottery else 0
        points, lot = seats.market.points_of(cutoff), seats.market.lot_of(cutoff)
        is_led, is_member = bool(kind.group) and points >= seats.lead, bool(seats.by_group[pair])
        if is_led and not is_member:
            return None
        if is_member and not is_led:
            return None if self._is_lottery else 0
        if self._is_lottery:
            return lot + 1
        return points - seats.lead * is_led + int(int(seats.market.lots[index]) > lot)


def _merged(lines: Sequence[SeatLine]) -> tuple[SeatLine, ...]:
    """Tell the seats of one group as one line: of the kinds the household may take, the one whose weakest is the weakest."""
    found: dict[str, SeatLine] = {}
    for line in lines:
        other = found.get(line.group)
        if other is None:
            found[line.group] = line
            continue
        kept = max(other, line, key=_openness)
        found[line.group] = replace(kept, units=other.units + line.units)
    return tuple(found.values())


def _openness(line: SeatLine) -> tuple[bool, bool, int, int]:
    return line.is_met, line.is_entitled, -(line.last_points or 0), line.last_lot or 0
