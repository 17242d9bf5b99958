"""Walk the body of a Word file in reading order: paragraphs, tables, text boxes, accepted changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from gongjian.readers.docx.names import MC, W, child, is_on, value
from gongjian.readers.docx.numbering import Numbering
from gongjian.readers.result import TableRows, table_lines

_SKIPPED = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sectPr")
)
_PLAIN = {
    f"{W}tab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_MOST_COLUMNS = 63
"""Of a Word table; a file that claims more is not followed."""
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

    def _read_paragraph(self, paragraph: Element) -> None:
        boxes: list[Element] = []
        text = self._carried + self._paragraph_text(paragraph, boxes)
        self._carried = ""
        mark = child(child(paragraph, "pPr"), "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self.has_changes = True
            self._carried = text  # its end was struck out, so the next paragraph goes on with it
        else:
            self.lines.extend(line.strip() for line in text.split("\n"))
        for box in boxes:
            self.has_boxes = True
            self.read(box)

    def _paragraph_text(self, paragraph: Element, boxes: list[Element]) -> str:
        words = "".join(self._inline(paragraph, boxes))
        if not words.strip():
            return ""
        return self.numbering.label(paragraph) + words

    def _inline(self, parent: Element, boxes: list[Element]) -> Iterator[str]:
        for node in parent:
            if node.tag in (f"{W}del", f"{W}moveFrom", f"{W}ins", f"{W}moveTo"):
                self.has_changes = True
            if node.tag in _SKIPPED or (node.tag == f"{W}r" and is_on(child(child(node, "rPr"), "vanish"))):
                continue
            if node.tag == f"{W}t":
                yield node.text or ""
            elif node.tag in _PLAIN:
                yield _PLAIN[node.tag]
            elif node.tag in _NOTE_REFERENCES:
                self.notes.append((_NOTE_REFERENCES[node.tag], node.get(f"{W}id", "")))
                yield f"［注{len(self.notes)}］"
            elif node.tag == f"{W}txbxContent":
                boxes.append(node)
            elif node.tag == f"{MC}AlternateContent":
                yield from self._inline(_preferred(node), boxes)
            else:
                yield from self._inline(node, boxes)

    def _read_table(self, table: Element) -> None:
        rows: list[tuple[str, ...]] = []
        for row in _rows(table):
            rows.append(self._read_row(row, rows[-1] if rows else ()))
        self.lines.extend(table_lines(tuple(rows)))
        self.tables.append(tuple(rows))

    def _read_row(self, row: Element, above: tuple[str, ...]) -> tuple[str, ...]:
        """Return the row's cells; one merged downwards is repeated in every row it spans, so that each says it."""
        cells: list[str] = []
        for cell in _cells(row):
            properties = child(cell, "tcPr")
            merge = child(properties, "vMerge")
            text = self._cell_text(cell)
            continues = merge is not None and value(merge) != "restart"
            place = len(cells)
            cells.append(above[place] if continues and not text and place < len(above) else text)
            span = min(int(value(child(properties, "gridSpan")) or 1), _MOST_COLUMNS)
            cells.extend([""] * (span - 1))
        return tuple(cells)

    def _cell_text(self, cell: Element) -> str:
        inner = Body(self.numbering, notes=self.notes)
        inner.read(cell)
        self.has_changes |= inner.has_changes
        return "\n".join(line for line in inner.lines if line)


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
            yield node
        elif node.tag in _WRAPPERS:
            yield from _cells(node)


def _preferred(alternatives: Element) -> Element:
    """Return one of the equal alternatives, so that no words are read twice."""
    choice = alternatives.find(f"{MC}Choice")
    fallback = alternatives.find(f"{MC}Fallback")
    return next(found for found in (choice, fallback, alternatives) if found is not None)
