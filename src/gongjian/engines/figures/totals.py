"""Totals and their parts where the words say that the parts are all the parts.

- 共T，由A、B和C组成; A、B、C分别为x、y、z; T：A、B、C; T（A、B、C): nothing else can be a part;
- A、B、C，合计T; 三个片区累计T with the verb of the parts.

其中 and 包括 do not say so: their parts refute a total only by a slip of the pen (`slips.py`), when
they come to a little more than the whole, or when money, which cannot be spent twice, classes that
exclude each other, or one part alone come to more than the whole.
"""

import re
from fractions import Fraction
from itertools import pairwise

from gongjian.engines.figures.context import Figure, Paragraph, is_plain, shares_words, thing
from gongjian.engines.figures.roles import change_before
from gongjian.engines.figures.slips import is_pen_slip

_ALL = re.compile(r"分别(?:是|为|有|达)|组成|构成|分为")
_SOME = re.compile(
    r"集中|突出|居[前多首]|靠前|前[两二三四五\d]|较[多大高]|最[多大高]|主要|例如|比如|等[^，。；]{0,6}分别"
)
"""Words that pick some of the parts: 城关镇、白马乡较为集中，分别为46处、31处."""
_SUM_WORD = re.compile(
    r"^(?P<scope>[^，。；]{0,8}?)(?P<word>合计|共计|总计|总共|一共|(?<!公)共(?![享建同治用产青商筹管和])有?|累计)(?P<verb>[\u3400-\u9fff]{0,6}?)(?:为|达到?|约)?$"
)
_EARLIER = re.compile(r"(?:去年|上年|同期|上月|原有?|计划|目标|力争|还有|另有|另外?|此外)[^，。；、]{0,8}$")
_PLANNED = re.compile(r"^(?:年初|全年|总体)?(?:计划|目标|力争|预计|拟)")
"""A plan that opens the list is the plan of all its parts: 计划2021年改造A、2022年改造B，共计C."""
_UNIT_SLIPS = (Fraction(10_000), Fraction(1, 10_000))
_NEAR = Fraction(3, 10)
_OVER = Fraction(3, 100)
_UNDER = Fraction(1, 100)


def is_all(paragraph: Paragraph, total: Figure, parts: list[Figure], opened_by: str) -> bool:
    """Tell whether words say that the parts behind a total are all of it."""
    between = paragraph.words(total.amount.end, parts[-1].amount.end)
    after = paragraph.words(parts[-1].amount.end, paragraph.end)
    if any(_EARLIER.search(p.around.before) or not is_plain(p) for p in parts):
        return False
    if _SOME.search(between):
        return False
    if _ALL.search(between) or re.match(r"[^，。；\d]{0,6}(?:组成|构成)", after):
        return True
    return opened_by in ("：", "（") and _is_parallel(paragraph, parts)


def _is_parallel(paragraph: Paragraph, parts: list[Figure]) -> bool:
    """Tell whether parts follow each other with nothing but a name between: 供水3米、排水4米、燃气5米."""
    for left, right in pairwise(parts):
        if not re.fullmatch(
            r"[、，；和及][^，。；\d]{1,12}", paragraph.words(left.amount.end, right.amount.start)
        ):
            return False
    return bool(re.match(r"[。；）]|$", paragraph.words(parts[-1].amount.end, paragraph.end)))


def is_certain(paragraph: Paragraph, total: Figure, parts: list[Figure], opened_by: str) -> bool:
    """Tell whether a total that its parts do not give must be wrong."""
    computed = sum((p.value for p in parts), Fraction(0))
    gap = computed - total.value
    if not gap:
        return True
    is_close = abs(gap) <= _NEAR * total.value
    if is_close and is_all(paragraph, total, parts, opened_by):
        return True
    if any(_EARLIER.search(p.around.before) or not is_plain(p) for p in parts):
        return False
    step = min(f.amount.step for f in (total, *parts))
    if is_pen_slip(total.value, computed, step):
        return True
    if gap > 0:
        is_too_much = (
            total.unit == "元"
            or _are_classes(parts)
            or _are_of_one_noun(total, parts)
            or any(p.value > total.value for p in parts)
        )
        return gap <= _OVER * total.value or (is_too_much and _is_parallel(paragraph, parts))
    return -gap <= _UNDER * total.value and len(parts) >= 3


def _are_classes(parts: list[Figure]) -> bool:
    """Tell whether parts are classes that exclude each other: 县级60户、镇级40户, A类3个、B类2个."""
    ends = {p.around.before[-1:] for p in parts}
    return len(ends) == 1 and ends <= set("级类档")


def _are_of_one_noun(total: Figure, parts: list[Figure]) -> bool:
    """Tell whether total and parts are told of one noun, so that the parts are its kinds: 代表, 男代表, 女代表."""
    nouns = {thing(f)[-2:] for f in (total, *parts)}
    return len(nouns) == 1 and all(len(noun) == 2 for noun in nouns)


def is_unit_slip(total: Figure, parts: list[Figure]) -> bool:
    """Tell whether parts come to their total exactly when one of them is read in 万元 for 元, or the reverse."""
    if total.unit != "元" or len(parts) < 2:
        return False
    missing = total.value - sum((p.value for p in parts), Fraction(0))
    return any(p.value * (factor - 1) == missing for p in parts for factor in _UNIT_SLIPS)


def closes(figure: Figure) -> bool:
    """Tell whether a figure is told as the total of what goes before it: 共, 合计, 三个片区累计."""
    before = figure.around.before
    return bool(_SUM_WORD.search(before)) and change_before(before) is None


def closed_parts(paragraph: Paragraph, stated: Figure) -> list[Figure]:
    """Return the parts that a closing total (合计, 共计, 三个片区累计…) adds up, [] when it may add more."""
    found = _SUM_WORD.search(stated.around.before)
    if found is None or change_before(stated.around.before) is not None:
        return []
    sentence = [
        f
        for f in reversed(paragraph.before(stated))
        if f.around.sentence_start >= stated.around.sentence_start and f.unit == stated.unit
    ]
    parts = [f for f in sentence if f.is_count]
    if len(parts) < 2 or any(not is_plain(f) for f in parts):
        return []
    if _EARLIER.search(_PLANNED.sub("", parts[0].around.before)) or any(
        _EARLIER.search(f.around.before) for f in parts[1:]
    ):
        return []
    if any(f.is_count and f.unit != stated.unit for f in paragraph.figures[parts[0].index : stated.index]):
        return []
    if "其中" in paragraph.words(parts[0].amount.start, stated.amount.start):
        return []
    return parts if _adds_up(found, parts, stated) else []


def _adds_up(found: re.Match[str], parts: list[Figure], stated: Figure) -> bool:
    """Tell whether the closing words gather the parts and nothing else."""
    word, scope, verb = found["word"], found["scope"], found["verb"]
    is_named = bool(scope) and sum(shares_words(scope, f.around.before) for f in parts) > 1
    if (
        scope
        and not is_named
        and not re.search(
            r"[两二三四五六七八九十\d几各][个类项季者方处支部条批年月天轮期次村镇街片]|以上|上述|前[二三四]",
            scope,
        )
    ):
        return False
    if word in ("合计", "共计", "总计", "总共", "一共"):
        return not verb or any(shares_words(verb, f.around.before + f.around.after[:6]) for f in parts)
    if verb:
        return bool(scope) and any(shares_words(verb, f.around.before) for f in parts)
    return word != "累计" or bool(scope)
