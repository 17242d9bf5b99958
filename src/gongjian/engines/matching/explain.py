"""Why a pair was chosen or not, and what would have had to change, read off the standing prices.

Let e be a pair and rest(e) the cheapest way to lead one unit through the rest of the network (a shortest residual path from the
resource back to the need). Forcing one unit onto an unused e costs cost(e) + rest(e) >= 0, in the weights of `plan`:

* below one step of urgency it is metres: so much nearer, and one metre more, makes a cycle of negative cost, so every
  best plan then uses e;
* more urgent by k, one more unit of the resource, one more undertaking of the unit: the change is made in the standing network,
  mended, and told only if e is then used and dropping one unit of it would cost something, that is, in every best plan.

So a sentence says nothing that solving the changed problem anew wouldn't show (tested so).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.agreements import keep_agreements
from gongjian.engines.matching.ceilings import breaks_ceiling
from gongjian.engines.matching.eligibility import Bar, distance_m, why_not
from gongjian.engines.matching.model import MINUTES_A_DAY, MOST_URGENT, Need, Problem, Resource
from gongjian.engines.matching.plan import Plan
from gongjian.engines.matching.recommend import Recommendation, recommend


class Lever(Enum):
    """What could have been otherwise."""

    NEARER = "再近"
    URGENT = "紧急程度"
    CAPACITY = "能力"
    CEILING = "上限"


TIME_LIMIT_S = 10.0
"""For choosing anew among agreements that collide."""
MOST_TRIED = 500
"""Pairs up to which a change is tried anew where undertakings were counted; beyond, nothing is said about it."""
DAY_NAMES = "一二三四五六日"
STEPS = ("", "一", "两", "三", "四")


@dataclass(frozen=True)
class Change:
    """One change that alone brings the pair in: so many metres nearer, steps of urgency, units or undertakings more."""

    lever: Lever
    amount: int

    @property
    def words(self) -> str:
        """The change as a part of a sentence."""
        if self.lever is Lever.NEARER:
            return f"再近 {self.amount} 米"
        if self.lever is Lever.URGENT:
            return f"紧急程度高{STEPS[self.amount]}级"
        return "资源的能力多 1" if self.lever is Lever.CAPACITY else "单位的上限多 1 项"


@dataclass(frozen=True)
class Explanation:
    """Why a pair is in or out; `changes` each bring a refused pair in, `spare_m` is how much farther a chosen one may be."""

    need: str
    resource: str
    is_chosen: bool
    sentence: str
    changes: tuple[Change, ...] = ()
    spare_m: int | None = None


def explain(recommendation: Recommendation, need_key: str, resource_key: str) -> Explanation:
    """Explain one pair. Raises EngineInputError for keys that aren't in the lists."""
    problem = recommendation.problem
    needs = {need.key: place for place, need in enumerate(problem.needs)}
    resources = {resource.key: place for place, resource in enumerate(problem.resources)}
    if need_key not in needs or resource_key not in resources:
        raise EngineInputError(f"清单里没有“{need_key}”或“{resource_key}”。请检查编号。")
    need, resource = problem.needs[needs[need_key]], problem.resources[resources[resource_key]]
    bar = why_not(problem, need, resource)
    if bar:
        return Explanation(need_key, resource_key, False, _barred(recommendation, need, resource, bar))
    return _Case(recommendation, needs[need_key], resources[resource_key]).explain()


def explain_all(recommendation: Recommendation, refusals: int = 3) -> Iterator[Explanation]:
    """Explain every chosen pair, and of every need not met by it the nearest eligible ones that were refused."""
    problem, chosen = recommendation.problem, {(m.need, m.resource) for m in recommendation.result.matches}
    refused: dict[str, list[tuple[int, str]]] = {}
    for pair in recommendation.plan.frame.pairs:
        need, resource = problem.needs[pair.need].key, problem.resources[pair.resource].key
        if (need, resource) not in chosen:
            refused.setdefault(need, []).append((pair.distance_m, resource))
    for need, resource in sorted(chosen):
        yield explain(recommendation, need, resource)
    for need, others in refused.items():
        for _, resource in sorted(others)[:refusals]:
            yield explain(recommendation, need, resource)


