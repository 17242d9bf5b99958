"""The title of a document: which lines of its head it takes, and which only stand around it."""

import itertools
import re

from gongjian.engines.plandoc.lines import (
    DATE_LINE,
    ORG_ENDING,
    TITLE_ENDING,
    TITLE_NOUNS,
    Line,
    is_abstract,
    is_title,
)
from gongjian.engines.plandoc.markers import match_marker

NUMBER = re.compile(
    r"[\u3400-\u9fff]{0,14}[〔（【]\s*\d{4}\s*[〕）】]\s*(?:第)?\s*\d+\s*号|〔\d{4}〕\s*第?\s*\d+\s*期|(?:\d{4}年\s*)?第\s*[\d一二三四五六七八九十]+\s*期(?:\s*（总(?:第)?\s*\d+\s*期）)?"
    r"|(?<=编号：)[A-Za-z0-9\u3400-\u9fff〔〕（）—/-]{4,40}|(?<=文号：)\S{4,40}"
)
"""The number of a paper, its issue or that of a project."""
MASTHEAD = re.compile(r"^(?P<who>[^\s，。；：]{4,30})文件$")
"""The letterhead 某单位文件."""
_GLUED = re.compile(
    rf"[^，。；：！？\s“]{{6,40}}?(?:{TITLE_NOUNS})(?=序\s?号|为了?[^，。]{{4,30}}，|根据|按照|一、)"
)


_OF_A_YEAR = re.compile(r"(?:\d{4}|二[〇○零][〇○零一二三四五六七八九]{2})年")
_CITING = re.compile(r"关于|贯彻|根据|按照|《|的(?:通知|通报|意见)$")
_NAMED = re.compile(
    r"(?:事\s*由|(?:文件)?(?:名称|标题|题目)|附\s*[件表]\s*[\d一二三四五六七八九十]*)：\s*(?P<what>.{4,})$|《(?P<in>[^《》]{4,40})》$"
)


def head_of(lines: list[Line]) -> list[Line]:
    """Return the lines before the first heading or long paragraph, at most ten."""
    head: list[Line] = []
    for line in lines[:10]:
        if len(line.text) <= 3 and not re.search(r"\w", line.text):
            continue
        marker = match_marker(line.text, 0, len(line.text))
        if marker and not marker.style.startswith(("letter", "arabic_space")):
            break
        if len(line.text) > 60 or line.text.endswith(("。", "；")):
            break
        head.append(line)
    return head


def is_number_line(line: str) -> bool:
    """Tell whether a line gives the number or issue of a paper."""
    return len(line) <= 40 and bool(NUMBER.search(line)) and not _CITING.search(line)


def title_lines(head: list[Line]) -> list[Line]:
    """Return the one or two lines of the title, an empty list when there is none."""
    for i, line in enumerate(head):
        named = _NAMED.match(line.text)
        if named:
            group = "what" if named["what"] else "in"
            return [Line(line.start + named.start(group), line.start + named.end(group), named[group])]
        if (
            is_number_line(line.text)
            or (DATE_LINE.search(line.text) and len(line.text) < 14)
            or MASTHEAD.match(line.text)
        ):
            continue
        if line.text.endswith(("：", ":", "，")) or line.text.startswith(("——", "—", "【")):
            continue
        opened = _opened_title(head[i : i + 4])
        if opened:
            return opened
        if is_title(line.text) and not _is_masthead_word(line.text, head[i + 1 :]):
            if line.text.startswith(("实施方案", "工作方案")) and i and len(head[i - 1].text) >= 6:
                return head[i - 1 : i + 1]
            return [line]
        if i + 1 < len(head) and _wrapped_title(line.text, head[i + 1].text):
            return head[i : i + 2]
        if ORG_ENDING.search(line.text) and _wraps_twice(head[i + 1 : i + 3]):
            return head[i : i + 3]
    return _plain_title(head)


def paper_name(head: list[Line]) -> str | None:
    """Return the name of the paper over its number: 督查通报, 某市热线工作专报."""
    for line, below in itertools.pairwise(head):
        if is_number_line(below.text) and not is_number_line(line.text):
            return line.text
    return None


def _opened_title(lines: list[Line]) -> list[Line]:
    """Return the lines of a title that breaks inside 《》: 关于印发《某市 / 三年计划》的通知."""
    for n in range(1, len(lines) + 1):
        so_far = "".join(line.text for line in lines[:n])
        if so_far.count("《") <= so_far.count("》"):
            return lines[:n] if n >= 2 and TITLE_ENDING.search(so_far) else []
    return []


def _is_masthead_word(line: str, below: list[Line]) -> bool:
    """Tell whether 督查通报 or 某县会议纪要 is only the name of the paper: number and title stand below it."""
    if not below or not is_number_line(below[0].text) or line.endswith("方案"):
        return False
    return len(line) <= 10 or any(is_title(other.text) for other in below[1:])


def _wraps_twice(below: list[Line]) -> bool:
    """Tell whether the title that begins with a body goes on over two lines: 关于印发… / …的通知."""
    return (
        len(below) == 2
        and below[0].text.startswith("关于")
        and not _ends(below[0].text)
        and is_title(below[1].text)
    )


def _ends(line: str) -> bool:
    """Tell whether a title ends with a line, or a sentence does."""
    return bool(TITLE_ENDING.search(line)) or line[-1] in "。；：！？"


def _wrapped_title(first: str, second: str) -> bool:
    if (
        len(first) < 8
        or second.startswith("——")
        or TITLE_ENDING.search(first)
        or re.search(r"[。；，：！？\t]|  |（.*）$", first)
    ):
        return False
    if DATE_LINE.search(first):
        return False
    if ORG_ENDING.search(first) and not first.startswith("关于"):
        return is_title(second) and (second.startswith("关于") or bool(_OF_A_YEAR.match(second)))
    return len(second) <= 40 and is_title(second)


def _plain_title(head: list[Line]) -> list[Line]:
    """Accept the first short line without punctuation below the head of a paper as a title."""
    at = 0
    while at < len(head) and _is_paper_head(head, at):
        at += 1
    if at == len(head):
        return []
    first = head[at]
    below = [line.text for line in head[at + 1 :]]
    if any(line.startswith("——") or is_abstract(line) for line in below):
        whole = 8 <= len(first.text) <= 40 and not re.search(r"[。；，！？]|：$", first.text)
        return [first] if whole else []
    good = 6 <= len(first.text) <= 36 and not re.search(r"[。；，：！？、\t|]", first.text)
    return [first] if good and not (ORG_ENDING.search(first.text) or DATE_LINE.search(first.text)) else []


def _is_paper_head(head: list[Line], i: int) -> bool:
    """Tell whether line i of a head is the name, number or issuing line of the paper and not its title."""
    line = head[i].text
    if is_number_line(line) or MASTHEAD.match(line):
        return True
    if DATE_LINE.search(line) and i and is_number_line(head[i - 1].text):
        return True
    return i + 1 < len(head) and len(line) <= 10 and is_number_line(head[i + 1].text)


def glued_title(first: list[Line]) -> list[Line]:
    """Return the title that a lost line break has left at the beginning of the first paragraph."""
    found = _GLUED.match(first[0].text) if first and len(first[0].text) > 60 else None
    return [Line(first[0].start, first[0].start + found.end(), found[0])] if found else []
