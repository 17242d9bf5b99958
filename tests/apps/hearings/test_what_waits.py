"""What the first page and the search show of hearings: each step to whose turn it is, names masked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongjian.apps.hearings import services
from gongjian.apps.hearings.models import AidApplication, Hearing, Posting
from gongjian.apps.hearings.selectors import open_items, search
from gongjian.core.access import Role
from gongjian.core.workdays import add_workdays
from tests.factories import COMMUNITIES, COUNTY, STREET, make_actor, make_user
from tests.hearing_factories import (
    COMMUNITY,
    make_application,
    make_attended,
    make_drawn,
    make_hearings,
    make_pool,
    papers,
    vote,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(places):
    return make_user(Role.WORKER, COMMUNITY).as_actor()


@pytest.fixture
def office(places):
    return make_user(Role.OFFICE, COUNTY).as_actor()


def acts(actor):
    return [item.title.partition("：")[0] for item in open_items(actor)]


def test_each_step_waits_at_the_desk_in_its_turn_and_the_decision_at_the_county(desk, office):
    make_pool()
    application = make_application(desk, is_checked=False)
    assert acts(desk) == ["入户调查"]
    (item,) = open_items(desk)
    assert item.due_on == add_workdays(timezone.localdate(), 15)
    assert "江**" in item.title and "大山" not in item.title

    services.record_findings(actor=desk, application_id=application.pk, findings="属实")
    assert acts(desk) == ["召集评议"]
    hearing = services.call_hearing(
        actor=desk, application_id=application.pk, source="某期", size=15, representatives=10
    )
    assert acts(desk) == ["公布抽取名单"]
    services.publish_list(actor=desk, hearing_id=hearing.pk)
    assert acts(desk) == ["抽评议小组"]
    services.draw_panel(actor=desk, hearing_id=hearing.pk, number="7")
    assert acts(desk) == ["发评议通知"]
    make_attended(desk, hearing)
    (item,) = open_items(desk)
    assert (item.title.partition("：")[0], item.due_on) == ("开评议会", timezone.localdate())
    vote(desk, hearing, yes=15)
    assert sorted(acts(desk)) == ["公示评议结果", "写会议记录"]
    services.write_record(actor=desk, hearing_id=hearing.pk, record="读了办法")
    posting = services.post_result(
        actor=desk, application_id=application.pk, place_words="公示栏", phone="0825"
    )
    (item,) = open_items(desk)
    assert (item.title.partition("：")[0], item.due_on) == ("公示到期", posting.ends_on)
    assert open_items(office) == []
    services.take_objection(actor=desk, posting_id=posting.pk, words="有车")
    (item,) = open_items(desk)
    assert (item.title.partition("：")[0], item.due_on) == (
        "复核答复异议",
        add_workdays(timezone.localdate(), 5),
    )


def test_when_a_posting_has_run_its_days_the_county_owes_a_decision_and_the_desk_nothing(desk, office):
    make_pool()
    application = make_application(desk)
    vote(desk, make_attended(desk, make_drawn(desk, application)), yes=15)
    Hearing.objects.update(record="有")
    services.post_result(actor=desk, application_id=application.pk, place_words="公示栏", phone="0825")
    yesterday = timezone.localdate() - timedelta(days=1)
    Posting.objects.update(ends_on=timezone.localdate())
    assert acts(office) == [], "its last day is not over"
    Posting.objects.update(ends_on=yesterday)

    (item,) = open_items(office)

    assert item.title.startswith("公示期满，作决定")
    assert item.due_on == add_workdays(yesterday, 10)
    assert open_items(desk) == []


def test_a_hearing_that_did_not_pass_waits_for_the_written_refusal_of_the_county(desk, office):
    make_pool()
    vote(desk, make_attended(desk, make_drawn(desk, make_application(desk))), yes=2, no=13)

    assert acts(office) == ["评议没有通过，书面告知"]
    assert acts(desk) == ["写会议记录"]


def test_the_second_reading_of_papers_waits_for_a_colleague_and_not_for_the_first_reader(desk):
    colleague = make_user(Role.WORKER, COMMUNITY).as_actor()
    make_pool()
    hearing = make_attended(desk, make_drawn(desk, make_application(desk)))
    services.open_vote(actor=desk, hearing_id=hearing.pk, papers=3)
    services.read_papers(actor=desk, hearing_id=hearing.pk, papers=papers(yes=3))

    assert acts(colleague) == ["录纸票第二遍"]
    assert acts(desk) == ["结束投票并计票"]


def test_other_places_and_roles_have_nothing_to_do(desk, django_assert_max_num_queries):
    make_application(desk)

    for role, place in ((Role.WORKER, COMMUNITIES[1]), (Role.OFFICE, STREET), (Role.LEADER, COUNTY)):
        assert open_items(make_user(role, place).as_actor()) == []
    make_hearings(desk)
    with django_assert_max_num_queries(5):
        assert len(open_items(desk)) == 7


def test_an_application_is_found_by_number_or_full_name_by_those_who_may_see_it(desk):
    application = make_application(desk)
    year = application.year

    for text in ("1", "1号", f"〔{year}〕1号", f"{year}-1", "江大山"):
        (hit,) = search(desk, text)
        assert hit.label == f"〔{year}〕1号 江**"
        assert hit.url == f"/hearings/{application.pk}/"
    for text in ("江", "大山", "2号", f"〔{year - 1}〕1号", ""):
        assert search(desk, text) == []
    assert search(make_actor(Role.WORKER, COMMUNITIES[1]), "江大山") == []
    assert AidApplication.objects.count() == 1


def test_the_first_page_has_a_tab_for_aid_and_the_search_page_masks_names(desk, sign_in):
    make_application(desk)
    client = sign_in(make_user(Role.WORKER, COMMUNITY))

    page = client.get("/?desk=aid").content.decode()
    found = client.get("/search/", {"q": "江大山"}).content.decode()

    assert "召集评议：" in page and "去召集" in page
    assert "〔" in found and "江**" in found
