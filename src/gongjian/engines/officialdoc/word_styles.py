"""Named paragraph styles for every role, so that an office can go on editing the Word file by style."""

from dataclasses import dataclass
from math import floor

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from gongjian.engines.officialdoc.compose import Role
from gongjian.engines.officialdoc.layout import OFFICE_FONTS, Face, PageLayout
from gongjian.engines.officialdoc.word_xml import (
    TWIPS_PER_POINT,
    element,
    exact_line,
    fonts,
    indent,
    set_property,
)


@dataclass(frozen=True, slots=True)
class StyleSpec:
    """One style: typeface, size, place and, for headings, its level in the navigation pane."""

    name: str
    face: Face
    size_pt: float
    pitch_pt: float
    align: str = "both"
    first_chars: float = 0
    outline: int | None = None
    is_red: bool = False


PAGE_NUMBER = "公文页码"
TABLE_TEXT = "公文表格"


def style_specs(layout: PageLayout) -> dict[str, StyleSpec]:
    """Return the styles by role (and the two that have no role, by name)."""
    body, pitch = layout.body_pt, layout.line_pitch_pt
    small, small_pitch = layout.small_pt, layout.small_pt + 8
    return {
        Role.COPY_NUMBER: StyleSpec("公文份号", Face.FANG, body, pitch, "left"),
        Role.URGENCY: StyleSpec("公文紧急程度", Face.HEI, body, pitch, "left"),
        Role.RED_HEAD: StyleSpec(
            "公文红头", Face.TITLE, layout.red_head_min_pt, layout.red_head_min_pt, "center", is_red=True
        ),
        Role.DOC_NUMBER: StyleSpec("公文文号", Face.FANG, body, pitch, "center"),
        Role.RED_RULE: StyleSpec("公文红线", Face.FANG, 1, 6, "left"),
        Role.BLANK: StyleSpec("公文空行", Face.FANG, body, pitch, "left"),
        Role.TITLE: StyleSpec("公文标题", Face.TITLE, layout.title_pt, layout.title_pitch_pt, "center"),
        Role.ADDRESSEE: StyleSpec("公文主送", Face.FANG, body, pitch, "left"),
        Role.HEADING_1: StyleSpec("公文一级标题", Face.HEI, body, pitch, first_chars=2, outline=0),
        Role.HEADING_2: StyleSpec("公文二级标题", Face.KAI, body, pitch, first_chars=2, outline=1),
        Role.HEADING_3: StyleSpec("公文三级标题", Face.FANG, body, pitch, first_chars=2, outline=2),
        Role.HEADING_4: StyleSpec("公文四级标题", Face.FANG, body, pitch, first_chars=2, outline=3),
        Role.BODY: StyleSpec("公文正文", Face.FANG, body, pitch, first_chars=2),
        Role.TABLE_CAPTION: StyleSpec("公文表题", Face.HEI, body, pitch, "center"),
        Role.ATTACHMENT_LIST: StyleSpec("公文附件说明", Face.FANG, body, pitch, "left"),
        Role.SIGNATURE: StyleSpec("公文署名", Face.FANG, body, pitch, "right"),
        Role.DATE: StyleSpec("公文日期", Face.FANG, body, pitch, "right"),
        Role.NOTES: StyleSpec("公文附注", Face.FANG, body, pitch, first_chars=2),
        Role.ATTACHMENT_LABEL: StyleSpec("公文附件序号", Face.HEI, body, pitch, "left"),
        Role.COPY_TO: StyleSpec("公文抄送", Face.FANG, small, small_pitch),
        Role.PRINTED: StyleSpec("公文印发", Face.FANG, small, small_pitch, "left"),
        PAGE_NUMBER: StyleSpec(PAGE_NUMBER, Face.SONG, small, 20, "left"),
        TABLE_TEXT: StyleSpec(TABLE_TEXT, Face.FANG, layout.table_pt, layout.table_pitch_pt, "center"),
    }


def add_styles(document: Document, layout: PageLayout) -> None:
    """Write the styles into a new Word file and make its default text that of the standard."""
    _reset_normal(document, layout)
    for spec in style_specs(layout).values():
        style = document.styles.add_style(spec.name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = document.styles["Normal"]
        style.font.size = Pt(spec.size_pt)
        if spec.is_red:
            style.font.color.rgb = RGBColor.from_string(layout.red)
        _set_fonts(style, spec.face)
        properties = style.element.get_or_add_pPr()
        set_property(properties, exact_line(spec.pitch_pt))
        set_property(properties, element("w:jc", {"w:val": spec.align}))
        if spec.first_chars:
            set_property(properties, indent(layout.char_pitch_pt, first=spec.first_chars))
        if spec.size_pt == layout.body_pt:
            spacing = element("w:spacing", {"w:val": _letter_spacing(layout)})
            set_property(style.element.get_or_add_rPr(), spacing)
        if spec.outline is not None:
            set_property(properties, element("w:outlineLvl", {"w:val": spec.outline}))


def _letter_spacing(layout: PageLayout) -> int:
    """Return the letter spacing in twips, negative, that lets 28 characters into a line."""
    return floor((layout.char_pitch_pt - layout.body_pt) * TWIPS_PER_POINT)


def _set_fonts(style: ParagraphStyle, face: Face) -> None:
    set_property(style.element.get_or_add_rPr(), fonts(OFFICE_FONTS[face]))


def _reset_normal(document: Document, layout: PageLayout) -> None:
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.size = Pt(layout.body_pt)
    _set_fonts(normal, Face.FANG)
    for size in document.styles.element.xpath("w:docDefaults//w:sz | w:docDefaults//w:szCs"):
        size.set(qn("w:val"), str(round(layout.body_pt * 2)))  # the grid's cell is measured from this size
    set_property(normal.element.rPr, element("w:lang", {"w:val": "en-US", "w:eastAsia": "zh-CN"}))
    properties = normal.element.get_or_add_pPr()
    # Lines and letters have fixed sizes: what Word adds or moves by itself would break the grid.
    for name in ("w:widowControl", "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):
        set_property(properties, element(name, {"w:val": 0}))
    set_property(properties, exact_line(layout.line_pitch_pt))
