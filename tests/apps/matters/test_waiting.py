"""What waits for a person: his unit's parts, the next act of his own desk; and what the search finds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongjian.apps.matters import services
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors import open_items, search
from gongjian.apps.matters.selectors.day import desk_day
from gongjian.core.access import Role
from gongjian.core.clock import at
from tests.factories import COUNTY, OTHER_STREET, STREET, make_actor, make_user
from tests.matter_factories import (
    make_closed,
    make_committee,
    make_desk,
    make_dispatched,
    make_filed,
    make_matter,
)


def titles(actor):
    return [item.title for item in open_items(actor)]


def test_the_desk_sees_what_it_has_to_do_next_and_other_desks_don_t(desk, squad):
    matter = make_matter(words="路灯坏了")
    assert titles(desk) == ["受理：路灯坏了"]
    make_filed(desk, words="水管漏了")
    make_dispatched(desk, squad[0], words="已派的")

    assert titles(desk) == ["派办：水管漏了", "受理：路灯坏了"]
    assert titles(make_desk(OTHER_STREET)) == titles(make_desk(COUNTY)) == []
    assert open_items(desk)[1].url == f"/matters/{matter.pk}/"


def test_a_unit_sees_its_part_from_signing_to_rework(desk, squad):
    matter, part = make_dispatched(desk, squad[0], words="路灯坏了")
    assert titles(squad[1]) == ["签收：路灯坏了"]
    services.accept(actor=squad[1], assignment_id=part.pk)
    assert titles(squad[1]) == ["处置：路灯坏了"]
    services.act(actor=squad[1], assignment_id=part.pk, result="修了")
    assert titles(squad[1]) == []
    assert titles(desk) == ["核查：路灯坏了"]
    services.check(actor=desk, matter_id=matter.pk, has_passed=False, words="还不亮")
    assert titles(squad[1]) == ["返工：路灯坏了"]


def test_a_committee_s_part_waits_for_the_workers_of_its_community(desk):
    committee, worker = make_committee()
    make_dispatched(desk, committee, words="路灯坏了")

    assert titles(worker) == ["签收：路灯坏了"]
    assert titles(make_actor(Role.VIEWER, STREET)) == []


def test_what_was_raised_waits_at_the_desk_above(desk):
    closed = make_closed(desk).matter
    services.record_callback(actor=desk, matter_id=closed.pk, is_solved=False, satisfaction="unsatisfied")
    services.reopen_at_desk(actor=desk, matter_id=closed.pk, words="没好")

    assert titles(desk) == []
    assert len(titles(make_desk(COUNTY))) == 1


def test_it_stands_on_the_first_page(sign_in, desk):
    make_matter(words="路灯坏了")

    page = sign_in(make_user(Role.OFFICE, STREET)).get("/").content.decode()

    assert "受理：路灯坏了" in page


@pytest.mark.parametrize("asked", ["路灯", "ldhl", "20261118-"])
def test_the_search_finds_by_words_initials_and_number(desk, asked):
    make_matter(words="路灯坏了")

    assert [hit.label for hit in search(desk, asked)] == ["路灯坏了"]
    assert search(make_desk(OTHER_STREET), asked) == []


def test_a_list_of_nothing_asks_nobody(desk):
    assert not Matter.objects.exists()
    assert titles(desk) == []


def test_the_desk_s_day_counts_what_presses_and_opens_the_list(sign_in, desk, squad, now):
    make_matter(words="楼下着火了")
    make_matter(words="路灯坏了")
    late = make_filed(desk, words="水管漏了")
    Matter.objects.filter(pk=late.pk).update(due_at=now)
    _matter, part = make_dispatched(desk, squad[0], words="退回的")
    services.hand_back(actor=squad[1], assignment_id=part.pk, reason="归物业管")
    closed = make_closed(desk)
    services.record_callback(
        actor=desk, matter_id=closed.matter.pk, is_solved=False, satisfaction="unsatisfied"
    )
    client = sign_in(make_user(Role.OFFICE, STREET))

    with at(now + timedelta(minutes=1)):
        lines = {line.url: line.count for line in desk_day(desk, STREET, timezone.now())}
        page = client.get("/matters/day/").content.decode()
        for url, count in lines.items():
            listed = client.get(url).content.decode()
            assert listed.count('<th scope="row"') == count, url

    assert lines == {
        "/matters/?view=danger": 1,
        "/matters/?view=late": 1,
        "/matters/?view=today": 1,
        "/matters/?view=returned": 1,
        "/matters/?view=new": 4,
        "/matters/?view=low": 1,
    }
    assert page.index("有生命危险") < page.index("逾期没办结") < page.index("评价不好")
    assert 'hx-get="/matters/day/"' in client.get("/").content.decode()
