"""The board: open matters by step with what is overdue on top, and a card's menu with what a person may do."""

import re

import pytest
from django.utils import timezone

from gongjian.apps.matters import services
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors import board as reads
from gongjian.apps.matters.selectors.board import SHOWN, read_board
from gongjian.core import listing
from gongjian.core.access import Role
from gongjian.core.templatetags import numbers
from tests.factories import OTHER_COUNTY, STREET, make_user
from tests.matter_factories import make_closed, make_dispatched, make_done, make_filed, make_matter, make_unit

HTMX = {"HX-Request": "true"}


@pytest.fixture
def office(sign_in):
    return sign_in(make_user(Role.OFFICE, STREET))


def columns_of(actor, now=None):
    rows = Matter.objects.visible_to(actor)
    return {column.step.key: column for column in read_board(actor, rows, now or timezone.now())}


def test_each_open_matter_stands_in_the_column_of_its_step(desk, squad):
    unit, person = squad
    make_matter()
    make_filed(desk)
    sent, _part = make_dispatched(desk, unit)
    working, part = make_dispatched(desk, unit)
    services.accept(actor=person, assignment_id=part.pk)
    make_done(desk, unit, person)
    held = make_filed(desk)
    services.hold(actor=desk, matter_id=held.pk, reason="等住户到场。")
    make_closed(desk)

    found = {key: column.count for key, column in columns_of(desk).items()}

    assert found == {"waiting": 2, "sent": 1, "working": 1, "checking": 1, "answering": 0, "paused": 1}
    assert [card.matter.pk for card in columns_of(desk)["sent"].cards] == [sent.pk]
    assert [card.matter.pk for card in columns_of(desk)["working"].cards] == [working.pk]


def test_what_is_overdue_comes_first_and_is_counted(desk, now):
    make_filed(desk)
    late = make_filed(desk)
    Matter.objects.filter(pk=late.pk).update(due_at=now - timezone.timedelta(days=1))

    column = columns_of(desk, now)["waiting"]

    assert column.cards[0].matter.pk == late.pk and column.cards[0].is_late
    assert (column.count, column.late) == (2, 1)


def test_the_heading_counts_what_is_open_and_late(desk, office, now):
    make_filed(desk)
    late = make_filed(desk)
    Matter.objects.filter(pk=late.pk).update(due_at=now - timezone.timedelta(days=1))

    assert "2 件在办，1 件逾期" in office.get("/matters/board/").content.decode()


def test_a_column_shows_its_first_cards_and_says_that_there_are_more(desk, office):
    first = make_filed(desk)
    copies = [
        Matter(**{**_fields(first), "number": f"20261118-9{n:05}", "due_at": first.due_at})
        for n in range(SHOWN)
    ]
    Matter.objects.bulk_create(copies)

    column = columns_of(desk)["waiting"]

    assert (len(column.cards), column.count, column.is_cut) == (SHOWN, SHOWN + 1, True)
    assert "其余的在清单里" in office.get("/matters/board/").content.decode()


def _fields(matter):
    return {
        field.attname: getattr(matter, field.attname)
        for field in Matter._meta.concrete_fields
        if not field.primary_key
    }


def test_counts_end_one_past_the_bound(desk, monkeypatch, office):
    for module in (reads, listing, numbers):
        monkeypatch.setattr(module, "COUNT_BOUND", 2)
    for _ in range(4):
        make_filed(desk)

    assert columns_of(desk)["waiting"].count == 3
    assert "1万以上" in office.get("/matters/board/").content.decode()


def test_the_board_costs_the_same_however_many_matters_there_are(desk, squad, django_assert_num_queries):
    for _ in range(2):
        make_filed(desk)
        make_dispatched(desk, squad[0])
    with django_assert_num_queries(6):
        columns_of(desk)
    for _ in range(5):
        make_filed(desk)
        make_done(desk, *squad)
    with django_assert_num_queries(6):
        columns_of(desk)


def test_the_board_shares_the_filter_and_the_scope_of_the_list(desk, office, sign_in):
    make_filed(desk, words="路灯坏了，晚上看不见。")
    make_filed(desk, words="垃圾成堆。")

    page = office.get("/matters/board/?q=路灯").content.decode()

    assert "路灯坏了" in page and "垃圾成堆" not in page
    assert re.search(r'href="/matters/map/\?q=[^"]+"', page)
    other = sign_in(make_user(Role.OFFICE, OTHER_COUNTY)).get("/matters/board/").content.decode()
    assert "路灯坏了" not in other


def test_a_cards_menu_offers_what_the_person_may_do_and_where_it_leads(desk, office, squad, sign_in):
    waiting = make_filed(desk)
    sent, _part = make_dispatched(desk, squad[0])

    at_desk = office.get(f"/matters/{waiting.pk}/moves/", headers=HTMX).content.decode()
    assert f'href="/matters/{waiting.pk}/#dispatch"' in at_desk and 'data-to="sent"' in at_desk
    unit_user = sign_in(make_user(Role.DEPARTMENT, squad[0].place_code, organisation=squad[0]))
    in_unit = unit_user.get(f"/matters/{sent.pk}/moves/", headers=HTMX).content.decode()

    assert f'action="/matters/{sent.pk}/accept/"' in in_unit and 'data-to="working"' in in_unit
    assert "dispatch" not in in_unit


def test_a_menu_leads_to_the_matters_page_without_a_script_and_stays_in_scope(desk, office, sign_in):
    matter = make_filed(desk)

    assert office.get(f"/matters/{matter.pk}/moves/").headers["Location"] == f"/matters/{matter.pk}/"
    stranger = sign_in(make_user(Role.OFFICE, OTHER_COUNTY))
    assert stranger.get(f"/matters/{matter.pk}/moves/", headers=HTMX).status_code == 404


def test_a_step_that_is_nobodys_here_says_so(desk, sign_in):
    unit, person = make_unit()
    matter = make_done(desk, unit, person)
    viewer = sign_in(make_user(Role.VIEWER, STREET))

    assert "不归你办" in viewer.get(f"/matters/{matter.pk}/moves/", headers=HTMX).content.decode()
