"""The arithmetic of a document: what the text states twice must agree before it leaves the house."""

import pytest
from django.http import QueryDict

from gongjian.apps.documents import selectors, services
from gongjian.apps.documents.selectors.check import check_document
from gongjian.apps.indicators.selectors import get_figure, list_rows
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines.officialdoc.model import plain_text
from tests.apps.documents.builders import make_document
from tests.apps.indicators.population import register_population, set_people
from tests.factories import COMMUNITIES, COUNTY, OTHER_STREET, STREET, make_actor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def population(places):
    register_population()
    for code, people in zip(COMMUNITIES, (100, 200, 300), strict=True):
        set_people(code, people)
    set_people(f"{OTHER_STREET}001", 150)


@pytest.fixture
def author():
    return make_actor(Role.OFFICE)


def words(document):
    page = selectors.official_document(document)
    return "".join(plain_text(block.runs) for block in page.blocks)


def test_a_change_is_computed_from_the_two_quoted_figures(author):
    document = make_document(
        author, body="共{{测试人口}}，比上年{{测试人口;比=2025}}，户均{{测试户均人口;差=2025}}。"
    )

    assert words(document) == "共750人，比上年持平，户均持平。"
    assert {figure.slot for figure in document.figures.all()} == {
        "测试人口",
        "测试人口;期间=2025",
        "测试户均人口",
        "测试户均人口;期间=2025",
    }


def test_a_change_follows_when_one_of_its_figures_is_taken_anew(author):
    document = make_document(author, body="{{测试人口;比=2025}}。")
    set_people(COMMUNITIES[0], 175)
    now = document.figures.get(slot="测试人口")

    services.reread_figures(actor=author, document_id=document.pk, quoted_ids=[now.pk])

    assert words(selectors.get_document(author, document.pk)) == "增长10.0%。"


def test_a_second_period_beside_a_change_is_refused_with_its_line(author):
    with pytest.raises(Invalid, match=r"第 1 行.*两个期间"):
        make_document(author, body="{{测试人口;比=上期;期间=2026}}。")


def test_a_whole_row_adds_up_and_is_named(author):
    document = make_document(author, body="[[表:测试人口,测试户均人口;合计=是;标题=各街道人口]]")

    findings = check_document(document)

    rows = selectors.official_document(document).blocks[0].rows
    assert [plain_text((row[0],)) for row in rows] == ["南津路街道", "凯旋路街道", "合计"]
    assert findings.right_claims == (
        "表“各街道人口”的测试人口，600＋150 相加为 750，与合计 750 相符。",
        "表“各街道人口”的测试户均人口，各行的分子、分母相加为 750 ÷ 40，与合计 750 ÷ 40 相符。",
    )


def test_a_row_that_was_taken_anew_alone_no_longer_adds_up(author):
    document = make_document(author, body="[[表:测试人口;合计=是]]")
    set_people(COMMUNITIES[0], 110)
    street = document.figures.get(place_code=STREET)

    services.reread_figures(actor=author, document_id=document.pk, quoted_ids=[street.pk])

    (wrong,) = check_document(selectors.get_document(author, document.pk)).wrong_claims
    assert "610＋150 相加为 760，与合计 750 不符" in wrong


def test_records_of_the_place_itself_get_a_row_that_opens_only_them(author):
    set_people(COUNTY, 9)
    document = make_document(author, body="[[表:测试全部人口;合计=是]]")

    own = document.figures.get(slot__endswith="9=")
    figure = get_figure(author, own.indicator_key, own.place_code, own.period, own.params)
    rows = list_rows(author, figure, QueryDict())

    assert own.text == figure.text_with_unit == "9人"
    assert [item.row.place_code for item in rows.rows] == [COUNTY]
    assert check_document(document).wrong_claims == ()


def test_a_wrong_number_typed_by_hand_stops_the_way_with_its_sentence(author):
    document = make_document(author, body="共有{{测试人口}}，已登记600人，登记率85.0%。")

    with pytest.raises(Conflict, match=r"登记率85.0%.*80%"):
        services.send_for_review(actor=author, document_id=document.pk)

    assert selectors.get_document(author, document.pk).status == "draft"


def test_a_person_may_answer_for_arithmetic_that_only_looks_wrong(author):
    leader = make_actor(Role.LEADER)
    document = make_document(author, body="共有{{测试人口}}，已登记600人，登记率85.0%。")
    services.send_for_review(actor=author, document_id=document.pk, accept_arithmetic=True)
    services.sign_document(actor=leader, document_id=document.pk)
    with pytest.raises(Conflict, match="算得不对"):
        services.issue_document(actor=author, document_id=document.pk)

    issued = services.issue_document(actor=author, document_id=document.pk, accept_arithmetic=True)

    assert issued.status == "issued"


def test_the_page_of_issue_names_the_wrong_sentence_and_asks_for_an_answer(sign_in):
    user = make_user()
    document = make_document(user.as_actor(), body="共有{{测试人口}}，已登记600人，登记率85.0%。")
    services.send_for_review(actor=user.as_actor(), document_id=document.pk, accept_arithmetic=True)
    services.sign_document(actor=make_actor(Role.LEADER), document_id=document.pk)
    client = sign_in(user)

    page = client.get(f"/documents/{document.pk}/issue/").text
    assert "登记率85.0%" in page
    assert "我核对过，照原文印发" in page
    assert client.post(f"/documents/{document.pk}/issue/").status_code == 409
    assert client.post(f"/documents/{document.pk}/issue/", {"accept": "1"}).status_code == 302


def test_the_check_lists_every_claim_it_verified(sign_in):
    user = make_user()
    document = make_document(user.as_actor(), body="共有{{测试人口}}，已登记600人，登记率80.0%。")

    page = sign_in(user).get(f"/documents/{document.pk}/").text

    assert "文中能验算的 1 处都对" in page
    assert "按“600人”÷“750人”计算为80%" in page


def test_a_sentence_that_quotes_nothing_is_named_before_it_goes_out(author):
    for code in (*COMMUNITIES, f"{OTHER_STREET}001"):
        set_people(code, None)
    document = make_document(author, body="共{{测试人口}}。")

    assert any("2026年的测试人口" in problem for problem in check_document(document).problems)
