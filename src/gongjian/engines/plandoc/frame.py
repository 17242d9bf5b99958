"""The frame of a document: its title, kind, issuer, number and date of issue."""

import re
from dataclasses import dataclass

from gongjian.engines.plandoc.dates import read_date
from gongjian.engines.plandoc.kinds import kind_of
from gongjian.engines.plandoc.lines import (
    DATE_LINE,
    TITLE_ENDING,
    TITLE_NOUNS,
    Line,
    content_lines,
    is_abstract,
    is_org_line,
    is_title,
)
from gongjian.engines.plandoc.markers import match_marker

_NUMBER = re.compile(
    r"[\u3400-\u9fff]{0,14}[〔（【]\s*\d{4}\s*[〕）】]\s*(?:第)?\s*\d+\s*号|(?:\d{4}年\s*)?第\s*[\d一二三四五六七八九十]+\s*期(?:\s*（总(?:第)?\s*\d+\s*期）)?"
    r"|(?<=编号：)[A-Za-z0-9\u3400-\u9fff〔〕（）—/-]{4,40}|(?<=文号：)\S{4,40}"
)
_ISSUER_LABEL = re.compile(
    r"(?:填表单位|制表单位|发布单位|发文单位|编制单位|填报单位|实施方|甲方|实施单位|发布机构|发文机关|编制|申报单位|主办单位)[：](?:（[^）]*）)?\s*(?P<who>[^\s。；，：]{3,30})"
)
_TEAM = re.compile(r"^[（(]?(?P<who>[^\s。；，：]{2,24}课题组|课题组：[^\s。；]{2,24})[）)]?$")
_RESOLVED = re.compile(
    r"(?:^|[，。\n]|经)(?P<who>[^，。；：\s]{3,18}?)(?:研究)?(?:决定(?!精神|的|事项|书|权|性)|研究(?:制定|同意|通过))"
)
_NO_NAME = re.compile(r"[为对按照据在]|贯彻|落实|执行|会议|作出|会同")
_NAMELESS = re.compile(
    r"^(?:经|我|本|该|现|县|区|市|镇|乡|街道|社区|村|党委|政府)*(?:委|办|局|会|处|村|社区|街道|政府|党委|委员会)?$"
)
_ORG_ENDING = re.compile(
    r"(?:委员会|办公室|办事处|人民政府|政府|局|委|党委|党工委|居委会|村委会|社区|街道|指挥部|领导小组|中心|公司|集团|协会|学校|部|处|科|所|院|馆|站|联合会|总会|大队|支部|党组|督查室|调研室|研究室|工作站|服务站|工会|法院|检察院|小组|理事会)$"
)
_MONTH = re.compile(r"(?:\d{4}|[二〇零○一三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月$")
_MASTHEAD = re.compile(r"^(?P<who>[^\s，。；：]{4,30})文件$")
_VERSION = re.compile(
    r"\s*（(?:征求意见稿|讨论稿|草案|送审稿|修订稿|初稿|稿|定稿|试行稿|代拟稿|审议稿)[^）]*）$"
)


