"""A scored item as found in the normalised text, and the words that tell its marks."""

import re
from dataclasses import dataclass
from decimal import Decimal

from gongjian.engines.plandoc.scoring_rules import RuleFound

_POINTS = r"\d{1,3}(?:\.\d{1,2})?"
_LABEL = r"(?:本项|满分|共计?|计|标准分|基准分|分值|权重)?[为：]?"
_TITLED = re.compile(
    rf"\s*(?P<title>[\u3400-\u9fff、“”，]{{2,24}}?)\s*"
    rf"(?:[（【]{_LABEL}(?P<bracketed>{_POINTS})分[）】]|[，：]?\s*{_LABEL}(?P<bare>{_POINTS})分(?=[，。；：（\s|]|$))"
)
_LEAD_IN = re.compile("^(?:其中|分别为|包括)[：，]?(?=..)")
_NO_TITLE = re.compile(
    r"^第[一二三四五六七八九十百\d]+[条章节]|[扣加减得积记赋奖计满占达超低少过为各每到至]$|扣|不得分|每|得分$|(?:总|综合|考核)分$|以上|以下|，(?:由|包括|分为|设|含|实行)|最[高多低]|累计|不超过|上限|封顶"
)


@dataclass(frozen=True, slots=True)
class ItemFound:
    """A rubric item with the stretch of normalised text it covers."""

    title: str
    full_marks: Decimal | None
    rules: tuple[RuleFound, ...]
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class TitledMarks:
    """A title with the marks behind it: 道路保洁（30分）, 议事协商 分值：20分, 巡查频次15分，."""

    title: str
    marks: Decimal
    start: int
    end: int


def titled_marks(text: str, start: int, end: int) -> TitledMarks | None:
    """Return the title and marks that stand at `start`, None where there are none."""
    found = _TITLED.match(text, start, end)
    if not found or _NO_TITLE.search(found["title"]):
        return None
    return TitledMarks(
        _LEAD_IN.sub("", found["title"]).rstrip("，"),
        Decimal(found["bracketed"] or found["bare"]),
        found.start("title"),
        found.end(),
    )
