"""Write official documents by the national layout standard: model, form check, Word, PDF and page pieces."""

from gongjian.engines.officialdoc.check import STATUTORY_KINDS, find_problems
from gongjian.engines.officialdoc.compose import IMPRINT_ROLES, Piece, Role, compose
from gongjian.engines.officialdoc.fonts import FontsMissingError
from gongjian.engines.officialdoc.layout import LAYOUTS, PageLayout, layout_on
from gongjian.engines.officialdoc.model import (
    Attachment,
    FigureRun,
    Heading,
    OfficialDocument,
    Paragraph,
    QrCode,
    Table,
    Urgency,
    list_figures,
)
from gongjian.engines.officialdoc.numerals import (
    chinese_numeral,
    format_date,
    format_doc_number,
    heading_number,
)
from gongjian.engines.officialdoc.title import balance_title
from gongjian.engines.officialdoc.typeset import font_substitutions, render_pdf, render_typst_source
from gongjian.engines.officialdoc.word import render_docx

__all__ = [
    "IMPRINT_ROLES",
    "LAYOUTS",
    "STATUTORY_KINDS",
    "Attachment",
    "FigureRun",
    "FontsMissingError",
    "Heading",
    "OfficialDocument",
    "PageLayout",
    "Paragraph",
    "Piece",
    "QrCode",
    "Role",
    "Table",
    "Urgency",
    "balance_title",
    "chinese_numeral",
    "compose",
    "find_problems",
    "font_substitutions",
    "format_date",
    "format_doc_number",
    "heading_number",
    "layout_on",
    "list_figures",
    "render_docx",
    "render_pdf",
    "render_typst_source",
]
