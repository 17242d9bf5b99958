"""Write the imprint (版记) at the foot of a Word file's last page.

It is a text box on the lower edge of the text area: some programs set a floating table or frame as wide
as the text in the flow, while a text box stays at the foot in Word, WPS and LibreOffice.
"""

from collections.abc import Sequence
from math import ceil

from docx.document import Document
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from gongjian.engines.officialdoc.compose import Piece, Role
from gongjian.engines.officialdoc.layout import PageLayout, points, text_width_chars
from gongjian.engines.officialdoc.model import plain_text
from gongjian.engines.officialdoc.word_page import text_width_twips
from gongjian.engines.officialdoc.word_styles import style_specs
from gongjian.engines.officialdoc.word_xml import border, element, exact_line, indent, set_property

_RULE_PITCH_PT = 4
_EMU_PER_POINT = 12700
_BOX = """
<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<mc:Choice Requires="wps"><w:drawing>
 <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"
  layoutInCell="1" allowOverlap="0">
  <wp:simplePos x="0" y="0"/>
  <wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
  <wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
  <wp:extent/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
  <wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/>
  <a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
   <wps:cNvSpPr txBox="1"/>
   <wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext/></a:xfrm>
    <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
   <wps:txbx><w:txbxContent/></wps:txbx>
   <wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>
  </wps:wsp></a:graphicData></a:graphic>
 </wp:anchor>
</w:drawing></mc:Choice></mc:AlternateContent>"""


def add_imprint(word: Document, pieces: Sequence[Piece], layout: PageLayout) -> None:
    """Add the lines with a rule above each and one below; outer rules are thicker than inner ones.

    The rules are paragraphs of their own, since a border is as narrow as its paragraph's indents.
    """
    anchor = word.add_paragraph()
    set_property(anchor._p.get_or_add_pPr(), exact_line(1))
    box = parse_xml(_BOX)
    height_pt = _RULE_PITCH_PT * (len(pieces) + 1) + sum(_height_pt(piece, layout) for piece in pieces)
    for size in box.iter("{*}extent", "{*}ext"):
        size.set("cx", str(round(points(layout.text_width_mm) * _EMU_PER_POINT)))
        size.set("cy", str(round(height_pt * _EMU_PER_POINT)))
    content = next(box.iter("{*}txbxContent"))
    for order, piece in enumerate(pieces):
        content.append(_rule(word, layout.imprint_inner_mm if order else layout.imprint_outer_mm))
        content.append(_line(word, piece, layout))
    content.append(_rule(word, layout.imprint_outer_mm))
    anchor.add_run()._r.append(box)


def _height_pt(piece: Piece, layout: PageLayout) -> float:
    room = points(layout.text_width_mm) / layout.small_pt - piece.left_chars - piece.right_chars
    lines = ceil(text_width_chars(plain_text(piece.runs)) / room) if piece.role is Role.COPY_TO else 1
    return lines * style_specs(layout)[piece.role].pitch_pt


def _rule(word: Document, width_mm: float) -> BaseOxmlElement:
    paragraph = word.add_paragraph()._p
    properties = paragraph.get_or_add_pPr()
    set_property(properties, element("w:pBdr", None, border("bottom", width_mm)))
    set_property(properties, exact_line(_RULE_PITCH_PT))
    properties.append(element("w:rPr", None, element("w:sz", {"w:val": 2})))
    return paragraph


def _line(word: Document, piece: Piece, layout: PageLayout) -> BaseOxmlElement:
    paragraph = word.add_paragraph(style=style_specs(layout)[piece.role].name)
    properties = paragraph._p.get_or_add_pPr()
    size = layout.small_pt
    if piece.role is Role.PRINTED:
        end = text_width_twips(layout) - round(piece.right_chars * size * 20)
        set_property(properties, element("w:tabs", None, element("w:tab", {"w:val": "right", "w:pos": end})))
        set_property(properties, indent(size, left=piece.left_chars))
    else:
        hang = -piece.hanging_chars
        set_property(properties, indent(size, left=piece.left_chars, right=piece.right_chars, first=hang))
    trailing = f"\t{piece.trailing}" if piece.trailing else ""
    paragraph.add_run(piece.label + plain_text(piece.runs) + trailing)
    return paragraph._p
