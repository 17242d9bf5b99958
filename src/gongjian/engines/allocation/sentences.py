"""One paragraph for each household: why this home, why no better one, what would change it."""

from collections.abc import Mapping

from gongjian.engines.allocation.model import Method, Outcome, SeatLine, Wish

_SHOWN = 3


def sentence_of(outcome: Outcome, names: Mapping[str, str], method: Method) -> str:
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
    head += "".join(_seat_got(line) for wish in outcome.wishes for line in wish.seats if line.is_met)
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
    if wish.seats:
        lines = "；".join(_seat_refused(line, wish, outcome, method) for line in wish.seats)
        return f"“{name}”没有分到：{lines}。{_change(wish, method)}"
    if wish.last_points is None:
        return f"“{name}”没有房可分。"
    if method == Method.LOTTERY:
        return (
            f"“{name}”没有分到：排在您前面的户选完了，最后一户是第 {wish.last_lot} 位，"
            f"您是第 {outcome.lot} 位。{_change(wish, method)}"
        )
    return f"“{name}”没有分到：{_ahead(wish, outcome)}{_change(wish, method)}"


def _ahead(wish: Wish, outcome: Outcome) -> str:
    if wish.last_points == wish.points:
        return (
            f"住进去的户分数都不比您低，最后一户同是 {wish.points} 分，"
            f"抽签第 {wish.last_lot} 位，您第 {outcome.lot} 位。"
        )
    return f"住进去的户分数都比您高，最后一户 {wish.last_points} 分，您 {wish.points} 分。"


def _change(wish: Wish, method: Method) -> str:
    if wish.needed is None:
        return ""
    if method == Method.LOTTERY:
        return f"排在第 {wish.needed} 位的户前面，就分到它或更靠前的志愿。"
    return f"别人不变，在这里再多 {wish.needed - wish.points} 分，就分到它或更靠前的志愿。"


def _seat_got(line: SeatLine) -> str:
    if not line.group:
        return "，用的是开放的名额"
    after = "" if line.is_member else "，这个群体没有住满，转给别人"
    return f"，用的是留给“{line.group}”的名额（{line.units} 套，{line.citation}{after}）"


def _seat_refused(line: SeatLine, wish: Wish, outcome: Outcome, method: Method) -> str:
    """Say how a household stood for the seats of one kind, and by what right the last who took one was ahead."""
    kept = f"留给“{line.group}”的 {line.units} 套"
    if not line.is_entitled:
        if line.group:
            return f"{kept}只给这个群体（{line.citation}）"
        return f"开放的 {line.units} 套里，您家所在的群体能用的已到上限（{line.citation}）"
    where = kept if line.group else f"开放的 {line.units} 套"
    if line.last_is_member and not line.is_member:
        return f"{where}先给这个群体，都住满了（{line.citation}）"
    if method == Method.LOTTERY:
        return f"{where}最后一户抽签第 {line.last_lot} 位，您第 {outcome.lot} 位"
    if line.last_points == wish.points:
        return f"{where}最后一户同是 {wish.points} 分，抽签第 {line.last_lot} 位，您第 {outcome.lot} 位"
    return f"{where}最后一户 {line.last_points} 分，您 {wish.points} 分"
