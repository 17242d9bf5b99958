"""Files for the readers' tests, made in memory."""

import io
import zipfile
from xml.sax.saxutils import escape

from gongjian.readers.docx.names import W

NAMESPACES = (
    f'xmlns:w="{W[1:-1]}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def make_docx(body: str, **parts: str) -> bytes:
    """Return a Word file from the XML of its body and of other parts (numbering=..., styles=...)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {NAMESPACES}>{inner}</w:{name}>")
    return packed.getvalue()


def make_zip(**entries: bytes | str) -> bytes:
    """Return a zip; a double underscore in a name stands for a slash, a single one before xml for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{escape(text)}</w:t></w:r>"


def para(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(depth: int, style: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


OFFICE_LEVELS = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "（%4）")
)
OFFICE_LISTS = (
    f'<w:abstractNum w:abstractNumId="0">{OFFICE_LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
