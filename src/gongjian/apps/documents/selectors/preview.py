"""The pages of a document for the screen: the pieces of `engines.officialdoc`, cut into lines and sheets.

The grid of the standard, 22 lines of 28 characters, is counted and not measured, so a page may end a line
early or late; Word and PDF decide for print.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from gongjian.apps.documents.models import Document, QuotedFigure
from gongjian.apps.documents.selectors.layout import official_document
from gongjian.engines.officialdoc import IMPRINT_ROLES, Piece, Role, compose, layout_on
from gongjian.engines.officialdoc.layout import text_width_chars
from gongjian.engines.officialdoc.model import Run, cell_runs
from gongjian.engines.officialdoc.redhead import fit_red_head
from gongjian.engines.quoting import find_typed_figures

LINES, CHARS = 22.0, 28.0
PT_MM = 25.4 / 72
_HEIGHTS = {Role.TITLE: 1.14, Role.RED_RULE: 0.5, Role.PAGE_BREAK: 0.0}
_INDENTED = (Role.BODY, Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)
NEVER_FIRST = "，。；：、！？）》”’％%"
FACES = {Role.HEADING_1: "h", Role.HEADING_2: "h2"}


@dataclass(frozen=True)
class Segment:
    """A stretch of one line: plain words, a quoted figure, or a number that was typed by hand."""

    text: str
    figure: QuotedFigure | None = None
    is_typed: bool = False
    is_first: bool = False

    @property
    def css(self) -> str:
        """The classes of a marked stretch."""
        if self.figure is not None:
            return "fig moved" if self.figure.is_open else "fig"
        return "fig hand" if self.is_typed else ""


@dataclass(frozen=True)
class Line:
    """One piece, or the part of it that stands on a page."""

    role: str
    segments: tuple[Segment, ...] = ()
    lead: str = ""
    face: str = ""
    label: str = ""
    trailing: str = ""
    left: float = 0
    right: float = 0
    is_continued: bool = False
    header: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[Segment, ...], ...], ...] = ()

    @property
    def has_open(self) -> bool:
        """Whether a figure in it moved and nobody has decided."""
        return any(segment.figure is not None and segment.figure.is_open for segment in self.segments)


@dataclass
class Sheet:
    """One page with what stands at its foot."""

    number: int
    lines: list[Line] = field(default_factory=list)
    imprint: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class RedHead:
    """The red head in millimetres: height of its letters and the width they take."""

    text: str
    size_mm: float
    width_mm: float
    height_mm: float


def red_head_of(document: Document) -> RedHead | None:
    """Fit the red head into the width of the text."""
    if not document.red_head:
        return None
    size_pt, percent = fit_red_head(document.red_head, layout_on(document.signed_on))
    size = size_pt * PT_MM
    width = size * text_width_chars(document.red_head) * percent / 100
    return RedHead(document.red_head, round(size, 2), round(width, 2), round(size * 1.2, 2))


def sheets_of(document: Document) -> list[Sheet]:
    """Cut a document into pages."""
    figures = {str(figure.pk): figure for figure in document.figures.all()}
    seen: set[str] = set()
    pieces = compose(official_document(document))
    head = red_head_of(document)
    sheets, used = [Sheet(1)], 0.0
    for piece in pieces:
        if piece.role in IMPRINT_ROLES:
            continue
        for part, height in _parts(piece, figures, seen, LINES - used, head):
            if (used + height > LINES + 0.01 and used) or part.role == Role.PAGE_BREAK:
                sheets.append(Sheet(len(sheets) + 1))
                used = 0.0
            if not (part.role == Role.BLANK and not used and len(sheets) > 1):
                sheets[-1].lines.append(part)
                used += height
    imprint = [_line(piece, figures, seen) for piece in pieces if piece.role in IMPRINT_ROLES]
    if imprint and used + len(imprint) + 1 > LINES:
        sheets.append(Sheet(len(sheets) + 1))
    sheets[-1].imprint = imprint
    return sheets


def _parts(
    piece: Piece, figures: Mapping[str, QuotedFigure], seen: set[str], room: float, head: RedHead | None
) -> Iterator[tuple[Line, float]]:
    """Yield the piece, cut where the room on the page ends, each part with its height in lines."""
    line = _line(piece, figures, seen)
    if piece.table is not None:
        yield from _table_parts(line, room)
    elif piece.role in _INDENTED:
        yield from _text_parts(line, room)
    elif piece.role == Role.RED_HEAD and head is not None:
        yield line, (35 + head.height_mm) * LINES / 225
    else:
        yield line, _HEIGHTS.get(piece.role, 1.0)


def _text_parts(line: Line, room: float) -> Iterator[tuple[Line, float]]:
    rows = _break_lines(line)
    first = min(len(rows), max(int(room + 0.01), 0)) or min(len(rows), int(LINES))
    start, count = 0, first
    while start < len(rows):
        chosen = tuple(segment for row in rows[start : start + count] for segment in row)
        part = replace(
            line,
            segments=chosen,
            lead=line.lead if start == 0 else "",
            is_continued=start > 0,
        )
        yield part, float(min(count, len(rows) - start))
        start, count = start + count, int(LINES)


def _break_lines(line: Line) -> list[list[Segment]]:
    """Fill lines of 28 characters, the first one moved in by two; a figure is not cut."""
    rows: list[list[Segment]] = [[]]
    used = 2.0 + text_width_chars(line.lead)
    for segment in line.segments:
        for bit in [segment] if segment.css else [replace(segment, text=letter) for letter in segment.text]:
            width = text_width_chars(bit.text)
            if used + width > CHARS + 0.3:
                carried = _carried(rows[-1], bit)
                rows.append(carried)
                used = sum(text_width_chars(one.text) for one in carried)
            rows[-1].append(bit)
            used += width
    return [_joined(row) for row in rows]


def _carried(row: list[Segment], bit: Segment) -> list[Segment]:
    """Take the last character of a full line along when the next one may not begin a line."""
    return [row.pop()] if bit.text[:1] in NEVER_FIRST and len(row) > 1 else []


def _joined(row: list[Segment]) -> list[Segment]:
    joined: list[Segment] = []
    for segment in row:
        if joined and not segment.css and not joined[-1].css:
            joined[-1] = replace(joined[-1], text=joined[-1].text + segment.text)
        else:
            joined.append(segment)
    return joined


def _table_parts(line: Line, room: float) -> Iterator[tuple[Line, float]]:
    """Cut a table between rows; each part repeats the head."""
    start, space = 0, int(room) - 2
    while start < len(line.rows) or start == 0:
        count = max(space if start == 0 and space > 1 else int(LINES) - 2, 1)
        rows = line.rows[start : start + count]
        yield replace(line, rows=rows), len(rows) + 1.3
        start += count


def _line(piece: Piece, figures: Mapping[str, QuotedFigure], seen: set[str]) -> Line:
    table = piece.table
    return Line(
        role=piece.role.value,
        segments=tuple(_segments(piece.runs, figures, seen, is_body=piece.role in _INDENTED)),
        lead=piece.lead,
        face=FACES.get(piece.role, ""),
        label=piece.label,
        trailing=piece.trailing,
        left=piece.left_chars,
        right=piece.right_chars,
        header=table.header if table else (),
        rows=tuple(
            tuple(tuple(_segments(cell_runs(cell), figures, seen, is_body=False)) for cell in row)
            for row in table.rows
        )
        if table
        else (),
    )


def _segments(
    runs: Iterable[Run], figures: Mapping[str, QuotedFigure], seen: set[str], *, is_body: bool
) -> Iterator[Segment]:
    for run in runs:
        if not isinstance(run, str):
            yield Segment(run.text, figures.get(run.ref), is_first=run.ref not in seen)
            seen.add(run.ref)
        elif is_body:
            yield from _typed(run)
        else:
            yield Segment(run)


def _typed(words: str) -> Iterator[Segment]:
    at = 0
    for typed in find_typed_figures(words):
        if typed.start > at:
            yield Segment(words[at : typed.start])
        yield Segment(words[typed.start : typed.end], is_typed=True)
        at = typed.end
    if at < len(words):
        yield Segment(words[at:])
