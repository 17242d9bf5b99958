"""Documents that the tests set, and what it takes to look at the result."""

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from gongjian.engines.officialdoc import (
    Attachment,
    FigureRun,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
    format_doc_number,
)

MM = 72 / 25.4
BULLETIN = OfficialDocument(
    title="关于2026年8月社区环境共治评分情况的通报",
    kind="通报",
    red_head="临溪区社区环境共治办公室文件",
    doc_number=format_doc_number("临治办发", 2026, 18),
    addressee="各街道，区级有关单位",
    blocks=(
        Paragraph(("8月，全区", FigureRun("42", "figure:1"), "个社区全部受检。现将有关情况通报如下。")),
        Heading(
            1,
            "评分结果。",
            (FigureRun("37", "figure:2"), "个社区达标，达标率", FigureRun("88.1%", "figure:3"), "。"),
        ),
        Heading(1, "主要问题"),
        Heading(2, "河西街道"),
        Paragraph(("占道摆摊和乱停车整治进度慢。" * 6,)),
        Table(
            ("街道", "达标", "应检"),
            (("望江街道", FigureRun("14", "figure:4"), "14"), ("河西街道", "6", "11")),
            caption="各街道达标情况",
        ),
    ),
    attachments=(
        Attachment("评分明细表", (Paragraph(("明细如下。",)),)),
        Attachment("整改要求"),
    ),
    issuers=("临溪区社区环境共治办公室",),
    issued_on=date(2026, 9, 5),
    notes="联系人：治理办",
    copy_to="区委办公室，区政府办公室",
    printed_by="临溪区社区环境共治办公室",
    printed_on=date(2026, 9, 6),
)


def make_document(**changes: Any) -> OfficialDocument:
    """Return the bulletin with some of its parts changed."""
    return replace(BULLETIN, **changes)


def full_lines(count: int) -> Paragraph:
    """Return a paragraph of that many full lines, its first one moved in by two characters."""
    return Paragraph(("社" * (28 * count - 2),))


def pdf_words(pdf: bytes) -> list[str]:
    """Return the text of each page with its spaces taken out."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return ["".join((page.extract_text() or "").split()) for page in document.pages]


def convert_with_office(docx: bytes, folder: Path) -> bytes:
    """Let LibreOffice make a PDF of a Word file; skip the test where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "made.docx").write_bytes(docx)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program,
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "made.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "made.pdf").read_bytes()
