"""Grades that follow edits: one changed sheet moves its own place and its ancestors, nothing else.

Kept for every place: the sum and the weight of the scores below it, its n and d for each rule, its label;
for every quota and group the candidates' keys in order, and the line. An edit of one lowest place then costs
    means      a difference added to the sums of its ancestors                   O(levels)
    counts     n and d of the ancestors of a place whose label changed           O(levels) each
    quotas     one removal and one insertion in the group's ordered keys         O(log group) to find, and
               one move of the tail behind it in memory
    the line   two keys looked at; those between the old line and the new one    O(changed sides)
               change their label and go on like edited places
The result equals rating everything again (`bulk`), which the tests check edit by edit.
"""

from bisect import bisect_left
from dataclasses import dataclass

from gongjian.engines.errors import EngineInputError
from gongjian.engines.scoring.bulk import NONE, Columns, rate_columns
from gongjian.engines.scoring.running_level import RunningLevel, Touched, watch
from gongjian.engines.scoring.standard import Standard
from gongjian.engines.scoring.tree import Tree


@dataclass(frozen=True)
class Edit:
    """A lowest place's new score in hundredths, -1 for none, and the labels a veto bars (bits, -1 for all)."""

    code: str
    score: int
    barred: int = 0


@dataclass(frozen=True)
class Regraded:
    """One place whose label an edit changed."""

    level: int
    code: str
    before: str | None
    after: str | None


class RunningGrades:
    """The grades of a whole hierarchy, kept true through edits."""

    def __init__(self, standard: Standard, tree: Tree, columns: Columns) -> None:
        """Rate everything once. Cost: that of `rate_columns`, and lists of all places."""
        found = rate_columns(standard, tree, columns)
        self._codes: list[int] = tree.leaves.codes.tolist()
        self._lowest = tree.lowest
        self._levels = [
            RunningLevel(rules, found[rules.level], columns, rules.level == tree.lowest)
            for rules in standard.from_below
        ]
        self._above = [
            (level, tree.leaves.parents_in(level.grades.tier).tolist()) for level in self._levels[1:]
        ]
        self._by_number = {level.rules.level: level for level in self._levels}
        for level in self._levels:
            for slot, counted in enumerate(level.grades.counted):
                below = self._by_number[counted.rule.child_level]
                below.watches.append(watch(level, below, slot))

    def apply(self, edit: Edit) -> tuple[Regraded, ...]:
        """Carry one edit through, and return the places whose label it changed, lowest first.

        Raises EngineInputError for a code that isn't there; a score below -1 is refused.
        """
        leaf = self._find(edit)
        lowest = self._levels[0]
        touched: dict[int, Touched] = {level.rules.level: {} for level in self._levels}
        old = lowest.scores[leaf]
        touched[self._lowest][leaf] = lowest.before(leaf)
        lowest.scores[leaf], lowest.barred[leaf] = edit.score, edit.barred
        changed = self._follow(lowest, touched)
        for level, parents in self._above:
            if old != edit.score:
                place = parents[leaf]
                own = touched[level.rules.level]
                if place not in own:
                    own[place] = level.before(place)
                level.move_mean(place, leaf, old, edit.score)
            if touched[level.rules.level]:
                changed += self._follow(level, touched)
        return tuple(changed)

    def held(self, level: int) -> list[str | None]:
        """Return the labels of one level, in the order of its codes."""
        one = self._by_number[level]
        return [None if label == NONE else one.grades.labels[label] for label in one.held]

    def scores(self, level: int) -> list[int]:
        """Return the scores of one level in hundredths, -1 for none, in the order of its codes."""
        return list(self._by_number[level].scores)

    def _find(self, edit: Edit) -> int:
        number = int(edit.code) if edit.code.isdigit() else -1
        leaf = bisect_left(self._codes, number)
        if len(edit.code) != self._lowest or leaf == len(self._codes) or self._codes[leaf] != number:
            raise EngineInputError(f"这次评级里没有代码 {edit.code}，请核对。")
        if edit.score < NONE:
            raise EngineInputError(f"{edit.code} 的得分不能是负数，请改。")
        return leaf

    def _follow(self, level: RunningLevel, touched: dict[int, Touched]) -> list[Regraded]:
        """Label the touched places of a level, and touch those above whose n or d moved."""
        own = touched[level.rules.level]
        level.relabel(own)
        changed = []
        for place, was in own.items():
            now = level.before(place)
            if was == now:
                continue
            for one in level.watches:
                above = one.above
                parent = one.parents[place]
                mark = above.before(parent)
                if level.stands[place] and one.follow(place, was, now) is not None:
                    touched[above.rules.level].setdefault(parent, mark)
            if was[1] != now[1]:
                labels = (*level.grades.labels, None)
                code = level.grades.tier.code(place)
                changed.append(Regraded(level.rules.level, code, labels[was[1]], labels[now[1]]))
        return changed
