"""Set paper, margins, grid and page numbers of a Word file."""

from docx.document import Document
from docx.oxml.ns import qn
from docx.section import _Footer
from docx.shared import Mm

from gongjian.engines.officialdoc.layout import PageLayout
from gongjian.engines.officialdoc.word_styles import PAGE_NUMBER, style_specs
from gongjian.engines.officialdoc.word_xml import element, indent, page_field, set_property, twips

_WORD_2013 = "15"
"""The newest layout rules that Word has a number for."""


def set_page(word: Document, layout: PageLayout) -> None:
    """Set A4, the standard's margins and the grid of 22 lines.

    The 28 characters of a line come from the styles' letter spacing: a grid of cells narrower than
    the letters is read by some programs as two cells a letter.
    """
    section = word.sections[0]
    section.page_width, section.page_height = Mm(layout.width_mm), Mm(layout.height_mm)
    section.top_margin, section.bottom_margin = Mm(layout.top_mm), Mm(layout.bottom_mm)
    section.left_margin, section.right_margin = Mm(layout.left_mm), Mm(layout.right_mm)
    section.header_distance = Mm(15)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    pitch = int(layout.line_pitch_pt * 20)
    properties.append(element("w:docGrid", {"w:type": "lines", "w:linePitch": pitch}))


def set_compatibility(word: Document) -> None:
    """Ask for the present layout rules; without this Word opens the file in its compatibility mode."""
    for setting in word.settings.element.findall(f".//{qn('w:compatSetting')}"):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)


def add_page_numbers(word: Document, layout: PageLayout) -> None:
    """Number pages — 1 —, odd at the right and even at the left, one character in, 7 mm below the text."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    half_line_mm = style_specs(layout)[PAGE_NUMBER].pitch_pt / 2 * 25.4 / 72
    section.footer_distance = Mm(layout.bottom_mm - layout.page_number_drop_mm - half_line_mm)
    _fill_footer(word, section.footer, layout, side="right")
    _fill_footer(word, section.even_page_footer, layout, side="left")


def _fill_footer(word: Document, footer: _Footer, layout: PageLayout, side: str) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = word.styles[PAGE_NUMBER]
    properties = paragraph._p.get_or_add_pPr()
    is_right = side == "right"
    set_property(properties, indent(layout.small_pt, left=0 if is_right else 1, right=1 if is_right else 0))
    set_property(properties, element("w:jc", {"w:val": side}))
    paragraph.add_run("— ")
    for part in page_field():
        paragraph.add_run()._r.append(part)
    paragraph.add_run(" —")


def text_width_twips(layout: PageLayout) -> int:
    """Return the width of the text area in twips."""
    return twips(layout.text_width_mm * 72 / 25.4)
