import io
from datetime import date

import pytest
from django.utils import timezone
from docx import Document as Word

from gongjian.apps.documents import selectors, services
from gongjian.apps.documents.models import Document, Template
from gongjian.apps.places.services import create_area, set_members
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.apps.documents.builders import BODY, issue, make_document
from tests.apps.indicators.population import register_population, set_people
from tests.factories import CITY, COMMUNITIES, COUNTY, OTHER_COUNTY, STREET, make_actor, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def population(places):
    register_population()
    for code, people in zip(COMMUNITIES, (100, 200, 300), strict=True):
        set_people(code, people)


@pytest.fixture
def author():
    return make_actor(Role.OFFICE)


@pytest.fixture
def leader():
    return make_actor(Role.LEADER)


def texts(document):
    return {figure.slot: figure.text for figure in document.figures.all()}


def test_a_draft_reads_figures_and_a_missing_cell_is_not_zero(author):
    found = texts(make_document(author))

    assert found["测试人口"] == "600人"
    assert [text for slot, text in found.items() if slot.endswith(f"tests.people#{STREET}")] == ["600人"]
    assert "缺数据" in found.values()


def test_a_text_quotes_an_area_by_its_name_alone_and_in_a_table(author):
    area = create_area(actor=author, place_code=COUNTY, name="两园", member_codes=COMMUNITIES[:2])

    document = make_document(author, "两园有{{测试人口;地方=两园}}。\n[[表:测试人口;地方=两园]]")

    assert texts(document)["测试人口;地方=两园"] == "300人"
    cells = [text for slot, text in texts(document).items() if slot.startswith("表")]
    assert cells == ["100人", "200人"]
    quoted = document.figures.first()
    assert (quoted.place_code, quoted.params) == (COUNTY, {"area": str(area.pk)})

    set_members(actor=author, area_id=area.pk, member_codes=COMMUNITIES)
    [moved] = services.check_figures(actor=author, document_id=document.pk)
    assert (moved.text, moved.now_text) == ("300人", "600人")


def test_the_whole_way_from_draft_to_archive(author, leader):
    document = issue(make_document(author), author, leader)
    assert document.doc_number == f"船治办发〔{timezone.localdate().year}〕1号"

    archived = services.archive_document(actor=author, document_id=document.pk)

    assert archived.status == "archived"
    word = Word(io.BytesIO(services.render_file(actor=author, document_id=document.pk, form="docx").content))
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "600人" in words
    assert "600" in [cell.text for row in word.tables[0].rows for cell in row.cells]
    pdf = services.render_file(actor=author, document_id=document.pk, form="pdf")
    assert pdf.content.startswith(b"%PDF")
    assert "草稿" not in pdf.name


def test_a_changed_figure_blocks_issue_until_it_is_answered(author, leader):
    document = make_document(author)
    services.send_for_review(actor=author, document_id=document.pk)
    services.sign_document(actor=leader, document_id=document.pk)
    set_people(COMMUNITIES[0], 101)

    with pytest.raises(Conflict, match="601人"):
        services.issue_document(actor=author, document_id=document.pk)

    services.check_figures(actor=author, document_id=document.pk)
    services.keep_figures(actor=author, document_id=document.pk)
    services.issue_document(actor=author, document_id=document.pk)
    assert texts(selectors.get_document(author, document.pk))["测试人口"] == "600人"


def test_a_kept_figure_that_moves_again_is_asked_again(author):
    document = make_document(author)
    set_people(COMMUNITIES[0], 101)
    assert services.check_figures(actor=author, document_id=document.pk)
    services.keep_figures(actor=author, document_id=document.pk)
    assert not services.check_figures(actor=author, document_id=document.pk)

    set_people(COMMUNITIES[0], 102)

    assert services.check_figures(actor=author, document_id=document.pk)


def test_taking_new_values_replaces_what_moved(author):
    document = make_document(author)
    set_people(COMMUNITIES[0], 150)

    taken = services.reread_figures(actor=author, document_id=document.pk)

    assert taken == 4  # both sentences and the street's two cells
    assert texts(document)["测试人口"] == "650人"


def test_figures_already_quoted_stay_as_read_when_the_text_is_saved(author):
    document = make_document(author)
    set_people(COMMUNITIES[0], 150)

    services.save_body(
        actor=author, document_id=document.pk, body="共{{测试人口}}。户均{{测试户均人口;地方=南津路街道}}。"
    )

    found = {figure.slot: figure for figure in document.figures.all()}
    assert found["测试人口"].text == "600人"
    assert found["测试人口"].is_open
    assert len(found) == 2


def test_nobody_signs_or_reviews_his_own_draft(leader):
    both = make_actor(Role.OFFICE)
    document = make_document(both)
    services.send_for_review(actor=both, document_id=document.pk)
    with pytest.raises(Conflict):
        services.review_document(actor=both, document_id=document.pk)
    Document.objects.filter(pk=document.pk).update(drafted_by_id=leader.user_id)

    with pytest.raises(Conflict, match="自己拟的稿"):
        services.sign_document(actor=leader, document_id=document.pk)