_GLUED = re.compile(
    rf"[^，。；：！？\s“]{{6,40}}?(?:{TITLE_NOUNS})(?=序\s?号|为了?[^，。]{{4,30}}，|根据|按照|一、)"
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


def _head(lines: list[Line]) -> list[Line]:
    """Return the lines before the first heading or long paragraph, at most ten."""
    head: list[Line] = []
    for line in lines[:10]:
        marker = match_marker(line.text, 0, len(line.text))
        if marker and not marker.style.startswith(("letter", "arabic_space")):
            break
        if len(line.text) > 60 or line.text.endswith(("。", "；")):
            break
        head.append(line)
    return head


def _is_number_line(line: str) -> bool:
    return bool(_NUMBER.search(line)) and len(line) <= 40


def _title_lines(head: list[Line]) -> list[Line]:
    """Return the one or two lines of the title, an empty list when there is none."""
    for i, line in enumerate(head):
        subject = re.match(r"事\s*由[：:]\s*(?P<what>.+)$", line.text)
        if subject:
            return [Line(line.start + subject.start("what"), line.end, subject["what"])]
        named = re.match(r"(?:文件名称|文件标题|标题|题目|名称)：(?P<what>.{4,})$", line.text)
        if named:
            return [Line(line.start + named.start("what"), line.end, named["what"])]
        if (
            _is_number_line(line.text)
            or (DATE_LINE.search(line.text) and len(line.text) < 14)
            or _MASTHEAD.match(line.text)
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
    return _plain_title(head)


def _opened_title(lines: list[Line]) -> list[Line]:
    """Return the lines of a title that breaks inside 《》: 关于印发《某市 / 三年计划》的通知."""
    for n in range(1, len(lines) + 1):
        so_far = "".join(line.text for line in lines[:n])
        if so_far.count("《") <= so_far.count("》"):
            return lines[:n] if n >= 2 and TITLE_ENDING.search(so_far) else []
    return []


def _is_masthead_word(line: str, below: list[Line]) -> bool:
    """Tell whether 督查通报 or 某县会议纪要 is only the name of the paper: number and title stand below it."""
    if not below or not _is_number_line(below[0].text) or line.endswith("方案"):
        return False
    return len(line) <= 10 or any(is_title(other.text) for other in below[1:])


def _wrapped_title(first: str, second: str) -> bool:
    if len(first) < 8 or TITLE_ENDING.search(first) or re.search(r"[。；，：！？\t]|  |（.*）$", first):
        return False
    if DATE_LINE.search(first):
        return False
    if _ORG_ENDING.search(first) and not first.startswith("关于"):
        return second.startswith("关于") and is_title(second)
    return len(second) <= 40 and is_title(second)


def _plain_title(head: list[Line]) -> list[Line]:
    """Accept a short first line without punctuation as a title when body lines follow it."""
    if not head:
        return []
    first = head[0]
    below = [line.text for line in head[1:]]
    if "：" in first.text and any(line.startswith("——") or is_abstract(line) for line in below):
        return (
            [first] if 8 <= len(first.text) <= 40 and not re.search(r"[。；，！？]|：$", first.text) else []
        )
    good = 6 <= len(first.text) <= 36 and not re.search(r"[。；，：！？、\t|]", first.text)
    if good and not _ORG_ENDING.search(first.text) and not DATE_LINE.search(first.text):
        return [] if _is_number_line(first.text) or _MASTHEAD.match(first.text) else [first]
    return []


def _glued_title(first: list[Line]) -> list[Line]:
    """Return the title that a lost line break has left at the beginning of the first paragraph."""
    found = _GLUED.match(first[0].text) if first and len(first[0].text) > 60 else None
    return [Line(first[0].start, first[0].start + found.end(), found[0])] if found else []


def _signature(lines: list[Line], title: str | None) -> tuple[str | None, str | None]:
    """Return issuer and date from the last signature: names above (or before) a date."""
    for i in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        found = DATE_LINE.search(lines[i].text)
        if not found or found.end() < len(lines[i].text) - 1:
            continue
        before = lines[i].text[: found.start()].strip()
        date = read_date(found[0])
        if before and is_org_line(before) and _ORG_ENDING.search(before):
            return before, date
        if before or i == 0 or is_title(lines[i - 1].text):
            continue
        above = re.sub(r"\s*（(?:盖章|公章|章)）|（[^）]*章[^）]*）$", "", lines[i - 1].text)
        if is_org_line(above) and above != title and (i > 3 or _ORG_ENDING.search(above)):
            return _all_signers(lines, i - 1, above), date
    return None, None


def _all_signers(lines: list[Line], at: int, nearest: str) -> str:
    """Join the bodies that sign one under the other."""
    signers = [nearest]
    while at - 1 >= 0 and is_org_line(lines[at - 1].text) and _ORG_ENDING.search(lines[at - 1].text):
        at -= 1
        if len(lines[at].text) > 24 or len(signers) >= 3:
            break
        signers.insert(0, lines[at].text)
    return "、".join(signers)


def _letterhead(head: list[Line]) -> tuple[str | None, str | None]:
    for i, line in enumerate(head):
        masthead = _MASTHEAD.match(line.text)
        if masthead:
            return masthead["who"], None
        numbered = any(_is_number_line(below.text) for below in head[i + 1 : i + 2])
        if numbered and len(line.text) >= 5 and is_org_line(line.text) and _ORG_ENDING.search(line.text):
            return line.text, None
        found = DATE_LINE.search(line.text) or _MONTH.search(line.text)
        if found:
            before = line.text[: found.start()].strip()
            if is_org_line(before) and _ORG_ENDING.search(before):
                return before, read_date(found[0])
    return None, None


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
        if _ORG_ENDING.search(who) and not (_NAMELESS.match(who) or _NO_NAME.search(who)):
            return who
    return None


def read_frame(text: str, start: int, end: int) -> Frame:
    """Return the frame of the document `text[start:end]`."""
    lines = content_lines(text, start, end)
    head = _head(lines)
    title_lines = _title_lines(head) if head else _glued_title(lines[:1])
    title = "".join(line.text for line in title_lines) or None
    title = _VERSION.sub("", title) if title else None
    issuer, issued = _signature(lines, title)
    if issuer is None:
        issuer, issued = _letterhead(head)
    if issuer is None:
        issuer = _declared_issuer(text[start:end], lines)
    numbers = [
        found for line in lines[:8] if len(line.text) <= 40 for found in [_NUMBER.search(line.text)] if found
    ]
    kind = kind_of(title, text[start:end])
    body_start = title_lines[-1].end if title_lines else start
    span = (title_lines[0].start, title_lines[-1].end) if title_lines else None
    if issued is None:
        issued = next((read_date(line.text) for line in lines[-6:] if DATE_LINE.fullmatch(line.text)), None)
    return Frame(title, span, kind, issuer, numbers[0][0] if numbers else None, issued, body_start)
