"""Which resource may serve which need, and if not, why."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import chain

from gongjian.engines.errors import EngineInputError
from gongjian.engines.matching.circulation import MOST_FLOW
from gongjian.engines.matching.model import MINUTES_A_DAY, MOST_URGENT, Need, Point, Problem, Resource

EARTH_M = 6_371_008.8
"""Mean radius, IUGG."""
EVERY_DAY = tuple(range(1, 8))


class Bar(Enum):
    """Why a resource can't serve a need."""

    CATEGORY = "类别不符"
    PLACE = "不在使用范围"
    QUALIFICATION = "资质不够"
    TIME = "时间对不上"
    WEEKDAY = "星期对不上"
    HOUR = "钟点对不上"
    DISTANCE = "太远"
    EXCLUDED = "已经排除"


@dataclass(frozen=True)
class Pair:
    """An eligible pair by the positions of need and resource."""

    need: int
    resource: int
    distance_m: int


def distance_m(problem: Problem, need: Need, resource: Resource) -> int:
    """Measure in whole metres: as given, else along the great circle (Sinnott 1984), else 0 where a point is not known."""
    given = problem.distances_m.get((need.key, resource.key))
    if given is not None:
        return given
    return _great_circle_m(need.point, resource.point) if need.point and resource.point else 0


def why_not(problem: Problem, need: Need, resource: Resource) -> Bar | None:
    """Say why a resource may not serve a need; None when it may."""
    if need.category not in resource.categories:
        return Bar.CATEGORY
    if not need.community.startswith(resource.place):
        return Bar.PLACE
    if not set(need.qualifications) <= set(resource.qualifications):
        return Bar.QUALIFICATION
    if not _is_common_day(need, resource):
        return Bar.TIME
    if not _is_common_weekday(need, resource):
        return Bar.WEEKDAY
    if not _is_common_moment(need, resource):
        return Bar.HOUR
    if resource.reach_m is not None and distance_m(problem, need, resource) > resource.reach_m:
        return Bar.DISTANCE
    return Bar.EXCLUDED if (need.key, resource.key) in problem.excluded else None


def eligible_pairs(problem: Problem) -> list[Pair]:
    """List the eligible pairs by need, then resource. Cost: needs × resources of the same category."""
    by_category: dict[str, list[int]] = defaultdict(list)
    for index, resource in enumerate(problem.resources):
        for category in dict.fromkeys(resource.categories):
            by_category[category].append(index)
    return [
        Pair(position, index, distance_m(problem, need, problem.resources[index]))
        for position, need in enumerate(problem.needs)
        for index in by_category[need.category]
        if why_not(problem, need, problem.resources[index]) is None
    ]


def pairs_of_need(problem: Problem, place: int) -> list[Pair]:
    """List the eligible pairs of one need."""
    need = problem.needs[place]
    return [
        Pair(place, index, distance_m(problem, need, resource))
        for index, resource in enumerate(problem.resources)
        if why_not(problem, need, resource) is None
    ]


def pairs_of_resource(problem: Problem, place: int) -> list[Pair]:
    """List the eligible pairs of one resource."""
    resource = problem.resources[place]
    return [
        Pair(index, place, distance_m(problem, need, resource))
        for index, need in enumerate(problem.needs)
        if why_not(problem, need, resource) is None
    ]


def check(problem: Problem) -> None:
    """Raise EngineInputError, naming the entry, for keys given twice, unknown keys and numbers out of range."""
    for name, entries in (("需求", problem.needs), ("资源", problem.resources), ("单位", problem.units)):
        repeated = [key for key, count in Counter(entry.key for entry in entries).items() if count > 1]
        if repeated:
            raise EngineInputError(f"{name}编号重复：{repeated[0]}。一个编号只能写一次。")
    faults = (_faulty_numbers, _faulty_windows, _faulty_points, _faulty_agreements)
    for fault in chain.from_iterable(faulty(problem) for faulty in faults):
        raise EngineInputError(fault)
    asked = sum(need.quantity for need in problem.needs)
    if asked > MOST_FLOW:
        raise EngineInputError(f"需求一共 {asked} 份，超过 {MOST_FLOW}，算不下。请换大一些的单位。")


