"""Old and new value of a change, total and part of a rest, where the words name both.

- 由A提高到B，提高x; 从A降至B，降幅为x; 2023年A，2024年B，增长x; A为年初，B为年末;
- B，较上年的A增长x; B，上年同期为A，同比增长x; B，高于平均水平（A）x;
- B，同比增长x（上年A）; B，同比增长x，上年为A; 比上年的A增长x，达到B; 增长x，由A增至B;
- 计划A，实际B，少x; A，B，相差x;
- W，已整改P，尚有x: a total, one part of it and the rest, nothing else of their unit in the sentence.

Between the value told last and the change may stand other changes of it (增加60万元、增长15%), no new subject.
"""

import re
from itertools import pairwise
from typing import TypeAlias

from gongjian.engines.figures.context import Figure, Paragraph, alike, is_bound, shares_words
from gongjian.engines.figures.roles import (
    BASE,
    CHANGE,
    Role,
    in_order_of_time,
    is_change,
    is_led_to,
    own_words,
    role_of,
)
from gongjian.engines.plandoc.clauses import strip_words

Pair: TypeAlias = tuple[Figure, Figure]

_BEFORE_REACH, _AFTER_REACH = 6, 4
_LINK = re.compile(
    r"次?的?）?[^，。；\d（）]{0,6}?[，、；]?(?:(?:两者|二者|前后|同期)?(?:相比|比较|对比)|[同环]比|(?:较|比|与)(?:去年|上年|上月|上季度?|上期|年初|此前|之前|前期)?(?:同期|全年)?(?:相比)?|实际|相应|仅仅?|只是?|略有?|却|也|就|小幅|大幅|明显|累计|合计|整体|总体|总量|总数|平均|直接|一年|共|已|均|又|再|只|，)*"
)
_TAIL_OF_BASE = r"(?:同期|全年|一?年度?|水平|数|值|的|为|是|仅|只|有|实现|完成|达到?|约|共)*"
_BASE_BEHIND = re.compile(
    rf"(?:，|；|（|，?而)(?:{BASE}|(?:19|20)\d\d年|\d{{1,2}}月份?|[上下]半年|[一二三四]季度)+{_TAIL_OF_BASE}"
)
_RESULT_BEHIND = re.compile(
    r"，?(?:已|现|目前|总数|总量|总额|累计|人数|今年)*(?:达到?|到|至|为|[增升降减提跌]至|(?:增加|增长|提高|提升|上升|下降|降低|减少|压减)[到至])(?:了|约)?"
)
_FROM_BEHIND = re.compile(r"[，；（：](?:即|也就是)?(?:由|从)(?!此)[^，。；\d]{0,14}")
_PLANNED = re.compile(r"(?:计划|应|需|目标|任务)[^，。；]{0,8}$")
_ACTUAL = re.compile(r"，(?:实际|实|已|完成)[^，。；\d]{0,8}$")
_BEYOND_LINK = re.compile(r"(?:的[^，。；\d]{0,6})?）?(?:近|约|整整)?")
_LONGEST_LINK = 12
_APART = re.compile(r"(?:相差|差距|差额|相距|悬殊)(?:达到?|为|有|了|约|近)*$")
_REST = re.compile(
    r"(?:其余|剩余|余下|剩下|还剩|尚余|尚有|还有|还差|尚差|尚欠|仍有|结余|盈余|节余|未[\u3400-\u9fff]{1,3}的?|空[缺编]|缺[额编席]|请假|缺口为?)(?:的|仍有|约|为|有)*$"
)
_LEAST_SUBJECT = 3
_PART_OF_REST = re.compile(
    r"(?:逾期|超期|过期|超时|到期|限期|按期|按时|长期)(?:仍|尚|还)?未[^，。；\d]{0,6}$"
)
_REST_AFTER = re.compile(
    r"(?:$|[^\u3400-\u9fff]|正在|正|尚未|未|已|明年|仍|在|待|需|将|均|全部|计划|预计|列入|因|继续|逐一|下)"
)


