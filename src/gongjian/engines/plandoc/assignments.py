"""Who does what by when, gathered over a stretch of text."""

import re
from dataclasses import dataclass

from gongjian.engines.plandoc.dates import DateMention
from gongjian.engines.plandoc.reading import Reading, split_spans
from gongjian.engines.plandoc.units import (
    Assignment,
    between_dashes,
    bracketed,
    charged_first,
    clause_assignments,
    labelled,
)

_DUE_WORD = re.compile(
    r"^(?:前|底前|之前|以前|内)?(?:全部|全面|基本)?(?:完成|建成|完工|竣工|到位|办结|整改|举行|召开|开展|举办|启动|开放|实施|报|上报|组织|出台|投用|投入使用|印发|发布|编制|制定|形成|签订|公布|通报|组建|成立|召集|推开|推广|报送|提交)"
)
_DUE_LABEL = re.compile(r"(?:时限|时间|期限|节点|日期|进度)[：]\s*$")
_CLAUSE_MARK = re.compile(
    r"(?P<kept>（[省市区县旗镇乡街道办场村居社、]{1,8}）)|(?<=牵头|负责|主办|承办|配合|协办|协助|参与)、|——|[，；。：！？\n（）]"
)
"""Parts clauses; the bracket inside a name, 各村（社区）, does not."""
_NAMES_A_THING = re.compile(
    r"(?<=年终)(?:工作|考|评|总结|检查)|(?<=[年月])度?(?:考核|考评)(?=成绩|结果|指标|内容|得分)"
)
_QUALIFIES = re.compile(r"[^，。；：\n]{0,10}的")
_BASE = re.compile(r"[较比与]$")


@dataclass(frozen=True, slots=True)
class Work:
    """What a stretch says: leading and supporting bodies, a due date or recurrence, and how firmly."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    due: str | None = None
    deadline: bool = False
    labelled: bool = False
    strong: bool = False
    told: bool = False
    bidden: bool = False
    blanks: tuple[tuple[int, int], ...] = ()


def _due(reading: Reading, start: int, end: int) -> tuple[DateMention | None, bool]:
    """Return the date by which work is due, and whether a word like 前 or 完成时限 makes it a deadline."""
    text = reading.text
    dates = [d for d in reading.dates_in(start, end) if not _BASE.search(text[max(0, d.start - 1) : d.start])]
    dates = [d for d in dates if not _is_of_old(reading, d)]
    dates = [
        d
        for d in dates
        if not text[d.start : d.end].endswith("全年") and not _NAMES_A_THING.match(text, d.end)
    ]
    label = next((d for d in dates if _DUE_LABEL.search(text[max(start, d.start - 8) : d.start])), None)
    if label:
        recurring = [d for d in dates if d.kind == "every" and d.start >= label.start]
        return (recurring[0] if recurring else label), True
    firm = [d for d in dates if d.deadline and d.kind != "every"]
    every = [d for d in dates if d.kind == "every" and not _is_rate(text, d)]
    if firm:
        return firm[0], True
    if every:
        return every[0], True
    ended = [d for d in dates if text[d.start : d.end].endswith(("底", "末", "年内", "年底"))]
    if ended:
        return ended[0], True
    acting = [d for d in dates if _DUE_WORD.match(text[d.end : d.end + 10])]
    if acting:
        return acting[0], True
    return (dates[0], False) if dates else (None, False)


def _is_of_old(reading: Reading, date: DateMention) -> bool:
    """Tell whether a date of earlier years qualifies a thing: 2005年以前建成的住宅 is no due date."""
    year = reading.years.default
    is_earlier = year is not None and date.kind != "every" and bool(date.last) and str(date.last) < str(year)
    return is_earlier and bool(_QUALIFIES.match(reading.text, date.end, date.end + 14))


def _is_rate(text: str, date: DateMention) -> bool:
    """Tell whether 每年 or 每月 states a rate of money or an amount rather than when to act."""
    after = text[date.end : date.end + 16]
    return bool(re.match(r"[^，。；]{0,4}(?:不低于|不少于|不超过|至少)?\d+(?:\.\d+)?(?:元|万元)", after))


def read_work(reading: Reading, start: int, end: int) -> Work:
    """Return who leads, who supports and what is due in `text[start:end]`."""
    text = reading.text
    blanks = tuple((d.start, d.end + _before_word(text, d.end)) for d in reading.dates_in(start, end))
    named = list(labelled(text, start, end)) if text.find("：", start, end) >= 0 else []
    labels = bool(named)
    named = (
        [*_set_apart(text, start, end), *named] if not labels else [*_charged_first(text, start, end), *named]
    )
    assignments: list[Assignment] = list(named)
    if not labels or not any(a.role == "lead" for a in named):
        for a, b in split_spans(text, start, end, _CLAUSE_MARK):
            if not any(n.start <= a < n.end for n in named):
                assignments.extend(clause_assignments(text, a, b, blanks))
    lead = _unique(assignments, "lead")
    support = tuple(name for name in _unique(assignments, "support") if name not in lead)
    date, deadline = _due(reading, start, end)
    return Work(
        lead=lead,
        support=support,
        due=date.last if date else None,
        deadline=deadline,
        labelled=bool(named),
        strong=any(a.strong for a in assignments),
        told=any(a.strong and a.role == "lead" for a in assignments),
        bidden=any(a.bidden for a in assignments),
        blanks=blanks,
    )


def _charged_first(text: str, start: int, end: int) -> list[Assignment]:
    first = charged_first(text, start, end)
    return [first] if first else []


def _set_apart(text: str, start: int, end: int) -> list[Assignment]:
    """Return the bodies that stand before a colon or alone in a bracket."""
    apart = list(bracketed(text, start, end))
    if text.find("——", start, end) >= 0:
        apart += between_dashes(text, start, end)
    return _charged_first(text, start, end) + apart


def _before_word(text: str, end: int) -> int:
    found = re.match(r"(?:之前|以前|底前|前|起|以内|内|底)", text[end : end + 4])
    return len(found[0]) if found else 0


def _unique(assignments: list[Assignment], role: str) -> tuple[str, ...]:
    """Return names of a role; firm assignments silence subjects that only look like one."""
    firm = [a for a in assignments if a.role == role and a.strong]
    chosen = firm or [a for a in assignments if a.role == role][:1]
    return tuple(dict.fromkeys(name for a in chosen for name in a.names))
