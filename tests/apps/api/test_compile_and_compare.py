"""The API reads a paper as structure and compares two versions, under the refusals of the page; it keeps nothing."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongjian.core.access import Role
from gongjian.core.models import AuditEntry, StoredFile
from gongjian.engines.figures import explain_text
from tests.factories import COMMUNITIES, make_user

pytestmark = pytest.mark.usefixtures("places")
COMPILE, COMPARE = "/api/documents/compile", "/api/documents/compare"
PLAN = (
    "柳溪街道楼道清理方案\n一、目标\n到2026年底，楼道清理率达到95%。\n二、实施步骤\n"
    "（一）清理阶段（2026年3月至6月）。\n三、重点任务\n（一）清理杂物。由城管科牵头，各社区配合，2026年6月底前完成。\n"
    "四、考核（100分）\n未清理的，每处扣2分，扣完为止。\n90分至100分的社区为优秀。\n五、组织领导\n成立清理工作领导小组。\n"
    "组长：王青山（街道主任）\n共需经费3万元，其中街道1万元、社区2万元。\n"
)
NEWER = PLAN.replace("95%", "98%").replace("2026年6月底前", "2026年8月底前")


@pytest.fixture
def worker(sign_in) -> Client:
    return sign_in(make_user(Role.WORKER, COMMUNITIES[0]))


def test_a_paper_comes_back_as_structure_with_the_reason_of_every_item(worker):
    found = worker.post(COMPILE, {"text": PLAN}).json()

    (document,) = found["documents"]
    (target,) = document["targets"]
    assert (target["value"], target["unit"], target["line"]) == (95, "%", 3)
    assert found["text"][target["start"] : target["end"]] == target["quote"]
    assert target["rule_words"] == "讲目标的章节里写着的数"
    assert document["tasks"][0]["lead"] == ["城管科"]


def test_the_answer_holds_all_that_the_compiler_found(worker):
    told = json.loads(json.dumps(explain_text(PLAN)["documents"]))
    for document in told:
        document.pop("first")

    assert worker.post(COMPILE, {"text": PLAN}).json()["documents"] == told
    assert all(told[0][kind] for kind in ("outline", "phases", "ratings", "rubric_items", "groups", "claims"))


def test_a_file_is_compiled_and_not_kept(worker):
    before = AuditEntry.objects.count()

    found = worker.post(COMPILE, {"file": SimpleUploadedFile("方案.txt", PLAN.encode("gb18030"))}).json()

    assert found["documents"][0]["title"] == "柳溪街道楼道清理方案"
    assert (AuditEntry.objects.count(), StoredFile.objects.exists()) == (before, False)


def test_two_versions_are_compared_in_sentences(worker):
    new_file = SimpleUploadedFile("新方案.txt", NEWER.encode())

    found = worker.post(COMPARE, {"old_text": PLAN, "new_file": new_file}).json()

    (document,) = found["documents"]
    assert (document["changed"], document["added"], document["dropped"]) == (2, 0, 0)
    assert "目标值由“95%”改为“98%”" in document["differences"][0]["sentence"]
    new = document["differences"][0]["new"]
    assert found["new_text"][new["start"] : new["end"]] == new["quote"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "还没有内容"),
        ({"text": "机密★1年\n" + PLAN}, "涉密文件"),
        ({"file": SimpleUploadedFile("图.png", b"\x89PNG\r\n\x1a\n0000")}, "图片"),
        ({"text": "数" * 500_001}, "超过 500,000 个字"),
        ({"file": SimpleUploadedFile("大.txt", b"1" * (20 * 1024 * 1024 + 1))}, "超过 20 MB"),
    ],
)
def test_what_cannot_be_compiled_is_refused_in_the_one_shape(worker, fields, sentence):
    response = worker.post(COMPILE, fields)

    assert response.status_code == 422
    assert sentence in response.json()["message"]


def test_a_comparison_says_which_version_is_missing_or_too_large(worker):
    many = "方案\n一、目标\n" + "".join(f"第{n}片清理率达到{n % 90 + 1}%。\n" for n in range(1_001))

    assert "还没有新版" in worker.post(COMPARE, {"old_text": PLAN}).json()["message"]
    assert "超过 1,000 条" in worker.post(COMPARE, {"old_text": PLAN, "new_text": many}).json()["message"]


@pytest.mark.parametrize("address", [COMPILE, COMPARE])
def test_the_right_is_asked_and_the_operation_is_described(client, sign_in, address):
    assert client.post(address, {"text": PLAN}).status_code == 401
    reader = sign_in(make_user(Role.VIEWER))

    assert reader.post(address, {"text": PLAN}).status_code == 403
    operation = reader.get("/api/openapi.json").json()["paths"][address]["post"]
    assert set(operation["responses"]) == {"200", "400", "401", "403", "404", "422", "429"}
    assert "multipart/form-data" in operation["requestBody"]["content"]