def values_by(paragraph: Paragraph, stated: Figure) -> tuple[list[Figure], list[Figure]]:
    """Return the values of a change's sentence before it, nearest first, and behind it; changes and bounds left out."""
    sentence = stated.around.sentence_start
    before = [f for f in paragraph.before(stated)[:_BEFORE_REACH] if f.around.sentence_start == sentence]
    behind = [
        f
        for f in paragraph.figures[stated.index + 1 : stated.index + 1 + _AFTER_REACH]
        if f.around.sentence_start == sentence
    ]
    return [f for f in before if _is_value(f, stated)], [f for f in behind if _is_value(f, stated)]


def _is_value(figure: Figure, stated: Figure) -> bool:
    """Tell whether a figure may be compared by a change: a value of its unit, or of any for a per cent."""
    if figure.value <= 0 or is_change(figure):
        return False
    if is_bound(figure) and not re.search(r"(?<!不)[低高]于$", figure.around.before):
        return False
    if stated.amount.kind == "points":
        return figure.is_rate
    if stated.is_rate:
        return figure.amount.kind != "permille"
    return figure.amount.kind == stated.amount.kind and alike(figure, stated)


def compared(paragraph: Paragraph, stated: Figure) -> Pair | None:
    """Return (old, new) when the words compare two values and state the change right before or behind them."""
    before, behind = values_by(paragraph, stated)
    pair = _both_before(paragraph, stated, before) or _one_behind(paragraph, stated, before, behind)
    return pair or _both_behind(paragraph, stated, behind)


def _comparable(a: Figure, b: Figure) -> bool:
    return a.amount.kind == b.amount.kind and a.unit == b.unit


def _both_before(paragraph: Paragraph, stated: Figure, before: list[Figure]) -> Pair | None:
    if len(before) < 2:
        return None
    second, first = before[0], _beside(paragraph, before)
    if first is None or not _links(paragraph, second, stated):
        return None
    between = paragraph.words(first.amount.end, second.amount.start)
    if _PLANNED.search(first.around.before) and _ACTUAL.fullmatch(between):
        return first, second
    return in_order_of_time(paragraph, first, second)


def _beside(paragraph: Paragraph, before: list[Figure]) -> Figure | None:
    """Return the value next to the nearest one, over other bases of it: B，比上月A增长x，比上年A增长y."""
    second = before[0]
    for first in before[1:]:
        if not _comparable(first, second) or _between(paragraph, first, second):
            return None
        if role_of(paragraph, second) is not Role.BEFORE or role_of(paragraph, first) is not Role.BEFORE:
            return first
        second = first
    return None


def _between(paragraph: Paragraph, left: Figure, right: Figure) -> list[Figure]:
    """Return the figures between two that are no changes."""
    return [f for f in paragraph.figures[left.index + 1 : right.index] if not is_change(f)]


def _links(paragraph: Paragraph, value: Figure, stated: Figure) -> bool:
    """Tell whether a change speaks of the value told before it: only other changes of it stand between."""
    run = paragraph.figures[value.index : stated.index + 1]
    for left, right in pairwise(run):
        words = paragraph.words(left.amount.end, right.amount.start)
        verb = CHANGE.search(words)
        if verb is None or not _LINK.fullmatch(words[: verb.start()]):
            return False
    return True


def _one_behind(
    paragraph: Paragraph, stated: Figure, before: list[Figure], behind: list[Figure]
) -> Pair | None:
    """Read B，增长x（上年A） and 比上年的A增长x，达到B."""
    if not before or not behind or not _comparable(before[0], behind[0]):
        return None
    if not _links(paragraph, before[0], stated) or _between(paragraph, stated, behind[0]):
        return None
    last = paragraph.figures[behind[0].index - 1]
    words = paragraph.words(last.amount.end, behind[0].amount.start)
    if role_of(paragraph, before[0]) is Role.BEFORE:
        return (before[0], behind[0]) if _RESULT_BEHIND.fullmatch(words) else None
    return (behind[0], before[0]) if _BASE_BEHIND.fullmatch(words) else None


