"""A report is brought, its wrong figures are shown in its text, a corrected copy goes out, nothing stays."""

import base64
import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.apps.documents import services
from gongjian.apps.documents.views import paper as views
from gongjian.core.access import Role
from gongjian.core.errors import NotAllowed
from gongjian.core.models import AuditEntry, StoredFile
from gongjian.engines.figures import check_text
from gongjian.readers import SheetData, read_text, write_xlsx
from tests.factories import make_actor, make_user

pytestmark = pytest.mark.django_db
CHECK, COPY = "/documents/check/", "/documents/check/copy/"
REPORT = """船山区社区党建情况汇报
一、基本情况
全区共有党员400名，其中女党员100名，占28%。
二、投入情况
去年投入570万元，今年投入684万元，增长20%。
市级补助12万元、区级配套8.5万元，合计21.5万元。
"""


def word_of(text: str = REPORT) -> bytes:
    word, target = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        word.add_paragraph(line)
    word.save(target)
    return target.getvalue()


@pytest.fixture
def office(sign_in):
    return sign_in(make_user())


def copy_of(office, page, *accepted: str):
    """Send back the page's own fields, as its form does."""
    context = page.context
    return office.post(
        COPY,
        {
            "name": context["paper"].name,
            "digest": context["digest"],
            "carried": context["carried"],
            "text": "" if context["digest"] else context["paper"].text.replace("\n", "\r\n"),
            "accept": accepted or [card.key for card in context["checked"].cards],
        },
    )


def words_of(response) -> str:
    return read_text(response.content, "改好.docx").text


def test_the_page_says_how_many_hold_and_marks_the_wrong_ones(office):
    page = office.post(CHECK, {"text": REPORT})
    body = page.content.decode()

    assert "复算了 3 个数，2 个对不上" in body
    assert '<a class="mk wrong" href="#finding-1" data-items="1" id="place-1" data-k="1">28%</a>' in body
    assert [(card.finding.proposal, card.line) for card in page.context["checked"].cards] == [
        ("25%", 3),
        ("20.5万元", 6),
    ]
    assert all(card.finding.sentence in body for card in page.context["checked"].cards)
    assert "看相符的 1 个数" in body


def test_a_word_file_comes_back_corrected_with_comments_and_checks_clean(office):
    page = office.post(CHECK, {"file": SimpleUploadedFile("汇报.docx", word_of())})

    response = copy_of(office, page)
    made = docx.Document(io.BytesIO(response.content))

    assert "attachment" in response["Content-Disposition"]
    assert words_of(response) == REPORT.strip().replace("28%", "25%").replace("21.5", "20.5")
    assert not check_text(words_of(response)).findings
    assert ["“28%”改为“25%”" in comment.text for comment in made.comments] == [False, True]


