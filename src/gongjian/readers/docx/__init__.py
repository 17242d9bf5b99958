"""Read a Word file's text as a person sees it after accepting all changes."""

import re
from xml.etree.ElementTree import Element

from gongjian.readers.docx.body import Body
from gongjian.readers.docx.correct import Correction, correct_docx, write_corrected
from gongjian.readers.docx.figures import FigureMark, read_figures
from gongjian.readers.docx.names import W
from gongjian.readers.docx.numbering import Numbering, read_numbering
from gongjian.readers.errors import ReadError
from gongjian.readers.limits import DEFAULT_LIMITS, ReadLimits
from gongjian.readers.result import ReadResult
from gongjian.readers.xml import OfficeZip, open_zip, parse_from

_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
MOST_MARGINS = 60

__all__ = ["Correction", "FigureMark", "correct_docx", "read_docx", "read_figures", "write_corrected"]


def read_docx(source: bytes, name: str, limits: ReadLimits = DEFAULT_LIMITS) -> ReadResult:
    """Return text and tables in order, automatic numbers written out, notes at the end.

    Raises ReadError for a damaged, locked or suspect file.
    """
    with open_zip(source, name, limits) as packed:
        main = parse_from(packed, "word/document.xml", name)
        root = main.find(f"{W}body") if main is not None else None
        if root is None:
            raise ReadError(
                f"《{name}》里没有正文，不是完整的 Word 文档。请用 Word 或 WPS 打开，另存后再导入。"
            )
        body = _read_body(packed, root, name)
        notes = _read_notes(packed, body, name)
        margins = _read_margins(packed, name)
    lines = [line for line in (*body.lines, *notes) if line]
    return ReadResult("\n".join(lines), tuple(body.tables), _warnings(body), "docx", margins)


def _read_body(packed: OfficeZip, root: Element, name: str) -> Body:
    numbering, styles = (
        parse_from(packed, "word/numbering.xml", name),
        parse_from(packed, "word/styles.xml", name),
    )
    try:
        body = Body(read_numbering(numbering, styles))
        body.read(root)
    except ValueError as error:  # a measure or a number that is none
        raise ReadError(f"《{name}》已损坏，读不出内容。请用 Word 或 WPS 打开，另存一份后再导入。") from error
    except RecursionError as error:
        raise ReadError(
            f"《{name}》的内容套得太深，读不了。请用 Word 或 WPS 打开，另存一份后再导入。"
        ) from error
    return body


def _read_notes(packed: OfficeZip, body: Body, name: str) -> list[str]:
    """Return footnotes and endnotes in the order of their marks in the text."""
    found: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _ in body.notes}:
        part = parse_from(packed, f"word/{kind}s.xml", name)
        for note in part.iterfind(f"{W}{kind}") if part is not None else ():
            inner = Body(Numbering({}, {}, {}, {}))
            inner.read(note)
            found[kind, note.get(f"{W}id", "")] = " ".join(line for line in inner.lines if line)
    return [f"［注{order}］{found.get(note, '')}" for order, note in enumerate(body.notes, start=1)]


def _read_margins(packed: OfficeZip, name: str) -> tuple[str, ...]:
    """Return the lines of all page headers and footers."""
    parts = [part for part in packed.namelist() if _MARGIN.fullmatch(part)]
    found: list[str] = []
    for part in parts[:MOST_MARGINS]:
        root = parse_from(packed, part, name)
        if root is not None:
            inner = Body(Numbering({}, {}, {}, {}))
            inner.read(root)
            found += [line for line in inner.lines if line]
    return tuple(found)


def _warnings(body: Body) -> tuple[str, ...]:
    warnings = []
    if body.has_changes:
        warnings.append("文件里有修订，已按接受全部修订后的文字读。")
    if body.has_boxes:
        warnings.append("文件里有文本框，框里的文字放在所在段落之后，请核对次序。")
    return tuple(warnings)
