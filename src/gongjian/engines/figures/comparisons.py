"""Old and new value of a change, total and part of a rest, where the words name both.

- 由A提高到B，提高x; 从A降至B，降幅为x;
- B，较上年的A增长x; B，上年同期为A，同比增长x;
- B，同比增长x（上年A);
- 计划A，实际B，少x;
- W，已整改P，尚有x: a total, one part of it and the rest, nothing else of their unit in the sentence.
"""

import re
from typing import TypeAlias

from gongjian.engines.figures.context import Figure, Paragraph, alike, is_bound

Pair: TypeAlias = tuple[Figure, Figure]

UP = r"增长|上升|提高|增加|提升|净增|增幅|涨幅|增|升|高出|高|多|扩大|上涨|上浮"
DOWN = r"下降|减少|降低|压减|回落|降幅|跌幅|低|降|减|少|缩减|压缩|缩短"
_VERB = rf"(?:{UP}|{DOWN})"
_TO = re.compile(
    rf"[^，。；\d]{{0,6}}(?:{UP}|{DOWN}|调整|提|压|扩|缩)?(?:到|至|为)(?:(?:19|20)\d\d年|\d+月份?|现在|目前|今年|本年)?(?:底|末)?(?:的|了|约|近)*$"
)
_BASE = r"(?:去年|上年|上次|上轮|上届|上批|此前|之前|前期|前次|上月|上季度?|上期|上半年|上一年度?|往年|前年|年初|期初|年底|首月|同期|(?:19|20)\d\d年|\d+月份?|原来|开业|实施前|改造前)"
_THAN = re.compile(
    rf"(?:[^，。；\d]{{0,6}}，|[^，。；\d]{{0,4}})?(?:[，。；]?(?:同比|环比|对比|相比|(?:同比|环比)?(?:较|比|与))[^，。；]{{0,12}}?|(?:而)?{_BASE}[^，。；]{{0,8}}?)(?:的|为|是|仅|只|有|仅为|只有)*（?$"
)
_CHANGED = re.compile(
    rf"）?[^，。；\d（）]{{0,4}}?(?:，)?(?:相比|同比|环比|比较)*，?(?:同比|环比|比上年|较上年|实际|共|已)?{_VERB}(?:了|约|近|达到?|为)*$"
)
_PLANNED = re.compile(r"(?:计划|应|需|目标|任务)[^，。；]{0,8}$")
_ACTUAL = re.compile(r"，(?:实际|实|已|完成)[^，。；\d]{0,8}$")
_REST = re.compile(
    r"(?:其余|剩余|余下|剩下|还剩|尚余|尚有|还有|结余|未[\u3400-\u9fff]{1,3}的?|缺口为?)(?:的|仍有|约|为|有)*$"
)
_PART_OF_REST = re.compile(
    r"(?:逾期|超期|过期|超时|到期|限期|按期|按时|长期)(?:仍|尚|还)?未[^，。；\d]{0,6}$"
)
_REST_AFTER = re.compile(
    r"(?:$|[^\u3400-\u9fff]|正在|正|尚未|未|已|明年|仍|在|待|需|将|均|全部|计划|预计|列入|因|继续|逐一|下)"
)


def compared(paragraph: Paragraph, stated: Figure) -> Pair | None:
    """Return (old, new) when the words compare two values and state the change right after."""
    if stated.index >= 2:
        first, second = paragraph.figures[stated.index - 2 : stated.index]
        if _comparable(first, second) and _follows(paragraph, second, stated):
            between = paragraph.words(first.amount.end, second.amount.start)
            if _TO.fullmatch(between):
                return first, second
            if _THAN.fullmatch(between) and not is_bound(first):
                return second, first
            if _PLANNED.search(first.around.before) and _ACTUAL.fullmatch(between):
                return first, second
    return _bracketed(paragraph, stated)


def _comparable(a: Figure, b: Figure) -> bool:
    return a.amount.kind == b.amount.kind and a.unit == b.unit and a.value > 0 and b.value > 0


def _follows(paragraph: Paragraph, figure: Figure, stated: Figure) -> bool:
    return bool(_CHANGED.fullmatch(_unit_tail(paragraph.words(figure.amount.end, stated.amount.start))))


def _unit_tail(words: str) -> str:
    """Take the counting word that a reader of amounts left behind (人次|批次) off the words after a figure."""
    return re.sub(r"^(?:次|的)", "", words)


def _bracketed(paragraph: Paragraph, stated: Figure) -> Pair | None:
    if not stated.index or stated.index + 1 >= len(paragraph.figures):
        return None
    new, old = paragraph.figures[stated.index - 1], paragraph.figures[stated.index + 1]
    lead = paragraph.words(stated.amount.end, old.amount.start)
    if not re.fullmatch(rf"（{_BASE}[\u3400-\u9fff]{{0,6}}", lead) or not _comparable(old, new):
        return None
    return (old, new) if _follows(paragraph, new, stated) else None


def is_part_of_rest(stated: Figure) -> bool:
    """Say whether a figure is only a part of what is left: 逾期未完成 leaves out what is not due yet."""
    return bool(_PART_OF_REST.search(stated.around.before))


def left_over(paragraph: Paragraph, stated: Figure) -> Pair | None:
    """Return (total, part) of a stated rest when its sentence tells exactly these two."""
    if is_part_of_rest(stated) or not _REST.search(stated.around.before):
        return None
    if not _REST_AFTER.match(stated.around.after):
        return None
    told = [
        f
        for f in paragraph.before(stated)
        if f.is_count and alike(f, stated) and f.around.sentence_start >= stated.around.sentence_start
    ]
    if len(told) != 2 or is_bound(told[0]) or is_bound(told[1]) or told[1].value < told[0].value:
        return None
    return told[1], told[0]
