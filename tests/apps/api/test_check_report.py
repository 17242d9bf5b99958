"""The API recomputes a report under the same refusals as the page, and keeps nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongjian.core.access import Role
from gongjian.core.models import AuditEntry, StoredFile
from tests.factories import COMMUNITIES, make_user

pytestmark = pytest.mark.usefixtures("places")
CHECK = "/api/documents/check"
REPORT = "一、情况\n全区共有党员400名，其中女党员100名，占28%。\n二、投入\n去年投入570万元，今年投入684万元，增长20%。"


@pytest.fixture
def worker(sign_in) -> Client:
    return sign_in(make_user(Role.WORKER, COMMUNITIES[0]))


def test_findings_point_into_the_text_of_the_answer(worker):
    found = worker.post(CHECK, {"text": REPORT}).json()

    (finding,) = found["findings"]
    assert (found["total"], len(found["held"])) == (2, 1)
    assert (finding["quote"], finding["proposal"]) == ("28%", "25%")
    assert found["text"][finding["start"] : finding["end"]] == "28%"
    assert [one["quote"] for one in finding["operands"]] == ["100名", "400名"]


def test_a_file_is_read_and_not_kept(worker):
    before = AuditEntry.objects.count()

    found = worker.post(CHECK, {"file": SimpleUploadedFile("汇报.txt", REPORT.encode("gb18030"))}).json()

    assert len(found["findings"]) == 1
    assert (AuditEntry.objects.count(), StoredFile.objects.exists()) == (before, False)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "还没有内容"),
        ({"text": "机密★1年\n" + REPORT}, "涉密文件"),
        ({"file": SimpleUploadedFile("图.png", b"\x89PNG\r\n\x1a\n0000")}, "图片"),
        ({"text": "数" * 500_001}, "超过 500,000 个字"),
        ({"file": SimpleUploadedFile("大.txt", b"1" * (20 * 1024 * 1024 + 1))}, "超过 20 MB"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_the_one_shape(worker, fields, sentence):
    response = worker.post(CHECK, fields)

    assert response.status_code == 422
    assert sentence in response.json()["message"]


def test_the_right_is_asked_and_the_errors_are_declared(client, sign_in):
    assert client.post(CHECK, {"text": REPORT}).status_code == 401
    reader = sign_in(make_user(Role.VIEWER))

    assert reader.post(CHECK, {"text": REPORT}).status_code == 403
    operation = reader.get("/api/openapi.json").json()["paths"][CHECK]["post"]
    assert set(operation["responses"]) == {"200", "400", "401", "403", "404", "422", "429"}
    assert "multipart/form-data" in operation["requestBody"]["content"]
