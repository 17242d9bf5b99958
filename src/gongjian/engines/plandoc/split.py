"""Stage 2: cut a file into its documents, leaving the furniture of web pages and bundles outside.

A document ends where a part mark stands (篇二, 范文三), where page furniture is followed by a new
beginning, after a dated signature, or where the outermost numbering starts again at one behind a
title, an address or an opening paragraph. Attachments belong to the document that carries them.
"""

import re
from dataclasses import dataclass

from gongjian.engines.plandoc.furniture import is_furniture
from gongjian.engines.plandoc.markers import match_marker
from gongjian.engines.plandoc.outline import lines_of

TITLE_NOUNS = (
    "实施方案|行动方案|工作方案|方案|计划|规划|规划书|总结|小结|汇报|报告|讲话|通知|通报|摘报|简报|专报|办法|细则|规定|制度|公约|公开信"
    "|倡议书|责任书|承诺书|协议书|协议|意见|纪要|函|研究|调查|调研|思考|探讨|探析|安排|要点|评分表|评分标准|评价表|公告|公示|分解表|任务书"
    "|材料|体会|发言|经验|对策|守则|章程|情况|清单|设想|预案|建议|指引|手册|项目书|申报书|计划书|策划书|启事"
)
TITLE_ENDING = re.compile(
    rf"(?:{TITLE_NOUNS}|(?:总结|汇报|情况)[和暨与及].{{0,14}}(?:打算|思路))(?:（[^）]*）|\d{{4}}|[一二三四五]|\s)*$"
)
_PART = re.compile(
    r"(?P<mark>【?\s*(?:篇\s*[一二三四五六七八九十\d]+|第\s*[一二三四五六七八九十\d]+\s*篇|(?:范文|例文|范例|模板|样本|材料|案例)\s*[一二三四五六七八九十\d]+"
    r"|[^\s，。]{0,18}(?:范文|方案|总结|计划|材料|报告|汇报)\s*(?:篇)\s*[一二三四五六七八九十\d]+)\s*】?)\s*(?:[：:、.]?\s*)(?P<rest>.{0,45})$"
)
SALUTATION = re.compile(r"^[^。；]{2,80}[：:]$")
_OPENING = re.compile(
    r"^(?:为|为了|根据|按照|今年|今年以来|近年来|近年|一年来|自.{0,12}以来|\d{4}年|在.{2,30}(?:领导|指导|支持)下)"
)
_PREAMBLE = re.compile(
    r"(?:制定本|特制定|制定如下|制定以下|制定了?本)[^。]{0,14}[。：:]?$|(?:汇报|总结|通知|通报|报告|公告|函告)如下[：:。]?$|作[^，。]{0,10}汇报[：:]?$"
)
DATE_LINE = re.compile(
    r"(?:\d{4}|[二〇零○一三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日?"
)
_HEADING = 30
_NAMED_WITHIN = 20_000
_WHOSE = re.compile(r"^关于|[市县区镇乡村局委厅部院会校队站所组街道社园厂]|公司|中心|\d{4}年")
_LETTERHEAD = re.compile(
    r"〔\d{4}〕\d+号|^第\d+期|文件$|^.{0,6}[通简专快公摘]\s*报$|^[^。；，：]{4,30}\s{2,}\d{4}年\d{1,2}月\d{1,2}日$"
)
_FIRST_LINE = re.compile(r"^(?:——|――|【(?:摘要|导语|前言)|〔摘要|摘\s*要|说明[：:]|序号|编号|（\d{4}年)")
_ATTACHMENT = re.compile(r"^附\s*(?:件|表|录|则)?\s*[\d一二三四五六七八九十]*\s*[：:]?\s*(?:.{0,40})$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the normalised text without its surrounding blanks."""

    start: int
    end: int
    text: str


def content_lines(text: str, start: int, end: int) -> list[Line]:
    """Return the lines that are not blank."""
    lines = []
    for a, b in lines_of(text, start, end):
        bare = text[a:b].strip()
        if bare:
            lead = len(text[a:b]) - len(text[a:b].lstrip())
            lines.append(Line(a + lead, a + lead + len(bare), bare))
    return lines


def is_title(line: str) -> bool:
    """Tell whether a line reads like the title of a document."""
    if not 4 <= len(line) <= 60 or re.search(r"[。；，：！？]$", line) or "\t" in line:
        return False
    return bool(TITLE_ENDING.search(line)) and match_marker(line, 0, len(line)) is None and "。" not in line


def is_org_line(line: str) -> bool:
    """Tell whether a line can be the signature above a date."""
    return (
        3 <= len(line) <= 40
        and not re.search(r"[。；：！？]", line)
        and bool(re.search(r"[\u3400-\u9fff]{3}", line))
    )


class _Splitter:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = content_lines(text, 0, len(text))
        self.furniture = [is_furniture(line.text) for line in self.lines]

    def cuts(self) -> list[int]:
        """Return the line numbers at which a document begins (or furniture before one does)."""
        found = {0}
        parts = [i for i, line in enumerate(self.lines) if self._is_part(line)]
        found.update(parts)
        first_style: str | None = None
        highest = 0
        attached = False
        begin = markers = 0
        for i, line in enumerate(self.lines):
            if i in found:
                begin = i
                first_style, highest, attached, markers = None, 0, False, 0
            if _ATTACHMENT.match(line.text) and not is_title(line.text):
                attached = True
            opening = self._new_title(i, begin)
            if opening is None and (self._new_after_furniture(i, highest) or self._new_after_references(i)):
                opening = i
            if opening is None and self._new_after_signature(i, begin, attached):
                opening = i
            if opening is None and not attached and markers >= 2:
                opening = self._new_preamble(i, begin)
            if opening is not None:
                found.add(opening)
                begin = max(begin, opening)
                first_style, highest, attached, markers = None, 0, False, 0
            marker = match_marker(line.text, 0, len(line.text))
            if marker is None or marker.style.startswith(("bullet", "ordinal")):
                continue
            markers += 1
            if first_style is None or self._outranks(marker.style, first_style, marker.number):
                first_style, highest = marker.style, 0
            if marker.style != first_style:
                continue
            if marker.number == 1 and highest >= 2 and not attached:
                beginning = self._beginning(i, begin)
                if beginning is not None:
                    found.add(beginning)
                    begin = max(begin, beginning)
                    highest, markers = 0, 1
            highest = max(highest, marker.number or 0)
        return sorted(found)

    def _outranks(self, style: str, first: str, number: int | None) -> bool:
        """Tell whether 一、 takes over as the numbering to watch from a plainer style before it."""
        return (
            style == "han"
            and number == 1
            and not first.startswith(("part", "formal", "stem", "han", "block"))
        )

    def _new_after_references(self, i: int) -> bool:
        """Tell whether line i is the first behind a list of references."""
        if (
            i == 0
            or not re.match(r"〔\d+〕", self.lines[i - 1].text)
            or re.match(r"〔\d+〕", self.lines[i].text)
        ):
            return False
        return any(re.match(r"(?:主要)?参考文献", line.text) for line in self.lines[max(0, i - 40) : i])

    def _new_title(self, i: int, begin: int) -> int | None:
        """Return where a document begins that shows its full title at line i, behind a finished text.

        A title that the text before it has named is that of its annex.
        """
        line = self.lines[i].text
        if i <= begin or not is_title(line) or not self._opens(i + 1):
            return None
        first = self._head_of(i, begin)
        if first <= begin or not self._is_apart(first) or not self._is_closed(first - 1):
            return None
        stop = self.lines[first].start
        before = self.text[max(self.lines[begin].start, stop - _NAMED_WITHIN) : stop]
        title = "".join(x.text for x in self.lines[first : i + 1])
        named = re.sub(r"（[^）]*）$", "", line) in before
        return first if len(before) >= 120 and _WHOSE.search(title) and not named else None

    def _head_of(self, i: int, begin: int) -> int:
        """Return the first line of the head whose title ends at line i: letterhead, number, broken title."""
        first = i
        while first - 1 > begin and self._is_head(first - 1, first):
            first -= 1
        return first

    def _is_head(self, i: int, following: int) -> bool:
        line = self.lines[i].text
        if _LETTERHEAD.search(line) and not match_marker(line, 0, len(line)):
            return True
        whole = not re.search(r"[。；：，、）]$", line) and not DATE_LINE.search(line) and len(line) >= 8
        return whole and not self._is_apart(following) and self._is_apart(i) and not self._is_row(i)

    def _is_apart(self, i: int) -> bool:
        return self.text.count("\n", self.lines[i - 1].end, self.lines[i].start) > 1

    def _is_row(self, i: int) -> bool:
        return "\t" in self.lines[i].text or "|" in self.lines[i].text

    def _is_closed(self, i: int) -> bool:
        """Tell whether the text may end with line i: it announces nothing and is no heading."""
        line = self.lines[i].text
        if _ATTACHMENT.match(line) or line[-1] in "：，、" or is_title(line):
            return False
        return self._is_row(i) or line[-1] in "。；" or match_marker(line, 0, len(line)) is None

    def _opens(self, i: int) -> bool:
        """Tell whether one of the lines from line i on is how a document begins."""
        for line in self.lines[i : i + 3]:
            marker = match_marker(line.text, 0, len(line.text))
            if (marker and marker.number == 1) or SALUTATION.match(line.text) or _OPENING.match(line.text):
                return True
            if _FIRST_LINE.match(line.text) or _PREAMBLE.search(line.text):
                return True
        return False

    def _new_preamble(self, i: int, begin: int) -> int | None:
        """Return where a document begins whose line i announces it (…制定本方案。, …汇报如下：)."""
        line = self.lines[i].text
        if not _PREAMBLE.search(line) or not _OPENING.match(line) or self.furniture[i]:
            return None
        if is_title(self.lines[i - 1].text) and i - 1 > begin:
            return i - 1
        return i

    def _is_part(self, line: Line) -> bool:
        found = _PART.match(line.text)
        if not found:
            return False
        rest = found["rest"].strip()
        return not rest or bool(TITLE_ENDING.search(rest)) or line.text.startswith(("篇", "【篇", "范文"))

    def _new_after_furniture(self, i: int, highest: int) -> bool:
        if i == 0 or not self.furniture[i - 1] or self.furniture[i]:
            return False
        line = self.lines[i].text
        marker = match_marker(line, 0, len(line))
        if marker:
            return marker.number == 1 and highest >= 1
        return is_title(line) or bool(SALUTATION.match(line)) or bool(_OPENING.match(line)) or highest >= 2

    def _new_after_signature(self, i: int, begin: int, attached: bool) -> bool:
        if i - begin < 4 or attached or self.furniture[i]:
            return False
        before, line = self.lines[i - 1].text, self.lines[i].text
        if not DATE_LINE.fullmatch(before) or not is_org_line(self.lines[i - 2].text):
            return False
        if (
            is_title(self.lines[i - 2].text)
            or _ATTACHMENT.match(line)
            or re.match(r"[（(]|抄送|主题词|联系|印发|报：|送：", line)
        ):
            return False
        body = self.lines[i - 2].start - self.lines[begin].start
        return body >= 120 and (is_title(line) or bool(SALUTATION.match(line)) or bool(_OPENING.match(line)))

    def _is_heading(self, i: int) -> bool:
        """Tell whether line i is a numbered heading without a sentence, so that what follows is its own."""
        line = self.lines[i].text
        return len(line) <= _HEADING and line[-1] not in "。；" and bool(match_marker(line, 0, len(line)))

    def _beginning(self, i: int, begin: int) -> int | None:
        """Return the line at which the document whose numbering starts at line i begins."""
        stop = i
        for back in range(i - 1, max(begin, i - 12), -1):
            line = self.lines[back].text
            if match_marker(line, 0, len(line)) or self.furniture[back]:
                break
            stop = back
        for j in range(stop, i):
            if is_title(self.lines[j].text):
                return j
        if stop and self._is_heading(stop - 1):
            return None
        for j in range(stop, i):
            if SALUTATION.match(self.lines[j].text) or (_OPENING.match(self.lines[j].text) and j > stop):
                return j
        return i if i - stop <= 1 else None


def split_documents(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each document in the normalised text; an empty text has none."""
    splitter = _Splitter(text)
    lines = splitter.lines
    if not lines:
        return []
    cuts = splitter.cuts()
    has_parts = sum(bool(_PART.match(line.text)) for line in lines) >= 2
    spans: list[tuple[int, int]] = []
    for cut, following in zip(cuts, [*cuts[1:], len(lines)], strict=True):
        span = _trimmed(splitter, cut, following)
        if span and not (
            has_parts and cut == 0 and not splitter._is_part(lines[0]) and _is_preface(text, span)
        ):
            spans.append(span)
    return _with_attached(text, spans) or [(lines[0].start, lines[-1].end)]


def _with_attached(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a document to the notice before it that issues it: 关于印发《甲》的通知, then 甲."""
    joined: list[tuple[int, int]] = []
    for span in spans:
        if joined:
            issued = re.findall(
                r"印发.{0,4}《([^》]{4,60})》", text[joined[-1][0] : min(joined[-1][0] + 600, joined[-1][1])]
            )
            head = re.sub(r"\s", "", text[span[0] : min(span[1], span[0] + 120)])
            if any(head.startswith(re.sub(r"\s", "", title)[:20]) for title in issued):
                joined[-1] = (joined[-1][0], span[1])
                continue
        joined.append(span)
    return joined


def _is_preface(text: str, span: tuple[int, int]) -> bool:
    body = text[span[0] : span[1]]
    return len(body) < 400 and not re.search(r"^(?:一、|1[、.]|（一）)", body, re.MULTILINE)


def _trimmed(splitter: _Splitter, first: int, stop: int) -> tuple[int, int] | None:
    """Return the span of lines first..stop without part mark and furniture at its edges."""
    lines, furniture = splitter.lines, splitter.furniture
    last = stop - 1
    start_at: int | None = None
    if splitter._is_part(lines[first]):
        found = _PART.match(lines[first].text)
        if found and found["rest"].strip():
            start_at = lines[first].start + found.start("rest")
        else:
            first += 1
    while first <= last and furniture[first] and start_at is None:
        first += 1
    while last >= first and furniture[last]:
        last -= 1
    if first > last:
        return None
    return (start_at if start_at is not None else lines[first].start), lines[last].end
