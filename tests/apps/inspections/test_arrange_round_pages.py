"""The pages that arrange a round, as people use them: roster, visits, absence, teams, places, draws."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import Draw, Round, RoundTeam, Visit
from gongjian.core.access import Role
from gongjian.core.rules import load_first_versions
from tests.factories import COUNTY, make_place, make_user
from tests.inspection_factories import make_round

pytestmark = pytest.mark.django_db
STREETS = tuple(f"{COUNTY}{n:03}" for n in (1, 2, 3))
MOST_QUERIES = 12
"""With the shell's own."""


@pytest.fixture
def world(client):
    """A county round of nine communities with six inspectors of three streets, and its office signed in."""
    load_first_versions()
    make_place("51", "四川省")
    make_place("5109", "遂宁市")
    make_place(COUNTY, "船山区")
    people = []
    for street in STREETS:
        make_place(street, f"街道{street[-1]}")
        for number in range(3):
            make_place(f"{street}{number + 1:03}", f"社区{street[-1]}{number + 1}")
        for number in range(2):
            user = make_user(Role.INSPECTOR, COUNTY, full_name=f"检查{street[-1]}{number}")
            user.place_code = street
            user.save()
            people.append(user)
    office = make_user(Role.OFFICE, COUNTY)
    client.force_login(office)
    row = make_round(COUNTY, starts_on=date(2099, 3, 2), ends_on=date(2099, 3, 31), visits_per_place=2)
    return client, row, people, office


def url(name, *args):
    return reverse(f"inspections:{name}", args=args)


def text(response):
    return re.sub(r"<[^>]+>", " ", response.content.decode())


def test_a_roster_is_worked_out_looked_at_and_confirmed(world, django_assert_max_num_queries):
    client, row, people, _office = world
    assert "9 个社区，6 名检查员可以去" in text(client.get(url("roster", row.pk)))
    assert client.post(url("roster", row.pk), {"capacity": 0}).status_code == 422
    assert client.post(url("roster", row.pk), {"capacity": 4}).status_code == 302
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(url("roster", row.pk))
    assert "18 人次都排上了" in text(page)
    assert "已证明按这些要求没有更好的排法" in text(page)

    client.post(url("confirm_roster", row.pk), {"run": row.rosters.get().pk})

    with django_assert_max_num_queries(MOST_QUERIES):
        listed = client.get(url("round_visits", row.pk))
    assert "已排 18 人次" in text(listed)
    assert "检查10" in text(client.get(url("round_visits", row.pk), {"inspector": people[0].pk}))
    assert "排好 18 人次" in text(client.get(url("round", row.pk)))


def test_what_cannot_be_full_says_why(world):
    client, row, people, _office = world
    for user in people[1:]:
        user.is_active = False
        user.save()
    client.post(url("roster", row.pk), {"capacity": 9})

    page = text(client.get(url("roster", row.pk)))

    assert "要看 18 次，有 12 次排不上" in page
    assert "为什么排不满" in page
    assert "差 1 人" in page


def settled(world):
    _client, row, _people, office = world
    run = services.propose_roster(actor=office.as_actor(), round_id=row.pk)
    services.confirm_roster(actor=office.as_actor(), run_id=run.pk)
    return world


def test_a_visit_is_changed_by_hand_and_home_ground_is_refused_with_a_sentence(world):
    client, _row, people, _office = settled(world)
    visit = Visit.objects.order_by("pk").first()
    native = next(user for user in people if visit.place_code.startswith(user.place_code))
    asked = {"inspector": native.pk, "reason": "出差"}

    refused = client.post(url("change_visit", visit.pk), asked)

    assert refused.status_code == 422
    assert "本地" in text(refused)
    assert "出差" in refused.content.decode()
    assert (
        f'value="{visit.planned_on.isoformat()}"'
        in client.get(url("change_visit", visit.pk)).content.decode()
    )
    held = set(Visit.objects.filter(place_code=visit.place_code).values_list("inspector_id", flat=True))
    free = next(u for u in people if u.pk not in held and not visit.place_code.startswith(u.place_code))
    assert client.post(url("change_visit", visit.pk), asked | {"inspector": free.pk}).status_code == 302


