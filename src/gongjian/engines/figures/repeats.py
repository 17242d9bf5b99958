"""The same figure told differently in two places of one document.

Two figures are the same when the words before them, dates and connectives off, name the same thing of
the same whole (全区, 全年, 共 …) in the same unit, and nothing makes them of another time, place or
intent (上年, 计划, a heading that names a month or a town). A figure told in more than two values is a series.
Values agree when their roundings meet: 1.2万 and 12034.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from gongjian.engines.figures.context import Figure, Paragraph, is_bound, make_claim, rounding_of
from gongjian.engines.figures.model import BOUND, Claim
from gongjian.engines.figures.slips import is_pen_slip
from gongjian.engines.plandoc.clauses import noun_after
from gongjian.engines.plandoc.reading import Reading

_WHOLE = re.compile(r"(?:全|我|本)(?:区|县|市|镇|乡|村|省|旗|州|街道?|社区|年|局)|辖区")
_SUM = re.compile(r"累计|总计|合计|共计|一共|共(?!建|同|享|产|治|筹|商|青)")
_OTHER = re.compile(
    r"去年|上年|前年|同期|计划|目标|力争|预计|拟|明年|下步|下一步|争取|确保|任务|原有?|其中|另|较|比|每|均|约|近|上半年|下半年|[一二三四]季度|\d+月|新增|剩余|其余|已|试点|首批|第[一二三\d]"
)
_LIGHT = re.compile(
    r"^(?:如前所述|一年来|截至目前|目前|现有?|覆盖|涉及|面向|惠及|以|对|按|有|拥有|下辖|辖|设有|的|为|在|于|并|各类|达|了|占|是)+|(?:有|为|达到?|的|是|约|了|已)+$"
)
_SECTION = re.compile(r"月|季度|半年|年度?$|镇|乡|街道|社区|村|县|区$|局$|所$|第")
_LEAST_THING, _LONG_THING = 2, 4
_CLOSE = Fraction(1, 5)
_SIZE = 10


@dataclass(frozen=True, slots=True)
class Said:
    """A figure with what it measures: the whole it is of, and the thing."""

    paragraph: Paragraph
    figure: Figure
    whole: str
    thing: str


def said_in(paragraph: Paragraph) -> list[Said]:
    """Return the figures of a paragraph that say what they measure of the whole."""
    reading = paragraph.reading
    names = [reading.outline.nodes[i].heading for i in reading.outline.holders(paragraph.start)]
    if any(_SECTION.search(name) for name in names):
        return []
    found = (_said(paragraph, figure) for figure in paragraph.figures)
    return [said for said in found if said is not None]


def _said(paragraph: Paragraph, figure: Figure) -> Said | None:
    before = figure.around.before
    if not (figure.is_count or figure.is_rate) or figure.amount.kind == "portion" or is_bound(figure):
        return None
    if (
        figure.amount.approx
        or _OTHER.search(_SUM.sub("", before))
        or re.match(r"[多余]|左右", figure.around.after)
    ):
        return None
    whole, total = _WHOLE.search(before), _SUM.search(before)
    if whole is None and total is None:
        return None
    bare = _LIGHT.sub("", _SUM.sub("", _WHOLE.sub("", before)))
    if len(bare) < _LEAST_THING:
        bare += noun_after(figure.around.after)[:6]
    if len(bare) < _LEAST_THING or len(bare) > 16 or re.search(r"\d", bare):
        return None
    return Said(paragraph, figure, whole[0] if whole else "", bare)


def repeat_claims(said: list[Said]) -> list[Claim]:
    """Return the figures told twice, the later against the earlier."""
    groups: dict[tuple[str, str], list[Said]] = {}
    for one in said:
        groups.setdefault((one.thing, one.figure.unit), []).append(one)
    claims = []
    for group in groups.values():
        if len(group) < 2 or len({one.figure.value for one in group}) > 2:
            continue
        first = group[0]
        claims += [_claim(first, later) for later in group[1:] if _is_same(first, later)]
    return claims


def _is_same(first: Said, later: Said) -> bool:
    """Tell whether two figures must be one.

    Of one whole they must; without a named whole when they are a slip of the pen apart, or near each
    other and the first is told in the opening, before any heading.
    """
    a, b = first.figure, later.figure
    if first.paragraph.start == later.paragraph.start:
        return False
    if first.whole and first.whole == later.whole:
        return _are_of_one_size(a, b)
    if first.whole and later.whole:
        return False
    if len(first.thing) < _LONG_THING:
        return False
    if a.value == b.value or is_pen_slip(a.value, b.value, min(a.amount.step, b.amount.step)):
        return True
    return not first.paragraph.reading.outline.holders(first.paragraph.start) and (
        abs(a.value - b.value) <= _CLOSE * a.value
    )


def _are_of_one_size(a: Figure, b: Figure) -> bool:
    """Tell whether two figures can be one: a digit or a unit apart, not thousands of 元 against millions."""
    low, high = sorted((a.value, b.value))
    return (
        high <= _SIZE * low
        or is_pen_slip(a.value, b.value, min(a.amount.step, b.amount.step))
        or high == low * 10_000
    )


def _claim(first: Said, later: Said) -> Claim:
    reading: Reading = later.paragraph.reading
    claim = make_claim(
        reading,
        "repeated",
        [first.figure],
        later.figure,
        later.figure.value,
        first.figure.value,
        later.figure.unit,
        "claim:repeated",
        BOUND,
    )
    is_finer = first.figure.amount.step != later.figure.amount.step
    slack = rounding_of(first.figure) + rounding_of(later.figure) if is_finer else Fraction(0)
    if first.figure.value == later.figure.value or abs(first.figure.value - later.figure.value) > slack:
        return claim
    return make_claim(
        reading,
        "repeated",
        [first.figure],
        later.figure,
        later.figure.value,
        later.figure.value,
        later.figure.unit,
        "claim:repeated",
        BOUND,
    )
