"""Read a PDF that has a text layer: paragraphs put together again, running heads and page numbers dropped."""

import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from gongjian.readers.errors import ReadError
from gongjian.readers.limits import DEFAULT_LIMITS, ReadLimits
from gongjian.readers.pdf_columns import LEFT, RIGHT, WHOLE, cut_at, find_gutter, words_of
from gongjian.readers.pdf_gate import check_pdf
from gongjian.readers.result import ReadResult, TableRows, table_lines

_TOP_SHARE = 0.09
_BOTTOM_SHARE = 0.13
"""Running heads and page numbers stand in these parts of the page's height."""
_REPEATS = 3
_LEAST_RIGHT_SHARE = 0.75
"""Full lines end at least here in the page's width; without this every line of a short note would be full."""
_MIN_CHARS_PER_PAGE = 5
_PAGE_NUMBER = re.compile(
    r"^[—–\-－_\s·.]*(第?\s*\d{1,4}\s*页?)[—–\-－_\s·.]*(共?\s*\d{0,4}\s*页?)[\s/]*\d{0,4}$"
)
_LIST_START = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十百]+[章节条]|附件|[①-⑳])"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of print; a table stands as one line that holds its rows. Measures are points from the top left."""

    text: str
    top: float
    left: float
    right: float
    size: float
    is_marginal: bool
    table: TableRows | None = None
    column: int = WHOLE


def read_pdf(source: bytes, name: str, limits: ReadLimits = DEFAULT_LIMITS) -> ReadResult:
    """Return text and tables in page order.

    Raises ReadError for a locked, damaged, too long or merely scanned PDF.
    """
    check_pdf(source, name, limits)
    try:
        with pdfplumber.open(io.BytesIO(source)) as document:
            pages = []
            width = max((float(page.width) for page in document.pages), default=0.0)
            for page in document.pages:
                pages.append(_page_lines(page))
                page.close()
    except PdfminerException as error:
        raise _refusal(error, name) from error
    except (
        MalformedPDFException,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:  # damaged inside
        raise ReadError(f"《{name}》已损坏，读不出内容。请重新导出 PDF，或改用 Word 文件。") from error
    empty = [order for order, lines in enumerate(pages, start=1) if _chars(lines) < _MIN_CHARS_PER_PAGE]
    if not pages or len(empty) == len(pages):
        raise ReadError(
            f"《{name}》是扫描件，里面没有文字。请先做文字识别（OCR），或要原来的 Word 文件再导入。"
        )
    warnings = (f"第 {'、'.join(map(str, empty))} 页没有文字，可能是扫描页，请核对原件。",) if empty else ()
    running = _running_heads(pages)
    kept = _join_tables([[line for line in lines if line not in running] for lines in pages])
    tables = tuple(line.table for lines in kept for line in lines if line.table is not None)
    margins = tuple(dict.fromkeys(line.text for line in running))
    text = "\n".join(_paragraphs(kept, width * _LEAST_RIGHT_SHARE))
    return ReadResult(text, tables, warnings, "pdf", margins)


def _refusal(error: PdfminerException, name: str) -> ReadError:
    cause = error.args[0] if error.args else None
    if isinstance(cause, PDFPasswordIncorrect):
        return ReadError(f"《{name}》加了密码。请去掉密码，另存后再导入。")
    return ReadError(f"《{name}》已损坏，打不开。请重新导出 PDF，或改用 Word 文件。")


def _chars(lines: list[_Line]) -> int:
    return sum(len(line.text.replace(" ", "")) for line in lines)


def _page_lines(page: Any) -> list[_Line]:
    """Return a page's lines in the order of reading, each table as one of them."""
    found = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in found]
    outside = page.filter(lambda item: not _is_inside(item, boxes)) if boxes else page
    printed = outside.extract_text_lines(strip=True, return_chars=True)
    gutter = find_gutter([line for line in printed if not _is_marginal(line, page.height)], page.width)
    placed = cut_at(printed, gutter) if gutter is not None else ((WHOLE, line) for line in printed)
    lines = [_text_line(line, page.height, column) for column, line in placed]
    for table in found:
        rows = tuple(tuple(_join_cell(cell) for cell in row) for row in table.extract())
        left, top, right, _ = table.bbox
        column = WHOLE if gutter is None or left < gutter < right else LEFT if right <= gutter else RIGHT
        words = "\n".join(table_lines(rows))
        lines.append(_Line(words, top, left, right, 0, is_marginal=False, table=rows, column=column))
    return _in_reading_order(line for line in lines if line.text)


def _in_reading_order(lines: Iterable[_Line]) -> list[_Line]:
    """Order lines from the top; between lines across the page the left column comes before the right one."""
    ordered: list[_Line] = []
    columns: dict[int, list[_Line]] = {LEFT: [], RIGHT: []}
    for line in sorted(lines, key=lambda line: line.top):
        if line.column != WHOLE:
            columns[line.column].append(line)
            continue
        ordered += [*columns[LEFT], *columns[RIGHT], line]
        columns = {LEFT: [], RIGHT: []}
    return [*ordered, *columns[LEFT], *columns[RIGHT]]


