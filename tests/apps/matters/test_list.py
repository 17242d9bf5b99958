"""The list at work: columns one chose, a matter opened beside it, several acted on at once, each for itself."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from gongjian.apps.matters import services
from gongjian.apps.matters.models import Exclusion, Matter
from gongjian.apps.matters.selectors import matters as reads
from gongjian.apps.matters.selectors.board import read_board
from gongjian.apps.matters.selectors.matters import ListAsked
from gongjian.apps.parties.models import User
from gongjian.core.access import Role
from gongjian.core.access.actor import Grant
from tests.factories import COUNTY, OTHER_COUNTY, STREET, make_user
from tests.matter_factories import class_of, make_closed, make_dispatched, make_filed, make_matter

HTMX = {"HX-Request": "true"}


@pytest.fixture
def person():
    return make_user(Role.OFFICE, STREET)


@pytest.fixture
def office(sign_in, person):
    return sign_in(person)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def heads(client):
    table = re.search(r"<thead>(.*?)</thead>", client.get("/matters/").content.decode(), re.DOTALL).group(1)
    return [head.strip() for head in re.findall(r'<th scope="col"[^>]*>([^<]*)', table)]


def test_columns_that_one_chose_stay_chosen_for_him_alone(office, person, desk):
    make_filed(desk)
    usual = heads(office)

    response = office.post(
        "/parties/me/columns/", {"list": "matters", "column": ["due", "place"], "next": "/matters/?view=all"}
    )

    assert response.url == "/matters/?view=all"
    assert heads(office) == ["事项", "在哪里", "到期"]
    assert make_user(Role.OFFICE, STREET).list_columns == {}
    office.post("/parties/me/columns/", {"list": "matters", "column": ["due"], "usual": "1"})
    assert heads(office) == usual
    assert User.objects.get(pk=person.pk).list_columns == {}


@pytest.mark.parametrize("chosen", [["A"], ["x" * 50], ["due"] * 41])
def test_columns_that_no_list_offers_are_refused(office, person, chosen):
    response = office.post("/parties/me/columns/", {"list": "matters", "column": chosen})

    assert response.status_code == 422
    assert User.objects.get(pk=person.pk).list_columns == {}


def test_columns_that_a_list_no_longer_has_are_passed_over(office, person, desk):
    make_filed(desk)
    office.post("/parties/me/columns/", {"list": "matters", "column": ["gone"]})

    assert "谁在办" in heads(office)


def test_a_row_opens_beside_the_list_and_as_a_page_without_a_script(office, desk):
    matter = make_filed(desk, words="路灯坏了三天。")

    sheet = office.get(f"/matters/{matter.pk}/", headers=HTMX).content.decode()
    page = office.get(f"/matters/{matter.pk}/").content.decode()

    assert "sheet-title" in sheet and "<html" not in sheet and "路灯坏了三天" in sheet
    assert f'hx-post="/matters/{matter.pk}/dispatch/"' in sheet
    assert "<html" in page and "hx-post" not in page.split("<main", 1)[1]


def test_an_act_in_the_sheet_goes_on_there_and_says_what_was_done(office, desk):
    matter = make_matter()
    asked = {"file-class_id": class_of().pk}

    response = office.post(f"/matters/{matter.pk}/file/", asked, headers=HTMX, follow=True)

    page = response.content.decode()
    assert "办好了" in page and "data-changed" in page and "<html" not in page
    assert f'hx-post="/matters/{matter.pk}/dispatch/"' in page


def test_an_act_refused_in_the_sheet_keeps_what_was_typed_there(office, desk, squad):
    matter, _part = make_dispatched(desk, squad[0])

    response = office.post(f"/matters/{matter.pk}/void/", {"void-reason": ""}, headers=HTMX)

    assert response.status_code == 422
    assert "<html" not in response.content.decode()


def chosen(*matters, act, **fields):
    return {"act": act, "case": [matter.pk for matter in matters], **fields}


def test_several_are_dispatched_at_once_and_what_cannot_be_is_left_and_told(office, desk, squad):
    filed = [make_filed(desk) for _ in range(2)]
    closed = make_closed(desk).matter
    unit, _ = squad
    before = office.get("/matters/chosen/", chosen(*filed, closed, act="dispatch"))
    fields = {"dispatch-lead_id": unit.pk, "dispatch-words": "今天去看。"}

    done = office.post("/matters/chosen/", chosen(*filed, closed, act="dispatch", **fields))

    assert "派办：选中的 2 件" in text(before) and "已办结" in text(before)
    assert "派办：办了 2 件，1 件没有办" in text(done) and "不能再这样办" in text(done)
    assert [Matter.objects.get(pk=one.pk).state for one in filed] == ["dispatched"] * 2
    assert Matter.objects.get(pk=closed.pk).state == "closed"
    assert [one.assignments.get().words for one in filed] == ["今天去看。"] * 2


def test_a_form_that_is_wrong_does_nothing_to_any(office, desk):
    filed = make_filed(desk)

    response = office.post("/matters/chosen/", chosen(filed, act="dispatch"))

    assert response.status_code == 422
    assert Matter.objects.get(pk=filed.pk).state == "filed"


def test_each_row_is_held_against_its_own_desk(sign_in, desk):
    own, raised = make_matter(), make_matter()
    Matter.objects.filter(pk=raised.pk).update(level=6)
    client = sign_in(make_user(Role.OFFICE, STREET))

    done = client.post(
        "/matters/chosen/", chosen(own, raised, act="verify", **{"verify-words": "社区去看。"})
    )

    assert "办了 1 件，1 件没有办" in text(done) and "由上级办" in text(done)
    assert Matter.objects.get(pk=raised.pk).state == "reported"


def test_classes_and_exclusions_are_given_to_several(sign_in, desk):
    matters = [make_matter(), make_matter()]
    client = sign_in(make_user(Role.OFFICE, COUNTY))

    client.post("/matters/chosen/", chosen(*matters, act="classify", **{"classify-class_id": class_of().pk}))
    asked = {"exclude-ground": "no_new_facts", "exclude-reason": "同一个人反复报。"}
    client.post("/matters/chosen/", chosen(*matters, act="exclude", **asked))

    assert set(Matter.objects.values_list("matter_class", flat=True)) == {class_of().pk}
    assert Exclusion.objects.count() == 2


def test_what_is_out_of_sight_is_not_touched_and_nothing_chosen_is_said(sign_in, desk):
    matter = make_filed(desk)
    client = sign_in(make_user(Role.OFFICE, OTHER_COUNTY))

    assert "没有选事项" in text(client.get("/matters/chosen/", chosen(matter, act="dispatch")))
    assert "没有选事项" in text(client.get("/matters/chosen/", {"act": "dispatch", "case": "x"}))
    assert "没有选要打印的" in text(client.get("/matters/print/", {"case": matter.pk}))


def test_acts_at_once_are_offered_by_right(sign_in, desk):
    make_filed(desk)
    page = sign_in(make_user(Role.VIEWER, STREET)).get("/matters/").content.decode()

    assert 'value="print"' in page and 'value="dispatch"' not in page


def test_those_chosen_are_printed_without_anybodys_name_or_number(office, desk):
    matters = [make_matter(words="路灯坏了。"), make_matter(words="水管漏水。")]

    page = office.get("/matters/chosen/", chosen(*matters, act="print")).content.decode()

    assert page.count('class="matter-paper"') == 2 and "路灯坏了。" in page
    assert "13900000000" not in page and "赵某" not in page


def test_the_way_back_keeps_the_filter_and_leads_nowhere_else(office, desk):
    matter = make_filed(desk)

    inside = office.get("/matters/chosen/", chosen(matter, act="dispatch", back="/matters/?view=late"))
    outside = office.get("/matters/chosen/", chosen(matter, act="dispatch", back="https://example.cn/"))

    assert 'href="/matters/?view=late"' in inside.content.decode()
    assert '="https://example.cn' not in outside.content.decode()


def test_what_a_service_refuses_changes_nothing_of_that_row(desk, squad):
    filed, reported = make_filed(desk), make_matter()

    def dispatch(matter):
        return services.dispatch(actor=desk, matter_id=matter.pk, organisation_id=squad[0].pk)

    found = services.act_on_each([filed, reported], dispatch)

    assert [bool(one.refusal) for one in found] == [False, True]
    assert not reported.assignments.exists()


def test_a_unit_counts_what_it_was_given_and_no_more(desk, squad, now):
    unit, someone = squad
    person = replace(someone, grants=(Grant(Role.DEPARTMENT, COUNTY, unit.pk),), _cache={})
    for _ in range(2):
        make_dispatched(desk, unit)
    late, _ = make_dispatched(desk, unit)
    Matter.objects.filter(pk=late.pk).update(due_at=now - timedelta(seconds=1))
    make_filed(desk)
    rows = reads.list_matters(person, ListAsked())

    counts = reads.count_views(person, rows, "all", now)
    columns = {column.step.key: column for column in read_board(person, rows, now)}

    assert (counts["open"], counts["mine"], counts["late"], counts["all"]) == (3, 3, 1, 3)
    assert (columns["sent"].count, columns["sent"].late, len(columns["sent"].cards)) == (3, 1, 3)
    assert columns["waiting"].count == 0