@dataclass(frozen=True)
class _Case:
    recommendation: Recommendation
    need: int
    resource: int

    @property
    def plan(self) -> Plan:
        return self.recommendation.plan

    def explain(self) -> Explanation:
        problem = self.recommendation.problem
        keys = (problem.needs[self.need].key, problem.resources[self.resource].key)
        arc = self._arc()
        amount = int(self.plan.net.flow[arc])
        agreed = self.recommendation.kept.amounts.get((self.need, self.resource), 0)
        if agreed:
            return Explanation(*keys, True, f"选上 {agreed + amount}：其中 {agreed} 是早先的约定，约定优先。")
        if amount:
            spare = self._spare_m(arc)
            return Explanation(*keys, True, self._praise(amount, spare), (), spare)
        changes = tuple(change for change in self._changes(arc) if self._holds(change))
        reason = self._reason()
        if changes:
            return Explanation(
                *keys,
                False,
                f"没有选：{reason}。{'，或者'.join(c.words for c in changes)}，就会选上。",
                changes,
            )
        if self.plan.is_restricted:
            return Explanation(
                *keys, False, f"没有选：{reason}。上限按项数算，改一处会不会选上，要改了重算才知道。"
            )
        return Explanation(
            *keys, False, f"没有选：{reason}。距离、紧急程度、能力、上限只改一处，还是选不上。"
        )

    def _arc(self) -> int:
        pairs = self.plan.frame.pairs
        place = next(k for k, p in enumerate(pairs) if (p.need, p.resource) == (self.need, self.resource))
        return self.plan.pair_arcs[place]

    def _spare_m(self, arc: int) -> int | None:
        """How many metres farther the pair could be and still be among the best; None where nothing else is as good at all."""
        dearer = _cost_of_dropping(self.plan, arc)
        return dearer if dearer is not None and dearer <= self.plan.most_metres else None

    def _praise(self, amount: int, spare: int | None) -> str:
        if spare is None:
            return f"选上 {amount}：换成别的，前面的目标（最低满足率、满足的数量、紧急程度）就要变差。"
        if spare == 0:
            return f"选上 {amount}：另有一样好的方案，按清单的先后取这一个。"
        return f"选上 {amount}：再远不到 {spare + 1} 米，选它也不比别的差。"

    def _changes(self, arc: int) -> Iterator[Change]:
        plan, net = self.plan, self.plan.net
        if not net.cap(arc):
            return
        tail, head = net.ends(arc)
        around = net.way(head, tail)
        if around is not None and (dearer := around + net.cost(arc)) <= min(
            plan.most_metres, net.cost(arc) - 1
        ):
            nearer = partial(self._nearer, arc, dearer + 1)
            if not plan.counted or self._would_be_in(arc, nearer):
                yield Change(Lever.NEARER, dearer + 1)
        need = self.recommendation.problem.needs[self.need]
        for steps in range(1, MOST_URGENT - need.urgency + 1):
            if self._would_be_in(arc, partial(self._more_urgent, steps)):
                yield Change(Lever.URGENT, steps)
                break
        if self._would_be_in(arc, partial(self._one_more, plan.resource_arcs[self.resource])):
            yield Change(Lever.CAPACITY, 1)
        unit = plan.frame.units.index(self.recommendation.problem.resources[self.resource].unit)
        is_limited = plan.frame.ceilings[unit] is not None and unit not in plan.counted
        if is_limited and self._would_be_in(arc, partial(self._one_more, plan.unit_arcs[unit])):
            yield Change(Lever.CEILING, 1)

    def _holds(self, change: Change) -> bool:
        """Whether what the prices say also holds where more than a flow decides; undertakings counted by HiGHS are tried anew."""
        if not self.plan.is_restricted:
            return self._leaves_agreements(change)
        if len(self.plan.frame.pairs) > MOST_TRIED:
            return False
        keys = (
            self.recommendation.problem.needs[self.need].key,
            self.recommendation.problem.resources[self.resource].key,
        )
        again = recommend(self._after(change), time_limit_s=TIME_LIMIT_S).result
        return keys in {(match.need, match.resource) for match in again.matches}

    def _leaves_agreements(self, change: Change) -> bool:
        """Whether a change leaves what was kept of the agreements, or keeps one on this very pair.

        Only an agreement that may be served but fell short can take what a change sets free.
        """
        problem, kept = self.recommendation.problem, self.recommendation.kept
        ends = {need.key: need for need in problem.needs}, {one.key: one for one in problem.resources}
        short = [broken.agreement for broken in kept.broken]
        if all(why_not(problem, ends[0][one.need], ends[1][one.resource]) for one in short):
            return True
        found = keep_agreements(self._after(change), TIME_LIMIT_S).amounts
        return found == kept.amounts or (self.need, self.resource) in found

    def _after(self, change: Change) -> Problem:
        """Write down the problem in which a change is made."""
        problem = self.recommendation.problem
        need, resource = problem.needs[self.need], problem.resources[self.resource]
        if change.lever is Lever.NEARER:
            nearer = distance_m(problem, need, resource) - change.amount
            distances = {**problem.distances_m, (need.key, resource.key): nearer}
            return replace(problem, distances_m=distances)
        if change.lever is Lever.URGENT:
            more = replace(need, urgency=need.urgency + change.amount)
            return replace(problem, needs=tuple(more if one is need else one for one in problem.needs))
        if change.lever is Lever.CAPACITY:
            larger = replace(resource, capacity=resource.capacity + change.amount)
            return replace(
                problem, resources=tuple(larger if one is resource else one for one in problem.resources)
            )
        units = tuple(
            replace(one, ceiling=(one.ceiling or 0) + change.amount) if one.key == resource.unit else one
            for one in problem.units
        )
        return replace(problem, units=units)

    def _nearer(self, arc: int, metres: int) -> None:
        net = self.plan.net
        net.set_arc(arc, cost=net.cost(arc) - metres)
        net.settle(net.ends(arc))

    def _more_urgent(self, steps: int) -> None:
        net, arc = self.plan.net, self.plan.need_arcs[self.need]
        net.set_arc(arc, cost=net.cost(arc) - steps * self.plan.urgent)
        net.settle(net.ends(arc))

    def _one_more(self, arc: int) -> None:
        net = self.plan.net
        net.set_arc(arc, cap=net.cap(arc) + 1)
        net.settle(net.ends(arc))
        if not self.plan.is_restricted:
            self.plan.raise_level()

    def _would_be_in(self, arc: int, change: Callable[[], None]) -> bool:
        """Make a change in the standing network, look whether every best plan then uses the pair, and take it back."""
        before = self.plan.state()
        change()
        is_in = int(self.plan.net.flow[arc]) > 0 and _cost_of_dropping(self.plan, arc) != 0
        is_in = is_in and not breaks_ceiling(self.plan, self.plan.amounts())
        self.plan.restore(before)
        return is_in

    def _reason(self) -> str:
        plan, problem = self.plan, self.recommendation.problem
        net, resource = plan.net, problem.resources[self.resource]
        unit = plan.frame.units.index(resource.unit)
        if not plan.frame.quantities[self.need]:
            return "这项需求已经由早先的约定满足"
        if not net.cap(self._arc()):
            return f"单位“{resource.unit}”的认领数有上限，认领了别的"
        if net.flow[plan.resource_arcs[self.resource]] == plan.frame.capacities[self.resource]:
            return f"“{resource.key}”的能力已经用完"
        if net.flow[plan.unit_arcs[unit]] == net.cap(plan.unit_arcs[unit]):
            return f"单位“{resource.unit}”的认领数已到上限"
        if net.flow[plan.need_arcs[self.need]] == plan.frame.quantities[self.need]:
            return "这项需求已经由更合适的资源满足"
        return "给了它，前面的目标就要变差"


