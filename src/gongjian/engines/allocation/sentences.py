"""One paragraph for each household: why this home, why no better one, what would change it."""

from collections.abc import Mapping

from gongjian.engines.allocation.model import Household, Method, Outcome, Wish

_SHOWN = 3


def sentence_of(household: Household, outcome: Outcome, names: Mapping[str, str], method: Method) -> str:
    """Say how a household's wishes came out, best first; long lists are cut after the first three that failed."""
    if not outcome.wishes:
        return "没有填志愿，这次没有分配。填上愿意住的房源再参加下一次。"
    parts = [_got(outcome, names, method)]
    before = outcome.wishes[: outcome.wish_number - 1] if outcome.wish_number else outcome.wishes
    parts += [_refusal(wish, outcome, names[wish.home], method) for wish in before[:_SHOWN]]
    if len(before) > _SHOWN:
        parts.append(f"另有 {len(before) - _SHOWN} 个志愿也没有分到，原因见逐项的结果。")
    return "".join(parts)


def _got(outcome: Outcome, names: Mapping[str, str], method: Method) -> str:
    if outcome.home is None:
        return "这次没有分到。"
    head = f"分到“{names[outcome.home]}”，是第 {outcome.wish_number} 志愿"
    if method == Method.POINTS:
        lines = "，".join(f"{line.title} {line.points} 分" for line in outcome.score.lines)
        return f"{head}，在这里得 {outcome.score.total} 分{f'（{lines}）' if lines else ''}。"
    if method == Method.LOTTERY:
        return f"{head}，抽签第 {outcome.lot} 位，轮到时它还有房。"
    return f"{head}。"


def _refusal(wish: Wish, outcome: Outcome, name: str, method: Method) -> str:
    if wish.bar:
        return f"“{name}”不能分：{wish.bar}。"
    if method == Method.RANK:
        return f"“{name}”没有分到：这种办法先让得第一志愿的户最多，再看第二志愿，给了您这个结果不会更好。"
    if wish.last_points is None:
        return f"“{name}”没有房可分。"
    if method == Method.LOTTERY:
        change = f"排在第 {wish.needed} 位的户前面，就分到它或更靠前的志愿。" if wish.needed else ""
        return (
            f"“{name}”没有分到：排在您前面的户选完了，最后一户是第 {wish.last_lot} 位，"
            f"您是第 {outcome.lot} 位。{change}"
        )
    return f"“{name}”没有分到：{_ahead(wish, outcome)}{_change(wish)}"


def _ahead(wish: Wish, outcome: Outcome) -> str:
    if wish.last_points == wish.points:
        return (
            f"住进去的户分数都不比您低，最后一户同是 {wish.points} 分，"
            f"抽签第 {wish.last_lot} 位，您第 {outcome.lot} 位。"
        )
    return f"住进去的户分数都比您高，最后一户 {wish.last_points} 分，您 {wish.points} 分。"


def _change(wish: Wish) -> str:
    if wish.needed is None:
        return ""
    return f"别人不变，在这里再多 {wish.needed - wish.points} 分，就分到它或更靠前的志愿。"
