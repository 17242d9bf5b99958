"""The audit page: in words, narrowed to the auditor's places, found by person, act, object and day."""

from datetime import datetime

import pytest
from django.utils import timezone

from gongjian.core import audit
from gongjian.core.access import Actor, Role
from gongjian.core.models import AuditEntry
from tests.factories import CITY, COUNTY, OTHER_COUNTY, make_organisation, make_user

pytestmark = pytest.mark.usefixtures("places")
PAGE = "/system/audit/"


@pytest.fixture
def auditor(sign_in):
    return sign_in(make_user(Role.AUDIT_ADMIN, COUNTY))


def wrote(name: str = "甲", place: str = COUNTY, **fields: object) -> AuditEntry:
    """One act of somebody at a place."""
    body = make_organisation(place)
    return audit.record(Actor(user_id=None, name=name), "parties.organisation_changed", body, **fields)


def test_what_changed_is_said_in_words_old_and_new(auditor):
    wrote(before={"name": "旧名", "is_active": True}, after={"name": "新名", "is_active": True})

    page = auditor.get(PAGE).content.decode()

    assert "改单位" in page
    assert "<dt>名称</dt><dd><del>旧名</del> → <ins>新名</ins></dd>" in page
    assert "在用" not in page
    assert "parties.organisation_changed</" not in page


def test_a_sealed_value_stays_sealed_on_the_page(auditor):
    wrote(after={"contact_phone": "13900001111"}, personal={"contact_phone"})

    page = auditor.get(PAGE).content.decode()

    assert "13900001111" not in page
    assert "（个人信息，已加密）" in page


def test_an_auditor_of_a_county_reads_neither_its_neighbour_nor_the_city(auditor):
    wrote("本区的人")
    wrote("邻区的人", OTHER_COUNTY)
    wrote("市里的人", CITY)

    page = auditor.get(PAGE).content.decode()

    assert "本区的人" in page
    assert "邻区的人" not in page
    assert "市里的人" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("who=张", {"张三"}),
        ("what=parties", {"张三", "李四"}),
        ("what=parties.role_granted", set()),
        ("since=2026-03-02", {"李四"}),
        ("until=2026-03-01", {"张三"}),
        ("since=rubbish", {"张三", "李四"}),
    ],
)
def test_entries_are_found_by_person_act_and_day(auditor, query, expected):
    for name, day in (("张三", 1), ("李四", 2)):
        AuditEntry.objects.bulk_create(
            [
                AuditEntry(
                    at=timezone.make_aware(datetime(2026, 3, day, 23, 59)),
                    actor_name=name,
                    action="parties.organisation_changed",
                    place_code=COUNTY,
                )
            ]
        )

    page = auditor.get(f"{PAGE}?{query}").content.decode()

    assert {name for name in ("张三", "李四") if name in page.partition("<table")[2]} == expected


def test_the_entries_of_one_object_are_one_click_away(auditor):
    entry = wrote("甲")
    wrote("乙")

    page = auditor.get(f"{PAGE}?object_type={entry.object_type}&object_id={entry.object_id}").content.decode()

    assert f"只看“{entry.object_label}”的记录" in page
    assert ">乙</a>" not in page


def test_the_page_needs_few_queries(auditor, django_assert_max_num_queries):
    for _ in range(30):
        wrote(before={"name": "旧"}, after={"name": "新"})

    with django_assert_max_num_queries(12):
        auditor.get(PAGE)
