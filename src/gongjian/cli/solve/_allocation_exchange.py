"""Exchanges on the command line: tenants swap homes by top trading cycles."""

from collections.abc import Mapping, Sequence
from typing import Any

from gongjian.cli.solve._answer import Answer
from gongjian.engines.allocation import NOBODY, Exchange, Home, Trades, lots_of, top_trading_cycles
from gongjian.engines.errors import EngineInputError
from gongjian.readers import SheetData

_HEADER = ("编号", "姓名", "现住房", "换到", "说明")


def exchange(
    rows: Sequence[Mapping[str, Any]], homes: Sequence[Home], order: Sequence[str], words: str
) -> Answer:
    """Trade homes and tell each household with whom."""
    number = _numbers(rows, homes)
    lots = lots_of(order, [row["key"] for row in rows]).tolist()
    trades = top_trading_cycles(
        Exchange(
            tuple(tuple(number[key] for key in row["wishes"]) for row in rows),
            tuple(number[row["own"]] if row["own"] else NOBODY for row in rows),
            tuple(sorted(range(len(rows)), key=lots.__getitem__)),
            len(homes),
        )
    )
    told = [_told(index, rows, homes, trades) for index in range(len(rows))]
    moved = [line for line in told if line[3] and line[3] != line[2]]
    lines = [
        f"# 换房：{len(rows)} 户参加，{len(moved)} 户换到更想要的",
        "",
        "办法：首位交易循环。谁也不会比现在住得差；不可能再让一户更好而不让别的户更差。",
        words,
        "",
        *(f"- {line[1] or line[0]}：{line[4]}" for line in told),
    ]
    record = {
        "method": "exchange",
        "draw": words,
        "outcomes": [
            {"household": line[0], "own": line[2] or None, "home": line[3] or None, "sentence": line[4]}
            for line in told
        ],
        "cycles": [
            [{"household": rows[h]["key"], "home": homes[s].key} for h, s in cycle] for cycle in trades.cycles
        ],
    }
    return Answer(record, lines, SheetData("换房", _HEADER, told))


def _numbers(rows: Sequence[Mapping[str, Any]], homes: Sequence[Home]) -> dict[str, int]:
    many = next((home for home in homes if home.units != 1), None)
    if many is not None:
        raise EngineInputError(f"换房要一套一行，“{many.label}”的套数是 {many.units}。请拆成一套一行。")
    number = {home.key: index for index, home in enumerate(homes)}
    for row in rows:
        strange = [key for key in (*row["wishes"], row["own"]) if key and key not in number]
        if strange:
            raise EngineInputError(f"“{row['key']}”写的“{strange[0]}”不在房源表里，请核对编号。")
    return number


def _told(
    index: int, rows: Sequence[Mapping[str, Any]], homes: Sequence[Home], trades: Trades
) -> tuple[str, str, str, str, str]:
    row, got = rows[index], trades.homes[index]
    home = homes[got].key if got != NOBODY else ""
    return row["key"], row["name"], row["own"], home, _sentence(index, row, rows, homes, trades)


def _sentence(
    index: int,
    row: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    homes: Sequence[Home],
    trades: Trades,
) -> str:
    got = trades.homes[index]
    if got == NOBODY:
        return "没有分到：志愿里的房都换给了别人，自己没有房可拿来换。多填志愿，或抽签更靠前，才有机会。"
    taker = {home: household for household, home in enumerate(trades.homes) if home != NOBODY}
    before = (
        row["wishes"][: row["wishes"].index(homes[got].key)]
        if homes[got].key in row["wishes"]
        else row["wishes"]
    )
    earlier = "；".join(_taken(key, rows, homes, taker) for key in before[:3])
    why = f"更想要的：{earlier}。" if earlier else "没有更想要的。"
    if homes[got].key == row["own"]:
        return f"住房不变。{why}"
    cycle = next(cycle for cycle in trades.cycles if any(h == index for h, _ in cycle))
    circle = "，".join(f"{rows[h]['key']}得“{homes[s].label}”" for h, s in cycle)
    return f"换到“{homes[got].label}”（{circle}）。{why}"


def _taken(
    key: str, rows: Sequence[Mapping[str, Any]], homes: Sequence[Home], taker: Mapping[int, int]
) -> str:
    number = next(index for index, home in enumerate(homes) if home.key == key)
    who = rows[taker[number]]
    return f"“{homes[number].label}”在更早的一轮里归了{who['key']}"