def _cost_of_dropping(plan: Plan, arc: int) -> int | None:
    """What leading one unit of a used arc another way costs more; None where there is no other way."""
    net, cap = plan.net, plan.net.cap(arc)
    net.set_arc(arc, cap=int(net.flow[arc]))
    around = net.way(*net.ends(arc))
    net.set_arc(arc, cap=cap)
    return None if around is None else around - net.cost(arc)


def _barred(recommendation: Recommendation, need: Need, resource: Resource, bar: Bar) -> str:
    """Say what bars a pair and what would have to be otherwise."""
    if bar is Bar.CATEGORY:
        return f"不能配：类别不符，需求是“{need.category}”，资源能做“{'、'.join(resource.categories)}”。"
    if bar is Bar.QUALIFICATION:
        missing = [name for name in need.qualifications if name not in resource.qualifications]
        return f"不能配：资质不够，还要有“{'、'.join(missing)}”。"
    if bar is Bar.TIME:
        return "不能配：时间对不上，两边没有一天重合。"
    if bar is Bar.PLACE:
        return f"不能配：资源只用于“{resource.place}”，不含社区“{need.community}”。"
    if bar is Bar.WEEKDAY:
        return f"不能配：星期对不上，需求是{_weekdays(need)}，资源是{_weekdays(resource)}，两边都有的日子里没有一天都行。"
    if bar is Bar.HOUR:
        return f"不能配：钟点对不上，需求是 {_hours(need)}，资源是 {_hours(resource)}。"
    if bar is Bar.EXCLUDED:
        return "不能配：这一对已经排除，不再排除才能配。"
    metres, reach = distance_m(recommendation.problem, need, resource), resource.reach_m or 0
    return f"不能配：太远，相距 {metres} 米，服务半径 {reach} 米，要再近 {metres - reach} 米。"


def _weekdays(entry: Need | Resource) -> str:
    return "、".join(f"周{DAY_NAMES[day - 1]}" for day in sorted(entry.weekdays)) or "每天"


def _hours(entry: Need | Resource) -> str:
    opens = 0 if entry.opens is None else entry.opens
    closes = MINUTES_A_DAY if entry.closes is None else entry.closes
    return "—".join(f"{minutes // 60}:{minutes % 60:02d}" for minutes in (opens, closes))
