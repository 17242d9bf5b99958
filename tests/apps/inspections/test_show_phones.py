"""The desk's pages of phones: what is still on them, what to choose, what to enter by hand, a file brought in."""

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import ReplayedOperation, ScoreSheet, SheetEntry
from gongjian.apps.inspections.selectors import open_items
from gongjian.core.access import Role
from gongjian.core.models import AuditEntry
from tests.apps.inspections.test_replay_phone import (  # noqa: F401 (fixtures)
    count_of,
    fill,
    inspector,
    items,
    make_conflict,
    office,
    phone,
    row,
    rule_of,
    rules,
    signed_in,
)
from tests.factories import COUNTY, make_user
from tests.inspection_factories import open_sheet
from tests.phone_factories import STATE, said

pytestmark = pytest.mark.usefixtures("places")


def text_of(response) -> str:
    return response.content.decode()


def tell(phone, row, operations=5, photos=1):  # noqa: F811
    sheet = {
        "place": phone.where["place"],
        "answered": 2,
        "total": 3,
        "waiting_operations": operations,
        "waiting_photos": photos,
    }
    word = {"device": phone.device, "device_name": "小米", "rounds": [{"round": row.pk, "sheets": [sheet]}]}
    phone.client.post(STATE, json.dumps(word), "application/json")


def test_the_desk_sees_what_is_still_on_the_phones(phone, row, office):  # noqa: F811
    desk = signed_in(office)
    assert "还没有人用手机带走这一轮" in text_of(desk.get(f"/inspections/rounds/{row.pk}/phones/"))
    tell(phone, row)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = text_of(desk.get(f"/inspections/rounds/{row.pk}/phones/"))

    assert "1 部手机上还有 5 条记录没传上来" in page
    assert "其中照片 1 张" in page
    assert len([one for one in queries if one["sql"].startswith("SELECT")]) <= 12
    tell(phone, row, 0, 0)
    assert "1 部手机上的都传上来了" in text_of(desk.get(f"/inspections/rounds/{row.pk}/phones/"))


def test_the_desk_chooses_field_by_field(phone, row, items, office):  # noqa: F811
    make_conflict(phone, items, office)
    sheet = ScoreSheet.objects.get()
    desk = signed_in(office)
    address = f"/inspections/sheets/{sheet.pk}/conflicts/"
    assert address in text_of(desk.get(f"/inspections/rounds/{row.pk}/phones/"))
    page = text_of(desk.get(address))
    assert "1 处两边填得不一样" in page
    assert office.full_name in page
    assert desk.post(address).status_code == 422

    asked = sheet.conflicts.get()
    response = desk.post(address, {f"choose_{asked.pk}": "phone"})

    assert response.status_code == 302
    assert count_of(items[0], rule_of(items[0])) == 3
    assert "选过的" in text_of(desk.get(address))


def test_open_fields_and_refused_records_wait_on_the_first_page(phone, items, office, inspector):  # noqa: F811
    make_conflict(phone, items, office)

    mine = [item.label for item in open_items(inspector.as_actor())]
    desk = [item.label for item in open_items(office.as_actor())]

    assert any("两边不一样的 1 处" in label for label in mine)
    assert any("手机传来的 1 条" in label for label in desk)


def refuse_a_photo(phone, items):  # noqa: F811
    """A photo arrives for a finding that was not counted."""
    phone.open()
    sha256 = phone.photo(items[0].pk, rule_of(items[0]))
    phone.sync()
    return sha256, ReplayedOperation.objects.get(result="refused")


def test_a_refused_photo_is_entered_once_its_finding_is_there(phone, row, items, office):  # noqa: F811
    sha256, refused = refuse_a_photo(phone, items)
    desk, address = signed_in(office), f"/inspections/refused/{refused.pk}/"
    assert "楼道堆物" in text_of(desk.get(address))
    assert "没能并入" in text_of(phone.client.get("/inspections/sheets/"))
    again = desk.post(address, {"act": "enter"})
    assert (again.status_code, "没有记下数量" in text_of(again)) == (422, True)
    services.record_item(
        actor=office.as_actor(), sheet_id=refused.sheet_id, item_id=items[0].pk, counts={rule_of(items[0]): 1}
    )

    assert desk.post(address, {"act": "enter"}).status_code == 302

    assert SheetEntry.objects.get(rule_id=rule_of(items[0])).photos.get().sent_sha256 == sha256
    assert desk.get(address).status_code == 404
    assert AuditEntry.objects.filter(action="inspections.refused_entered").count() == 1


