"""Read an old Word file (.doc, .rtf) by letting LibreOffice, where it is installed, make a .docx of it."""

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from gongjian.readers.docx import read_docx
from gongjian.readers.errors import ReadError
from gongjian.readers.limits import DEFAULT_LIMITS, ReadLimits
from gongjian.readers.result import ReadResult


def read_doc(source: bytes, name: str, kind: str, limits: ReadLimits = DEFAULT_LIMITS) -> ReadResult:
    """Return text and tables of an old Word file. Raises ReadError, also where LibreOffice is missing."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ReadError(
            f"《{name}》是旧版 Word 文档，这台服务器读不了。请用 Word 或 WPS 打开，另存为 .docx 后再导入。"
        )
    with tempfile.TemporaryDirectory(prefix="gongjian-doc-") as folder:
        converted = _convert(program, source, Path(folder), kind, limits.convert_s)
        if converted is None:
            raise ReadError(f"《{name}》转换不成。请用 Word 或 WPS 打开，另存为 .docx 后再导入。")
    result = read_docx(converted, name, limits)
    note = "这是旧版 Word 文档，由 LibreOffice 转换后读出，请核对编号和表格。"
    return replace(result, warnings=(*result.warnings, note), kind=kind)


def _convert(program: str, source: bytes, folder: Path, kind: str, timeout_s: int) -> bytes | None:
    """Convert in a folder and a profile of its own, so that runs do not meet and no macro setting is inherited."""
    original = folder / f"source.{kind}"
    original.write_bytes(source)
    profile = (folder / "profile").as_uri()
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={profile}",
        "--convert-to",
        "docx",
    ]
    try:
        subprocess.run(
            [*command, "--outdir", str(folder), str(original)],
            capture_output=True,
            timeout=timeout_s,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    made = folder / "source.docx"
    return made.read_bytes() if made.exists() else None