def _both_behind(paragraph: Paragraph, stated: Figure, behind: list[Figure]) -> Pair | None:
    """Read 增长x，由A增至B and 增长x，上年A，今年B."""
    if len(behind) < 2 or not _comparable(*behind[:2]):
        return None
    first, second = behind[:2]
    if _between(paragraph, stated, first) or second.index != first.index + 1:
        return None
    words = paragraph.words(paragraph.figures[first.index - 1].amount.end, first.amount.start)
    if _FROM_BEHIND.fullmatch(words):
        return (first, second) if is_led_to(paragraph, first, second) else None
    is_now = _BASE_BEHIND.fullmatch(words) and role_of(paragraph, second) is Role.NOW
    return (first, second) if is_now else None


def beyond(paragraph: Paragraph, stated: Figure) -> tuple[Figure, Figure, bool] | None:
    """Return what is compared, the mark, and whether it lies above it: 92%，高于平均（85%）7个百分点."""
    if stated.index < 2:
        return None
    previous = paragraph.figures[stated.index - 1]
    link = paragraph.words(previous.amount.end, stated.amount.start)
    if (
        len(link) > _LONGEST_LINK
        or not (link or stated.amount.kind == "points")
        or not _BEYOND_LINK.fullmatch(link)
    ):
        return None
    before, _ = values_by(paragraph, stated)
    if len(before) < 2 or before[0] is not previous or not _comparable(*before[:2]):
        return None
    mark, value = before[:2]
    words = own_words(paragraph, mark) if mark.around.start > value.amount.end else ""
    words = words or paragraph.words(max(value.amount.end, mark.amount.start - 20), mark.amount.start)
    found = re.search(r"(?P<verb>高于|高出|超出|优于|低于|落后于?)[^，。；]{0,14}$", words)
    if found is None:
        return None
    return value, mark, found["verb"][0] in "高超优"


def apart(paragraph: Paragraph, stated: Figure) -> Pair | None:
    """Return (larger, smaller) of the two values a stated gap (相差, 差距为) lies between."""
    if not _APART.search(stated.around.before):
        return None
    before, _ = values_by(paragraph, stated)
    if len(before) < 2 or not _comparable(*before[:2]):
        return None
    low, high = sorted(before[:2], key=lambda f: f.value)
    return high, low


def is_part_of_rest(stated: Figure) -> bool:
    """Say whether a figure is only a part of what is left: 逾期未完成 leaves out what is not due yet."""
    return bool(_PART_OF_REST.search(stated.around.before))


def left_over(paragraph: Paragraph, stated: Figure) -> Pair | None:
    """Return (total, part) of a stated rest when its sentence tells exactly these two."""
    if is_part_of_rest(stated) or not _REST_AFTER.match(stated.around.after):
        return None
    told = [
        f
        for f in paragraph.before(stated)
        if f.is_count and alike(f, stated) and f.around.sentence_start >= stated.around.sentence_start
    ]
    if len(told) != 2 or is_bound(told[0]) or is_bound(told[1]) or told[1].value < told[0].value:
        return None
    return (told[1], told[0]) if is_rest(paragraph, stated, [(told[1], told[0])]) else None


def is_rest(paragraph: Paragraph, stated: Figure, told: list[Pair]) -> bool:
    """Tell whether a clause calls a figure the rest of what was told, and not that of a subject of its own (某片区缺口)."""
    before = stated.around.before
    found = _REST.search(before)
    if found is None or not told:
        return False
    subject = strip_words(before[: found.start()])
    is_new = before.startswith("而") or paragraph.words(stated.around.start - 1, stated.around.start) == "；"
    if is_new and len(subject) >= _LEAST_SUBJECT:
        return False
    names = "".join(f.around.before[-12:] + f.around.after[:6] for f in told[0])
    return len(subject) < _LEAST_SUBJECT or shares_words(subject, names)
