"""Write a document as an editable Word file, page and grid exactly as the standard has them.

Three bounds of the format: Word decides page breaks, so whether the imprint falls on an even page is left
to the person who prints; fonts are named, not embedded; and the line is 28.95 pt, not 29, because 22 lines
of 29 pt are a quarter of a millimetre too tall for the page and Word would drop the last one.
"""

import io
import zipfile
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from gongjian.engines.officialdoc.compose import HEAD_MARK_ROLES, IMPRINT_ROLES, Piece, Role, compose
from gongjian.engines.officialdoc.layout import (
    OFFICE_FONTS,
    Face,
    PageLayout,
    layout_on,
    points,
    text_width_chars,
)
from gongjian.engines.officialdoc.model import OfficialDocument
from gongjian.engines.officialdoc.qrcode import QR_MM, qr_png
from gongjian.engines.officialdoc.redhead import fit_red_head
from gongjian.engines.officialdoc.word_figures import FigureMarks
from gongjian.engines.officialdoc.word_fonts import name_stand_ins
from gongjian.engines.officialdoc.word_imprint import add_imprint
from gongjian.engines.officialdoc.word_page import add_page_numbers, set_compatibility, set_page
from gongjian.engines.officialdoc.word_styles import add_styles, style_specs
from gongjian.engines.officialdoc.word_tables import add_ruled_table
from gongjian.engines.officialdoc.word_xml import (
    border,
    element,
    exact_line,
    fonts,
    indent,
    set_property,
    twips,
)

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_HEADING_ROLES = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)


def render_docx(document: OfficialDocument) -> bytes:
    """Return the .docx; equal documents give equal bytes.

    Each figure lies in a bookmark, and a part of the file lists which bookmark holds which figure.
    Raises EngineInputError for tables of uneven rows and for headings outside levels 1 to 4.
    """
    layout = layout_on(document.issued_on)
    pieces = compose(document)
    writer = _Writer(document, layout)
    for piece in pieces:
        writer.add(piece, pieces)
    imprint = [piece for piece in pieces if piece.role in IMPRINT_ROLES]
    if imprint:
        add_imprint(writer.word, imprint, layout)
    writer.figures.attach(writer.word)
    return _packed(writer.word)


class _Writer:
    """A Word file in the making."""

    def __init__(self, document: OfficialDocument, layout: PageLayout) -> None:
        self.layout = layout
        self.red_head = document.red_head
        self.figures = FigureMarks()
        self.word: Document = docx.Document()
        self._styles = style_specs(layout)
        self._breaks_next = False
        set_page(self.word, layout)
        set_compatibility(self.word)
        add_styles(self.word, layout)
        name_stand_ins(self.word)
        add_page_numbers(self.word, layout)
        _describe(self.word, document)

    def add(self, piece: Piece, pieces: tuple[Piece, ...]) -> None:
        """Write one piece at the end; the imprint is written when the text is complete."""
        if piece.role is Role.PAGE_BREAK:
            self._breaks_next = True
        elif piece.role is Role.TABLE and piece.table:
            add_ruled_table(self.word, piece.table, self.layout, self.figures, keep_whole=piece.keep_whole)
        elif piece.role is Role.QR_CODE:
            self._add_code(piece)
        elif piece.role not in IMPRINT_ROLES:
            paragraph = self.word.add_paragraph(style=self._styles[piece.role].name)
            paragraph.paragraph_format.keep_with_next = piece.keep_next or None
            paragraph.paragraph_format.page_break_before = self._breaks_next or None
            self._breaks_next = False
            self._fill(paragraph, piece, pieces)

    def _add_code(self, piece: Piece) -> None:
        """Set the picture of a code on a line of its own height, not on the grid, which would cut it off."""
        paragraph = self.word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.paragraph_format.keep_with_next = piece.keep_next or None
        paragraph.add_run().add_picture(io.BytesIO(qr_png(piece.qr_address)), width=Mm(QR_MM))

    def _fill(self, paragraph: WordParagraph, piece: Piece, pieces: tuple[Piece, ...]) -> None:
        properties = paragraph._p.get_or_add_pPr()
        if piece.role is Role.RED_HEAD:
            self._fill_red_head(paragraph, sum(other.role in HEAD_MARK_ROLES for other in pieces))
        elif piece.role is Role.RED_RULE:
            line = border("bottom", self.layout.red_rule_mm, self.layout.red)
            set_property(properties, element("w:pBdr", None, line))
        elif piece.role is Role.DOC_NUMBER and piece.trailing:
            self._fill_number_and_signer(paragraph, piece)
        else:
            self._fill_text(paragraph, piece)

    def _fill_text(self, paragraph: WordParagraph, piece: Piece) -> None:
        properties = paragraph._p.get_or_add_pPr()
        if piece.left_chars or piece.right_chars:
            char_pt = self.layout.char_pitch_pt
            hang = -piece.hanging_chars
            set_property(
                properties, indent(char_pt, left=piece.left_chars, right=piece.right_chars, first=hang)
            )
        if piece.label:
            is_shorter = (
                text_width_chars(piece.label) < piece.hanging_chars
            )  # else the text follows by itself
            paragraph.add_run(piece.label + ("\t" if is_shorter else ""))
        if piece.lead:
            paragraph.add_run(piece.lead)
        is_run_in = piece.role in _HEADING_ROLES and bool(piece.runs)
        self.figures.add_runs(paragraph, piece.runs, OFFICE_FONTS[Face.FANG] if is_run_in else None)

    def _fill_red_head(self, paragraph: WordParagraph, lines_above: int) -> None:
        size_pt, percent = fit_red_head(self.red_head, self.layout)
        drop_pt = points(self.layout.red_head_drop_mm) - lines_above * self.layout.line_pitch_pt
        set_property(paragraph._p.get_or_add_pPr(), exact_line(size_pt, before_pt=drop_pt))
        run = paragraph.add_run(self.red_head)
        run.font.size = Pt(int(size_pt * 2) / 2)
        set_property(run._r.get_or_add_rPr(), element("w:w", {"w:val": percent}))

    def _fill_number_and_signer(self, paragraph: WordParagraph, piece: Piece) -> None:
        properties = paragraph._p.get_or_add_pPr()
        char_pt = self.layout.char_pitch_pt
        end = twips(points(self.layout.text_width_mm) - char_pt)
        set_property(properties, element("w:tabs", None, element("w:tab", {"w:val": "right", "w:pos": end})))
        set_property(properties, indent(char_pt, left=1))
        set_property(properties, element("w:jc", {"w:val": "left"}))
        self.figures.add_runs(paragraph, piece.runs, None)
        label, _, names = piece.trailing.partition("：")
        paragraph.add_run(f"\t{label}：")
        set_property(paragraph.add_run(names)._r.get_or_add_rPr(), fonts(OFFICE_FONTS[Face.KAI]))


def _describe(word: Document, document: OfficialDocument) -> None:
    """Fill the file's properties from the document: the engine has no clock and knows no user."""
    layout = layout_on(document.issued_on)
    made_on = document.issued_on or layout.effective_on
    properties = word.core_properties
    properties.title = document.title.replace("\n", "")
    properties.author = "、".join(document.issuers)
    properties.comments = layout.citation
    properties.last_modified_by = ""
    properties.created = properties.modified = datetime(made_on.year, made_on.month, made_on.day)


def _packed(word: Document) -> bytes:
    """Save and pack again without the hour of packing, so that equal documents have equal bytes."""
    loose, packed = io.BytesIO(), io.BytesIO()
    word.save(loose)
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return packed.getvalue()
