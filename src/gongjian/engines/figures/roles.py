"""The part a figure plays where values are compared: a change, the value before, the value now, neither.

The words between the figure before and this one say so: 较上年的, 由, 2023年为 name the value before;
增至, 今年, 年末 the value now; 增长, 减少了, 降幅为 a change of its own, which is no value.
"""

import re
from enum import Enum

from gongjian.engines.figures.context import Figure, Paragraph
from gongjian.engines.plandoc.numerals import to_int

UP = r"增长|上升|提高|增加|提升|净增加?|[增多][收支盈]|超额|扩大|上涨|上浮|上调|攀升|回升|(?:较|比)[^，。；]{1,8}新增|(?<!新)增|升|高出|超出|多出|(?<![最至很更众不])[高多]|涨|扩容"
DOWN = r"下降|减少|降低|[减少][收支亏]|节约|节省|压减|压降|回落|下滑|下调|缩减|压缩|缩短|收窄|精简|减|降|(?<![最至很更众不])[低少短]|跌"
_RATE_UP = r"增长率|增速|增幅|涨幅|升幅"
_RATE_DOWN = r"下降率|降低率|降幅|跌幅|减幅|压减率"
CHANGE = re.compile(
    rf"(?:(?P<up>(?:{_RATE_UP})(?:达到|[为是达：])?|{UP})|(?P<down>(?:{_RATE_DOWN})(?:达到|[为是达：])?|{DOWN}))"
    r"(?:(?:幅度|了|将?近|约|大约|整整|达|共)*|幅度(?:达到|[为是达]))$"
)
"""What stands before a stated change: 增长, 减少了约, 降幅为; 增加到 and 降为 lead to a value."""
BASE = (
    r"(?:去年|上年|前年|往年|上次|上轮|上届|上批|上月|上季度?|上半年|上期|上一?(?:年度?|个?月|季度|期|轮|届)|此前|之前|前期|前次|年初|期初|首月|首年|同期|原来|原有?|开业|"
    r"(?:改造|实施|整治|调整|试点|活动|推行|建设|整合|合并|治理)前)"
)
"""Words for the time a value is compared with: 上年, 年初, 改造前."""
_BEFORE = re.compile(
    rf"{BASE}[^，。；]{{0,14}}$|(?:^|[^占百对同环相])(?:比(?![例重赛如分])|较(?![大好多高低少为快强差长]))[^，。；]{{0,16}}$"
    r"|(?:低于|高于|优于|高出|超出|超过|落后于?)[^，。；]{0,12}$|[同环]比[^，。；增减上下]{1,14}的$"
)
_NOW = re.compile(
    r"(?:今年|本年|本月|本季度?|本期|本轮|本次|目前|现在|现有?|年末|年底|期末|月末|月底|当前|截至[^，。；]{0,8}|[到至达])[^，。；]{0,12}$"
)
_TO = re.compile(
    rf"[^，。；\d]{{0,8}}(?:，?(?:逐[步年]|已经?|又|再|陆续)*(?:{UP}|{DOWN}|调整|发展|变|提|压|扩|缩|转变|优化|延伸|改)[到至为成]|[到至])"
    r"(?:(?:19|20)\d\d年|\d+月份?)?[^，。；\d]{0,6}$"
)
_VERB_REACH = 18  # characters that a verb with its adverbs may take
_LEAD = 16  # characters before a bracket that may name what stands in it
_PART_OF_YEAR = re.compile(r"(?P<n>[一二三四1-4](?=季度)|\d{1,2}(?=月))(?P<kind>季度|月)(?!.*(?:季度|月))")
_YEAR = re.compile(r"((?:19|20)\d\d)年")


class Role(Enum):
    """What a value is to a change beside it."""

    BEFORE = "before"
    NOW = "now"
    NEITHER = ""


