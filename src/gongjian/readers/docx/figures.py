"""Read back the figures that a Word file written here carries, as they stand after somebody edited it."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from gongjian.readers.docx.names import W
from gongjian.readers.limits import DEFAULT_LIMITS, ReadLimits
from gongjian.readers.xml import open_zip, parse_from

_NAMESPACE = "{urn:gongjian:figures:1}"
_PART = "customXml/figures.xml"


@dataclass(frozen=True, slots=True)
class FigureMark:
    """A figure: where it came from, what was written, and what stands there now (None: taken out)."""

    ref: str
    written: str
    now: str | None


def read_figures(source: bytes, name: str, limits: ReadLimits = DEFAULT_LIMITS) -> tuple[FigureMark, ...]:
    """Return the figures in the order they were written; a file from elsewhere has none.

    Raises ReadError for a damaged, locked or suspect file.
    """
    with open_zip(source, name, limits) as packed:
        listed = parse_from(packed, _PART, name)
        main = parse_from(packed, "word/document.xml", name) if listed is not None else None
        if listed is None or main is None:
            return ()
        texts = _bookmark_texts(main)
        figures = listed.iterfind(f"{_NAMESPACE}figure")
        return tuple(
            FigureMark(one.get("ref", ""), one.get("text", ""), texts.get(one.get("bookmark", "")))
            for one in figures
        )


def _bookmark_texts(root: Element) -> dict[str, str]:
    """Return the text inside each bookmark, struck-out text left out."""
    open_marks: dict[str, str] = {}
    texts: dict[str, str] = {}
    for node in root.iter():
        mark = node.get(f"{W}id", "")
        if node.tag == f"{W}bookmarkStart":
            open_marks[mark] = node.get(f"{W}name", "")
            texts[open_marks[mark]] = ""
        elif node.tag == f"{W}bookmarkEnd":
            open_marks.pop(mark, None)
        elif node.tag == f"{W}t":
            for bookmark in open_marks.values():
                texts[bookmark] += node.text or ""
    return {bookmark: text for bookmark, text in texts.items() if text}
