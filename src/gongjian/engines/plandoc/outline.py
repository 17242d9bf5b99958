"""Stage 3: the outline of one document, its levels decided by context and not by style.

A stack holds the styles that are open. A marker of an open style closes everything below it; a
marker of a new style opens a level below. Only a style that was closed before and continues its
count (3. after 2. in the last section) comes back at the level it had.
"""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from gongjian.engines.plandoc.markers import Marker, match_marker
from gongjian.engines.plandoc.tables import Table, table_at, table_ends

_RUN_IN = re.compile(r"[\u3400-\u9fff“”、，]{2,16}。.")
"""A name and the text that it heads: 加快泊位建设。由住建局负责."""
_HEADING_LIMIT = 40
_LEADER = re.compile(r"(?:…{2,}|\.{4,}|·{4,})\s*\d{1,3}$")
_POINTS = ("han_is", "ordinal", "first")
_ARTICLE_NAME = 16
_TAIL = "。；：，、！？.;:,!? —…"
_REFERENCES = re.compile(r"(?:参考文献|主要参考文献|注释)：?$")
_MONTH_LINE = re.compile(r"(?:\d{1,2}(?:[—～-]\d{1,2})?|[一二三四五六七八九十]{1,2})月(?:份)?[ ：，、]")
_HEADING_STOP = re.compile("[。；：]")
_HEADING_CUT = re.compile(r"[（〔【|\t]|(?<=\S\S)\s")
_SENTENCE_END = re.compile("。")


@dataclass(frozen=True, slots=True)
class Node:
    """One heading: where its marker, heading and body lie, and which nodes hold it."""

    level: int
    marker: Marker
    heading: str
    heading_end: int
    line_end: int
    end: int
    path: tuple[int, ...]

    @property
    def start(self) -> int:
        """Return the offset of the marker."""
        return self.marker.start


