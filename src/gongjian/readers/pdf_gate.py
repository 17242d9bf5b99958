"""Turn away a PDF that is not worth the slow reading: locked, damaged, too long, scanned, or a bomb."""

import re
import threading
import zlib

import pypdfium2

from gongjian.readers.errors import ReadError
from gongjian.readers.limits import ReadLimits

_PASSWORD_ERROR = 4
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY_BYTES = 600
_CHUNK = 256 * 1024
_PICTURE_SHARE = 2
"""A picture may unpack to half of the bound by itself; pictures do not count together, for nobody unpacks them here."""
_pdfium = threading.Lock()
"""PDFium serves one thread at a time."""


def check_pdf(source: bytes, name: str, limits: ReadLimits) -> None:
    """Let through a PDF with words on some page. Cost: milliseconds a page. Raises ReadError."""
    _check_streams(source, name, limits.stream_bytes)
    with _pdfium:
        document = _open(source, name)
        try:
            if len(document) > limits.pages:
                raise ReadError(
                    f"《{name}》有 {len(document)} 页，超过 {limits.pages} 页。请拆开后分次导入。"
                )
            if not any(_has_words(document, order) for order in range(len(document))):
                raise ReadError(
                    f"《{name}》是扫描件，里面没有文字。请先做文字识别（OCR），或要原来的 Word 文件再导入。"
                )
        finally:
            document.close()


def _open(source: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD_ERROR:
            raise ReadError(f"《{name}》加了密码。请去掉密码，另存后再导入。") from error
        raise ReadError(f"《{name}》已损坏，打不开。请重新导出 PDF，或改用 Word 文件。") from error


def _has_words(document: pypdfium2.PdfDocument, order: int) -> bool:
    try:
        page = document[order]
        words = page.get_textpage()
    except pypdfium2.PdfiumError:
        return False
    found = bool(words.count_chars())
    words.close()
    page.close()
    return found


def _check_streams(source: bytes, name: str, most: int) -> None:
    """Refuse streams that unpack to more than a reader can hold, before anything unpacks them."""
    total = 0
    for match in _STREAM.finditer(source):
        head = source[max(0, match.start() - _DICTIONARY_BYTES) : match.start()].rpartition(b" obj")[2]
        is_picture = b"/Image" in head
        size = _unpacked_size(source, match.end(), most // _PICTURE_SHARE)
        total += 0 if is_picture else size
        if size >= most // _PICTURE_SHARE or total > most:
            raise ReadError(f"《{name}》解开以后太大，不像正常的 PDF。请重新导出 PDF，或改用 Word 文件。")


def _unpacked_size(source: bytes, start: int, most: int) -> int:
    """Return how much a stream unpacks to, `most` at most, 0 when it is not packed so; nothing is kept."""
    unpacking, size, at = zlib.decompressobj(), 0, start
    pending = b""
    try:
        while size < most and not unpacking.eof and (pending or at < len(source)):
            if not pending:
                pending, at = source[at : at + _CHUNK], at + _CHUNK
            size += len(unpacking.decompress(pending, _CHUNK))
            pending = unpacking.unconsumed_tail
    except zlib.error:
        return size
    return size
