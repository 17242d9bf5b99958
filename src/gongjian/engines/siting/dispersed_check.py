"""Refuse a problem that can't be computed with, in a sentence that says what is wrong, where, and what to do."""

from collections import Counter
from collections.abc import Sequence

from gongjian.engines.errors import EngineInputError
from gongjian.engines.siting.parcels import Amenity, Parcel, Point, Problem

MOST_METRES = 10**8
MOST_HOMES = 10**6
MOST_CENTS = 10**15
MOST_POINTS = 2**62
"""So that sums fit into 64 bits."""


def check(problem: Problem) -> None:
    """Check every part of a problem. Raises EngineInputError for the first fault."""
    if not problem.parcels:
        raise EngineInputError("一块地也没有。请给出地块。")
    if not problem.streets:
        raise EngineInputError("一个街道也没有。请给出街道和需求。")
    _check_keys(problem)
    for street in problem.streets:
        _check_whole(f"街道“{street.key}”的需求", street.demand, MOST_HOMES)
        if not (0 <= street.below <= 1 and 0 <= street.above <= 100):
            raise EngineInputError(
                f"街道“{street.key}”可少、可多的比例不对。可少在 0 到 1 之间，可多不小于 0。"
            )
    _check_rules(problem)
    for parcel in problem.parcels:
        _check_parcel(parcel)
    _check_names(problem)
    _check_amenities(problem)
    _check_channels(problem)
    _check_size(problem)


def _check_keys(problem: Problem) -> None:
    for title, keys in (
        ("地块", [one.key for one in problem.parcels]),
        ("街道", [one.key for one in problem.streets]),
        ("渠道", [one.key for one in problem.channels]),
        ("设施类别", [one.key for one in problem.kinds]),
    ):
        twice = [key for key, count in Counter(keys).items() if count > 1]
        if twice:
            raise EngineInputError(f"{title}“{twice[0]}”写了两次。请只留一个。")
        if "" in keys:
            raise EngineInputError(f"有一个{title}没有编号。请补上。")


def _check_rules(problem: Problem) -> None:
    rules, weights, ceilings = problem.rules, problem.weights, problem.ceilings
    _check_whole("一簇的半径", rules.cluster_m, MOST_METRES)
    _check_whole("一簇的上限", rules.cluster_cap, MOST_HOMES)
    _check_whole("最小间距", rules.spread_m, MOST_METRES)
    for title, weight in (("出行", weights.travel), ("造价", weights.cost), ("处数", weights.site)):
        _check_whole(f"{title}的权重", weight, MOST_CENTS)
    for title, most in (
        ("总出行", ceilings.travel_m),
        ("总造价", ceilings.cost_cents),
        ("处数", ceilings.sites),
    ):
        if most is not None:
            _check_whole(f"{title}的上限", most, MOST_POINTS)


def _check_parcel(parcel: Parcel) -> None:
    said = f"地块“{parcel.key}”的"
    _check_point(f"地块“{parcel.key}”", parcel.point)
    _check_whole(said + "最多套数", parcel.most, MOST_HOMES)
    _check_whole(said + "最少套数", parcel.least, MOST_HOMES)
    _check_whole(said + "每套造价（分）", parcel.home_cents, MOST_CENTS)
    _check_whole(said + "开办造价（分）", parcel.site_cents, MOST_CENTS)
    if parcel.travel_m is not None:
        _check_whole(said + "出行（米）", parcel.travel_m, MOST_METRES)
    if not 1 <= parcel.least <= parcel.most:
        raise EngineInputError(
            f"{said}最少套数是 {parcel.least}，最多是 {parcel.most}。最少要从 1 起，不超过最多。"
        )


def _check_names(problem: Problem) -> None:
    streets, channels = {one.key for one in problem.streets}, {one.key for one in problem.channels}
    for parcel in problem.parcels:
        if parcel.street not in streets:
            raise EngineInputError(f"地块“{parcel.key}”的街道“{parcel.street}”不在街道表里。请补上或改正。")
        if channels and parcel.channel and parcel.channel not in channels:
            raise EngineInputError(f"地块“{parcel.key}”的渠道“{parcel.channel}”不在渠道表里。请补上或改正。")


def _check_amenities(problem: Problem) -> None:
    counts = Counter(one.kind for one in problem.amenities)
    if not problem.kinds and any(parcel.travel_m is None for parcel in problem.parcels):
        raise EngineInputError("没有设施类别，算不出出行。请给出类别和设施点。")
    for kind in problem.kinds:
        _check_whole(f"类别“{kind.key}”的份额", kind.share, MOST_HOMES)
        _check_whole(f"类别“{kind.key}”看最近几处", kind.nearest, MOST_HOMES)
        if not kind.nearest:
            raise EngineInputError(f"类别“{kind.key}”看最近几处要从 1 起。")
        if not counts[kind.key]:
            raise EngineInputError(f"类别“{kind.key}”一个设施点也没有。请补上，或去掉这一类。")
    if problem.kinds and not any(kind.share for kind in problem.kinds):
        raise EngineInputError("各类别的份额都是 0，算不出出行。请至少给一类填大于 0 的份额。")
    _check_each_amenity(problem.amenities, {kind.key for kind in problem.kinds})


def _check_each_amenity(amenities: Sequence[Amenity], kinds: set[str]) -> None:
    for number, amenity in enumerate(amenities, start=1):
        said = f"第 {number} 个设施点"
        if amenity.kind not in kinds:
            raise EngineInputError(f"{said}的类别“{amenity.kind}”没有说明份额。请补上这一类，或改正。")
        _check_whole(f"{said}的权重", amenity.weight, MOST_HOMES)
        if not amenity.weight:
            raise EngineInputError(f"{said}的权重是 0。请填大于 0 的数，或去掉它。")
        _check_point(said, amenity.point)


def _check_channels(problem: Problem) -> None:
    for channel in problem.channels:
        said = f"渠道“{channel.key}”"
        _check_whole(f"{said}的最少套数", channel.least, MOST_HOMES)
        if channel.most is not None:
            _check_whole(f"{said}的最多套数", channel.most, MOST_HOMES)
        if channel.budget_cents is not None:
            _check_whole(f"{said}的预算（分）", channel.budget_cents, MOST_POINTS)


def _check_size(problem: Problem) -> None:
    """Bound the value and the money of any plan. Distances are below twice MOST_METRES."""
    weights = problem.weights
    homes = sum(parcel.most for parcel in problem.parcels)
    money = sum(p.most * p.home_cents + p.site_cents for p in problem.parcels)
    points = weights.travel * 3 * MOST_METRES * homes if weights.travel > MOST_HOMES else 0
    points += weights.cost * money + weights.site * len(problem.parcels)
    if max(money, points) > MOST_POINTS:
        raise EngineInputError("造价或权重太大，加起来超出能精确计算的范围。请检查单位，或把权重同比缩小。")


def _check_point(said: str, point: Point) -> None:
    if not (abs(point.latitude) <= 90 and abs(point.longitude) <= 180):
        raise EngineInputError(
            f"{said}的坐标（纬度 {point.latitude}，经度 {point.longitude}）不对。请填度数。"
        )


def _check_whole(said: str, number: object, most: int) -> None:
    if not _is_whole(number):
        raise EngineInputError(f"{said}要是整数，现在是 {number}。")
    if not 0 <= int(str(number)) <= most:
        raise EngineInputError(f"{said}要在 0 到 {most} 之间，现在是 {number}。")


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
