"""The list by what is to be done, and a matter's page with every act a person may do."""

import re

import pytest

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import MatterState
from gongjian.apps.matters.models import DispatchRule, Matter
from gongjian.core.access import Role
from gongjian.core.models import AuditEntry
from tests.factories import COUNTY, STREET, make_user
from tests.matter_factories import (
    COMMUNITY,
    GOOD_ANSWER,
    class_of,
    make_closed,
    make_dispatched,
    make_done,
    make_filed,
    make_matter,
    make_unit,
    report,
)


@pytest.fixture
def office(sign_in):
    return sign_in(make_user(Role.OFFICE, STREET))


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def test_the_list_begins_with_the_nearest_deadline_and_counts_what_is_late(office, desk, now):
    make_filed(desk, "0101", words="房顶加盖。")
    make_filed(desk, "0104", words="路面有泥。")
    late = make_filed(desk, "0102", words="垃圾成堆。")
    Matter.objects.filter(pk=late.pk).update(due_at=now)

    page = text(office.get("/matters/"))

    assert "3 件在办" in page
    assert page.index("垃圾成堆") < page.index("路面有泥") < page.index("房顶加盖")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=路灯", {"路灯坏了"}),
        ("q=20261118", {"路灯坏了", "水管漏水"}),
        ("source=phone", {"水管漏水"}),
        ("kind=dispute", set()),
        ("view=new", {"路灯坏了"}),
        ("since=2026-11-19", set()),
        ("until=2026-11-18&view=all", {"路灯坏了", "水管漏水"}),
    ],
)
def test_the_list_is_narrowed(office, desk, squad, query, found):
    make_matter(words="路灯坏了")
    other, _part = make_dispatched(desk, squad[0], words="水管漏水")
    Matter.objects.filter(pk=other.pk).update(source="phone")

    page = text(office.get(f"/matters/?{query}"))

    assert {word for word in ("路灯坏了", "水管漏水") if word in page} == found


def test_the_desk_files_and_whistles_on_the_page(office, squad):
    matter = make_matter()
    home = f"/matters/{matter.pk}/"
    assert "等派办单位受理" in text(office.get(home))

    office.post(f"{home}file/", {"file-class_id": class_of().pk})
    DispatchRule.objects.create(
        class_kind="event",
        class_prefix="05",
        place_code=COUNTY,
        organisation=squad[0],
        effective_on="2026-01-01",
    )
    page = office.get(home).content.decode()
    assert re.search(rf'<option value="{squad[0].pk}" selected>', page)
    answer = office.post(f"{home}dispatch/", {"dispatch-lead_id": squad[0].pk, "dispatch-words": "当天清走"})

    assert answer.status_code == 302
    matter.refresh_from_db()
    assert matter.state == MatterState.DISPATCHED


def test_a_refused_form_comes_back_with_what_was_typed(office, desk, squad):
    matter = make_done(desk, *squad)
    services.check(actor=desk, matter_id=matter.pk, has_passed=True)

    response = office.post(f"/matters/{matter.pk}/answer/", {"answer-answer": "已转相关部门处理"})

    assert response.status_code == 422
    assert "等于没有答复" in text(response)
    assert "已转相关部门处理</textarea>" in response.content.decode()


def test_the_unit_acts_and_an_old_page_is_told(sign_in, desk, squad):
    matter, _part = make_dispatched(desk, squad[0])
    person = sign_in(make_user(Role.DEPARTMENT, COUNTY, organisation=squad[0]))
    home = f"/matters/{matter.pk}/"
    assert "提交处置结果" in text(person.get(home))

    assert person.post(f"{home}act/", {"act-result": "清走了"}).status_code == 302
    again = person.post(f"{home}act/", {"act-result": "清走了"})

    assert again.status_code == 422
    assert "不能再这样办" in text(again)


def test_who_may_not_check_reads_why(sign_in, desk, squad):
    matter = make_done(desk, *squad)
    colleague = sign_in(make_user(Role.OFFICE, COUNTY, organisation=squad[0]))

    page = text(colleague.get(f"/matters/{matter.pk}/"))

    assert "你是承办单位的人，不能核查" in page
    assert "核查通过" not in page


