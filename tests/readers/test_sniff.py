import io
import zipfile

import pytest

from gongjian.readers import Kind, ReadError, check_name, read_text, sniff
from tests.readers.builders import make_docx, make_zip, para

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (b"", Kind.EMPTY),
        (b" \r\n", Kind.EMPTY),
        ("工作方案".encode(), Kind.TXT),
        ("工作方案".encode("gb18030"), Kind.TXT),
        ("工作方案".encode("utf-16"), Kind.TXT),
        (b"MZ is how this plain note begins", Kind.TXT),
        (b"BM too", Kind.TXT),
        (b"<!DOCTYPE html><html><body>1</body></html>", Kind.HTML),
        (b"%PDF-1.7\n%\xe2\xe3", Kind.PDF),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Kind.IMAGE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Kind.IMAGE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Kind.IMAGE),
        (b"MZ\x90\x00\x03\x00\x00\x00", Kind.PROGRAM),
        (b"\x7fELF\x02\x01\x01\x00", Kind.PROGRAM),
        (b"#!/bin/sh\nrm x", Kind.PROGRAM),
        (make_docx(para("文")), Kind.DOCX),
        (make_zip(xl__workbook_xml="<x/>"), Kind.XLSX),
        (make_zip(readme_xml="1"), Kind.ARCHIVE),
        (b"PK\x03\x04 broken", Kind.BINARY),
        (OLE + "WordDocument".encode("utf-16-le"), Kind.DOC),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Kind.LOCKED),
        (OLE, Kind.OLE),
        (b"\x00\x01\x02\x03", Kind.BINARY),
    ],
)
def test_the_bytes_say_what_a_file_is(source, kind):
    assert sniff(source) is kind


@pytest.mark.parametrize(
    ("source", "name", "words"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00", "照片.jpg", "内容是程序"),
        (b"#!/bin/sh\nrm x", "方案.txt", "内容是程序"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "方案.docx", "内容不是Word 文档，是图片"),
        (b"plain words", "方案.docx", "内容不是Word 文档，是纯文本"),
        (make_docx(para("文")), "方案.pdf", "内容不是PDF，是Word 文档"),
        (b"", "方案.docx", "空文件"),
    ],
)
def test_a_name_is_held_to_its_promise(source, name, words):
    with pytest.raises(ReadError, match=words) as refusal:
        check_name(source, name)
    assert str(refusal.value).startswith(f"《{name}》")
    assert str(refusal.value).endswith("。")


@pytest.mark.parametrize(
    ("source", "name", "words"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "扫描.jpg", "是图片.*文字识别"),
        (OLE, "方案.wps", "另存为 .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "方案.docx", "加了密码"),
        (make_zip(readme_xml="1"), "资料.zip", "压缩包.*解压"),
        (b"\x00\x01\x02\x03", "资料.dat", "格式不认识"),
        (OLE + "Workbook".encode("utf-16-le"), "任务.et", "另存为 .xlsx"),
        (make_zip(OFD_xml="<x/>"), "方案.ofd", "OFD.*PDF"),
        (make_zip(Index__Document_iwa="x"), "方案.pages", "导出为 Word"),
        (make_zip(readme_xml="1"), "方案.ofd", "不是OFD 版式文件，是压缩包"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "方案.doc", "加了密码"),
        (make_zip(ppt__presentation_xml="<x/>"), "汇报.pptx", "演示文稿"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(source, name, words):
    with pytest.raises(ReadError, match=words):
        read_text(source, name)


def test_a_zip_with_a_password_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    source = packed.getvalue().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")

    with pytest.raises(ReadError, match="加了密码"):
        read_text(source, "方案.docx")
