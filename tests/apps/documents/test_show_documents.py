import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.apps.documents import services
from gongjian.apps.documents.models import Document
from gongjian.core.access import Role
from tests.apps.documents.builders import issue, make_document
from tests.apps.indicators.population import register_population, set_people
from tests.factories import (
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    STREET,
    make_actor,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db

MOST_READS = {"new/scope/": 13}
"""What a figure is asked for by is picked from a list each, and there is one for each kind of thing."""


@pytest.fixture(autouse=True)
def population(places):
    register_population()
    for code, people in zip(COMMUNITIES, (100, 200, 300), strict=True):
        set_people(code, people)


def typed(document, **changes):
    fields = ("title", "red_head", "number_code", "addressee", "copy_to", "body", "version")
    return {**{name: getattr(document, name) for name in fields}, **changes}


def test_the_page_marks_figures_and_typed_numbers(sign_in):
    user = make_user()
    document = make_document(user.as_actor(), body="共{{测试人口}}，其中老人45人，占12%。")
    set_people(COMMUNITIES[0], 101)
    client = sign_in(user)
    client.post(f"/documents/{document.pk}/check/")

    page = client.get(f"/documents/{document.pk}/").text

    assert "fig moved" in page
    assert "fig hand" in page
    assert "600人，现在是 601人。" in page


def test_a_refused_save_keeps_what_was_typed_and_names_the_line(sign_in):
    user = make_user()
    document = make_document(user.as_actor())

    answer = sign_in(user).post(
        f"/documents/{document.pk}/edit/", typed(document, body="第一段。\n第二段{{没有这个}}还有我写的字。")
    )

    assert answer.status_code == 422
    assert "第 2 行" in answer.text
    assert "还有我写的字" in answer.text


def test_a_conflict_shows_both_texts(sign_in):
    user = make_user()
    document = make_document(user.as_actor())
    services.save_body(actor=make_actor(), document_id=document.pk, body="别人写的。")

    answer = sign_in(user).post(f"/documents/{document.pk}/edit/", typed(document, body="我写的。"))

    assert answer.status_code == 409
    assert "别人写的" in answer.text
    assert "我写的" in answer.text
    document.refresh_from_db()
    assert document.body == "别人写的。"


def test_a_draft_is_made_in_two_steps(sign_in):
    user = make_user()
    template = services.ensure_templates(user.as_actor(), COUNTY)[0]
    issuer = make_organisation(COUNTY)
    client = sign_in(user)
    assert template.title in client.get("/documents/new/").text
    assert client.get(f"/documents/new/scope/?template={template.pk}").status_code == 200

    answer = client.post(
        f"/documents/new/scope/?template={template.pk}",
        {"title": "关于九月的通报", "period": "2026-09", "issuer": issuer.pk},
    )

    assert answer.status_code == 302
    assert Document.objects.get().template == template
    assert client.get(answer.url).status_code == 200


def test_another_scope_gets_404_everywhere(sign_in):
    document = make_document(make_actor())
    quoted = document.figures.first()
    client = sign_in(make_user(place_code=OTHER_COUNTY))

    for address in (
        "",
        "edit/",
        "issue/",
        "return/",
        f"figures/{quoted.pk}/",
        "file.pdf",
        "value/?key=tests.people",
    ):
        assert client.get(f"/documents/{document.pk}/{address}").status_code == 404, address
    for act in ("check", "take", "keep", "send", "review", "issue", "archive", "return"):
        assert client.post(f"/documents/{document.pk}/{act}/", {"reason": "x"}).status_code == 404, act


def test_the_drawer_of_an_issued_document_from_above_hides_rows_of_others(sign_in):
    document = issue(make_document(make_actor()), make_actor(), make_actor(Role.LEADER))
    quoted = document.figures.get(slot="测试人口")
    street = sign_in(make_user(place_code=STREET))

    page = street.get(f"/documents/{document.pk}/figures/{quoted.pk}/")

    assert page.status_code == 200
    assert "600人" in page.text
    assert "不归你管" in page.text
    assert "演示3社区" not in page.text
    assert street.get(f"/documents/{document.pk}/file.pdf").status_code == 200


def test_the_drawer_lists_the_rows_for_those_who_hold_the_place(sign_in):
    user = make_user()
    document = make_document(user.as_actor())
    quoted = document.figures.get(slot="测试人口")

    page = sign_in(user).get(f"/documents/{document.pk}/figures/{quoted.pk}/", headers={"HX-Request": "true"})

    assert "演示3社区" in page.text


def test_issue_with_moved_figures_asks_for_a_decision(sign_in):
    user = make_user()
    document = make_document(user.as_actor())
    services.send_for_review(actor=user.as_actor(), document_id=document.pk)
    services.sign_document(actor=make_actor(Role.LEADER), document_id=document.pk)
    set_people(COMMUNITIES[0], 101)
    client = sign_in(user)

    refused = client.post(f"/documents/{document.pk}/issue/")
    assert refused.status_code == 409
    assert "601人" in refused.text

    assert client.post(f"/documents/{document.pk}/issue/", {"keep": "1"}).status_code == 302
    document.refresh_from_db()
    assert document.status == "issued"
    assert "截至" in client.get(f"/documents/{document.pk}/").text


@pytest.mark.parametrize("size", [1, 60])
def test_pages_stay_within_few_queries(sign_in, size):
    user = make_user()
    actor = user.as_actor()
    body = "".join(f"共{{{{测试人口;期间={2026 - n % 20}-{n % 12 + 1:02d}}}}}。\n" for n in range(size))
    document = make_document(actor, body=body + "[[表:测试人口;级别=社区]]")
    services.ensure_templates(actor, COUNTY)
    for _number in range(size):
        make_document(actor, body="短。")
    quoted = document.figures.first()
    client = sign_in(user)

    for address in (
        "",
        "new/",
        "new/scope/",
        "templates/",
        "templates/add/",
        f"{document.pk}/",
        f"{document.pk}/edit/",
        f"{document.pk}/return/",
        f"{document.pk}/figures/{quoted.pk}/",
        f"{document.pk}/value/?key=tests.people",
    ):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/documents/{address}").status_code == 200, address
        selects = [query["sql"] for query in caught.captured_queries if query["sql"].startswith("SELECT")]
        assert len(selects) <= MOST_READS.get(address, 12), (address, selects)


def test_templates_that_name_an_unknown_indicator_are_refused_with_the_text_kept(sign_in):
    answer = sign_in(make_user()).post(
        "/documents/templates/add/", {"kind": "bulletin", "title": "月报", "body": "共{{没有的指标}}。"}
    )

    assert answer.status_code == 422
    assert "没有名为" in answer.text
    assert "月报" in answer.text


def test_the_head_of_the_last_paper_of_its_kind_is_proposed(sign_in):
    user = make_user()
    make_document(user.as_actor(), head={"red_head": "船山区治理办公室文件", "addressee": "各街道"})

    page = sign_in(user).get("/documents/new/scope/?kind=bulletin").text

    assert 'value="船山区治理办公室文件"' in page
    assert 'value="各街道"' in page


def test_a_change_opens_both_of_its_figures(sign_in):
    user = make_user()
    document = make_document(user.as_actor(), body="共{{测试人口}}，{{测试人口;比=2025}}。")
    now, base = (document.figures.get(slot=slot) for slot in ("测试人口", "测试人口;期间=2025"))
    client = sign_in(user)

    assert f"/figures/{now.pk}/?against={base.pk}" in client.get(f"/documents/{document.pk}/").text
    drawer = client.get(f"/documents/{document.pk}/figures/{now.pk}/?against={base.pk}").text

    assert "2025年" in drawer
    assert "持平" in drawer