def _is_inside(item: dict[str, Any], boxes: list[tuple[float, float, float, float]]) -> bool:
    across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return any(left <= across <= right and top <= down <= bottom for left, top, right, bottom in boxes)


def _is_marginal(line: dict[str, Any], page_height: float) -> bool:
    middle = (line["top"] + line["bottom"]) / 2
    return bool(middle < _TOP_SHARE * page_height or middle > (1 - _BOTTOM_SHARE) * page_height)


def _text_line(line: dict[str, Any], page_height: float, column: int) -> _Line:
    size = Counter(round(char["size"], 1) for char in line["chars"]).most_common(1)[0][0]
    words = _tighten(words_of(line))
    marginal = _is_marginal(line, page_height)
    return _Line(words, line["top"], line["x0"], line["x1"], size, marginal, column=column)


def _tighten(text: str) -> str:
    """Take out the single spaces that a PDF leaves between Chinese characters, and between them and figures."""
    return re.sub(r"(?<=[^\x00-\x7f]) (?! )|(?<! ) (?=[^\x00-\x7f])", "", text.strip())


def _join_cell(cell: str | None) -> str:
    return (
        _tighten(re.sub(r"\s*\n\s*", "", cell or ""))
        if _is_chinese(cell or "")
        else " ".join((cell or "").split())
    )


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _running_heads(pages: list[list[_Line]]) -> set[_Line]:
    """Return the page numbers, and the marginal lines that come back on other pages (digits aside).

    Three pages must agree, in a file of two both. An annex's label is kept: every annex has one at its top.
    """
    shapes = Counter(
        shape for lines in pages for shape in {_shape(line) for line in lines if line.is_marginal}
    )
    enough = max(2, min(_REPEATS, len(pages)))
    lines = (line for page in pages for line in page)
    return {line for line in lines if _is_running(line, shapes[_shape(line)] >= enough)}


def _is_running(line: _Line, comes_back: bool) -> bool:
    if not line.is_marginal:
        return False
    return bool(_PAGE_NUMBER.match(line.text)) or (comes_back and not _LIST_START.match(line.text))


def _shape(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _paragraphs(pages: list[list[_Line]], least_right: float) -> list[str]:
    """Join lines that run on: the one above is full and the one below is not moved in."""
    bounds = _bounds(pages, least_right)
    paragraphs: list[str] = []
    above: _Line | None = None
    for line in (line for lines in pages for line in lines):
        if above is not None and line.table is None and _runs_on(above, line, bounds):
            glue = (
                " "
                if above.text[-1:].isascii() and line.text[:1].isascii() and line.text[:1].isalpha()
                else ""
            )
            paragraphs[-1] += glue + line.text
        else:
            paragraphs.append(line.text)
        above = None if line.table is not None else line
    return paragraphs


def _bounds(pages: list[list[_Line]], least_right: float) -> dict[int, tuple[float, float]]:
    """Return where the lines across the page, and those of each column, begin and end."""
    bounds: dict[int, tuple[float, float]] = {}
    for line in (line for lines in pages for line in lines if line.table is None):
        nothing = (line.left, least_right if line.column == WHOLE else line.right)
        left, right = bounds.get(line.column, nothing)
        bounds[line.column] = (min(left, line.left), max(right, line.right))
    return bounds


def _runs_on(above: _Line, line: _Line, bounds: dict[int, tuple[float, float]]) -> bool:
    """A line goes on with the one above when that one is full and this one opens no paragraph.

    A paragraph opens two characters in; lines that hang under an annex's name stand three to eight in. The last
    line of the left column goes on in the right one; a line across the page does with none in a column.
    """
    if (above.column == WHOLE) != (line.column == WHOLE):
        return False
    is_full = above.right > bounds[above.column][1] - 2.2 * above.size
    moved_in_chars = (line.left - bounds[line.column][0]) / line.size if line.size else 0
    opens = 1.2 < moved_in_chars < 3 or moved_in_chars > 8
    same_size = abs(above.size - line.size) < 1
    return is_full and not opens and same_size and not _LIST_START.match(line.text)


def _join_tables(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Put together a table that goes on at the top of the next page; its repeated head is left out."""
    joined: list[list[_Line]] = []
    for lines in pages:
        above = joined[-1][-1] if joined and joined[-1] else None
        first = lines[0] if lines else None
        if above and first and above.table and first.table and len(above.table[0]) == len(first.table[0]):
            more = first.table[1:] if first.table[0] == above.table[0] else first.table
            rows = (*above.table, *more)
            joined[-1][-1] = replace(above, table=rows, text="\n".join(table_lines(rows)))
            if lines[1:]:
                joined.append(lines[1:])
        else:
            joined.append(list(lines))
    return joined
