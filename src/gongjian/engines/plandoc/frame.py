"""The frame of a document: its title, kind, issuer, number and date of issue."""

import re
from dataclasses import dataclass

from gongjian.engines.plandoc.dates import read_date
from gongjian.engines.plandoc.kinds import kind_of
from gongjian.engines.plandoc.lines import (
    DATE_LINE,
    ORG_ENDING,
    Line,
    content_lines,
    is_org_line,
    is_signer,
    is_title,
)
from gongjian.engines.plandoc.markers import match_marker
from gongjian.engines.plandoc.titles import (
    MASTHEAD,
    NUMBER,
    glued_title,
    head_of,
    is_number_line,
    paper_name,
    title_lines,
)

_ISSUER_LABEL = re.compile(
    r"(?:^(?:报送|汇报|总结|上报)?单位|填表单位|制表单位|发布单位|发文单位|编制单位|填报单位|实施方|甲方|实施单位|发布机构|发文机关|编制|申报单位|主办单位)[：](?:（[^）]*）)?\s*(?P<who>[^\s。；，：]{3,30})"
)
_TEAM = re.compile(r"^[（(]?(?P<who>[^\s。；，：]{2,24}课题组|课题组：[^\s。；]{2,24})[）)]?$")
_RESOLVED = re.compile(
    r"(?:^|[，。\n]|经)(?P<who>[^，。；：\s]{3,18}?)(?:研究)?(?:决定(?!精神|的|事项|书|权|性)|研究(?:制定|同意|通过))"
)
_NO_NAME = re.compile(r"打造|建设|创建|构建|推动|[为对按照据在]|贯彻|落实|执行|会议|作出|会同")
_NAMELESS = re.compile(
    r"^(?:经|我|本|该|现|县|区|市|镇|乡|街道|社区|村|党委|政府)*(?:委|办|局|会|处|村|社区|街道|政府|党委|委员会)?$"
)
_EDITED = re.compile(r"(?<=[编印办])\s*\d{1,2}月\d{1,2}日$")
_MONTH = re.compile(r"(?:\d{4}|[二〇零○一三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月$")
_SEAL = re.compile(r"\s*（(?:盖章|公章|章)）|（[^）]*章[^）]*）$")
_VERSION = re.compile(
    r"\s*（(?:征求意见稿|讨论稿|草案|送审稿|修订稿|初稿|稿|定稿|试行稿|代拟稿|审议稿)[^）]*）$"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the body; spans are offsets in the normalised text."""

    title: str | None
    title_span: tuple[int, int] | None
    kind: str
    issuer: str | None
    doc_number: str | None
    issued: str | None
    body_start: int


def _signature(lines: list[Line], title: str | None) -> tuple[str | None, str | None]:
    """Return issuer and date from the last signature: names above (or before) a date."""
    for i in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        found = DATE_LINE.search(lines[i].text)
        if not found or found.end() < len(lines[i].text) - 1:
            continue
        before = _SEAL.sub("", lines[i].text[: found.start()].strip())
        date = read_date(found[0])
        if before and is_org_line(before) and ORG_ENDING.search(before):
            return before, date
        if before or i == 0 or is_title(lines[i - 1].text):
            continue
        above = _SEAL.sub("", lines[i - 1].text)
        if is_org_line(above) and above != title and (i > 3 or ORG_ENDING.search(above)):
            return _all_signers(lines, i - 1, above), date
    return _undated_signature(lines), None


def _undated_signature(lines: list[Line]) -> str | None:
    """Return the body that signs without a date: a name alone behind the last sentence."""
    for i in range(len(lines) - 1, max(3, len(lines) - 4), -1):
        line = lines[i].text
        if is_signer(line) and lines[i - 1].text[-1] in "。|":
            return line
        if len(line) > 40 or not ("：" in line or line[-1] == "）"):
            return None
    return None


def _all_signers(lines: list[Line], at: int, nearest: str) -> str:
    """Join the bodies that sign one under the other."""
    signers = [nearest]
    while at - 1 >= 0 and is_org_line(lines[at - 1].text) and ORG_ENDING.search(lines[at - 1].text):
        at -= 1
        if len(lines[at].text) > 24 or len(signers) >= 3:
            break
        signers.insert(0, lines[at].text)
    return "、".join(signers)


def _letterhead(head: list[Line]) -> tuple[str | None, str | None]:
    for i, line in enumerate(head):
        masthead = MASTHEAD.match(line.text)
        if masthead:
            return masthead["who"], None
        numbered = any(is_number_line(below.text) for below in head[i + 1 : i + 2])
        if numbered and len(line.text) >= 5 and is_org_line(line.text) and ORG_ENDING.search(line.text):
            return line.text, None
        found = DATE_LINE.search(line.text) or _MONTH.search(line.text) or _EDITED.search(line.text)
        if found:
            before = re.sub(r"(?:编印?|主办|制)$", "", line.text[: found.start()].strip(" （"))
            if not before and i and line.text[0] + line.text[-1] == "（）":
                before = head[i - 1].text
            if is_org_line(before) and not is_title(before) and ORG_ENDING.search(before):
                return before, read_date(found[0])
    return None, None


def _byline(head: list[Line], title: list[Line]) -> str | None:
    """Return the body that stands alone below the title."""
    below = [line.text for line in head if title and line.start >= title[-1].end][:1]
    for line in below:
        if len(line) >= 5 and is_org_line(line) and ORG_ENDING.search(line) and not is_title(line):
            return None if _NO_NAME.search(line) or match_marker(line, 0, len(line)) else line
    return None


def _declared_issuer(text: str, lines: list[Line]) -> str | None:
    for line in lines:
        found = _ISSUER_LABEL.search(line.text)
        if found:
            return re.sub(r"（[^）]*）$", "", found["who"])
        team = _TEAM.match(line.text)
        if team:
            return team["who"].removeprefix("课题组：")
    for found in _RESOLVED.finditer(text[:600]):
        who = found["who"].removeprefix("经")
        if ORG_ENDING.search(who) and not (_NAMELESS.match(who) or _NO_NAME.search(who)):
            return who
    return None


def read_frame(text: str, start: int, end: int) -> Frame:
    """Return the frame of the document `text[start:end]`."""
    lines = content_lines(text, start, end)
    head = head_of(lines)
    found = title_lines(head) if head else glued_title(lines[:1])
    title = "".join(line.text for line in found) or None
    title = _VERSION.sub("", title) if title else None
    issuer, issued = _signature(lines, title)
    if issuer is None:
        issuer, issued = _letterhead(head)
    if issuer is None:
        issuer = _declared_issuer(text[start:end], lines) or _byline(head, found)
    numbers = [NUMBER.search(line.text) for line in lines[:8] if is_number_line(line.text)]
    kind = kind_of(title, text[start:end], paper_name(head))
    body_start = found[-1].end if found else start
    span = (found[0].start, found[-1].end) if found else None
    if issued is None:
        issued = next((read_date(line.text) for line in lines[-6:] if DATE_LINE.fullmatch(line.text)), None)
    return Frame(
        title, span, kind, issuer, numbers[0][0] if numbers and numbers[0] else None, issued, body_start
    )
