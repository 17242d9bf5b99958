"""What a phone recorded without a network comes in once, in order, and is never lost nor written over."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import (
    Phone,
    ReplayedOperation,
    ScoreSheet,
    SheetConflict,
    SheetEntry,
    TakenRound,
)
from gongjian.apps.inspections.services.replay import prune_replayed
from gongjian.core import audit, files
from gongjian.core.access import SYSTEM, Role
from gongjian.core.models import AuditEntry, StoredFile
from gongjian.core.rules import load_first_versions
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, make_user
from tests.inspection_factories import make_round
from tests.phone_factories import STATE, SYNC, PhoneLog, picture, said

pytestmark = pytest.mark.usefixtures("places")
PLACE = COMMUNITIES[0]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture(autouse=True)
def rules(places, settings, tmp_path):
    load_first_versions()
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def row():
    return make_round(ends_on=date(2099, 12, 31))


@pytest.fixture
def inspector():
    return make_user(Role.INSPECTOR, COUNTY)


@pytest.fixture
def office():
    return make_user(Role.OFFICE, COUNTY)


@pytest.fixture
def phone(row, inspector):
    return PhoneLog(signed_in(inspector), row.pk, PLACE)


@pytest.fixture
def items(row):
    return list(row.version.items.all())


def rule_of(item, number=0):
    return item.rules.all()[number].pk


def results(answer):
    return [done["result"] for done in answer["done"]]


def count_of(item, rule):
    entry = SheetEntry.objects.filter(item=item, rule_id=rule).first()
    return None if entry is None else entry.count


def fill(phone, items, litter=2):
    """A whole sheet as a day in the field makes it: found, photographed, signed, handed in."""
    phone.open()
    first = rule_of(items[0])
    phone.item(items[0].pk, said(**{f"r{first}": litter}))
    phone.photo(items[0].pk, first, latitude=30.5, longitude=105.6)
    for item in items[1:]:
        phone.item(item.pk, {})
    phone.do("sign", name="测试人", party="inspector", sha256=phone.keep(picture(10, "PNG")))
    phone.do("finish", finished_at="2026-03-10T09:40:00+08:00")
    phone.do("submit")


def test_a_whole_sheet_arrives_with_photo_signature_and_score(phone, items):
    fill(phone, items)

    answer = phone.sync()

    assert results(answer) == ["done"] * 8
    assert answer["expected"] == 9
    sheet = ScoreSheet.objects.get()
    assert (sheet.status, sheet.score) == ("submitted", Decimal(98))
    assert sheet.started_at and sheet.finished_at and sheet.signed_name == "测试人"
    photo = SheetEntry.objects.get(rule_id=rule_of(items[0])).photos.get()
    assert (str(photo.latitude), photo.sent_sha256) == ("30.500000", next(iter(phone.files)))
    assert files.read_bytes(photo)
    assert answer["sheets"][0]["status"] == "submitted"
    assert answer["sheets"][0]["entries"][0]["photos"][0]["sha256"] == photo.sent_sha256


def test_sending_the_same_again_changes_nothing_and_answers_what_became_of_it(phone, items):
    fill(phone, items)
    sent = list(phone.log)
    phone.sync()
    before = (SheetEntry.objects.count(), StoredFile.objects.count(), AuditEntry.objects.count())

    again = phone.send(sent).json()

    assert results(again) == ["already"] * 8
    assert {done["first"] for done in again["done"]} == {"done"}
    assert (SheetEntry.objects.count(), StoredFile.objects.count(), AuditEntry.objects.count()) == before


def test_a_request_that_overlaps_the_last_one_goes_on_where_it_ended(phone, items):
    fill(phone, items)
    phone.send(phone.log[:4])

    answer = phone.send(phone.log).json()

    assert results(answer) == ["already"] * 4 + ["done"] * 4


def test_a_gap_is_not_applied_and_the_answer_says_where_to_go_on(phone, items):
    phone.open()
    phone.item(items[0].pk, {})

    answer = phone.send(phone.log[1:]).json()

    assert (answer["expected"], answer["done"]) == (1, [])
    assert not ScoreSheet.objects.exists()


def test_a_number_used_for_another_operation_asks_for_a_new_device(phone):
    phone.open()
    phone.sync()
    phone.seq = 0
    phone.open()

    response = phone.send()

    assert response.status_code == 409
    assert response.json()["error"] == "restart"


def test_a_photo_that_did_not_arrive_whole_is_asked_for_and_nothing_after_it_is_applied(phone, items):
    fill(phone, items)
    sha256 = next(iter(phone.files))
    whole, phone.files[sha256] = phone.files[sha256], b"half"

    answer = phone.sync()

    assert (answer["expected"], answer["missing"]) == (3, [sha256])
    phone.files[sha256] = whole
    assert results(phone.sync()) == ["done"] * 6


def test_a_photo_the_phone_has_lost_is_refused_in_words_and_holds_nothing_up(phone, items):
    fill(phone, items)
    sha256 = next(iter(phone.files))
    del phone.files[sha256]

    answer = phone.send(lost=json.dumps([sha256])).json()

    assert results(answer) == ["done", "done", "refused", "done", "done", "done", "done", "done"]
    assert "丢失" in answer["done"][2]["words"]


def test_what_is_refused_is_kept_whole_with_its_file(phone, items):
    phone.open()
    sha256 = phone.photo(items[0].pk, rule_of(items[0]))

    answer = phone.sync()

    assert results(answer) == ["done", "refused"]
    kept = ReplayedOperation.objects.get(result="refused")
    assert kept.operation["sha256"] == sha256
    assert kept.file.sent_sha256 == sha256
    assert kept.sheet == ScoreSheet.objects.get()


def test_a_file_that_is_no_picture_is_kept_for_the_desk_to_look_at(phone, items):
    phone.open()
    phone.item(items[0].pk, said(**{f"r{rule_of(items[0])}": 1}))
    phone.photo(items[0].pk, rule_of(items[0]), b"no picture at all")

    answer = phone.sync()

    assert results(answer)[2] == "refused"
    kept = ReplayedOperation.objects.get(result="refused").file
    assert (kept.kind, files.read_bytes(kept)) == ("document", b"no picture at all")


def test_a_submitted_sheet_refuses_what_comes_later_and_keeps_it(phone, items):
    fill(phone, items)
    phone.sync()
    phone.item(items[0].pk, said(**{f"r{rule_of(items[0])}": 5}), base=said(**{f"r{rule_of(items[0])}": 2}))

    answer = phone.sync()

    assert results(answer) == ["refused"]
    assert "已经交了" in answer["done"][0]["words"]
    assert count_of(items[0], rule_of(items[0])) == 2
    assert ReplayedOperation.objects.get(result="refused").operation["answers"]


def test_a_field_that_phone_and_desk_changed_is_asked_and_not_written_over(phone, items, office):
    first = rule_of(items[0])
    phone.open()
    phone.item(items[0].pk, said(**{f"r{first}": 2}))
    phone.sync()
    sheet = ScoreSheet.objects.get()
    services.record_item(
        actor=office.as_actor(), sheet_id=sheet.pk, item_id=items[0].pk, counts={first: Decimal(4)}
    )

    phone.item(
        items[0].pk, said(**{f"r{first}": 3, f"r{rule_of(items[0], 1)}": 1}), base=said(**{f"r{first}": 2})
    )
    answer = phone.sync()

    assert results(answer) == ["conflict"]
    assert count_of(items[0], first) == 4
    assert count_of(items[0], rule_of(items[0], 1)) == 1
    asked = answer["sheets"][0]["conflicts"]
    assert [(one["field"], one["phone"]["value"], one["desk"]["value"]) for one in asked] == [
        ("count", "3", "4")
    ]
    assert asked[0]["desk"]["by"] == office.full_name


def make_conflict(phone, items, office, submit=True):
    """The phone found 3 where the office has entered 4 since; the inspector handed the sheet in."""
    first = rule_of(items[0])
    phone.open()
    phone.item(items[0].pk, said(**{f"r{first}": 2}))
    for item in items[1:]:
        phone.item(item.pk, {})
    phone.sync()
    sheet = ScoreSheet.objects.get(inspector_id=phone.client.session["_auth_user_id"])
    services.record_item(
        actor=office.as_actor(), sheet_id=sheet.pk, item_id=items[0].pk, counts={first: Decimal(4)}
    )
    phone.item(items[0].pk, said(**{f"r{first}": 3}), base=said(**{f"r{first}": 2}))
    if submit:
        phone.do("submit")
    return phone.sync()


def test_a_later_word_of_the_phone_changes_what_it_asks_for_and_still_writes_nothing(phone, items, office):
    first = rule_of(items[0])
    make_conflict(phone, items, office, submit=False)

    phone.item(items[0].pk, said(**{f"r{first}": 5}), base=said(**{f"r{first}": 4}))
    phone.sync()

    assert count_of(items[0], first) == 4
    assert SheetConflict.objects.get().phone_value == "5"


@pytest.mark.parametrize(("choice", "count", "score"), [("phone", 3, 97), ("desk", 4, 96)])
def test_the_choice_is_written_and_the_sheet_handed_in_as_the_inspector_wished(
    phone, items, office, choice, count, score
):
    answer = make_conflict(phone, items, office)
    assert results(answer) == ["conflict", "conflict"]
    assert ScoreSheet.objects.get().status == "draft"
    asked = answer["sheets"][0]["conflicts"][0]["id"]

    response = phone.client.post(
        f"/inspections/phone/conflicts/{asked}/", json.dumps({"choose": choice}), "application/json"
    )

    assert response.status_code == 200
    assert response.json()["sheets"][0]["conflicts"] == []
    sheet = ScoreSheet.objects.get()
    assert (sheet.status, sheet.score, count_of(items[0], rule_of(items[0]))) == ("submitted", score, count)


def test_a_sheet_with_an_open_field_is_not_handed_in_from_elsewhere_either(phone, items, office, inspector):
    make_conflict(phone, items, office)

    with pytest.raises(services.sheets.Invalid, match="两边填得不一样"):
        services.submit_sheet(actor=inspector.as_actor(), sheet_id=ScoreSheet.objects.get().pk)


def test_two_requests_of_one_phone_never_apply_an_operation_twice(phone, items):
    fill(phone, items)
    phone.send(phone.log)
    Phone.objects.update(last_seen_at="2026-01-01T00:00:00Z")

    phone.send(phone.log)

    assert ReplayedOperation.objects.count() == 8
    assert StoredFile.objects.filter(kind="photo").count() == 2


def test_one_line_in_the_trail_for_a_run_of_operations_and_the_chain_holds(phone, items):
    fill(phone, items)
    before = AuditEntry.objects.count()

    phone.sync()

    acts = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)[before:])
    assert sorted(acts) == [
        "inspections.findings_recorded",
        "inspections.phone_met",
        "inspections.phone_replayed",
        "inspections.sheet_opened",
        "inspections.sheet_submitted",
    ]
    audit.link()
    assert list(audit.verify()) == []


def test_another_inspector_with_the_same_device_number_moves_nothing_of_the_first(phone, items, row):
    fill(phone, items)
    phone.send(phone.log[:2])
    other = PhoneLog(signed_in(make_user(Role.INSPECTOR, COUNTY)), row.pk, PLACE, phone.device)
    other.open()

    assert results(other.sync()) == ["done"]

    assert results(phone.sync()) == ["already"] * 2 + ["done"] * 6
    assert ScoreSheet.objects.count() == 2


def test_a_place_of_another_scope_is_refused_and_shown_to_ones_own_desk_only(phone, row):
    phone.where["place"] = f"{OTHER_COUNTY}001001"
    phone.open()

    answer = phone.sync()

    assert results(answer) == ["refused"]
    assert ReplayedOperation.objects.get().place_code == COUNTY
    assert not ScoreSheet.objects.exists()


def test_a_round_of_another_scope_is_refused(phone):
    phone.where["round"] = make_round(OTHER_COUNTY, "邻区检查").pk
    phone.open()

    assert results(phone.sync()) == ["refused"]
    assert ReplayedOperation.objects.get().round is None


def test_another_inspectors_conflict_is_not_there(phone, items, office, row):
    asked = make_conflict(phone, items, office)["sheets"][0]["conflicts"][0]["id"]
    other = signed_in(make_user(Role.INSPECTOR, COUNTY))

    response = other.post(
        f"/inspections/phone/conflicts/{asked}/", json.dumps({"choose": "phone"}), "application/json"
    )

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"operations": "["}, 422, "读不懂"),
        ({"operations": "[1]"}, 422, "读不懂"),
        ({"operations": "[]", "device": "x"}, 422, "编号"),
        ({"operations": json.dumps([{"seq": n} for n in range(41)])}, 413, "40 条"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(phone, data, status, words):
    response = phone.client.post(SYNC, {"device": phone.device, **data})

    assert response.status_code == status
    assert words in response.json()["message"]


def test_a_request_too_long_is_refused_before_it_is_read(phone):
    response = phone.client.post(SYNC, {"device": phone.device, "operations": " " * (14 << 20)})

    assert response.status_code == 413
    assert "12 MB" in response.json()["message"]


def test_signed_out_is_told_as_json_and_a_viewer_is_not_let_in(phone):
    assert Client().post(SYNC).status_code == 401
    assert Client().get("/inspections/phone/rounds/").json()["error"] == "signed_out"
    assert signed_in(make_user(Role.VIEWER, COUNTY)).post(SYNC).status_code == 403


def test_a_bundle_holds_what_a_day_needs_and_is_not_sent_twice(phone, row, items):
    fill(phone, items)
    phone.sync()
    address = f"/inspections/phone/rounds/{row.pk}/bundle/"

    response = phone.client.get(address)

    bundle = response.json()
    assert [place["code"] for place in bundle["places"]][:3] == list(COMMUNITIES)
    assert bundle["places"][0]["sheet"]["status"] == "submitted"
    assert [item["id"] for item in bundle["version"]["items"]] == [item.pk for item in items]
    assert bundle["limits"]["max_photos"] == 6
    again = phone.client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_a_bundle_tells_what_was_found_the_last_time(phone, row, items, inspector):
    fill(phone, items)
    phone.sync()
    later = make_round(
        title="四月检查", version=row.version, starts_on=date(2026, 4, 1), ends_on=date(2099, 12, 31)
    )
    ScoreSheet.objects.update(inspected_on=date(2026, 3, 10))
    row.ends_on = date(2026, 3, 31)
    row.save()

    bundle = phone.client.get(f"/inspections/phone/rounds/{later.pk}/bundle/").json()

    assert bundle["places"][0]["last"] == [{"item_title": items[0].title, "words": "楼道堆物 2 处"}]


def test_a_bundle_takes_a_bounded_number_of_queries(phone, row, items, django_assert_max_num_queries):
    fill(phone, items)
    phone.sync()

    with django_assert_max_num_queries(30):
        phone.client.get(f"/inspections/phone/rounds/{row.pk}/bundle/")


def test_the_rounds_one_may_take_along(phone, row):
    make_round(OTHER_COUNTY, "邻区检查")

    found = phone.client.get("/inspections/phone/rounds/").json()

    assert [(one["id"], one["places"], one["mine"]) for one in found] == [(row.pk, 4, 0)]


def test_a_phone_says_what_is_still_on_it(phone, row):
    sheet = {"place": PLACE, "answered": 2, "total": 3, "waiting_operations": 5, "waiting_photos": 1}
    rounds = [{"round": row.pk, "taken_at": "2026-03-10T08:00:00+08:00", "sheets": [sheet]}]
    said_ = {"device": phone.device, "device_name": "小米", "rounds": rounds, "storage": {"used": 1}}

    answer = phone.client.post(STATE, json.dumps(said_), "application/json")

    assert answer.status_code == 200
    assert answer.json()["user"]["name"]
    taken = TakenRound.objects.get()
    assert (taken.waiting_operations, taken.waiting_photos, taken.phone.name) == (5, 1, "小米")
    assert (
        phone.client.post(STATE, json.dumps({**said_, "rounds": []}), "application/json").status_code == 200
    )
    assert not TakenRound.objects.exists()


def test_a_closed_round_refuses_and_keeps(phone, row, items):
    phone.open()
    phone.sync()
    services.close_round(actor=SYSTEM, round_id=row.pk)
    phone.item(items[0].pk, {})

    answer = phone.sync()

    assert results(answer) == ["refused"]
    assert "已经结束" in answer["done"][0]["words"]


def test_old_receipts_go_and_what_waits_for_a_person_stays(phone, items):
    phone.open()
    phone.photo(items[0].pk, rule_of(items[0]))
    phone.sync()
    ReplayedOperation.objects.update(received_at="2020-01-01T00:00:00Z")

    assert prune_replayed() == 1

    assert ReplayedOperation.objects.get().result == "refused"
    phone.seq = 0
    assert results(phone.send([phone.open()]).json()) == ["already"]