def test_name_and_phone_are_masked_until_a_reason_is_written(office):
    matter = make_matter()
    page = office.get(f"/matters/{matter.pk}/").content.decode()
    assert "13900000000" not in page
    assert "139****0000" in page

    assert "13900000000" not in office.get(f"/matters/{matter.pk}/reporter/").content.decode()
    shown = office.post(f"/matters/{matter.pk}/reporter/", {"reason": "回访"})

    assert "13900000000" in shown.content.decode()
    assert AuditEntry.objects.get(action="read.sensitive").after["reason"] == "回访"


def test_a_call_is_taken_down_and_the_code_is_shown_once(office):
    response = office.post(
        "/matters/add/",
        {
            "source": "phone",
            "kind": "report",
            "place_text": COMMUNITY,
            "words": "三楼煤气泄漏",
            "phone": "13900000000",
        },
    )

    matter = Matter.objects.get()
    assert matter.place_code == COMMUNITY
    assert "110、119 或 120" in text(response)
    assert matter.number in text(response)


def test_a_place_that_is_not_found_is_said(office):
    response = office.post(
        "/matters/add/",
        {"source": "phone", "kind": "report", "place_text": "没有的地方", "words": "路灯坏了"},
    )

    assert response.status_code == 422
    assert "没有找到这个地方" in text(response)


def test_suggestions_come_from_past_matters_and_say_why(office, desk):
    for _number in range(3):
        make_filed(desk, "0507", words="楼道堆了纸箱和旧家具")
    matter = make_matter(words="楼道又堆了纸箱")

    page = text(office.get(f"/matters/{matter.pk}/"))

    assert "建议的类别 由以往分类学来" in page
    assert matter.matter_class_id is None


def test_the_answer_is_read_on_the_page_and_a_callback_opens_it_again(office, desk):
    closed = make_closed(desk, answer=GOOD_ANSWER).matter
    home = f"/matters/{closed.pk}/"
    assert GOOD_ANSWER in text(office.get(home))

    office.post(
        f"{home}callback/",
        {"callback-is_solved": "0", "callback-satisfaction": "unsatisfied", "callback-words": ""},
    )
    office.post(f"{home}reopen/", {"reopen-words": "电话里说没有解决"})

    closed.refresh_from_db()
    assert closed.reopen_count == 1
    assert "已提级" not in text(office.get(home))
    assert "区县一级负责" in text(office.get(home))


def test_a_photo_is_seen_with_its_matter_only(sign_in, desk, squad, tmp_path, settings):
    from io import BytesIO

    from PIL import Image

    from gongjian.core.attachments import Upload

    settings.MEDIA_ROOT = tmp_path
    out = BytesIO()
    Image.new("RGB", (40, 30), "grey").save(out, "JPEG")
    matter = report(photos=[Upload("a.jpg", out.getvalue())]).matter
    other = make_matter()
    photo = matter.photos.get()
    client = sign_in(make_user(Role.OFFICE, STREET))

    assert client.get(f"/matters/{matter.pk}/photos/{photo.pk}/")["Content-Type"] == "image/jpeg"
    assert client.get(f"/matters/{other.pk}/photos/{photo.pk}/").status_code == 404


def test_a_lower_desk_reads_that_it_is_out_of_its_hands(office, desk):
    closed = make_closed(desk)
    services.record_callback(
        actor=desk, matter_id=closed.matter.pk, is_solved=False, satisfaction="unsatisfied"
    )
    services.reopen_at_desk(actor=desk, matter_id=closed.matter.pk, words="没好")

    response = office.post(f"/matters/{closed.matter.pk}/hold/", {"hold-reason": "等"})

    assert response.status_code == 403
    assert "提到区县一级" in text(response)


def test_one_unit_more_is_whistled_up_from_the_page(office, desk, squad, now):
    matter, _part = make_dispatched(desk, squad[0])
    more, _person = make_unit("消防大队")
    offered = office.get(f"/matters/{matter.pk}/").context["folded"]
    form = next(one["form"] for one in offered if one["name"] == "add_unit")

    office.post(f"/matters/{matter.pk}/add-unit/", {"add_unit-organisation_id": more.pk})

    units = [value for value, _name in form.fields["organisation_id"].choices]
    assert more.pk in units and squad[0].pk not in units
    assert {part.organisation_id: part.is_lead for part in matter.assignments.all()} == {
        squad[0].pk: True,
        more.pk: False,
    }