def test_only_what_is_ticked_is_changed(office):
    page = office.post(CHECK, {"text": REPORT})

    response = copy_of(office, page, page.context["checked"].cards[0].key)

    assert "占25%" in words_of(response)
    assert "合计21.5万元" in words_of(response)
    assert len(list(docx.Document(io.BytesIO(response.content)).comments)) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("汇报.txt", REPORT.encode("gb18030")),
        ("汇报.html", f"<html><body><p>{REPORT}</p></body></html>".encode()),
        ("汇报.xlsx", write_xlsx([SheetData("表", ("项目", "个数"), [("甲", 3), ("乙", 4), ("合计", 8)])])),
    ],
)
def test_other_kinds_are_read_and_come_back_as_a_fresh_word_file(office, name, content):
    page = office.post(CHECK, {"file": SimpleUploadedFile(name, content)})

    assert page.context["checked"].cards
    assert not check_text(words_of(copy_of(office, page))).findings


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "还没有内容"),
        ({"text": REPORT, "file": SimpleUploadedFile("a.txt", b"1")}, "只能用一样"),
        ({"text": "机密★1年\n" + REPORT}, "涉密文件"),
        ({"file": SimpleUploadedFile("密.txt", ("秘密\n" + REPORT).encode())}, "涉密文件"),
        ({"file": SimpleUploadedFile("空.txt", b" \n")}, "是空文件"),
        ({"file": SimpleUploadedFile("大.txt", b"1" * (20 * 1024 * 1024 + 1))}, "超过 20 MB"),
        ({"file": SimpleUploadedFile("空.html", b"<html><body><p> </p></body></html>")}, "里没有文字"),
        ({"file": SimpleUploadedFile("图.png", b"\x89PNG\r\n\x1a\n0000")}, "图片"),
        ({"text": "数" * 500_001}, "超过 500,000 个字"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_a_sentence(office, fields, sentence):
    response = office.post(CHECK, fields)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_marking_in_a_page_header_is_seen(office):
    word, target = docx.Document(io.BytesIO(word_of())), io.BytesIO()
    word.sections[0].header.paragraphs[0].text = "机密★1年"
    word.save(target)

    response = office.post(CHECK, {"file": SimpleUploadedFile("汇报.docx", target.getvalue())})

    assert response.status_code == 422


def test_nothing_is_stored_and_nothing_written(office):
    before = AuditEntry.objects.count()

    copy_of(office, office.post(CHECK, {"file": SimpleUploadedFile("汇报.docx", word_of())}))

    assert AuditEntry.objects.count() == before
    assert not StoredFile.objects.exists()


def test_a_text_without_anything_to_recompute_says_so(office):
    page = office.post(CHECK, {"text": "今年工作进展顺利，建成12个站点。"}).content.decode()

    assert "没有能复算的数" in page
    assert "下载改好的 Word" not in page


def test_strange_characters_and_markup_are_shown_as_they_are_and_survive_the_copy(office):
    page = office.post(CHECK, {"text": "<script>x</script>\x0b\n" + REPORT})

    assert "<script>x" not in page.content.decode()
    assert "<script>x</script>" in words_of(copy_of(office, page))


def test_a_large_word_file_is_chosen_again_and_must_be_the_same(office, monkeypatch):
    monkeypatch.setattr(views, "CARRIED_BYTES", 10)
    page = office.post(CHECK, {"file": SimpleUploadedFile("汇报.docx", word_of())})
    fields = {
        "name": "汇报.docx",
        "digest": page.context["digest"],
        "accept": [page.context["checked"].cards[0].key],
    }

    same = office.post(COPY, {**fields, "file": SimpleUploadedFile("汇报.docx", page.context["paper"].word)})
    other = office.post(COPY, {**fields, "file": SimpleUploadedFile("汇报.docx", word_of("别的"))})

    assert 'name="file"' in page.content.decode()
    assert "占25%" in words_of(same)
    assert (other.status_code, "不是刚才查的那份文件" in other.content.decode()) == (422, True)


def test_a_copy_with_too_many_corrections_is_refused_with_a_sentence(office, monkeypatch):
    monkeypatch.setattr("gongjian.apps.documents.services.paper.MOST_CORRECTIONS", 1)

    response = copy_of(office, office.post(CHECK, {"text": REPORT}))

    assert (response.status_code, "最多改 1 处" in response.content.decode()) == (422, True)


@pytest.mark.parametrize("carried", ["不是", base64.b64encode(b"x").decode()])
def test_a_broken_carried_file_is_a_sentence(office, carried):
    response = office.post(COPY, {"name": "汇报.docx", "digest": "0" * 64, "carried": carried})

    assert response.status_code == 422


def test_the_pages_cost_few_reads(office):
    with CaptureQueriesContext(connection) as reads:
        office.get(CHECK)
    with CaptureQueriesContext(connection) as posted:
        office.post(CHECK, {"text": REPORT * 200})

    assert len(reads) <= 12
    assert len(posted) <= 16


def test_who_may_not_check_is_refused(sign_in):
    assert sign_in(make_user(role=Role.VIEWER)).get(CHECK).status_code == 403
    with pytest.raises(NotAllowed):
        services.read_paper(actor=make_actor(Role.VIEWER), text=REPORT)


def test_a_disagreement_of_two_places_is_left_to_the_person(office):
    text = "一、情况\n全区社区74个。\n二、进展\n全区社区76个。\n三、其他\n共有党员400名，其中女党员100名，占28%。"
    page = office.post(CHECK, {"text": text})

    ticked = page.content.decode().count(" checked>")

    assert [card.finding.type for card in page.context["checked"].cards] == ["repeated", "percentage_of"]
    assert ticked == 1
