"""Read an old Word file (.doc, .rtf) by letting LibreOffice, where it is installed, make a .docx of it."""

import os
import shutil
import signal
import struct
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from gongjian.readers.docx import read_docx
from gongjian.readers.errors import ReadError
from gongjian.readers.limits import DEFAULT_LIMITS, ReadLimits
from gongjian.readers.result import ReadResult
from gongjian.readers.sniff import Kind

_HEAD_BYTES = 512
_ENTRY_BYTES = 128
_START_IN_ENTRY = 116
_WORD_SIGN = 0xA5EC
_LOCKED_FLAG = 0x0100
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item></oor:items>
"""
"""No macro is run and nothing that a document points at is fetched."""


def read_doc(source: bytes, name: str, kind: str, limits: ReadLimits = DEFAULT_LIMITS) -> ReadResult:
    """Return text and tables of an old Word file. Raises ReadError, also where LibreOffice is missing."""
    if kind == Kind.DOC and _is_locked(source):
        raise ReadError(f"《{name}》加了密码。请去掉密码，另存后再导入。")
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


def _is_locked(source: bytes) -> bool:
    """Tell by the head of the stream WordDocument. Source: [MS-CFB] 2.6.1, [MS-DOC] 2.5.2."""
    entry = source.find("WordDocument".encode("utf-16-le"))
    if entry < 0 or len(source) < max(_HEAD_BYTES, entry + _ENTRY_BYTES):
        return False
    sector_bytes = 1 << min(struct.unpack_from("<H", source, 30)[0], 12)
    start = (struct.unpack_from("<I", source, entry + _START_IN_ENTRY)[0] + 1) * sector_bytes
    if start + 12 > len(source):
        return False
    sign, flags = struct.unpack_from("<H8xH", source, start)
    return bool(sign == _WORD_SIGN and flags & _LOCKED_FLAG)


def _convert(program: str, source: bytes, folder: Path, kind: str, timeout_s: int) -> bytes | None:
    """Convert in a folder and a profile of its own, so that runs do not meet and no macro setting is inherited."""
    original = folder / f"source.{kind}"
    original.write_bytes(source)
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    profile = (folder / "profile").as_uri()
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={profile}",
        "--convert-to",
        "docx",
    ]
    if not _run([*command, "--outdir", str(folder), str(original)], timeout_s):
        return None
    made = folder / "source.docx"
    return made.read_bytes() if made.exists() else None


def _run(command: list[str], timeout_s: int) -> bool:
    """Run to the end or to the time limit, then with all that it started: the program is a child of a script."""
    quiet = subprocess.DEVNULL
    try:
        with subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        ) as process:
            try:
                return process.wait(timeout_s) == 0
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return False
    except OSError:
        return False
