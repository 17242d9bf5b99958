"""A list of hotline orders: every error before anything is written, then all of it or nothing."""

import pytest

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import MatterKind, MatterSource
from gongjian.apps.matters.models import Matter, MatterImport
from gongjian.apps.parties.models import Notice
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.rules import add_version
from gongjian.readers import SheetData, write_xlsx
from tests.factories import CITY, COUNTY, STREET, make_actor, make_user
from tests.matter_factories import COMMUNITY, make_desk

HEAD = services.HOTLINE_COLUMNS
GOOD = (
    "RX-1",
    "咨询",
    "演示1社区",
    "梧桐路 18 号",
    "怎样申请加装电梯？",
    "赵某",
    "13900000000",
    "2026-11-17 16:30",
)


def book(*rows, head=HEAD):
    return write_xlsx([SheetData("转办单", head, rows)])


def read(actor, *rows, **named):
    return services.read_hotline(actor=actor, content=book(*rows, **named), name="转办单.xlsx")


def errors(actor, *rows):
    kept = read(actor, *rows)
    _kept, found = services.check_hotline(actor=actor, import_id=kept.pk)
    return [row.errors for row in found]


def test_a_good_list_is_registered_whole(desk):
    kept = read(desk, GOOD, ("RX-2", "", COMMUNITY, "", "路灯坏了", "", "", ""))
    assert not Matter.objects.exists()

    services.confirm_hotline(actor=desk, import_id=kept.pk)

    first, second = Matter.objects.order_by("pk")
    assert (first.kind, first.source, first.source_number) == (
        MatterKind.CONSULTATION,
        MatterSource.HOTLINE_LIST,
        "RX-1",
    )
    assert f"{first.received_at.astimezone():%m-%d}" == "11-17"
    assert (first.place_code, second.place_code) == (COMMUNITY, COMMUNITY)
    assert first.reporter.phone == "13900000000"
    assert not MatterImport.objects.exists()


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        (0, "", "来源编号没有填"),
        (0, "号" * 41, "有 41 个字，最多 40 个"),
        (1, "投诉", "没有这个类型"),
        (2, "", "所在地方没有填"),
        (2, "不知道的社区", "没有找到这个地方"),
        (2, "邻街社区", "没有找到这个地方"),
        (4, "", "反映内容没有填"),
        (6, "不告诉你", "不像电话号码"),
        (7, "昨天", "读不懂"),
        (7, "2026-02-30 09:00", "读不懂"),
        (7, "2026-11-18 09:01", "还没有到"),
    ],
)
def test_every_error_is_named_by_its_column(desk, column, value, sentence):
    row = list(GOOD)
    row[column] = value

    [found] = errors(desk, row)

    assert list(found) == [
        ("source_number", "kind", "place", "address", "words", "name", "phone", "received_at")[column]
    ]
    assert sentence in next(iter(found.values()))


@pytest.mark.parametrize("text", ["2026-11-18 09:00", "2026/11/18 9:00", "2026-11-17", "2026-11-18 08:59:30"])
def test_times_are_read_as_tables_write_them(desk, text):
    assert errors(desk, (*GOOD[:7], text)) == [{}]


def test_one_wrong_row_keeps_all_out(desk):
    kept = read(desk, GOOD, ("RX-1", "", COMMUNITY, "", "同一个编号", "", "", ""))

    with pytest.raises(Conflict, match="2 行有错"):
        services.confirm_hotline(actor=desk, import_id=kept.pk)

    assert not Matter.objects.exists()


def test_a_number_registered_meanwhile_is_said(desk):
    kept = read(desk, GOOD)
    other = read(desk, GOOD)
    services.confirm_hotline(actor=desk, import_id=other.pk)

    _kept, [row] = services.check_hotline(actor=desk, import_id=kept.pk)

    assert row.errors == {"source_number": "这个编号登记过了"}


def test_a_list_belongs_to_who_chose_it_and_is_gone_once_dropped(desk):
    kept = read(desk, GOOD)

    with pytest.raises(NotFound):
        services.check_hotline(actor=make_desk(), import_id=kept.pk)
    services.drop_hotline(actor=desk, import_id=kept.pk)
    with pytest.raises(NotFound):
        services.confirm_hotline(actor=desk, import_id=kept.pk)


@pytest.mark.parametrize(("rows", "is_taken"), [(1, True), (2, True), (3, False)])
def test_a_list_has_a_limit_of_rows(desk, now, rows, is_taken):
    add_version(
        actor=make_actor(Role.OFFICE, CITY),
        key="matters.import_max_rows",
        place_code=CITY,
        effective_on=now.date(),
        value=2,
        citation="测试",
    )
    lines = [(f"RX-{number}", *GOOD[1:]) for number in range(rows)]

    if is_taken:
        assert read(desk, *lines).pk
    else:
        with pytest.raises(Invalid, match="有 3 行，一次最多 2 行"):
            read(desk, *lines)


def test_what_is_no_list_is_refused(desk):
    with pytest.raises(Invalid, match="没有找到表头"):
        read(desk, GOOD, head=tuple("甲乙丙丁戊己庚辛"))
    with pytest.raises(Invalid, match="只有表头"):
        read(desk)
    with pytest.raises(Invalid):
        services.read_hotline(actor=desk, content=b"no table", name="转办单.xlsx")


def test_many_new_ones_are_one_notice_with_their_number(desk):
    kept = read(desk, *[(f"RX-{number}", *GOOD[1:]) for number in range(5)])

    services.confirm_hotline(actor=desk, import_id=kept.pk)

    notice = Notice.objects.get(user_id=desk.user_id)
    assert (notice.sentence, notice.url) == ("收到 5 件新的事项，请受理。", "/matters/?view=new")


def test_the_pages_lead_from_the_file_to_the_list(sign_in):
    client = sign_in(make_user(Role.OFFICE, STREET))
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = client.post("/matters/import/", {"file": SimpleUploadedFile("转办单.xlsx", book(GOOD))})
    page = client.get(response["Location"]).content.decode()
    assert "1 件可以登记" in page

    kept = MatterImport.objects.get()
    assert client.post(f"/matters/import/{kept.pk}/confirm/")["Location"] == "/matters/?view=new"
    assert Matter.objects.count() == 1


def test_the_template_is_read_back(desk):
    with pytest.raises(Invalid, match="只有表头"):
        services.read_hotline(actor=desk, content=services.hotline_template(), name="模板.xlsx")


def test_a_county_brings_in_for_all_its_streets():
    assert errors(make_desk(COUNTY), (*GOOD[:2], "邻街社区", *GOOD[3:])) == [{}]
