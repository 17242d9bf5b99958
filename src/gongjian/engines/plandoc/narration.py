"""Where a document tells what was done, and where it says what is to be done."""

import re

from gongjian.engines.plandoc.reading import Reading, split_spans
from gongjian.engines.plandoc.sections import Section

_TELLING_KINDS = ("report", "summary", "study")
_DONE = re.compile(
    r"(?!为)[\u3400-\u9fff]了(?![解结却然])|(?<!不得)已(?!知)|曾|先后|累计|近[年两三几]|以来|去年|上年|截至|截止目前|本月共|共计?(?=[\u3400-\u9fff]{1,6}\d)"
)
"""Aspect and time words of a deed that is done: 建成了, 已, 先后, 今年以来, 共清理30吨."""
_BIDDING = re.compile(
    r"(?<!主)要(?![求素闻点])|将(?![军乐])|应(?![急用对届])|须|请(?![示教客])|拟(?!定)|计划|力争|争取|确保|务必"
)
_AHEAD = re.compile(
    r"下一?步|接下来|今后|明年|下[半一]年|下阶段|(?:将|拟|计划|预计)(?:于|在)|建议|请(?=各|[^，。；]{2,20}[于在])"
)
_CHARGE = re.compile(r"由|请|负责|牵头|承办|会同|明确|建议|将|要|应|须|拟|计划|责成")
_CLAUSE = re.compile("[，：]")
_PLANS = re.compile(r"计划|打算|安排|设想|谋划|(?<!总体)要求$")
_RESULT = re.compile(r"情况|完成|执行|总结|回顾|成效")
_YEAR = re.compile(r"20\d\d(?=年)")
_SHORT = 24
_SENTENCES = 3


def tells_a_story(reading: Reading) -> bool:
    """Tell whether a document narrates: by its kind, or, without a title, by its words 了 and 要."""
    if reading.frame.kind in _TELLING_KINDS:
        return True
    if reading.frame.title is not None:
        return False
    text = reading.text[reading.start : reading.end]
    done = text.count("了") - text.count("了解") - text.count("为了")
    asked = (
        sum(text.count(word) for word in ("要", "应", "须", "请")) - text.count("需要") - text.count("要求")
    )
    return done >= _SENTENCES and done > 2 * asked


def is_told(reading: Reading, story: bool, start: int) -> bool:
    """Tell whether the place lies where the past is told: no section around it looks ahead."""
    sections = reading.sections_at(start)
    if Section.FUTURE in sections:
        return False
    if reading.section_at(start) is Section.PAST:
        return True
    return story and not any(
        plans_ahead(reading, reading.outline.nodes[i].heading) for i in reading.outline.holders(start)
    )


def plans_ahead(reading: Reading, heading: str) -> bool:
    """Tell whether a heading of a report announces work to come: 2025年工作安排 in a report on 2024."""
    if len(heading) > _SHORT or _RESULT.search(heading):
        return False
    year = _YEAR.search(heading)
    if _PLANS.search(heading):
        return True
    years = [other for _, _, other in reading.years.headings] + [reading.years.default or 9999]
    return year is not None and int(year[0]) > min(years)


def is_done(text: str) -> bool:
    """Tell whether a sentence of a plan only reports: 各村建立了台账.

    >>> is_done("各村建立了台账"), is_done("各村要建立台账")
    (True, False)
    """
    return bool(_DONE.search(text)) and not _BIDDING.search(text)


def looks_ahead(text: str) -> bool:
    """Tell whether a sentence says by its own words that it speaks of work to come."""
    return bool(_AHEAD.search(text))


def charges(text: str) -> bool:
    """Tell whether a clause holds a word that gives work to somebody: 由, 请, 要, 将."""
    return bool(_CHARGE.search(text))


def after_the_past(reading: Reading, start: int, end: int) -> int:
    """Return where a sentence goes on after its last clause that reports: …均已列入台账，|明确由网格长每周跟踪."""
    at = start
    for a, b in split_spans(reading.text, start, end, _CLAUSE):
        if _DONE.search(reading.text, a, b):
            at = min(b + 1, end)
    return at