def test_an_absence_is_shown_before_it_is_saved(world):
    client, row, people, _office = settled(world)
    assert "谁请假" in text(client.get(url("absence", row.pk)))
    shown = client.get(url("absence", row.pk), {"inspector": people[0].pk})
    assert "检查10的 3 个社区，换 3 人次就够" in text(shown)
    assert Visit.objects.filter(withdrawn_on=None, inspector=people[0]).count() == 3
    mark = re.search(r'name="seen" value="(\w+)"', shown.content.decode())[1]

    asked = {"inspector": people[0].pk, "reason": "病假"}
    assert client.post(url("absence", row.pk), asked | {"seen": "旧"}).status_code == 422
    assert client.post(url("absence", row.pk), asked | {"seen": mark}).status_code == 302

    assert not Visit.objects.filter(withdrawn_on=None, inspector=people[0]).exists()


def test_an_inspector_sees_his_own_visits_alone_and_opens_a_sheet_from_them(world):
    client, row, people, _office = settled(world)
    client.force_login(people[0])

    page = client.get(url("round_visits", row.pk))

    assert "你看得到 3 人次的安排" in text(page)
    assert "去评分" in text(page)
    assert "去社区" in text(client.get("/"))
    mine = Visit.objects.filter(inspector=people[0]).first()
    assert client.post(url("pick", row.pk), {"place": mine.place_code}).status_code == 302
    other = Visit.objects.exclude(place_code__in=people[0].visits.values("place_code")).first()
    assert client.post(url("pick", row.pk), {"place": other.place_code}).status_code == 404


def test_a_round_is_edited_its_places_are_ticked_and_its_teams_made(world):
    client, row, people, _office = world
    asked = {"title": "四月交叉", "starts_on": "2099-03-02", "ends_on": "2099-03-20", "visits_per_place": 1}
    assert client.post(url("edit_round", row.pk), asked | {"ends_on": "2099-03-01"}).status_code == 422
    assert client.post(url("edit_round", row.pk), asked).status_code == 302
    row = Round.objects.get(pk=row.pk)
    assert (row.title, row.is_announced) == ("四月交叉", False)

    shown = [f"{STREETS[0]}{n:03}" for n in (1, 2, 3)]
    assert "这一轮看全部社区" in text(client.get(url("round_places", row.pk)))
    client.post(url("round_places", row.pk), {"shown": shown, "chosen": shown[:1]})
    assert "这一轮看选好的 1 个社区" in text(client.get(url("round_places", row.pk), {"place": STREETS[0]}))
    client.post(url("round_places", row.pk), {"act": "all"})
    assert Round.objects.get(pk=row.pk).choice == "all"

    team = {"name": "一组", "lead": people[0].pk, "members": [people[1].pk]}
    assert client.post(url("teams", row.pk), team).status_code == 302
    assert client.post(url("teams", row.pk), team | {"name": "二组"}).status_code == 422
    assert "分了组，只派组里的人" in text(client.get(url("teams", row.pk)))
    client.post(url("teams", row.pk), {"remove": RoundTeam.objects.get().pk})
    assert not RoundTeam.objects.exists()


def test_a_draw_goes_from_its_lists_to_a_certificate_that_the_page_confirms(world):
    client, row, _people, _office = world
    asked = {
        "title": "第一次",
        "source": "某期",
        "scope": "each",
        "count": 1,
        "per_place": 1,
        "at_most": 0,
    }
    assert client.get(url("add_draw", row.pk)).status_code == 200
    refused = client.post(url("add_draw", row.pk), asked | {"count": 4})
    assert refused.status_code == 422
    assert "不能抽 4 个" in text(refused)
    client.post(url("add_draw", row.pk), asked)
    lot = Draw.objects.get()
    assert "清单做好了，还没有公布" in text(client.get(url("draw", lot.pk)))
    client.post(url("publish_draw", lot.pk))
    assert client.post(url("run_draw", lot.pk), {"number": ""}).status_code == 422
    assert client.post(url("run_draw", lot.pk), {"number": "704", "witnesses": "赵一"}).status_code == 302
    assert "抽中 3 个社区" in text(client.get(url("draw", lot.pk)))
    client.post(url("apply_draw", lot.pk))
    assert Round.objects.get(pk=row.pk).choice == "drawn"

    content = client.get(url("draw_certificate", lot.pk)).content
    assert "验证一次抽取" in text(client.get(url("verify_draw")))
    confirmed = client.post(url("verify_draw"), {"certificate": SimpleUploadedFile("c.json", content)})
    forged = SimpleUploadedFile("c.json", content.replace("社区11".encode(), "村11".encode()))
    refused = client.post(url("verify_draw"), {"certificate": forged})

    assert "确认：“第一次”可信" in text(confirmed)
    assert "第 1 条被改过" in text(refused)
    assert client.post(url("verify_draw"), {}).status_code == 422
    assert b"def verify" in client.get(url("draw_verifier")).content
