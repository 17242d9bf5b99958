"""Every upload field refuses what is not what it says: a sentence that names the file, and nothing half-saved."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gongjian.apps.inspections.models import SheetEntry
from gongjian.apps.parties.models import UserImport
from gongjian.apps.places.models import Place
from gongjian.apps.plans.models import Plan
from gongjian.apps.programmes.models import ProgressReport
from gongjian.core.access import Role
from gongjian.core.models import AuditEntry, StoredFile
from gongjian.core.rules import load_first_versions
from tests.apps.programmes.builders import acknowledged, make_programme
from tests.factories import COMMUNITIES, COUNTY, make_user
from tests.inspection_factories import make_round, open_sheet

MEGABYTE = 1_048_576
EXECUTABLE = b"MZ\x90\x00" + b"\x00" * 400


def bomb() -> bytes:
    """A small zip that unpacks to 300 MB, named like a part of Word and of Excel."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name in ("word/document.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            with archive.open(name, "w") as part:
                for _ in range(100):
                    part.write(b" " * MEGABYTE)
    return out.getvalue()


def wide_picture() -> bytes:
    """A small PNG of more pixels than are opened."""
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    return out.getvalue()


def endless_picture() -> bytes:
    """A PNG whose head promises more points than Pillow looks at."""
    head = struct.pack(">II", 60_000, 60_000) + b"\x08\x02\x00\x00\x00"
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


PHOTOS = {
    "可执行.jpg": lambda: EXECUTABLE,
    "太大.jpg": lambda: b"\xff\xd8\xff" + b"x" * (10 * MEGABYTE),
    "半张.jpg": lambda: b"\xff\xd8\xff\xe0" + b"\x00" * 60,
    "太宽.png": wide_picture,
    "无边.png": endless_picture,
}
PAPERS = {
    "可执行.docx": lambda: EXECUTABLE,
    "假的.docx": lambda: b"PK\x03\x04 and nothing more",
    "太大.docx": lambda: b"PK\x03\x04" + b"x" * (21 * MEGABYTE),
    "炸弹.docx": bomb,
}
TABLES = {
    "可执行.xlsx": lambda: EXECUTABLE,
    "假的.xlsx": lambda: b"PK\x03\x04 and nothing more",
    "太大.csv": lambda: b"x" * (21 * MEGABYTE),
    "炸弹.xlsx": bomb,
    "空的.xlsx": lambda: b"",
}


@pytest.fixture
def rules(places):
    load_first_versions()


def in_sheet(sign_in):
    inspector = make_user(Role.INSPECTOR, COUNTY)
    sheet = open_sheet(inspector.as_actor(), make_round(), COMMUNITIES[0])
    rule = sheet.version.items.first().rules.first()
    address, field = f"/inspections/sheets/{sheet.pk}/items/1/", f"photo_{rule.pk}"
    typed = {f"count_{rule.pk}": "1", "go": "next"}
    client = sign_in(inspector)
    return lambda file: client.post(address, {**typed, field: file})


def in_report(field: str):
    def prepare(sign_in):
        part = acknowledged(make_programme())[0]
        worker = make_user(Role.WORKER, part.place_code)
        address = f"/programmes/assignments/{part.pk}/report/"
        client = sign_in(worker)
        return lambda file: client.post(address, {"text": "一段话", "save": "1", field: file})

    return prepare


def in_plan(sign_in):
    client = sign_in(make_user(Role.OFFICE, COUNTY))
    return lambda file: client.post("/plans/import/", {"file": file, "place_code": COUNTY})


def in_register(sign_in):
    answers = {"on": "2026-06-30"}
    client = sign_in(make_user(Role.OFFICE, COUNTY))
    return lambda file: client.post("/places/import/", {**answers, "register": file})


def in_users(sign_in):
    client = sign_in(make_user(Role.SYSTEM_ADMIN, ""))
    return lambda file: client.post("/parties/users/import/", {"file": file})


FIELDS = {
    "sheet photo": (in_sheet, PHOTOS),
    "report photo": (in_report("photos"), PHOTOS),
    "report paper": (in_report("papers"), PAPERS),
    "plan": (in_plan, PAPERS),
    "register": (in_register, TABLES),
    "users": (in_users, TABLES),
}
CASES = [
    pytest.param(prepare, name, content, id=f"{field}-{name}")
    for field, (prepare, files) in FIELDS.items()
    for name, content in files.items()
]


def what_is_kept() -> list[int]:
    kept = (AuditEntry, Plan, Place, ProgressReport, SheetEntry, StoredFile, UserImport)
    return [model.objects.count() for model in kept]


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(("prepare", "name", "content"), CASES)
def test_a_bad_file_gets_a_sentence_and_leaves_nothing(
    prepare: Callable[..., Callable[..., object]], name: str, content: Callable[[], bytes], sign_in
) -> None:
    send = prepare(sign_in)
    before = what_is_kept()

    response = send(SimpleUploadedFile(name, content()))

    page = response.content.decode()
    assert response.status_code in {200, 413, 422}
    assert name in page or "空" in page
    assert "。" in page
    assert what_is_kept() == before
