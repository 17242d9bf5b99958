"""Units on the ground: a register brought in, recognised once each, shown on the map, spoken to, and made members."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.cobuilding.models import AllianceMember, Approach, KnownUnit, ListImport
from gongjian.apps.cobuilding.selectors.ground import missing_from
from gongjian.apps.cobuilding.services.alliances import AllianceSpec, found_alliance, record_approach
from gongjian.apps.cobuilding.services.known_units import KnownSpec, admit_known, edit_known, keep_known
from gongjian.apps.cobuilding.services.unit_rows import UNIT_COLUMNS
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.readers import SheetData, read_sheet, write_xlsx
from tests.cobuilding_factories import HERE, make_liaison, make_unit, make_worker
from tests.factories import COMMUNITIES

pytestmark = pytest.mark.django_db
CODE, OTHER_CODE = "91510900MA60000013", "91510900MA60000026"
TODAY = timezone.localdate


@pytest.fixture
def worker_user(rules):
    return make_worker()


@pytest.fixture
def worker(worker_user):
    return worker_user.as_actor()


@pytest.fixture
def alliance(worker):
    spec = AllianceSpec(place_code=HERE, name="望江共建联盟", founded_on=TODAY() - timedelta(days=9))
    return found_alliance(actor=worker, spec=spec)


def known(worker, name="南城茶楼", **stated):
    return keep_known(actor=worker, spec=KnownSpec(**{"place_code": HERE, "name": name, **stated}))


def sheet(*rows):
    lines = [tuple(row.get(key, "") for key in UNIT_COLUMNS) for row in rows]
    content = write_xlsx([SheetData("名册", tuple(UNIT_COLUMNS.values()), lines)])
    return SimpleUploadedFile("名册.xlsx", BytesIO(content).getvalue())


def brought(client, *rows):
    answer = client.post(reverse("cobuilding:import_units"), {"file": sheet(*rows)})
    return client.get(answer.url).content.decode(), ListImport.objects.get()


def test_every_error_of_a_register_is_named_and_nothing_is_written(worker_user, sign_in):
    client = sign_in(worker_user)
    page, kept = brought(
        client,
        {"name": "南城茶楼", "credit_code": CODE, "longitude": "105.59", "latitude": "30.50"},
        {"name": "", "kind": "饭店"},
        {"name": "北城药店", "credit_code": CODE[:-1] + "4"},
        {"name": "东城书店", "longitude": "30.50", "latitude": "105.59"},
        {"name": "西城超市", "longitude": "东边", "latitude": "30.5"},
        {"name": "老码头饭店", "place": "没有的社区"},
        {"name": "南城茶馆", "credit_code": CODE},
        {"name": "南城 茶楼"},
    )

    for words in (
        "单位名称没有填",
        "请写驻区单位、社会组织、居委会或村委会",
        "校验码应为",
        "像是写反了",
        "读不懂，请写成 105.592700",
        "没有找到这个社区",
        "和第 2 行是同一个单位",
        "7 行要改",
    ):
        assert words in page
    assert client.post(reverse("cobuilding:confirm_import", args=[kept.pk])).status_code == 409
    assert not KnownUnit.objects.exists()


def test_a_right_register_is_kept_and_what_is_known_already_is_recognised(
    worker, alliance, worker_user, sign_in
):
    bank = make_unit("城南银行")
    known(worker, "南城茶楼", credit_code=CODE)
    known(worker, "北城药店")
    client = sign_in(worker_user)
    page, kept = brought(
        client,
        {"name": "望江茶楼（总店）", "credit_code": CODE, "address": "滨江路 1 号"},
        {"name": "北城 药店", "longitude": "105.59", "latitude": "30.50"},
        {"name": "城南银行", "address": "人民路 8 号", "longitude": "105.592", "latitude": "30.508"},
        {"name": "新开的书店", "kind": "社会组织"},
    )
    for words in ("已经掌握：南城茶楼", "已经掌握：北城药店", "已经登记：城南银行", "新的"):
        assert words in page
    answer = client.post(reverse("cobuilding:confirm_import", args=[kept.pk]))

    assert answer.url == reverse("cobuilding:ground", args=[alliance.pk])
    rows = {row.name: row for row in KnownUnit.objects.all()}
    assert set(rows) == {"望江茶楼（总店）", "北城药店", "城南银行", "新开的书店"}
    assert rows["北城药店"].latitude == Decimal("30.5") and rows["城南银行"].organisation == bank
    assert rows["新开的书店"].kind == "social_organisation"
    ground = client.get(answer.url).content.decode()
    assert "4 个单位还没有加入" in ground and "2 个没有标位置" in ground and "城南银行：没有联系过" in ground


def test_another_code_is_another_unit_whatever_the_name(worker):
    known(worker, "便民超市", credit_code=CODE)
    known(worker, "便民超市", credit_code=OTHER_CODE)
    assert KnownUnit.objects.count() == 2
    again = known(worker, "便民超市", credit_code=CODE, address="东门")
    assert KnownUnit.objects.count() == 2 and again.address == "东门"
    with pytest.raises(Invalid, match="校验码"):
        known(worker, "便民超市二店", credit_code=CODE[:-1] + "4")
    with pytest.raises(NotAllowed):
        known(worker, place_code=COMMUNITIES[1])


def test_a_unit_known_of_is_invited_declines_and_becomes_a_member_in_one_step(
    alliance, worker, worker_user, sign_in
):
    unit = known(worker, credit_code=CODE)
    client = sign_in(worker_user)
    approach = f"{reverse('cobuilding:record_approach', args=[alliance.pk])}?known={unit.pk}"
    assert client.post(approach, {"outcome": "declined", "on": TODAY(), "words": ""}).status_code == 422
    client.post(approach, {"outcome": "declined", "on": TODAY(), "words": "店小人少"})
    page = client.get(reverse("cobuilding:ground", args=[alliance.pk])).content.decode()
    assert "婉拒" in page and "店小人少" in page

    client.post(reverse("cobuilding:admit_known", args=[alliance.pk, unit.pk]))
    member = AllianceMember.objects.get()
    assert (member.organisation.name, member.organisation.credit_code, member.side) == (
        "南城茶楼",
        CODE,
        "unit",
    )
    assert missing_from(alliance) == []
    with pytest.raises(Conflict, match="已经是成员"):
        admit_known(actor=worker, alliance_id=alliance.pk, known_unit_id=unit.pk)


def test_who_is_gone_is_not_missing_and_who_was_never_spoken_to_comes_first(alliance, worker):
    gone, told, fresh = known(worker, "一店"), known(worker, "二店"), known(worker, "三店")
    for unit, outcome in ((gone, "dissolved"), (told, "invited")):
        record_approach(
            actor=worker,
            alliance_id=alliance.pk,
            known_unit_id=unit.pk,
            on=TODAY(),
            words="问过",
            outcome=outcome,
        )
    found = missing_from(alliance)
    assert [(one.name, one.word, one.is_gone) for one in found] == [
        ("三店", "没有联系过", False),
        ("二店", "已邀请", False),
        ("一店", "已注销或搬走", True),
    ]
    assert fresh.pk and Approach.objects.count() == 2


def test_a_body_registered_later_takes_what_was_said_before_with_it(alliance, worker):
    unit = known(worker, "南城茶楼")
    record_approach(actor=worker, alliance_id=alliance.pk, known_unit_id=unit.pk, on=TODAY(), words="再想想")
    body = make_unit("南城茶楼")
    known(worker, "南城茶楼", address="滨江路 1 号")

    [found] = missing_from(alliance)
    assert (found.organisation, found.last.words) == (body, "再想想")


def test_a_change_empties_what_is_emptied_and_refuses_another_unit(worker):
    unit = known(worker, "南城茶楼", address="滨江路 1 号")
    known(worker, "北城药店")
    spec = KnownSpec(place_code=HERE, name="南城茶馆")
    assert edit_known(actor=worker, known_unit_id=unit.pk, spec=spec).address == ""
    with pytest.raises(Conflict, match="北城药店"):
        edit_known(actor=worker, known_unit_id=unit.pk, spec=KnownSpec(place_code=HERE, name="北城 药店"))


def test_units_see_nothing_of_it_and_the_template_says_how_to_fill_it(alliance, worker, worker_user, sign_in):
    unit = known(worker)
    client = sign_in(make_liaison(make_unit()))
    assert client.get(reverse("cobuilding:ground", args=[alliance.pk])).status_code == 403
    assert client.get(reverse("cobuilding:edit_known", args=[unit.pk])).status_code == 403
    template = sign_in(worker_user).get(reverse("cobuilding:units_template"))
    rows = read_sheet(template.content, "模板.xlsx")
    assert list(rows[0].cells[:2]) == ["单位名称", "统一社会信用代码"]


def test_a_registered_unit_gets_its_point_from_the_list(alliance, worker_user, sign_in):
    bank = make_unit("城南银行")
    client = sign_in(worker_user)
    address = f"{reverse('cobuilding:add_known')}?unit={bank.pk}"
    assert address in client.get(reverse("cobuilding:ground", args=[alliance.pk])).content.decode()
    assert 'value="城南银行"' in client.get(address).content.decode()
    stated = {"name": "城南银行", "kind": "resident_unit", "latitude": "30.5", "longitude": "105.6"}
    client.post(address, stated)
    assert KnownUnit.objects.get().organisation == bank
    [found] = missing_from(alliance)
    assert found.is_placed
