"""Keep figures recognisable inside a Word file: a bookmark around each, and a list of their sources.

The list is a custom XML part, so an edited file that comes back can be checked figure by figure.
"""

from xml.etree import ElementTree

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.text.paragraph import Paragraph as WordParagraph

from gongjian.engines.officialdoc.model import FigureRun, Run
from gongjian.engines.officialdoc.word_xml import element, fonts, set_property

NAMESPACE = "urn:gongjian:figures:1"
"""Of the part that lists figures; readers.docx knows it too."""


class FigureMarks:
    """The figures written so far, in order."""

    def __init__(self) -> None:
        self._figures: list[FigureRun] = []

    def add_runs(self, paragraph: WordParagraph, runs: tuple[Run, ...], font: str | None) -> None:
        """Write runs at the end of a paragraph, in another font than its style's if one is given."""
        for run in runs:
            if isinstance(run, FigureRun):
                self._figures.append(run)
                order = len(self._figures)
                mark = {"w:id": order, "w:name": f"figure_{order}"}
                paragraph._p.append(element("w:bookmarkStart", mark))
            written = paragraph.add_run(run if isinstance(run, str) else run.text)
            if font:
                set_property(written._r.get_or_add_rPr(), fonts(font))
            if isinstance(run, FigureRun):
                paragraph._p.append(element("w:bookmarkEnd", {"w:id": len(self._figures)}))

    def attach(self, word: Document) -> None:
        """Write the list of figures into the file; a file without figures gets none."""
        if not self._figures:
            return
        root = ElementTree.Element(f"{{{NAMESPACE}}}figures")
        for order, figure in enumerate(self._figures, start=1):
            attributes = {"bookmark": f"figure_{order}", "ref": figure.ref, "text": figure.text}
            ElementTree.SubElement(root, f"{{{NAMESPACE}}}figure", attributes)
        blob = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        part = Part(PackURI("/customXml/figures.xml"), "application/xml", blob, word.part.package)
        word.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