def _faulty_numbers(problem: Problem) -> Iterator[str]:
    for need in problem.needs:
        if not _is_whole(need.quantity):
            yield f"需求“{need.key}”的数量要是不小于 0 的整数，现在是 {need.quantity}。"
        if not _is_whole(need.urgency) or not 1 <= need.urgency <= MOST_URGENT:
            yield f"需求“{need.key}”的紧急程度要从 1 到 {MOST_URGENT}，现在是 {need.urgency}。"
    for resource in problem.resources:
        if not _is_whole(resource.capacity):
            yield f"资源“{resource.key}”的能力要是不小于 0 的整数，现在是 {resource.capacity}。"
        if resource.reach_m is not None and not _is_whole(resource.reach_m):
            yield f"资源“{resource.key}”的服务半径要是不小于 0 的整数米，现在是 {resource.reach_m}。"
    for unit in problem.units:
        if unit.ceiling is not None and not _is_whole(unit.ceiling):
            yield f"单位“{unit.key}”的上限要是不小于 0 的整数，现在是 {unit.ceiling}。"
    for community, given in problem.given.items():
        if not _is_whole(given):
            yield f"社区“{community}”已约定的数量要是不小于 0 的整数，现在是 {given}。"
    for (need_key, resource_key), metres in problem.distances_m.items():
        if not _is_whole(metres):
            yield f"“{need_key}”到“{resource_key}”的距离要是不小于 0 的整数米，现在是 {metres}。"


def _faulty_windows(problem: Problem) -> Iterator[str]:
    for name, entries in (("需求", problem.needs), ("资源", problem.resources)):
        for one in entries:
            if one.first_on and one.last_on and one.first_on > one.last_on:
                yield f"{name}“{one.key}”的开始日 {one.first_on} 晚于结束日 {one.last_on}。请改正日期。"
            if not set(one.weekdays) <= set(EVERY_DAY):
                yield f"{name}“{one.key}”的星期要从 1（周一）到 7（周日），现在是 {one.weekdays}。"
            opens = 0 if one.opens is None else one.opens
            closes = MINUTES_A_DAY if one.closes is None else one.closes
            if not 0 <= opens < closes <= MINUTES_A_DAY:
                yield f"{name}“{one.key}”的钟点不对：从第 {opens} 分钟到第 {closes} 分钟。开始要早于结束，不过夜。"


def _faulty_points(problem: Problem) -> Iterator[str]:
    located = [(n.key, n.point) for n in problem.needs] + [(r.key, r.point) for r in problem.resources]
    for key, point in located:
        if point and not (abs(point.latitude) <= 90 and abs(point.longitude) <= 180):
            yield f"“{key}”的经纬度不对：{point.longitude}，{point.latitude}。"


def _faulty_agreements(problem: Problem) -> Iterator[str]:
    needs, resources = {n.key for n in problem.needs}, {r.key for r in problem.resources}
    seen: set[tuple[str, str]] = set()
    for need_key, resource_key in sorted(problem.excluded):
        if need_key not in needs or resource_key not in resources:
            yield f"要排除的“{need_key}”和“{resource_key}”不在清单里。请检查编号。"
    for agreed in problem.agreements:
        if agreed.need not in needs:
            yield f"约定里的需求“{agreed.need}”不在需求清单里。"
        if agreed.resource not in resources:
            yield f"约定里的资源“{agreed.resource}”不在资源清单里。"
        if (agreed.need, agreed.resource) in seen:
            yield f"“{agreed.need}”和“{agreed.resource}”的约定写了两次。请合成一条。"
        if not _is_whole(agreed.quantity) or agreed.quantity == 0:
            yield f"“{agreed.need}”和“{agreed.resource}”约定的数量要是大于 0 的整数，现在是 {agreed.quantity}。"
        seen.add((agreed.need, agreed.resource))


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and 0 <= number < 2**31


def common_days(need: Need, resource: Resource) -> tuple[date | None, date | None]:
    """Return the first and the last day that both windows hold (None: open)."""
    firsts = [day for day in (need.first_on, resource.first_on) if day is not None]
    lasts = [day for day in (need.last_on, resource.last_on) if day is not None]
    return max(firsts, default=None), min(lasts, default=None)


def weekdays_between(first: date | None, last: date | None) -> tuple[int, ...]:
    """List the weekdays that occur from a day to a day."""
    if first is None or last is None or (last - first).days >= len(EVERY_DAY) - 1:
        return EVERY_DAY
    days = (first + timedelta(days=more) for more in range((last - first).days + 1))
    return tuple(day.isoweekday() for day in days)


def _is_common_day(need: Need, resource: Resource) -> bool:
    first, last = common_days(need, resource)
    return first is None or last is None or first <= last


def _is_common_weekday(need: Need, resource: Resource) -> bool:
    there = weekdays_between(*common_days(need, resource))
    mine, theirs = need.weekdays or EVERY_DAY, resource.weekdays or EVERY_DAY
    return bool(set(there) & set(mine) & set(theirs))


def _is_common_moment(need: Need, resource: Resource) -> bool:
    opens = max(0 if one.opens is None else one.opens for one in (need, resource))
    return opens < min(MINUTES_A_DAY if one.closes is None else one.closes for one in (need, resource))


def _great_circle_m(one: Point, other: Point) -> int:
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return round(2 * EARTH_M * math.asin(math.sqrt(min(1.0, half))))
