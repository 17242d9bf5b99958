"""Tell Word which fonts may stand in for the standard's where an office computer lacks them."""

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml.parser import parse_xml

from gongjian.engines.officialdoc.layout import OFFICE_FONTS, Face
from gongjian.engines.officialdoc.word_xml import element

_STAND_INS = {
    Face.FANG: "仿宋,FangSong,FandolFang R,Noto Serif CJK SC",
    Face.HEI: "SimHei,Noto Sans CJK SC",
    Face.KAI: "楷体,KaiTi,LXGW WenKai,Noto Serif CJK SC",
    Face.TITLE: "小标宋体,华文中宋,STZhongsong,Noto Serif CJK SC",
    Face.SONG: "SimSun,Noto Serif CJK SC",
}
_GB2312_CHARSET = "86"
_XML_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def name_stand_ins(word: Document) -> None:
    """Write the font table: each font of the standard with its stand-ins, best first."""
    root = parse_xml(f"<w:fonts {_XML_NAMESPACE}/>")
    for face, name in OFFICE_FONTS.items():
        root.append(
            element(
                "w:font",
                {"w:name": name},
                element("w:altName", {"w:val": _STAND_INS[face]}),
                element("w:charset", {"w:val": _GB2312_CHARSET}),
                element(
                    "w:family", {"w:val": "modern" if face in (Face.FANG, Face.KAI, Face.HEI) else "auto"}
                ),
                element("w:pitch", {"w:val": "variable"}),
            )
        )
    part = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = serialize_part_xml(root)  # python-docx keeps this part as bytes and has no call for it
