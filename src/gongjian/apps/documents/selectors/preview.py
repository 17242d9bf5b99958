"""The pages of a document for the screen: the pieces of `engines.officialdoc`, cut into lines and sheets.

The grid of the standard, 22 lines of 28 characters, is counted and not measured, so a page may end a line
early or late; Word and PDF decide for print.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from gongjian.apps.documents.models import Document, QuotedFigure
from gongjian.apps.documents.selectors.layout import AGAINST, official_document
from gongjian.apps.documents.selectors.pages import LINES, Block, Line, Segment, Sheet, fill_pages
from gongjian.engines.officialdoc import IMPRINT_ROLES, Piece, Role, compose, layout_on
from gongjian.engines.officialdoc.layout import text_width_chars
from gongjian.engines.officialdoc.model import Run, cell_runs
from gongjian.engines.officialdoc.redhead import fit_red_head
from gongjian.engines.officialdoc.tables import column_widths, row_lines
from gongjian.engines.quoting import find_typed_figures

CHARS = 28.0
DIGIT_EXCESS = 0.06
PT_MM = 25.4 / 72
_HEIGHTS = {Role.TITLE: 1.14, Role.RED_RULE: 0.5}
_INDENTED = (Role.BODY, Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)
NEVER_FIRST = "，。；：、！？）》”’％%"
FACES = {Role.HEADING_1: "h", Role.HEADING_2: "h2"}


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
    text = [
        _block(piece, _line(piece, figures, seen), head)
        for piece in pieces
        if piece.role not in IMPRINT_ROLES
    ]
    pages = fill_pages(text)
    imprint = [_line(piece, figures, seen) for piece in pieces if piece.role in IMPRINT_ROLES]
    if imprint:
        pages.close_on_even_page(imprint)
    return pages.sheets


def _block(piece: Piece, line: Line, head: RedHead | None) -> Block:
    """Measure a piece: the heights of the rows it may be cut into, in lines of the page."""
    if piece.table is not None:
        layout = layout_on()
        row_pt, edge_pt = layout.table_pitch_pt, 2 * layout.table_cell_pt
        counts = row_lines(piece.table, layout)
        heights = tuple((count * row_pt + edge_pt) / layout.line_pitch_pt for count in counts)
        return Block(line, heights, is_whole=piece.keep_whole)
    if piece.role in _INDENTED:
        rows = _break_lines(line)
        return Block(line, (1.0,) * len(rows), rows=tuple(map(tuple, rows)), keep_next=piece.keep_next)
    if piece.role == Role.RED_HEAD and head is not None:
        return Block(line, ((35 + head.height_mm) * LINES / 225,))
    return Block(line, (_HEIGHTS.get(piece.role, 1.0),), keep_next=piece.keep_next)


def _break_lines(line: Line) -> list[list[Segment]]:
    """Fill lines of 28 characters, the first one moved in by two; a figure is not cut."""
    rows: list[list[Segment]] = [[]]
    used = 2.0 + text_width_chars(line.lead)
    for segment in line.segments:
        for bit in [segment] if segment.css else [replace(segment, text=letter) for letter in segment.text]:
            width = _screen_width(bit.text)
            if used + width > CHARS + 0.3:
                carried = _carried(rows[-1], bit)
                rows.append(carried)
                used = sum(_screen_width(one.text) for one in carried)
            rows[-1].append(bit)
            used += width
    return [_joined(row) for row in rows]


def _screen_width(text: str) -> float:
    """Measure text for the screen, whose stand-in fonts have figures wider than half a character."""
    return text_width_chars(text) + DIGIT_EXCESS * sum(letter.isdigit() for letter in text)


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
        widths=tuple(round(share * 100) for share in column_widths(table)) if table else (),
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
            ref, _against, base = run.ref.partition(AGAINST)
            yield Segment(run.text, figures.get(ref), figures.get(base), is_first=run.ref not in seen)
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
