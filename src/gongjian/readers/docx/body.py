"""Walk the body of a Word file in reading order: paragraphs, tables, text boxes, accepted changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from gongjian.readers.docx.names import MC, W, child, is_on, value
from gongjian.readers.docx.numbering import Numbering
from gongjian.readers.result import TableRows, table_lines

_SKIPPED = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sectPr", "rt")
)
"""`rt` is the reading (pinyin) over a word."""
_PLAIN = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_MOST_COLUMNS = 63
"""Of a Word table; a file that claims more is not followed."""
_SYMBOLS = {"2A": "□", "52": "☑", "6F": "□", "A3": "□", "A8": "□", "FC": "√", "FE": "☑"}
"""Boxes and ticks of the fonts Wingdings, by the last byte of the code; other signs are ornament."""
_NOTE_REFERENCES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)


@dataclass(slots=True)
class Body:
    """What has been read so far. `notes` holds (kind, id) in order of their marks."""

    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    tables: list[TableRows] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    has_changes: bool = False
    has_boxes: bool = False
    _carried: str = ""
    _fields: list[bool] = field(default_factory=list)
    """The open fields of a paragraph, outermost first: is its result being read, no longer its code?"""

    def read(self, container: Element) -> None:
        """Read every block inside an element, in order."""
        for block in container:
            if block.tag == f"{W}p":
                self._read_paragraph(block)
            elif block.tag == f"{W}tbl":
                self._read_table(block)
            elif block.tag in _WRAPPERS:
                self.read(block)
            elif block.tag == f"{MC}AlternateContent":
                self.read(_preferred(block))
        self._put("")

    def _read_paragraph(self, paragraph: Element) -> None:
        boxes: list[Element] = []
        self._fields.clear()
        words = "".join(self._inline(paragraph, boxes))
        if _end_is_struck(paragraph):
            self.has_changes = True
            self._carried += words  # the next paragraph goes on with it
        else:
            self._put(words, self.numbering.label(paragraph))
        for box in boxes:
            self.has_boxes = True
            self.read(box)

    def _put(self, words: str, label: str = "") -> None:
        """Add a paragraph to the lines, with what was carried to it; Word counts an empty one, but it says nothing."""
        words, self._carried = self._carried + words, ""
        if words.strip():
            self.lines.extend(line.strip() for line in (label + words).split("\n"))

    def _inline(self, parent: Element, boxes: list[Element]) -> Iterator[str]:
        for node in parent:
            if node.tag in (f"{W}del", f"{W}moveFrom", f"{W}ins", f"{W}moveTo"):
                self.has_changes = True
            if node.tag in _SKIPPED or (node.tag == f"{W}r" and is_on(child(child(node, "rPr"), "vanish"))):
                continue
            if node.tag in _NOTE_REFERENCES:
                self.notes.append((_NOTE_REFERENCES[node.tag], node.get(f"{W}id", "")))
                yield f"［注{len(self.notes)}］"
            elif node.tag == f"{W}fldChar":
                self._turn_field(node.get(f"{W}fldCharType", ""))
            elif node.tag == f"{W}txbxContent":
                boxes.append(node)
            elif node.tag == f"{MC}AlternateContent":
                yield from self._inline(_preferred(node), boxes)
            elif len(node):
                yield from self._inline(node, boxes)
            elif all(self._fields):
                yield _words(node)

    def _turn_field(self, turn: str) -> None:
        if turn == "begin":
            self._fields.append(False)
        elif self._fields and turn == "separate":
            self._fields[-1] = True
        elif self._fields and turn == "end":
            self._fields.pop()

    def _read_table(self, table: Element) -> None:
        self._put("")
        rows: list[tuple[str, ...]] = []
        for row in _rows(table):
            rows.append(self._read_row(row, rows[-1] if rows else ()))
        self.lines.extend(table_lines(tuple(rows)))
        self.tables.append(tuple(rows))

    def _read_row(self, row: Element, above: tuple[str, ...]) -> tuple[str, ...]:
        """Return the row's cells; one merged downwards is repeated in every row it spans, so that each says it."""
        cells = [""] * _columns(child(child(row, "trPr"), "gridBefore"), 0)
        for cell in _cells(row):
            properties = child(cell, "tcPr")
            merge = child(properties, "vMerge")
            text = self._cell_text(cell)
            continues = merge is not None and value(merge) != "restart"
            place = len(cells)
            cells.append(above[place] if continues and not text and place < len(above) else text)
            cells.extend([""] * (_columns(child(properties, "gridSpan"), 1) - 1))
        return tuple(cells)

    def _cell_text(self, cell: Element) -> str:
        inner = Body(self.numbering, notes=self.notes)
        inner.read(cell)
        self.has_changes |= inner.has_changes
        self.has_boxes |= inner.has_boxes
        return "\n".join(line for line in inner.lines if line)


def _words(node: Element) -> str:
    """Return what a leaf of the text stands for."""
    if node.tag == f"{W}t":
        return node.text or ""
    if node.tag == f"{W}sym":
        return _SYMBOLS.get(node.get(f"{W}char", "")[-2:].upper(), "")
    return _PLAIN.get(node.tag, "")


def _end_is_struck(paragraph: Element) -> bool:
    mark = child(child(paragraph, "pPr"), "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _columns(count: Element | None, default: int) -> int:
    return min(int(value(count) or default), _MOST_COLUMNS)


def _rows(table: Element) -> Iterator[Element]:
    for node in table:
        if node.tag == f"{W}tr":
            if child(child(node, "trPr"), "del") is None:
                yield node
        elif node.tag in _WRAPPERS:
            yield from _rows(node)


def _cells(row: Element) -> Iterator[Element]:
    for node in row:
        if node.tag == f"{W}tc":
            if child(child(node, "tcPr"), "cellDel") is None:
                yield node
        elif node.tag in _WRAPPERS:
            yield from _cells(node)


def _preferred(alternatives: Element) -> Element:
    """Return one of the equal alternatives, so that no words are read twice."""
    choice = alternatives.find(f"{MC}Choice")
    fallback = alternatives.find(f"{MC}Fallback")
    return next(found for found in (choice, fallback, alternatives) if found is not None)
