"""What can't be allocated is refused, with a sentence that names the household or home."""

from collections import Counter
from collections.abc import Sequence

from gongjian.engines.allocation.model import Household, Method, Problem
from gongjian.engines.errors import EngineInputError


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
    if problem.quotas and problem.method == Method.RANK:
        raise EngineInputError("“秩最大”的办法不看群体名额。请改用计分或抽签，或去掉名额。")
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


def _check_keys(keys: Sequence[str], what: str) -> None:
    twice = next((key for key, count in Counter(keys).items() if count > 1), None)
    if twice is not None:
        raise EngineInputError(f"{what}“{twice}”出现了两次，请只留一条。")
    if "" in keys:
        raise EngineInputError(f"有一条{what}没有编号，请补上。")
