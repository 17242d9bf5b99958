"""Break a title into lines: words whole, the shape a trapezoid or a diamond.

A title of n characters takes k = ceil(n / capacity) lines. Among all cuts into k lines that fit, choose
the one of least cost: 100 for a cut inside a word or before a mark that may not open a line, then 10 for
an hourglass, then the spread of line widths. k + 1 lines are tried when every cut into k lines splits a word.
"""

from collections.abc import Sequence
from itertools import combinations, pairwise

from gongjian.engines.officialdoc.layout import text_width_chars

_MUST_NOT_OPEN = frozenset("，。、；：？！）》〉〕”’的和与及等")
_MUST_NOT_CLOSE = frozenset("（《〈〔“‘关")
_COMMON_WORDS_TEXT = """
关于 印发 开展 实施 方案 工作 情况 通报 通知 报告 请示 意见 纪要 决定 批复 社区 街道 环境 治理 共治
共建 共驻 评分 检查 督查 考核 办法 细则 标准 评比 创建 城乡 城区 文明 卫生 园林 绿化 整治 行动 活动
示范 达标 志愿 服务 管理 建设 年度 第一 第二 第三 季度 上半年 下半年 总结 计划 要点 任务 分解 责任 清单
联席 会议 居民 议事 协商 公示 结果 名单 办公室 委员会 人民政府 居民委员会 党委 党组织 领导小组 红十字会 救助 低保 保障 住房
安排 推进 加强 做好 进一步 有关
"""
_COMMON_WORDS = tuple(_COMMON_WORDS_TEXT.split())
_CAPACITY = 19
_SPLIT_COST = 100.0
_HOURGLASS_COST = 10.0
_MOST_LINES = 4


def balance_title(title: str, words: Sequence[str] = (), capacity: int = _CAPACITY) -> tuple[str, ...]:
    """Return the lines of a title; its own line breaks, if any, are kept as they are.

    `words` are names that must stay whole beside the built-in words of office titles; `capacity` is in
    full-width characters. Equal costs favour the cut that comes first, so equal input gives equal lines.

    >>> balance_title("关于2026年8月社区环境共治评分情况的通报")
    ('关于2026年8月社区环境', '共治评分情况的通报')
    """
    if "\n" in title:
        return tuple(line.strip() for line in title.splitlines() if line.strip())
    title = title.strip()
    fewest = max(1, -(-_half_units(title) // (2 * capacity)))
    if fewest == 1:
        return (title,)

    cuts = [(place, _cut_cost(title, place, _inside_words(title, words))) for place in range(1, len(title))]
    best: tuple[float, tuple[str, ...]] | None = None
    for count in range(fewest, min(fewest + 1, _MOST_LINES) + 1):
        found = _cheapest(title, count, capacity, cuts)
        if found and (best is None or found[0] < best[0] - _SPLIT_COST / 2):
            best = found
    return best[1] if best else _by_capacity(title, capacity)


def _half_units(text: str) -> int:
    return round(2 * text_width_chars(text))


def _inside_words(title: str, words: Sequence[str]) -> frozenset[int]:
    """Return the places where a cut would split a word or a run of ASCII."""
    inside = {
        place for place in range(1, len(title)) if title[place - 1].isascii() and title[place].isascii()
    }
    inside |= {
        place
        for place in range(1, len(title))
        if title[place - 1].isdigit() and title[place] in "年月日号届次个"
    }
    for word in (*words, *_COMMON_WORDS):
        start = title.find(word) if word else -1
        while start >= 0:
            inside.update(range(start + 1, start + len(word)))
            start = title.find(word, start + 1)
    return frozenset(inside)


def _cut_cost(title: str, place: int, inside: frozenset[int]) -> float:
    splits = place in inside or title[place] in _MUST_NOT_OPEN or title[place - 1] in _MUST_NOT_CLOSE
    return _SPLIT_COST if splits else 0.0


def _cheapest(
    title: str, count: int, capacity: int, cuts: list[tuple[int, float]]
) -> tuple[float, tuple[str, ...]] | None:
    good = [cut for cut in cuts if cut[1] == 0]
    best: tuple[float, tuple[str, ...]] | None = None
    for chosen in combinations(good if len(good) >= count - 1 else cuts, count - 1):
        edges = [0, *(place for place, _ in chosen), len(title)]
        lines = tuple(title[start:end] for start, end in pairwise(edges))
        widths = [text_width_chars(line) for line in lines]
        if max(widths) > capacity:
            continue
        cost = sum(cost for _, cost in chosen) + _shape_cost(widths)
        if best is None or cost < best[0]:
            best = (cost, lines)
    return best


def _shape_cost(widths: list[float]) -> float:
    hourglass = any(widths[i - 1] > widths[i] < widths[i + 1] for i in range(1, len(widths) - 1))
    return max(widths) - min(widths) + (_HOURGLASS_COST if hourglass else 0)


def _by_capacity(title: str, capacity: int) -> tuple[str, ...]:
    """Cut wherever a line is full: the last resort for a title of more than four lines."""
    lines = [""]
    for character in title:
        if text_width_chars(lines[-1] + character) > capacity:
            lines.append("")
        lines[-1] += character
    return tuple(lines)