@dataclass(frozen=True)
class Outline:
    """All nodes in order; `children[i]` are the nodes one level below node i."""

    nodes: tuple[Node, ...]
    children: tuple[tuple[int, ...], ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [node.start for node in self.nodes]

    def last_before(self, offset: int) -> int:
        """Return the index of the innermost node around an offset, -1 before the first."""
        return bisect.bisect_right(self._starts, offset) - 1

    def holders(self, offset: int) -> tuple[int, ...]:
        """Return the indices of the nodes around an offset, outermost first."""
        last = self.last_before(offset)
        return () if last < 0 else (*self.nodes[last].path, last)

    def markers(self, holders: tuple[int, ...]) -> tuple[str, ...]:
        """Return the markers of nodes as written."""
        return tuple(self.nodes[i].marker.text for i in holders)


def lines_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each line of a stretch of text."""
    at = start
    while at <= end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        yield at, stop
        at = stop + 1


def _heading_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the heading after a marker lies on its line."""
    while start < end and text[start] in " ：:、":
        start += 1
    line = text[start:end]
    stop = len(line)
    if "。" in line or "；" in line or len(line) > _HEADING_LIMIT:
        found = _HEADING_STOP.search(line)
        stop = found.start() if found else stop
    cut = _HEADING_CUT.search(line, 0, stop)
    if cut and cut.start() > 0:
        stop = cut.start()
    stop = min(stop, _HEADING_LIMIT)
    return start, start + len(line[:stop].rstrip(_TAIL))


def _candidates(
    text: str, start: int, end: int, tables: tuple[Table, ...]
) -> Iterator[tuple[Marker, int, int, bool, bool]]:
    """Yield marker, start and end of its line, whether it stands inside the line and below an announcement."""
    ends = table_ends(tables)
    announced = False
    for line_start, line_end in lines_of(text, start, end):
        line = text[line_start:line_end]
        if _REFERENCES.match(line.strip()):
            return
        if table_at(tables, ends, line_start) is not None or _MONTH_LINE.match(line):
            continue
        if "\t" in line.strip() or line.count("|") >= 2 or _is_contents(line):
            continue
        marker = match_marker(text, line_start, line_end)
        if marker:
            yield marker, line_start, line_end, False, announced
        for found in _SENTENCE_END.finditer(text, line_start, line_end):
            inline = match_marker(text, found.end(), line_end, inline=True)
            if inline:
                yield inline, inline.start, line_end, True, False
        if line.strip():
            announced = marker is None and line.rstrip().endswith("：")


def _is_contents(line: str) -> bool:
    """Tell whether a line is one of a table of contents: a heading, dots and a page."""
    return line[-1:].isdigit() and ("……" in line or "...." in line) and bool(_LEADER.search(line))


class _Levels:
    """The open styles and their last numbers while the markers are read in order."""

    def __init__(self) -> None:
        self.open: list[tuple[str, int | None]] = []
        self.closed: dict[str, tuple[int, int | None]] = {}

    def _close_to(self, depth: int) -> None:
        for level, (style, number) in list(enumerate(self.open))[depth:]:
            self.closed[style] = (level, number)
        del self.open[depth:]

    def follows(self, marker: Marker) -> bool:
        """Tell whether a marker inside a line continues or begins a count that makes sense."""
        for style, number in self.open:
            if style == marker.style:
                return number is not None and marker.number == number + 1
        known = self.closed.get(marker.style)
        if known and known[1] is not None and marker.number == known[1] + 1:
            return True
        return marker.number == 1

    def knows(self, marker: Marker) -> bool:
        """Tell whether a marker begins a count or one of its style has stood before: 3.15 alone is a day."""
        return (
            marker.number in (0, 1)
            or marker.style in self.closed
            or any(s == marker.style for s, _ in self.open)
        )

    def place(self, marker: Marker, announced: bool = False) -> int:
        """Return the level (0 = outermost) of a marker and open it there.

        A paragraph that announces a list (`announced`) behind points such as 三是… ends those points.
        """
        styles = [style for style, _ in self.open]
        if announced and styles and styles[-1] in _POINTS and marker.style not in (*styles, *self.closed):
            self._close_to(len(styles) - 1)
            styles.pop()
        depth = styles.index(marker.style) if marker.style in styles else self._sibling_depth(marker)
        self._close_to(depth)
        self.open.append((marker.style, marker.number))
        return len(self.open) - 1

    def _sibling_depth(self, marker: Marker) -> int:
        """Find the level of a style that is not open: a lookalike's, its former one, or a new one."""
        family = _family(marker.style)
        for depth in range(len(self.open) - 1, -1, -1):
            style, number = self.open[depth]
            if _family(style) == family and number is not None and marker.number == number + 1:
                return depth
        former = self.closed.get(marker.style)
        if former and marker.number not in (1, None) and former[1] is not None and marker.number > former[1]:
            return min(former[0], len(self.open))
        return len(self.open)


def _family(style: str) -> str:
    if style in ("arabic", "arabic_space"):
        return "arabic"
    if style in ("han", "formal"):
        return "han"
    if style in ("arabic_bracket", "arabic_half", "circled_bracket"):
        return "arabic_bracket"
    if style in ("han_bracket", "circled_han", "han_half"):
        return "han_bracket"
    return style


def _lonely_run_in(text: str, marker: Marker, line_start: int, line_end: int) -> bool:
    """Tell whether a line that starts 一是…；二是… or 1、…；2、… is one run-on list and not headings."""
    rest = text[marker.end : line_end]
    if marker.style not in ("han_is", "circled", "ordinal"):
        return "；" in rest and _runs_on(marker, rest)
    following = {"han_is": r"[；。，]二(?:是|要)", "circled": r"[；。，、]②", "ordinal": r"[；。]其次"}[
        marker.style
    ]
    return marker.number == 1 and bool(re.search(following, rest))


def _runs_on(marker: Marker, rest: str) -> bool:
    """Tell whether the next number of a marker's count follows in its line behind a ；."""
    for found in re.finditer("；", rest):
        following = match_marker(rest, found.end(), len(rest), inline=True)
        if following and following.style == marker.style:
            return following.number == (marker.number or 0) + 1
    return False


def build_outline(text: str, start: int, end: int, tables: tuple[Table, ...] = ()) -> Outline:
    """Return the outline of `text[start:end]`; table rows and reference lists carry no headings."""
    levels = _Levels()
    found: list[tuple[Marker, int, int, int]] = []
    for marker, line_start, line_end, inline, announced in _candidates(text, start, end, tables):
        if inline and not levels.follows(marker):
            continue
        if not inline and _lonely_run_in(text, marker, line_start, line_end):
            continue
        heading_start, heading_end = _heading_span(text, marker.end, line_end)
        if heading_start >= heading_end and not marker.style.startswith("part"):
            continue
        if marker.style.startswith("decimal") and not inline and not levels.knows(marker):
            continue
        if marker.style == "arabic_space" and not _short_heading(text, marker, line_end, levels):
            continue
        found.append((marker, levels.place(marker, announced), heading_end, line_end))
    return _assemble(text, found, end)


def _short_heading(text: str, marker: Marker, line_end: int, levels: _Levels) -> bool:
    """Tell whether a plain number heads its line: a short name follows it, alone or run in before its text."""
    line = text[marker.end : line_end].strip()
    is_name = len(line) <= 30 and line[-1:] not in "。；，"
    return (is_name or _RUN_IN.match(line) is not None) and levels.follows(marker)


def _names_article(heading: str, rest: str) -> bool:
    """Tell whether an article carries a name (第三条 工作目标) and does not begin with its sentence."""
    if not heading or len(heading) > _ARTICLE_NAME or re.search(r"[，：]", heading):
        return False
    return not rest.strip() or (rest[0] in "。：（〔" and len(rest.strip()) > 1)


def _ends(found: list[tuple[Marker, int, int, int]], end: int) -> list[int]:
    """Return where each node ends: at the next marker of its level or of one above it."""
    ends = [end] * len(found)
    waiting: list[int] = []
    for i, (marker, level, _, _) in enumerate(found):
        while waiting and level <= found[waiting[-1]][1]:
            ends[waiting.pop()] = marker.start
        waiting.append(i)
    return ends


def _assemble(text: str, found: list[tuple[Marker, int, int, int]], end: int) -> Outline:
    nodes: list[Node] = []
    children: list[list[int]] = []
    open_nodes: list[int] = []
    ends = _ends(found, end)
    for i, (marker, level, heading_end, line_end) in enumerate(found):
        del open_nodes[level:]
        heading_start = _heading_span(text, marker.end, line_end)[0]
        heading = text[heading_start:heading_end].strip().replace("\n", "")
        if marker.style == "part:条" and not _names_article(heading, text[heading_end:line_end]):
            heading = ""
        stop = min(line_end, found[i + 1][0].start) if i + 1 < len(found) else line_end
        nodes.append(Node(level + 1, marker, heading, heading_end, stop, ends[i], tuple(open_nodes)))
        children.append([])
        if open_nodes:
            children[open_nodes[-1]].append(i)
        open_nodes.append(i)
    return Outline(tuple(nodes), tuple(tuple(c) for c in children))