def test_a_refused_record_is_put_aside_only_with_a_reason(phone, items, office):  # noqa: F811
    _, refused = refuse_a_photo(phone, items)
    desk, address = signed_in(office), f"/inspections/refused/{refused.pk}/"

    assert desk.post(address, {"act": "aside"}).status_code == 422
    assert desk.post(address, {"act": "aside", "reason": "拍错了"}).status_code == 302

    refused.refresh_from_db()
    assert (refused.settled_words, refused.settled_by) == ("拍错了", office)
    assert refused.operation and refused.file


def test_a_refused_answer_is_entered_over_what_stands_and_marked(phone, items, office):  # noqa: F811
    fill(phone, items)
    phone.sync()
    first = rule_of(items[0])
    phone.item(items[0].pk, said(**{f"r{first}": 5}), base=said(**{f"r{first}": 2}))
    phone.sync()
    sheet = ScoreSheet.objects.get()
    services.return_sheet(actor=office.as_actor(), sheet_id=sheet.pk, reason="补一项")
    refused = ReplayedOperation.objects.get(result="refused")

    signed_in(office).post(f"/inspections/refused/{refused.pk}/", {"act": "enter"})

    entry = SheetEntry.objects.get(rule_id=first)
    assert (entry.count, entry.recorded_by) == (5, office)
    assert "代录" in text_of(signed_in(office).get(f"/inspections/sheets/{sheet.pk}/"))


def test_another_inspector_settles_nothing_of_it(phone, items):  # noqa: F811
    _, refused = refuse_a_photo(phone, items)

    other = signed_in(make_user(Role.INSPECTOR, COUNTY))

    assert other.post(f"/inspections/refused/{refused.pk}/", {"act": "enter"}).status_code == 404


def saved(phone, owner):  # noqa: F811
    """What the app saves to a file."""
    files = {name: base64.b64encode(content).decode() for name, content in phone.files.items()}
    head = {"format": 1, "user": {"id": owner.pk, "name": owner.full_name}, "device": phone.device}
    content = json.dumps({**head, "device_name": "小米", "operations": phone.log, "files": files})
    return SimpleUploadedFile("评分记录.json", content.encode(), "application/json")


def test_a_saved_file_is_looked_through_and_brought_in_once(phone, items, office, inspector):  # noqa: F811
    fill(phone, items)
    desk = signed_in(office)

    sent = desk.post("/inspections/saved-files/", {"file": saved(phone, inspector)})
    page = text_of(desk.get(sent.url))
    done = desk.post(sent.url)

    assert "8 条新记录" in page
    assert "都并入了" in text_of(done)
    sheet = ScoreSheet.objects.get()
    assert (sheet.status, sheet.inspector) == ("submitted", inspector)
    assert "里面的都已经收到过" in text_of(desk.get(sent.url))
    assert AuditEntry.objects.filter(action="inspections.phone_replayed", actor_id=office.pk).exists()


def test_a_file_that_is_none_or_of_other_rounds_is_refused_in_words(phone, items, inspector):  # noqa: F811
    fill(phone, items)
    other = signed_in(make_user(Role.OFFICE, "510904"))

    nothing = other.post("/inspections/saved-files/", {"file": SimpleUploadedFile("a.json", b"{}")})
    foreign = other.post("/inspections/saved-files/", {"file": saved(phone, inspector)})

    assert (nothing.status_code, foreign.status_code) == (422, 422)
    assert "不是手机上“存成文件”存下的文件" in text_of(nothing)
    assert "不归你组织的检查" in text_of(foreign)


def test_two_who_type_at_the_same_desk_page_do_not_write_over_each_other(row, items, office, inspector):  # noqa: F811
    sheet = open_sheet(inspector.as_actor(), row, "510903001001")
    address, first = f"/inspections/sheets/{sheet.pk}/desk/", rule_of(items[0])
    desk = signed_in(office)
    empty = {f"seen_{item.pk}": "-" for item in items}
    assert "代" in text_of(desk.get(address))
    signed_in(inspector).post(address, {**empty, f"count_{first}": "2"})

    refused = desk.post(address, {**empty, f"count_{first}": "3"})

    assert refused.status_code == 422
    assert "存的是：楼道堆物 2 处" in text_of(refused)
    assert count_of(items[0], first) == 2
