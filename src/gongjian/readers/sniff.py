"""Tell what a file is by its bytes; its name is only what somebody called it."""

import io
import zipfile
from enum import StrEnum
from pathlib import PurePath

from gongjian.readers.errors import ReadError
from gongjian.readers.txt import guess_utf16


class Kind(StrEnum):
    """What a file is."""

    TXT = "txt"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    PDF = "pdf"
    DOC = "doc"
    XLS = "xls"
    OLE = "ole"
    LOCKED = "locked"
    RTF = "rtf"
    ODF = "odf"
    OFD = "ofd"
    MHT = "mht"
    IMAGE = "image"
    ARCHIVE = "archive"
    PROGRAM = "program"
    EMPTY = "empty"
    BINARY = "binary"


KIND_NAMES = {
    Kind.TXT: "纯文本",
    Kind.HTML: "网页",
    Kind.DOCX: "Word 文档",
    Kind.XLSX: "Excel 工作簿",
    Kind.PPTX: "演示文稿",
    Kind.PDF: "PDF",
    Kind.DOC: "旧版 Word 文档",
    Kind.XLS: "旧版 Excel 工作簿",
    Kind.OLE: "旧版办公文件",
    Kind.LOCKED: "加了密码的办公文件",
    Kind.RTF: "RTF 文档",
    Kind.ODF: "ODF 文档",
    Kind.OFD: "OFD 版式文件",
    Kind.MHT: "网页归档",
    Kind.IMAGE: "图片",
    Kind.ARCHIVE: "压缩包",
    Kind.PROGRAM: "程序",
    Kind.EMPTY: "空文件",
    Kind.BINARY: "不认识的文件",
}

_MAGIC = (
    (b"%PDF-", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG\r\n\x1a\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"MZ", Kind.PROGRAM),
    (b"\x7fELF", Kind.PROGRAM),
    (b"\xca\xfe\xba\xbe", Kind.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Kind.PROGRAM),
    (b"\xfe\xed\xfa\xcf", Kind.PROGRAM),
    (b"#!", Kind.PROGRAM),
    (b"\x00asm", Kind.PROGRAM),
    (b"Rar!", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", Kind.LOCKED),
    ("WordDocument", Kind.DOC),
    ("Workbook", Kind.XLS),
    ("Book", Kind.XLS),
)
_OFFICE_PARTS = (
    ("word/document.xml", Kind.DOCX),
    ("xl/workbook", Kind.XLSX),
    ("ppt/presentation.xml", Kind.PPTX),
)
_MOST_ENTRIES = 20_000
"""Beyond this a zip is no office file, and its list of names not worth reading."""
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1b")
_IMAGE_EXTENSIONS = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic")
_EXTENSION_KINDS = {
    ".txt": {Kind.TXT, Kind.HTML},
    ".csv": {Kind.TXT},
    ".md": {Kind.TXT},
    ".htm": {Kind.HTML, Kind.TXT},
    ".html": {Kind.HTML, Kind.TXT},
    ".docx": {Kind.DOCX, Kind.LOCKED},
    ".docm": {Kind.DOCX, Kind.LOCKED},
    ".xlsx": {Kind.XLSX, Kind.LOCKED},
    ".xls": {Kind.XLS, Kind.LOCKED},
    ".pdf": {Kind.PDF},
    ".doc": {Kind.DOC, Kind.RTF, Kind.DOCX, Kind.HTML, Kind.MHT, Kind.LOCKED},
    ".wps": {Kind.DOC, Kind.OLE, Kind.DOCX},
    ".et": {Kind.XLS, Kind.OLE, Kind.XLSX},
    ".ofd": {Kind.OFD},
    ".rtf": {Kind.RTF},
    ".mht": {Kind.MHT},
    **{name: {Kind.IMAGE} for name in _IMAGE_EXTENSIONS},
}


def sniff(source: bytes) -> Kind:
    """Return what the bytes are. Cost: the head of the file, and the list of names in a zip."""
    if not source.strip(b"\x00 \t\r\n"):
        return Kind.EMPTY
    if source.startswith(_OLE):
        return _sniff_ole(source)
    if source.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(source)
    if source[:4] == b"RIFF" and source[8:12] == b"WEBP":
        return Kind.IMAGE
    if source[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return Kind.IMAGE
    if b"%PDF-" in source[:1024] and not _looks_like_text(source[:64]):
        return Kind.PDF
    for magic, kind in _MAGIC:
        if source.startswith(magic) and not (
            len(magic) == 2 and magic.isalpha() and _looks_like_text(source)
        ):
            return kind
    return _sniff_text(source)


def check_name(source: bytes, name: str) -> Kind:
    """Return what the bytes are, refusing a program and a name that promises something else.

    Raises ReadError.
    """
    kind = sniff(source)
    if kind is Kind.EMPTY:
        raise ReadError(f"《{name}》是空文件，请核对后重新选择。")
    if kind is Kind.PROGRAM:
        raise ReadError(f"《{name}》的内容是程序，不能导入。请先查杀病毒，再选正确的文件。")
    promised = _EXTENSION_KINDS.get(PurePath(name).suffix.lower())
    if promised and kind not in promised:
        raise ReadError(
            f"《{name}》的内容不是{_promised_name(promised)}，是{KIND_NAMES[kind]}。请选正确的文件，或改对扩展名。"
        )
    return kind


def _promised_name(promised: set[Kind]) -> str:
    order = list(Kind)
    return KIND_NAMES[min(promised - {Kind.LOCKED}, key=order.index)]


def _sniff_ole(source: bytes) -> Kind:
    for stream, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") in source:
            return kind
    return Kind.OLE


def _sniff_zip(source: bytes) -> Kind:
    if source.count(b"PK\x01\x02") > _MOST_ENTRIES:
        return Kind.ARCHIVE
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return Kind.BINARY
    if "OFD.xml" in names:
        return Kind.OFD
    if "mimetype" in names and "content.xml" in names:
        return Kind.ODF
    for part, kind in _OFFICE_PARTS:
        if any(name.startswith(part) for name in names):
            return kind
    return Kind.ARCHIVE


def _sniff_text(source: bytes) -> Kind:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")) or guess_utf16(source):
        return Kind.TXT
    if not _looks_like_text(source):
        return Kind.BINARY
    head = source[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"mime-version:", b"from: <saved by")):
        return Kind.MHT
    is_page = head.startswith((b"<!doctype html", b"<html")) or b"<html" in head or b"<body" in head
    return Kind.HTML if is_page else Kind.TXT


def _looks_like_text(source: bytes) -> bool:
    return all(byte >= 32 or byte in _TEXT_CONTROLS for byte in source[:8192])
