"""Files made to break a reader: each with its name and what the person must be told (None: it is read)."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from gongjian.readers import SheetData, write_xlsx
from tests.readers.builders import NAMESPACES, make_docx, para

SHEET_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MIB = 1024 * 1024
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/Length 40/O<"
    + b"11" * 32
    + b">/U<"
    + b"22" * 32
    + b">>>endobj\n"
    b"trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<33><33>]>>\n%%EOF"
)


def pack(entries: dict[str, bytes], level: int = 1) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


def word(body: bytes, **parts: bytes) -> bytes:
    """Return a Word file with this body, and parts by their names without the folder and ending."""
    entries = {"word/document.xml": _whole("document", b"<w:body>" + body + b"</w:body>")}
    entries |= {f"word/{name}.xml": _whole(name, inner) for name, inner in parts.items()}
    return pack(entries)


def _whole(name: str, inner: bytes) -> bytes:
    return f"<w:{name} {NAMESPACES}>".encode() + inner + f"</w:{name}>".encode()


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def fat_docx(size: int = 19 * MIB) -> bytes:
    """Return an honest Word file with large pictures."""
    packed = io.BytesIO(make_docx(para("一、目标")))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/image1.png", noise(size))
    return packed.getvalue()


def many_words(size: int) -> bytes:
    """Return a Word file whose text packs badly, so that no ratio gives it away."""
    words = noise(size // 2).hex().encode()
    runs = b"".join(
        b"<w:p><w:r><w:t>" + words[at : at + 40] + b"</w:t></w:r></w:p>" for at in range(0, len(words), 40)
    )
    return word(runs)


def pdf(pages: int, stream: bytes = b"", resources: bytes = b"", flate: bool = True) -> bytes:
    """Return a PDF whose pages all show one stream."""
    data = zlib.compress(stream) if flate else stream
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<<%s/Length %d>>stream\n%s\nendstream"
        % (b"/Filter/FlateDecode" if flate else b"", len(data), data),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F1 4 0 R>>%s>>>>"
    )
    objects += [page % resources] * pages
    return assemble(objects)


def assemble(objects: list[bytes]) -> bytes:
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(made)


def words_pdf(pages: int) -> bytes:
    return pdf(pages, b"BT /F1 12 Tf 72 700 Td (plain words on this page) Tj ET")


def drawn_pdf(lines: int) -> bytes:
    """Return a page of a drawing: many strokes and no word."""
    return pdf(
        1,
        b"".join(b"%d %d m %d %d l S\n" % (n % 595, n % 842, n * 7 % 595, n * 3 % 842) for n in range(lines)),
    )


def far_sheet(cells: list[str], dimension: str) -> bytes:
    """Return a workbook whose few cells stand where they are said to."""
    rows = "".join(
        f'<row r="{"".join(filter(str.isdigit, cell))}"><c r="{cell}"><v>1</v></c></row>' for cell in cells
    )
    sheet = (
        f'<worksheet xmlns="{SHEET_NAMESPACE}"><dimension ref="{dimension}"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    source = write_xlsx([SheetData("表", ("头",), ())])
    with zipfile.ZipFile(io.BytesIO(source)) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    entries["xl/worksheets/sheet1.xml"] = sheet.encode()
    return pack(entries)


def wide_shared_strings(count: int) -> bytes:
    source = write_xlsx([SheetData("表", ("头",), ())])
    with zipfile.ZipFile(io.BytesIO(source)) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    entries["xl/sharedStrings.xml"] = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + b"<si><t>a</t></si>" * count
        + b"</sst>"
    )
    return pack(entries)


def old_word(flags: int) -> bytes:
    """Return the shell of an old Word file whose head carries these flags."""
    head = struct.pack("<8s16x6H", OLE_HEAD, 0x3E, 3, 0xFFFE, 9, 6, 0)
    head = head.ljust(48, b"\0") + struct.pack("<I", 1) + b"\0" * 4 + struct.pack("<I", 4096)
    head = head.ljust(512, b"\0")
    text = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x0804, 0, flags).ljust(512, b"\0")
    entry = "WordDocument".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 26, 2, 1)
    entry = entry.ljust(116, b"\0") + struct.pack("<II", 0, 4096)
    return head + text + entry.ljust(512, b"\0")


def locked_office() -> bytes:
    return OLE_HEAD + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")


def bad_crc() -> bytes:
    source = bytearray(make_docx(para("文") * 50))
    source[source.find(b"word/document.xml") + 40] ^= 0xFF
    return bytes(source)


def lying_size() -> bytes:
    """Return a zip bomb whose directory says it is small."""
    bomb = pack({"word/document.xml": b"<x>" + b" " * 305 * MIB + b"</x>"})
    size = struct.pack("<I", 305 * MIB + 7)
    return bomb.replace(size, struct.pack("<I", 1000))


def outside_names() -> bytes:
    """Return a Word file beside an entry that points out of its folder."""
    body = b"<w:body>" + para("文").encode() + b"</w:body>"
    return pack({"../../etc/passwd": b"x", "word/document.xml": _whole("document", body)})


def laughs() -> bytes:
    head = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    return pack({"word/document.xml": head + b"]><x>&j;</x>"})


EMPTY = b"<w:p/>"
HOSTILE: dict[str, tuple[str, Callable[[], bytes], str | None]] = {
    "entity": (
        "a.docx",
        lambda: pack(
            {"word/document.xml": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}
        ),
        "外部引用",
    ),
    "laughs": ("a.docx", laughs, "外部引用"),
    "deep": ("a.docx", lambda: word(b"<w:sdt>" * 400_000 + b"</w:sdt>" * 400_000), "太深|太大"),
    "deep tables": (
        "a.docx",
        lambda: word(b"<w:tbl><w:tr><w:tc>" * 2000 + b"</w:tc></w:tr></w:tbl>" * 2000),
        "太深",
    ),
    "million empty": ("a.docx", lambda: word(EMPTY * 1_000_000), "太长"),
    "million words": ("a.docx", lambda: word(b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 1_000_000), "太长|太大"),
    "million attributes": (
        "a.docx",
        lambda: word(b"<w:p " + b" ".join(b'a%d="1"' % n for n in range(1_000_000)) + b"/>"),
        "太长",
    ),
    "19 MB docx": ("a.docx", fat_docx, None),
    "19 MB of words": ("a.docx", lambda: many_words(30 * MIB), "太长|太大"),
    "21 MB": ("a.docx", lambda: fat_docx(21 * MIB), "超过 20 兆"),
    "bomb": ("a.docx", lambda: word(b" " * 305 * MIB), "太大"),
    "bomb beside": ("a.docx", lambda: word(para("文").encode(), footnotes=b" " * 250 * MIB), "太大"),
    "lying bomb": ("a.docx", lying_size, "已损坏|太大"),
    "million lists": (
        "a.docx",
        lambda: word(para("文").encode(), numbering=b'<w:num w:numId="1"/>' * 1_000_000),
        "太长|太大",
    ),
    "bad crc": ("a.docx", bad_crc, "已损坏"),
    "truncated": ("a.docx", lambda: fat_docx(MIB)[: MIB // 2], "不认识"),
    "no document": ("a.docx", lambda: pack({"word/styles.xml": b"<a/>"}), "不是Word 文档"),
    "dots": ("../../a.docx", outside_names, None),
    "locked office": ("a.docx", locked_office, "加了密码"),
    "locked xlsx": ("a.xlsx", locked_office, "加了密码"),
    "locked pdf": ("a.pdf", lambda: LOCKED_PDF, "加了密码"),
    "locked doc": ("a.doc", lambda: old_word(0x0100), "加了密码"),
    "far sheet": ("a.xlsx", lambda: far_sheet(["A1", "XFD1048576"], "A1:XFD1048576"), "太大"),
    "far dimension": ("a.xlsx", lambda: far_sheet(["A1"], "A1:XFD1048576"), None),
    "just near sheet": ("a.xlsx", lambda: far_sheet(["A1", "ALL4990"], "A1:ALL4990"), "太大"),
    "tall sheet": ("a.xlsx", lambda: far_sheet(["A1", "A1048576"], "A1:A1048576"), "太大"),
    "shared strings": ("a.xlsx", lambda: wide_shared_strings(5_000_000), "太大"),
    "3000 pages": ("a.pdf", lambda: words_pdf(3000), "有 3000 页"),
    "100000 pages": ("a.pdf", lambda: words_pdf(100_000), "有 100000 页"),
    "900 scans": ("a.pdf", lambda: pdf(900), "扫描件"),
    "fonts only": ("a.pdf", lambda: pdf(1, b"BT /F1 12 Tf ET"), "扫描件"),
    "pdf bomb": ("a.pdf", lambda: pdf(1, b" " * 150 * MIB), "太大"),
    "drawing": ("a.pdf", lambda: drawn_pdf(200_000), "扫描件"),
    "pdf cut": ("a.pdf", lambda: words_pdf(500)[:40_000], "已损坏"),
    "pdf noise": ("a.pdf", lambda: b"%PDF-1.7\n" + noise(19 * MIB), "已损坏"),
    "pdf brackets": ("a.pdf", lambda: b"%PDF-1.7\n" + b"[" * 10 * MIB, "已损坏"),
    "txt noise": ("a.txt", lambda: noise(19 * MIB), "不认识"),
    "html open": ("a.html", lambda: b"<html>" + b"<a " * 3_000_000, "太长"),
    "html less": ("a.html", lambda: b"<html>" + b"<" * 10_000_000, "太长"),
    "html comments": ("a.html", lambda: b"<html>" + b"<!--" * 2_000_000, "太长"),
    "html deep": ("a.html", lambda: b"<html>" + b"<table><tr><td>" * 1_000_000, "太长"),
    "html cells": (
        "a.html",
        lambda: b"<html><table><tr><td rowspan=65534 colspan=1000>x</td></tr>" + b"<tr></tr>" * 65534,
        None,
    ),
}
