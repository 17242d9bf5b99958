"""Write ruled tables into a Word file."""

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table as WordTable
from docx.table import _Cell

from gongjian.engines.officialdoc.layout import OFFICE_FONTS, Face, PageLayout
from gongjian.engines.officialdoc.model import Run, Table, cell_runs
from gongjian.engines.officialdoc.tables import column_aligns, column_widths
from gongjian.engines.officialdoc.word_figures import FigureMarks
from gongjian.engines.officialdoc.word_page import text_width_twips
from gongjian.engines.officialdoc.word_styles import TABLE_TEXT
from gongjian.engines.officialdoc.word_xml import border, element, set_property, twips

_RULE_MM = 0.18
_LEAST_ROWS = 2
"""Rows that stand under the head before a page may end, the head counted."""


def add_ruled_table(
    word: Document, table: Table, layout: PageLayout, figures: FigureMarks, *, keep_whole: bool
) -> None:
    """Add a table as wide as the text; its head is repeated on every page and no row is split."""
    widths = [round(share * text_width_twips(layout)) for share in column_widths(table)]
    aligns = column_aligns(table)
    made = word.add_table(rows=0, cols=len(widths))
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    _shape(made, widths, [border(edge, _RULE_MM) for edge in edges], twips(layout.table_cell_pt))
    kept = len(table.rows) if keep_whole else _LEAST_ROWS
    head: tuple[tuple[Run, ...], ...] = tuple((name,) for name in table.header)
    for order, row in enumerate([head, *(tuple(map(cell_runs, row)) for row in table.rows)]):
        cells = made.add_row()
        row_properties = cells._tr.get_or_add_trPr()
        row_properties.append(element("w:cantSplit"))
        if order == 0:
            row_properties.append(element("w:tblHeader"))
        for cell, runs, width, align in zip(cells.cells, row, widths, aligns, strict=True):
            font = OFFICE_FONTS[Face.HEI] if order == 0 else None
            _fill_cell(word, cell, width, "center" if order == 0 else align)
            cell.paragraphs[0].paragraph_format.keep_with_next = order < kept or None
            figures.add_runs(cell.paragraphs[0], runs, font)


def _fill_cell(word: Document, cell: _Cell, width: int, align: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    for old in list(properties):
        properties.remove(old)
    properties.append(element("w:tcW", {"w:w": width, "w:type": "dxa"}))
    properties.append(element("w:vAlign", {"w:val": "center"}))
    paragraph = cell.paragraphs[0]
    paragraph.style = word.styles[TABLE_TEXT]
    set_property(paragraph._p.get_or_add_pPr(), element("w:jc", {"w:val": align}))


def _shape(made: WordTable, widths: list[int], edges: list[BaseOxmlElement], room: int) -> None:
    """Give a table fixed column widths, its rules and the room inside its cells."""
    properties = made._tbl.tblPr
    for old in list(properties):
        properties.remove(old)
    margins = [
        element(f"w:{edge}", {"w:w": room, "w:type": "dxa"}) for edge in ("top", "left", "bottom", "right")
    ]
    properties.append(element("w:tblW", {"w:w": sum(widths), "w:type": "dxa"}))
    properties.append(element("w:tblBorders", None, *edges))
    properties.append(element("w:tblLayout", {"w:type": "fixed"}))
    properties.append(element("w:tblCellMar", None, *margins))
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}w", str(width))