def test_the_office_may_not_sign_and_the_leader_may_not_issue(author, leader):
    document = make_document(author)
    services.send_for_review(actor=author, document_id=document.pk)
    with pytest.raises(NotAllowed):
        services.sign_document(actor=author, document_id=document.pk)
    services.sign_document(actor=leader, document_id=document.pk)
    with pytest.raises(NotAllowed):
        services.issue_document(actor=leader, document_id=document.pk)


def test_numbers_run_without_gap_and_start_anew_each_year(author, leader, monkeypatch):
    issuer = make_organisation(COUNTY)
    numbers = [issue(make_document(author, issuer=issuer), author, leader).doc_number for _ in range(3)]
    refused = make_document(author, issuer=issuer)
    services.send_for_review(actor=author, document_id=refused.pk)
    services.sign_document(actor=leader, document_id=refused.pk)
    monkeypatch.setattr("gongjian.apps.documents.services.flow.render", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.issue_document(actor=author, document_id=refused.pk)
    monkeypatch.undo()
    numbers.append(services.issue_document(actor=author, document_id=refused.pk).doc_number)
    year = timezone.localdate().year
    assert numbers == [f"船治办发〔{year}〕{serial}号" for serial in (1, 2, 3, 4)]

    monkeypatch.setattr(timezone, "localdate", lambda *_: date(year + 1, 1, 5))

    assert (
        issue(make_document(author, issuer=issuer), author, leader).doc_number == f"船治办发〔{year + 1}〕1号"
    )


def test_a_return_needs_a_reason_and_undoes_the_signature(author, leader):
    document = make_document(author)
    services.send_for_review(actor=author, document_id=document.pk)
    services.sign_document(actor=leader, document_id=document.pk)
    with pytest.raises(Invalid):
        services.return_to_draft(actor=leader, document_id=document.pk, reason=" ")

    back = services.return_to_draft(actor=leader, document_id=document.pk, reason="第二段写错")

    assert (back.status, back.signed_by_id, back.return_reason) == ("draft", None, "第二段写错")
    assert [item.verb for item in selectors.open_items(author)] == ["改稿"]


@pytest.mark.parametrize("line", ["机密★1年", "秘 密", "绝密"])
def test_a_secret_paper_is_refused_before_it_is_kept(author, line):
    with pytest.raises(Invalid, match="密级"):
        make_document(author, body=f"{BODY}\n{line}")
    assert not Document.objects.exists()


def test_unknown_names_are_said_with_their_lines(author):
    with pytest.raises(Invalid, match=r"第 2 行.*没有名为“测试人囗”.*第 3 行"):
        make_document(author, body="甲。\n乙{{测试人囗}}。\n丙{{测试人口;地方=没有的}}。")


def test_visible_are_own_and_below_and_what_is_issued_above(author, leader):
    below, beside, city = (make_actor(Role.OFFICE, code) for code in (STREET, OTHER_COUNTY, CITY))
    document = make_document(author)
    with pytest.raises(NotFound):
        selectors.get_document(below, document.pk)
    assert selectors.get_document(city, document.pk)
    assert selectors.get_document(make_actor(Role.VIEWER, ""), document.pk)

    issue(document, author, leader)

    assert selectors.get_document(below, document.pk)
    with pytest.raises(NotFound):
        selectors.get_document(beside, document.pk)


def test_built_in_templates_are_made_once_and_versions_are_kept(author):
    first = services.ensure_templates(author, COUNTY)
    assert [template.pk for template in services.ensure_templates(author, COUNTY)] == [
        row.pk for row in first
    ]

    new = services.save_template(
        actor=author,
        place_code=COUNTY,
        kind="bulletin",
        title="进展通报",
        body="共{{测试人口}}。",
        template_id=first[0].pk,
    )

    assert new.version == 2
    assert Template.objects.get(pk=first[0].pk).is_current is False
    with pytest.raises(Conflict):
        services.save_template(
            actor=author, place_code=COUNTY, kind="bulletin", title="旧", body="旧", template_id=first[0].pk
        )


def test_every_built_in_template_can_be_drafted(author):
    for template in services.ensure_templates(author, COUNTY):
        document = make_document(author, body="", template_id=template.pk, kind=template.kind)
        assert document.figures.count() > 5


def test_a_report_goes_up_with_the_name_of_who_signed_it(author, leader):
    document = make_document(author, kind="report", title="关于人口情况的报告")
    assert selectors.official_document(document).signers == ("　　　",)

    issued = issue(document, author, leader)

    signer = selectors.get_document(author, issued.pk).signed_by.full_name
    content = services.render_file(actor=author, document_id=issued.pk, form="docx").content
    words = "".join(paragraph.text for paragraph in Word(io.BytesIO(content)).paragraphs)
    assert f"签发人：{signer}" in words
