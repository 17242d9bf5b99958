"""Small pieces of WordprocessingML that python-docx has no call for. Lengths are twips (1/20 pt)."""

from collections.abc import Mapping

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

TWIPS_PER_POINT = 20
_PARAGRAPH_ORDER_TEXT = """
w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:framePr w:widowControl w:numPr w:suppressLineNumbers
w:pBdr w:shd w:tabs w:suppressAutoHyphens w:kinsoku w:wordWrap w:overflowPunct w:topLinePunct
w:autoSpaceDE w:autoSpaceDN w:bidi w:adjustRightInd w:snapToGrid w:spacing w:ind w:contextualSpacing
w:mirrorIndents w:suppressOverlap w:jc w:textDirection w:textAlignment w:textboxTightWrap w:outlineLvl
w:divId w:cnfStyle w:rPr w:sectPr w:pPrChange
"""
_RUN_ORDER_TEXT = """
w:rStyle w:rFonts w:b w:bCs w:i w:iCs w:caps w:smallCaps w:strike w:dstrike w:outline w:shadow w:emboss
w:imprint w:noProof w:snapToGrid w:vanish w:webHidden w:color w:spacing w:w w:kern w:position w:sz w:szCs
w:highlight w:u w:effect w:bdr w:shd w:fitText w:vertAlign w:rtl w:cs w:em w:lang w:eastAsianLayout
w:specVanish w:oMath
"""
_ORDERS = {"w:pPr": tuple(_PARAGRAPH_ORDER_TEXT.split()), "w:rPr": tuple(_RUN_ORDER_TEXT.split())}
"""The schema's order of properties; Word refuses a file that breaks it."""


def twips(length_pt: float) -> int:
    """Turn points into whole twips."""
    return round(length_pt * TWIPS_PER_POINT)


def element(
    tag: str, attributes: Mapping[str, object] | None = None, *children: BaseOxmlElement
) -> BaseOxmlElement:
    """Make an element; attribute names carry their prefix, as in "w:val"."""
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), str(value))
    made.extend(children)
    return made


def set_property(properties: BaseOxmlElement, made: BaseOxmlElement) -> None:
    """Put a property of a paragraph or a run where the schema wants it, in place of an older one."""
    for old in properties.findall(made.tag):
        properties.remove(old)
    order = next([qn(name) for name in names] for tag, names in _ORDERS.items() if qn(tag) == properties.tag)
    rank = order.index(made.tag)
    later = [child for child in properties if child.tag in order and order.index(child.tag) > rank]
    if later:
        later[0].addprevious(made)
    else:
        properties.append(made)


def exact_line(pitch_pt: float, before_pt: float = 0) -> BaseOxmlElement:
    """Return line spacing of a fixed height, cut down to whole twips so that 22 lines still fit."""
    return element(
        "w:spacing",
        {
            "w:before": twips(before_pt),
            "w:after": 0,
            "w:line": int(pitch_pt * TWIPS_PER_POINT),
            "w:lineRule": "exact",
        },
    )


def indent(char_pt: float, *, left: float = 0, right: float = 0, first: float = 0) -> BaseOxmlElement:
    """Return an indent in characters, with its twips for programs that do not count characters.

    `first` is the first line's indent; a negative one hangs.
    """
    attributes: dict[str, object] = {}
    for name, count in (
        ("left", left),
        ("right", right),
        ("firstLine" if first >= 0 else "hanging", abs(first)),
    ):
        attributes[f"w:{name}Chars"] = round(count * 100)
        attributes[f"w:{name}"] = twips(count * char_pt)
    return element("w:ind", attributes)


def fonts(name: str) -> BaseOxmlElement:
    """Name one font for every script; w:eastAsia is the one that Chinese text obeys."""
    return element("w:rFonts", {f"w:{script}": name for script in ("ascii", "hAnsi", "eastAsia", "cs")})


def border(edge: str, width_mm: float, color: str = "000000", space_pt: int = 0) -> BaseOxmlElement:
    """Return one border line; Word counts its width in eighths of a point."""
    eighths = round(width_mm * 72 / 25.4 * 8)
    return element(f"w:{edge}", {"w:val": "single", "w:sz": eighths, "w:space": space_pt, "w:color": color})


def page_field() -> tuple[BaseOxmlElement, ...]:
    """Return the parts of a PAGE field, each for a run of its own."""
    code = element("w:instrText", {"xml:space": "preserve"})
    code.text = " PAGE "
    shown = element("w:t")
    shown.text = "1"
    marks = [element("w:fldChar", {"w:fldCharType": kind}) for kind in ("begin", "separate", "end")]
    return (marks[0], code, marks[1], shown, marks[2])
