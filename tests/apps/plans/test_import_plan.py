"""Importing: what is read, and what is refused with a sentence and nothing kept."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from gongjian.apps.plans import services
from gongjian.apps.plans.models import Plan
from gongjian.apps.plans.selectors import get_plan, review_of
from gongjian.core.errors import Invalid, NotAllowed
from gongjian.core.models import StoredFile
from tests.apps.plans.conftest import PLAN, docx_of, imported
from tests.factories import COUNTY, OTHER_COUNTY, Role, make_actor, make_user

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def send(client, **fields):
    return client.post(reverse("plans:import"), {"place_code": COUNTY, "text": "", **fields})


def test_pasted_words_become_a_plan_with_passages_tied_to_their_words(office) -> None:
    plan = imported(office.as_actor())

    assert plan.title == "船山区楼院环境共管方案（2026年）"
    assert {item.kind for item in plan.items.all()} == {"target", "phase", "task", "rating", "group"}
    assert all(item.quote == plan.text[item.start : item.end] for item in plan.items.all())


def test_line_ends_of_a_browser_do_not_shift_the_spans(office) -> None:
    plan = imported(office.as_actor(), PLAN.replace("\n", "\r\n"))

    assert "\r" not in plan.text
    assert all(item.quote == plan.text[item.start : item.end] for item in plan.items.all())


def test_names_are_matched_to_bodies_and_to_levels(office) -> None:
    units = {unit.name: unit for unit in imported(office.as_actor()).units.all()}

    assert units["区城管局"].organisation.name == "船山区城市管理局"
    assert units["各社区"].collective_level == 12
    assert units["各街道"].collective_level == 9


def test_a_docx_is_read_and_kept_with_the_plan(office, sign_in) -> None:
    file = SimpleUploadedFile("楼院方案.docx", docx_of(PLAN))

    response = send(sign_in(office), file=file)

    plan = Plan.objects.get()
    assert response.url == reverse("plans:plan", args=[plan.pk])
    assert plan.source.name == "楼院方案.docx"


def test_a_bundle_gives_several_plans_to_choose_from(office, sign_in) -> None:
    other = PLAN.replace("楼院环境共管", "背街小巷整修").replace("8号", "9号")
    client = sign_in(office)

    response = send(client, text=f"篇一\n{PLAN}\n\n篇二\n{other}")

    assert Plan.objects.count() == 2
    page = client.get(response.url).content.decode()
    assert "楼院环境共管" in page and "背街小巷整修" in page


def test_of_a_bundle_only_what_is_ticked_is_kept(office, sign_in) -> None:
    other = PLAN.replace("楼院环境共管", "背街小巷整修").replace("8号", "9号")
    client = sign_in(office)
    address = send(client, text=f"篇一\n{PLAN}\n\n篇二\n{other}").url
    kept = Plan.objects.get(title__contains="背街小巷")

    response = client.post(address, {"keep": [kept.pk]})

    assert response.url == reverse("plans:plan", args=[kept.pk])
    assert dict(Plan.objects.values_list("title", "status")) == {
        "船山区楼院环境共管方案（2026年）": "dropped",
        "船山区背街小巷整修方案（2026年）": "review",
    }


def test_a_bundle_of_another_county_is_not_struck_out(office, sign_in) -> None:
    plan = imported(office.as_actor())
    stranger = sign_in(make_user(place_code=OTHER_COUNTY))

    stranger.post(reverse("plans:chosen", query={"plan": plan.pk}), {"keep": []})

    assert Plan.objects.get().status == "review"


def test_documents_without_a_title_are_told_apart(office) -> None:
    untitled = PLAN.partition("\n")[2].partition("\n")[2]

    plans = services.import_text(
        actor=office.as_actor(), place_code=COUNTY, text=f"篇一\n{untitled}\n\n篇二\n{untitled}"
    )

    assert [plan.title for plan in plans] == ["没有标题的方案（第 1 份）", "没有标题的方案（第 2 份）"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("太大.txt", b"x" * (21 * MEGABYTE), "超过 20 MB"),
        ("五十兆.txt", "一二".encode() * (9 * MEGABYTE), "超过 20 MB"),
        ("程序.docx", b"MZ\x90\x00" + b"\x00" * 400, "程序.docx"),
        ("照片.jpg", b"MZ\x90\x00" + b"\x00" * 400, "照片.jpg"),
        ("假的.docx", b"PK\x03\x04not a zip at all", "假的.docx"),
        ("闲话.txt", "今天天气很好，大家都去散步。".encode(), "没有认出"),
        ("长文.txt", ("一、总则\n" + "甲" * 600_000).encode(), "个字"),
        ("空的.txt", b"", "空文件"),
        ("密件.txt", f"机密★1年\n{PLAN}".encode(), "涉密文件不能导入"),
    ],
)
def test_a_refused_file_gets_a_sentence_and_leaves_nothing(office, sign_in, name, content, words) -> None:
    response = send(sign_in(office), file=SimpleUploadedFile(name, content))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Plan.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("mark", ["绝密", "机密★3年", "秘 密"])
def test_a_marked_document_is_refused_before_it_is_stored(office, mark) -> None:
    with pytest.raises(Invalid, match="涉密文件不能导入"):
        services.import_text(actor=office.as_actor(), place_code=COUNTY, text=f"{mark}\n{PLAN}")

    assert not Plan.objects.exists()


def test_a_mark_in_the_page_header_of_a_docx_is_seen(office) -> None:
    word = Document()
    for line in PLAN.splitlines():
        word.add_paragraph(line)
    word.sections[0].header.paragraphs[0].text = "机密"
    packed = io.BytesIO()
    word.save(packed)

    with pytest.raises(Invalid, match="涉密文件不能导入"):
        services.import_file(
            actor=office.as_actor(), place_code=COUNTY, name="方案.docx", content=packed.getvalue()
        )

    assert not StoredFile.objects.exists()


def test_a_mark_on_a_later_document_of_a_bundle_is_seen(office) -> None:
    padding = "\n".join(f"第{number}句说明。" for number in range(20))

    with pytest.raises(Invalid, match="涉密文件不能导入"):
        services.import_text(
            actor=office.as_actor(), place_code=COUNTY, text=f"篇一\n{PLAN}\n{padding}\n篇二\n机密\n{PLAN}"
        )


def test_refused_words_stay_on_the_page(office, sign_in) -> None:
    response = send(sign_in(office), text="今天天气很好，大家都去散步。")

    assert response.status_code == 422
    assert "今天天气很好，大家都去散步。" in response.content.decode()


def test_more_than_a_form_may_hold_gets_a_page_with_a_sentence(office, sign_in, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = MEGABYTE

    response = send(sign_in(office), text="甲" * MEGABYTE)

    assert response.status_code == 413
    assert "超过 1 MB" in response.content.decode()
    assert not Plan.objects.exists()


def test_nothing_and_both_are_refused(office, sign_in) -> None:
    client = sign_in(office)

    assert "还没有内容" in send(client).content.decode()
    both = send(client, text=PLAN, file=SimpleUploadedFile("a.txt", PLAN.encode()))
    assert "只能用一样" in both.content.decode()


def test_only_who_may_edit_plans_of_the_place_imports(office, sign_in) -> None:
    with pytest.raises(NotAllowed):
        imported(make_actor(place_code=OTHER_COUNTY))

    assert send(sign_in(make_user(Role.WORKER)), text=PLAN).status_code == 403


def test_a_sum_of_the_text_that_does_not_come_out_is_noted(office) -> None:
    text = PLAN + "另据统计，全区有139个单位，其中领到任务的110个，完成106个，完成率为90%。\n"

    plan = imported(office.as_actor(), text)

    assert all(plan.text[one["start"] : one["end"]] in one["sentence"] for one in plan.findings)


def test_the_review_text_is_whole(office) -> None:
    plan = imported(office.as_actor())
    parts = review_of(get_plan(office.as_actor(), plan.pk)).paragraphs

    assert "\n".join("".join(piece.text for piece in part.pieces) for part in parts) == plan.text
