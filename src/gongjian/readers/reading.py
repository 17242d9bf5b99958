"""Send a file to the reader of its kind."""

from pathlib import PurePath

from gongjian.readers.doc import read_doc
from gongjian.readers.docx import read_docx
from gongjian.readers.errors import ReadError
from gongjian.readers.html import read_html, read_mht
from gongjian.readers.limits import DEFAULT_LIMITS, ReadLimits
from gongjian.readers.result import ReadResult
from gongjian.readers.sniff import KIND_NAMES, Kind, check_name
from gongjian.readers.txt import decode
from gongjian.readers.xlsx import read_xlsx

_MIB = 1024 * 1024
_ADVICE_BY_NAME = {
    ".wps": "是 WPS 专用格式，读不了。请用 WPS 打开，另存为 .docx ",
    ".et": "是 WPS 表格专用格式，读不了。请用 WPS 打开，另存为 .xlsx ",
    ".dps": "是 WPS 演示专用格式，读不了。请用 WPS 打开，把文字复制到 Word，存为 .docx ",
    ".pages": "是苹果 Pages 的格式，读不了。请在 Pages 里选“导出为 Word”，存为 .docx ",
    ".numbers": "是苹果 Numbers 的格式，读不了。请在 Numbers 里选“导出为 Excel”，存为 .xlsx ",
}


def read_text(source: bytes, name: str, limits: ReadLimits = DEFAULT_LIMITS) -> ReadResult:
    """Return the words and tables of a file of any kind that is known here.

    The bytes decide what the file is; `name` is for messages and is held to its promise.
    Raises ReadError with a sentence for the person.
    """
    if len(source) > limits.file_bytes:
        raise ReadError(
            f"《{name}》有 {len(source) / _MIB:.0f} 兆，超过 {limits.file_bytes // _MIB} 兆。请拆开，或压缩图片后再导入。"
        )
    kind = check_name(source, name)
    if kind is Kind.DOCX:
        return read_docx(source, name, limits)
    if kind is Kind.PDF:
        from gongjian.readers.pdf import read_pdf  # a third of a second to load, and few commands read a PDF

        return read_pdf(source, name, limits)
    suffix = PurePath(name).suffix.lower()
    if (kind in (Kind.XLSX, Kind.XLS) and suffix != ".et") or suffix == ".csv":
        return read_xlsx(source, name, kind, limits)
    if kind in (Kind.DOC, Kind.RTF) and suffix != ".wps":
        return read_doc(source, name, kind, limits)
    if kind is Kind.HTML:
        return read_html(source, name)
    if kind is Kind.MHT:
        return read_mht(source, name)
    if kind is Kind.TXT:
        return ReadResult(decode(source, name).strip("\n"), (), (), kind)
    raise ReadError(_advice(kind, name))


def _advice(kind: Kind, name: str) -> str:
    """Say how to bring a file of a kind that no reader takes."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _ADVICE_BY_NAME:
        return f"《{name}》{_ADVICE_BY_NAME[suffix]}后再导入。"
    if kind is Kind.OFD:
        return f"《{name}》是 OFD 版式文件，读不了。请用 OFD 阅读器打开，另存或打印为 PDF，或要原来的 Word 文件再导入。"
    if kind is Kind.LOCKED:
        return f"《{name}》加了密码。请去掉密码，另存后再导入。"
    if kind is Kind.IMAGE:
        return f"《{name}》是图片，里面没有文字。请先做文字识别（OCR），或要原来的 Word 文件再导入。"
    if kind is Kind.ARCHIVE:
        return f"《{name}》是压缩包。请解压后逐个导入。"
    if kind in (Kind.BINARY, Kind.OLE):
        return f"《{name}》的格式不认识。请用 Word 或 WPS 打开，另存为 .docx 后再导入。"
    return f"《{name}》是{KIND_NAMES[kind]}，读不了。请另存为 .docx 后再导入。"