def own_words(paragraph: Paragraph, figure: Figure) -> str:
    """Return the words of a figure's clause between the figure before it and the figure, an open bracket left out."""
    previous = paragraph.figures[figure.index - 1].amount.end if figure.index else paragraph.start
    start = max(figure.around.start, previous)
    words = paragraph.words(start, figure.amount.start)
    if paragraph.words(start - 1, start) != "（" or start - 1 <= previous:
        return words
    lead = paragraph.words(max(previous, start - _LEAD), start - 1)
    return re.split("[，。；：）]", lead)[-1] + words


def change_before(words: str) -> re.Match[str] | None:
    """Return the verb of a change that some words end in, with its direction as group up or down."""
    return CHANGE.search(words[-_VERB_REACH:])


def is_change(figure: Figure) -> bool:
    """Tell whether a figure is itself a change (上升10%) and so no value to compare with; 低于3.4元 is one."""
    return figure.amount.kind == "points" or change_before(figure.around.before) is not None


def is_led_to(paragraph: Paragraph, left: Figure, right: Figure) -> bool:
    """Tell whether the words between two figures lead from one to the other: A增加到B, A件调整为B件."""
    return bool(_TO.fullmatch(paragraph.words(left.amount.end, right.amount.start)))


def role_of(paragraph: Paragraph, figure: Figure) -> Role:
    """Return what the words before a value make of it."""
    words = own_words(paragraph, figure)
    if not words and figure.index and paragraph.figures[figure.index - 1].amount.end == figure.amount.start:
        return role_of(paragraph, paragraph.figures[figure.index - 1])  # 去年同期12批203人次
    if _BEFORE.search(words):
        return Role.BEFORE
    return Role.NOW if _NOW.search(words) else Role.NEITHER


def year_of(paragraph: Paragraph, figure: Figure) -> int | None:
    """Return the year told right before a figure, None without one."""
    found = _YEAR.findall(own_words(paragraph, figure))
    return int(found[-1]) if found else None


def _part_of_year(paragraph: Paragraph, figure: Figure) -> tuple[str, int] | None:
    """Return the quarter or month told right before a figure with its kind."""
    found = _PART_OF_YEAR.search(own_words(paragraph, figure))
    if found is None:
        return None
    return (found["kind"], to_int(found["n"]) or 0)


def _earlier_first(paragraph: Paragraph, first: Figure, second: Figure) -> tuple[Figure, Figure] | None:
    """Return two values in the order of the years, else of the quarters or months, told before them."""
    years = year_of(paragraph, first), year_of(paragraph, second)
    if years[0] and years[1] and years[0] != years[1]:
        return (first, second) if years[0] < years[1] else (second, first)
    parts = _part_of_year(paragraph, first), _part_of_year(paragraph, second)
    if (
        (years[0] and years[1] and years[0] != years[1])
        or not parts[0]
        or not parts[1]
        or parts[0][0] != parts[1][0]
    ):
        return None
    if parts[0][1] == parts[1][1]:
        return None
    return (first, second) if parts[0][1] < parts[1][1] else (second, first)


def in_order_of_time(paragraph: Paragraph, first: Figure, second: Figure) -> tuple[Figure, Figure] | None:
    """Return two values, `first` told first, as (before, now); None when no word tells which is which."""
    if is_led_to(paragraph, first, second):
        return first, second
    years = year_of(paragraph, first), year_of(paragraph, second)
    if in_order := _earlier_first(paragraph, first, second):
        return in_order
    roles = role_of(paragraph, first), role_of(paragraph, second)
    if Role.BEFORE not in roles:
        roles = _by_year(paragraph, roles[0], years[0]), _by_year(paragraph, roles[1], years[1])
    if roles[0] is roles[1] or Role.BEFORE not in roles:
        return None
    return (first, second) if roles[0] is Role.BEFORE else (second, first)


def _by_year(paragraph: Paragraph, role: Role, year: int | None) -> Role:
    """Return the role of a value that only a year may mark, by the year of the document."""
    if role is not Role.NEITHER or year is None:
        return role
    this_year = paragraph.reading.years.default
    return Role.NOW if this_year is not None and year >= this_year else Role.BEFORE
