"""What somebody did to matters without a network comes in once, in order, by its own time, and is never lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongjian.apps.inspections.models import ReplayedOperation
from gongjian.apps.matters import services
from gongjian.apps.matters.models import Assignment, Check, Matter, MatterPhoto, Step
from gongjian.apps.parties.models import User
from gongjian.apps.places.services import load_boundaries
from gongjian.core import files
from gongjian.core.access import SYSTEM, Role
from gongjian.core.clock import at
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, make_user
from tests.matter_factories import class_of, make_dispatched, make_done, make_matter
from tests.phone_factories import PhoneLog, picture

COMMUNITY = COMMUNITIES[0]
PATROL = "/inspections/phone/patrol/"


@pytest.fixture(autouse=True)
def photos_aside(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def phone_of(actor) -> PhoneLog:
    return PhoneLog(signed_in(User.objects.get(pk=actor.user_id)))


def results(answer: dict[str, Any]) -> list[str]:
    return [done["result"] for done in answer["done"]]


@pytest.fixture
def worker():
    return make_user(Role.WORKER, COMMUNITY)


def test_a_report_with_a_photo_becomes_one_matter_of_the_patrol(worker):
    phone = PhoneLog(signed_in(worker))
    where = {"place": COMMUNITY, "latitude": "30.525000", "longitude": "105.570000"}
    said = phone.do("report", words="消火栓被车挡住", address="3 栋前", **{"class": class_of().pk}, **where)
    phone.picture(said)
    sent = list(phone.log)

    answer = phone.sync()
    again = phone.send(sent).json()

    matter = Matter.objects.get()
    assert results(answer) == ["done", "done"]
    assert results(again) == ["already", "already"]
    assert answer["done"][0]["words"] == f"编号 {matter.number}"
    assert (matter.source, matter.address, str(matter.latitude)) == ("patrol", "3 栋前", "30.525000")
    assert matter.matter_class == class_of()
    photo = MatterPhoto.objects.get()
    assert (photo.stage, photo.file.uploaded_by_id) == ("before", worker.pk)
    assert files.read_bytes(photo.file)
    assert answer["matters"][0]["number"] == matter.number


def test_what_was_done_in_time_and_sent_late_is_in_time(desk, squad):
    unit, person = squad
    matter, part = make_dispatched(desk, unit)
    phone = phone_of(person)
    done_at = matter.due_at - timedelta(minutes=10)
    act = phone.do("act", matter=matter.pk, words="车已挪走，划了线", at=done_at.isoformat())
    phone.picture(act)

    with at(matter.due_at + timedelta(hours=3)):
        phone.client = signed_in(User.objects.get(pk=person.user_id))
        answer = phone.sync_at(timezone.now())

    part.refresh_from_db()
    matter.refresh_from_db()
    assert results(answer) == ["done", "done"]
    assert (part.state, part.done_at, matter.done_at) == ("done", done_at, done_at)
    line = Step.objects.filter(matter=matter, kind="acted").get()
    assert "按记下的时间算" in line.words
    assert line.at > matter.due_at
    assert MatterPhoto.objects.get(stage="after").assignment == part


@pytest.mark.parametrize(
    ("shift", "clock_off", "counts"),
    [
        (timedelta(minutes=-1), timedelta(), "arrival"),  # before it was given out
        (timedelta(), timedelta(), "phone"),  # in the very moment
        (timedelta(minutes=30), timedelta(minutes=-40), "phone"),  # the clock was behind, and is set right
        (timedelta(hours=30), timedelta(), "arrival"),  # after the arrival: in the future
    ],
)
def test_the_phones_time_counts_only_where_it_can_be(desk, squad, shift, clock_off, counts):
    unit, person = squad
    matter, part = make_dispatched(desk, unit)
    phone = phone_of(person)
    by_phone = part.dispatched_at + shift + clock_off
    phone.do("act", matter=matter.pk, words="办好了", at=by_phone.isoformat())
    arrived = part.dispatched_at + timedelta(hours=20)

    with at(arrived):
        phone.client = signed_in(User.objects.get(pk=person.user_id))
        phone.sync_at(arrived + clock_off)

    part.refresh_from_db()
    assert part.done_at == (arrived if counts == "arrival" else part.dispatched_at + shift)


def test_a_phone_that_does_not_say_its_time_is_judged_by_the_arrival(desk, squad):
    unit, person = squad
    matter, part = make_dispatched(desk, unit)
    phone = phone_of(person)
    phone.do("act", matter=matter.pk, words="办好了", at=part.dispatched_at.isoformat())

    with at(part.dispatched_at + timedelta(hours=1)):
        phone.sync()

    part.refresh_from_db()
    assert part.done_at == part.dispatched_at + timedelta(hours=1)


def test_what_is_refused_is_kept_whole_and_can_stay_as_a_note(desk, squad):
    unit, person = squad
    matter, part = make_dispatched(desk, unit)
    phone = phone_of(person)
    act = phone.do("act", matter=matter.pk, words="清了三车杂物")
    digest = phone.picture(act)
    services.hand_back(actor=person, assignment_id=part.pk, reason="应由环卫办")

    answer = phone.sync()

    assert results(answer) == ["refused", "refused"]
    assert "已退回" in answer["done"][0]["words"]
    rows = ReplayedOperation.objects.order_by("seq")
    assert rows[0].operation["words"] == "清了三车杂物"
    assert files.read_bytes(rows[1].file)
    assert rows[0].matter == matter

    note = phone.do("note", matter=matter.pk, words="清了三车杂物", instead_of=act["id"])
    phone.picture(note, phone.files[digest])
    answer = phone.sync()

    assert results(answer) == ["done", "done"]
    assert Step.objects.filter(matter=matter, kind="supplement", words__contains="清了三车杂物").exists()
    assert MatterPhoto.objects.get().stage == "check"
    assert ReplayedOperation.objects.get(seq=1).settled_words == "改作补充情况"


def test_two_of_a_unit_act_without_seeing_each_other_and_the_second_is_told(desk, squad):
    unit, person = squad
    matter, _part = make_dispatched(desk, unit)
    other = make_user(Role.DEPARTMENT, COUNTY, organisation=unit)
    for phone, words in ((phone_of(person), "甲办的"), (PhoneLog(signed_in(other)), "乙办的")):
        phone.do("accept", matter=matter.pk)
        phone.do("act", matter=matter.pk, words=words)
        answer = phone.sync()

    assert results(answer) == ["refused", "refused"]
    assert Assignment.objects.get().result == "甲办的"


def test_a_photo_that_did_not_arrive_is_asked_for_and_the_act_stands(desk, squad):
    unit, person = squad
    matter, _part = make_dispatched(desk, unit)
    phone = phone_of(person)
    act = phone.do("act", matter=matter.pk, words="办好了")
    digest = phone.picture(act)
    content = phone.files.pop(digest)

    answer = phone.sync()

    assert (results(answer), answer["missing"], answer["expected"]) == (["done"], [digest], 2)

    phone.files[digest] = content
    assert results(phone.sync()) == ["done"]
    assert MatterPhoto.objects.count() == 1


def test_a_lost_photo_and_one_that_is_none_are_refused_alone(desk, squad):
    unit, person = squad
    matter, _part = make_dispatched(desk, unit)
    phone = phone_of(person)
    act = phone.do("act", matter=matter.pk, words="办好了")
    phone.picture(act, b"no picture")
    phone.picture(act, picture(7))

    answer = phone.sync()

    assert results(answer) == ["done", "refused", "done"]


def test_no_more_photos_than_one_act_may_bring(desk, squad):
    unit, person = squad
    matter, _part = make_dispatched(desk, unit)
    phone = phone_of(person)
    act = phone.do("act", matter=matter.pk, words="办好了")
    for shade in range(7):
        phone.picture(act, picture(shade * 20))

    assert results(phone.sync()) == ["done"] * 7 + ["refused"]


def test_a_checker_refuses_with_a_photo_then_passes(desk, squad, worker):
    unit, person = squad
    matter = make_done(desk, unit, person)
    phone = PhoneLog(signed_in(worker))
    check = phone.do("check", matter=matter.pk, passed=False, words="角落里还有一堆")
    phone.picture(check)

    assert results(phone.sync()) == ["done", "done"]
    matter.refresh_from_db()
    assert (matter.state, MatterPhoto.objects.get().stage) == ("rework", "check")

    services.act(actor=person, assignment_id=Assignment.objects.get().pk, result="又清了一次")
    phone.do("check", matter=matter.pk, passed=True)

    assert results(phone.sync()) == ["done"]
    assert list(Check.objects.values_list("has_passed", flat=True)) == [False, True]


def test_a_check_of_ones_own_work_is_refused(desk, squad):
    unit, person = squad
    matter = make_done(desk, unit, person)
    phone = phone_of(person)
    phone.do("check", matter=matter.pk, passed=True)

    assert results(phone.sync()) == ["refused"]


def test_what_was_found_on_the_spot_reaches_the_desk_once(desk, worker):
    matter = make_matter()
    services.send_to_verify(actor=desk, matter_id=matter.pk, words="请社区看看消防通道")
    phone = PhoneLog(signed_in(worker))
    [taken] = phone.client.get(PATROL).json()["matters"]
    said = phone.do("verify", matter=matter.pk, passed=False, words="车已经开走")
    phone.picture(said)
    phone.do("verify", matter=matter.pk, passed=True, words="看错了")

    answer = phone.sync()

    assert (taken["acts"], taken["asked"]) == (["verify"], ["请社区看看消防通道"])
    assert results(answer) == ["done", "done", "refused"]
    assert Step.objects.filter(kind="not_found", words__startswith="车已经开走").count() == 1
    assert answer["matters"][0]["acts"] == []
    assert MatterPhoto.objects.get().stage == "before"


def test_another_countys_matter_is_out_of_reach(desk, squad):
    matter, _part = make_dispatched(desk, squad[0])
    phone = PhoneLog(signed_in(make_user(Role.WORKER, f"{OTHER_COUNTY}001001")))
    for kind, more in (("act", {"words": "x"}), ("note", {"words": "x"}), ("check", {"passed": True})):
        phone.do(kind, matter=matter.pk, **more)
    phone.do("report", words="别处的事", place=COMMUNITY)

    answer = phone.sync()

    assert results(answer) == ["refused"] * 4
    assert answer["matters"] == []
    assert set(ReplayedOperation.objects.values_list("matter", flat=True)) == {None}


def test_a_patrol_takes_along_what_is_his_to_do_and_nothing_of_who_reported(desk, squad, worker):
    unit, person = squad
    mine, _part = make_dispatched(desk, unit, words="楼道堆物，电话13900001234找赵某")
    make_matter(words="还没有派给谁的事")
    done = make_done(desk, unit, person)

    answer = signed_in(User.objects.get(pk=person.user_id)).get(PATROL)
    bundle = answer.json()
    of_worker = signed_in(worker).get(PATROL).json()

    assert [(row["id"], row["acts"]) for row in bundle["matters"]] == [(mine.pk, ["accept", "act"])]
    assert [(row["id"], row["acts"]) for row in of_worker["matters"]] == [(done.pk, ["check"])]
    assert "13900001234" not in answer.content.decode()
    assert "13900000000" not in answer.content.decode()
    assert bundle["classes"] and bundle["can_report"]
    assert [place["code"] for place in of_worker["places"]] == [COMMUNITY]


def test_a_bundle_that_still_stands_is_not_sent_again(desk, squad):
    client = signed_in(User.objects.get(pk=squad[1].user_id))
    first = client.get(PATROL)

    assert client.get(PATROL, headers={"If-None-Match": first["ETag"]}).status_code == 304

    make_dispatched(desk, squad[0])
    assert client.get(PATROL, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_reads_of_a_bundle_do_not_grow_with_the_matters(desk, squad, django_assert_max_num_queries):
    unit, person = squad
    client = signed_in(User.objects.get(pk=person.user_id))
    for _ in range(4):
        make_dispatched(desk, unit)
    client.get(PATROL)

    with django_assert_max_num_queries(28):
        client.get(PATROL)


def test_without_the_phone_the_desk_pages_take_the_result_of_a_look(desk, worker):
    matter = make_matter()
    services.send_to_verify(actor=desk, matter_id=matter.pk, words="请去看")
    client = signed_in(worker)
    page = client.get(f"/matters/{matter.pk}/").content.decode()

    answer = client.post(f"/matters/{matter.pk}/verified/", {"answer": "real", "verified-words": "确实堵着"})

    assert f'action="/matters/{matter.pk}/verified/"' in page
    assert answer.status_code == 302
    assert Step.objects.get(kind="found").words == "确实堵着"


def test_a_broken_clock_and_a_picture_of_a_picture_stop_nothing(desk, squad):
    unit, person = squad
    matter, part = make_dispatched(desk, unit)
    phone = phone_of(person)
    phone.do("accept", matter=matter.pk, at="9999-12-31T23:59:59+00:00")
    act = phone.do("act", matter=matter.pk, words="办好了")
    phone.picture(act)
    phone.picture({"id": phone.log[-1]["id"], "matter": matter.pk}, picture(30))

    answer = phone.sync_at(timezone.now() + timedelta(days=9999))

    part.refresh_from_db()
    assert results(answer) == ["done", "done", "done", "refused"]
    assert part.done_at == timezone.now()


def test_a_report_without_a_place_lies_where_the_phone_was(worker):
    square = [[[105.5, 30.5], [105.6, 30.5], [105.6, 30.6], [105.5, 30.6], [105.5, 30.5]]]
    ground = {
        "type": "Feature",
        "properties": {"code": COMMUNITY},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    load_boundaries(actor=SYSTEM, document={"type": "FeatureCollection", "features": [ground]})
    phone = PhoneLog(signed_in(worker))
    for latitude in ("30.550000", "31.000000"):
        phone.do("report", words="路灯不亮", place=None, latitude=latitude, longitude="105.550000")

    answer = phone.sync()

    assert results(answer) == ["done", "refused"]
    assert Matter.objects.get().place_code == COMMUNITY
    assert "选好社区" in answer["done"][1]["words"]
