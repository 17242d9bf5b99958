"""The register import: what is read, what a preview says, what is written and what is kept."""

import io
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from gongjian.apps.places import selectors
from gongjian.apps.places.models import Place, PlaceTerm, Succession
from gongjian.apps.places.register import RegisterFile, RegisterRow, read_register
from gongjian.apps.places.services import import_register, load_demo_register, preview_register
from gongjian.apps.places.terms import unpadded
from gongjian.core.access import LEVEL_LENGTHS, SYSTEM, Role
from gongjian.core.errors import Invalid, NotAllowed
from gongjian.core.models import AuditEntry
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, STREET, make_actor

DAY = date(2026, 7, 1)
SMALL = "code,name\n51,四川省\n5109,遂宁市\n510903,船山区\n510903001,南津路街道\n"
BUREAU = (
    "统计用区划代码,城乡分类代码,名称\n510000000000,,四川省\n510900000000,,遂宁市\n510903000000,,船山区\n"
    "510903001000,,南津路街道\n510903001001,111,演示一社区居委会\n"
)


def _file(text: str, encoding: str = "utf-8", name: str = "名册.csv") -> RegisterFile:
    return RegisterFile(name, text.encode(encoding))


def _load(text: str, **more: object) -> object:
    return import_register(actor=SYSTEM, files=[_file(text)], on=DAY, **more)  # type: ignore[arg-type]


def _tree() -> list[tuple[str, str, int]]:
    return list(Place.objects.order_by("code").values_list("code", "parent_code", "level"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_both_encodings_read_the_same(encoding):
    register = read_register([_file(SMALL, encoding)])

    assert [row.name for row in register.rows] == ["四川省", "遂宁市", "船山区", "南津路街道"]
    assert register.errors == []


@pytest.mark.django_db
def test_the_bureaus_columns_give_levels_parents_and_classes():
    _load(BUREAU)

    assert _tree() == [
        ("51", "", 2),
        ("5109", "51", 4),
        ("510903", "5109", 6),
        ("510903001", "510903", 9),
        ("510903001001", "510903001", 12),
    ]
    assert Place.objects.get(code="510903001001").urban_rural_code == "111"


def test_an_excel_register_is_read_sheet_by_sheet_with_codes_as_numbers():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for title, rows in (("县", [(510903, "船山区")]), ("街道", [(510903001, "南津路街道"), (None, "缺码")])):
        sheet = book.add_worksheet(title)
        for number, row in enumerate([("代码", "名称"), *rows]):
            sheet.write_row(number, 0, row)
    book.close()

    register = read_register([RegisterFile("区划.xlsx", buffer.getvalue())])

    assert [row.code for row in register.rows] == ["510903", "510903001"]
    assert str(register.errors[0]) == "区划.xlsx·街道 第 3 行：代码是空的。请补上代码。"


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (",无码", "代码", "代码是空的"),
        ("51090,少一位", "代码", "有 5 位"),
        ("5.10903E+11,科学", "代码", "科学计数"),
        ("51O9,字母", "代码", "数字以外"),
        ("05,省级太小", "代码", "看不出级别"),
        ("5100,市级全零", "代码", "看不出级别"),
        ("5109,", "名称", "名称是空的"),
        ("5109," + "长" * 81, "名称", "最多 80"),
    ],
)
def test_a_bad_row_says_where_and_what(line, column, words):
    register = read_register([_file(f"code,name\n{line}\n")])

    (error,) = register.errors
    assert (error.source, error.row, error.column) == ("名册.csv", 2, column)
    assert words in error.sentence


def test_a_name_of_80_characters_and_the_lowest_province_pass():
    register = read_register([_file(f"code,name\n11,{'长' * 80}\n")])

    assert (len(register.rows), register.errors) == (1, [])


def test_a_code_with_two_names_and_a_file_without_heads_are_told():
    register = read_register([_file("code,name\n51,四川省\n51,四川\n"), _file("a,b\n1,2\n", name="乱.csv")])

    assert [
        "前面已是" in register.errors[0].sentence,
        "没有找到代码和名称" in register.errors[1].sentence,
    ] == [True] * 2


@pytest.mark.parametrize("content", [b"\x00\x01binary", b"PK\x03\x04broken", b"\xff\xff\xff\xff"])
def test_what_is_no_register_is_refused_with_a_sentence(content):
    register = read_register([RegisterFile("坏.csv", content)])

    assert register.rows == []
    assert register.errors[0].sentence.endswith("。")


@pytest.mark.django_db
def test_a_row_without_its_parent_is_reported_and_nothing_is_written():
    text = "code,name\n51,四川省\n510903,船山区\n"

    with pytest.raises(Invalid, match="上级 5109 不在名册里"):
        _load(text)

    assert Place.objects.count() == 0
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db
def test_bad_rows_may_be_left_out_on_purpose():
    plan = _load("code,name\n51,四川省\n510903,船山区\n", skip_errors=True)

    assert plan.counts["errors"] == 1
    assert [code for code, *_ in _tree()] == ["51"]


@pytest.mark.django_db
def test_towns_straight_below_a_city_get_the_county_or_the_city():
    _load("code,name\n44,广东省\n4419,东莞市\n441900,东莞市\n441900003,东城街道\n")
    _load("code,name\n44,广东省\n4420,中山市\n442000001,石岐街道\n")

    parents = {code: parent for code, parent, _ in _tree()}
    assert (parents["441900003"], parents["442000001"]) == ("441900", "4420")


@pytest.mark.django_db
def test_a_preview_writes_nothing():
    plan = preview_register(actor=SYSTEM, files=[_file(SMALL)], on=DAY)

    assert plan.counts["added"] == 4
    assert (Place.objects.count(), PlaceTerm.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


@pytest.mark.usefixtures("places")
def test_a_second_register_adds_renames_ends_and_keeps_history():
    text = f"code,name\n{COMMUNITIES[0]},新名社区\n{COMMUNITIES[1]},演示2社区\n{STREET}009,新建社区\n"

    plan = _load(text)

    assert {key: plan.counts[key] for key in ("added", "renamed", "ended", "unchanged")} == {
        "added": 1,
        "renamed": 1,
        "ended": 1,
        "unchanged": 1,
    }
    assert selectors.name_on(COMMUNITIES[0], date(2026, 6, 30)) == "演示1社区"
    assert selectors.name_on(COMMUNITIES[0], DAY) == "新名社区"
    assert selectors.get_place(COMMUNITIES[2]).valid_to == date(2026, 6, 30)
    assert selectors.get_place(f"{STREET}009").valid_from == DAY
    assert Succession.objects.get().kind == "rename"
    assert Place.objects.filter(valid_to=None, parent_code=f"{STREET[:-1]}2").count() == 1


@pytest.mark.usefixtures("places")
def test_the_same_register_twice_changes_nothing():
    text = f"code,name\n{COMMUNITIES[0]},新名社区\n"
    _load(text)

    plan = _load(text)

    assert not plan.has_changes


@pytest.mark.usefixtures("places")
def test_all_below_an_ended_place_ends_with_it():
    _load(f"code,name\n{OTHER_COUNTY},安居区\n")

    assert set(Place.objects.current().values_list("code", flat=True)) == {"51", "5109", OTHER_COUNTY}


@pytest.mark.usefixtures("places")
def test_nothing_ends_while_a_code_could_not_be_read():
    plan = _load(f"code,name\n{COMMUNITIES[0]},演示1社区\n51O,错\n", skip_errors=True)

    assert plan.ended == []


@pytest.mark.usefixtures("places")
def test_a_row_with_an_error_does_not_end_its_place():
    plan = _load(f"code,name\n{COMMUNITIES[0]},演示1社区\n{COMMUNITIES[1]},\n", skip_errors=True)

    assert [known.code for known in plan.ended] == [COMMUNITIES[2]]


@pytest.mark.usefixtures("places")
def test_a_register_for_one_city_leaves_the_others_out():
    plan = _load("code,name\n51,四川省\n52,贵州省\n5201,贵阳市\n5109,遂宁市\n", only_prefix="5109")

    assert (plan.counts["outside"], plan.has_changes) == (3, False)


@pytest.mark.django_db
def test_a_register_for_one_city_brings_the_province_above_it_along():
    _load("code,name\n51,四川省\n52,贵州省\n5109,遂宁市\n", only_prefix="5109")

    assert [code for code, *_ in _tree()] == ["51", "5109"]


@pytest.mark.usefixtures("places")
def test_an_office_imports_its_own_county_only():
    actor = make_actor(Role.OFFICE, COUNTY)
    text = f"code,name\n{COUNTY},改名区\n{OTHER_COUNTY},别人的区\n"

    plan = import_register(actor=actor, files=[_file(text)], on=DAY)

    assert (plan.counts["renamed"], plan.counts["outside"]) == (1, 1)
    assert selectors.get_place(OTHER_COUNTY).name == "安居区"


@pytest.mark.usefixtures("places")
def test_without_the_right_nothing_is_even_previewed():
    with pytest.raises(NotAllowed):
        preview_register(actor=make_actor(Role.VIEWER), files=[_file(SMALL)], on=DAY)


@pytest.mark.usefixtures("places")
def test_a_register_of_tomorrow_or_from_before_a_change_is_refused():
    from django.utils import timezone

    tomorrow = timezone.localdate().toordinal() + 1
    with pytest.raises(Invalid, match="不能晚于今天"):
        preview_register(actor=SYSTEM, files=[_file(SMALL)], on=date.fromordinal(tomorrow))
    _load(f"code,name\n{COMMUNITIES[0]},新名社区\n")

    late = _file(f"code,name\n{COMMUNITIES[0]},旧日社区\n")
    with pytest.raises(Invalid, match="名册的日期要比这一天晚"):
        import_register(actor=SYSTEM, files=[late], on=date(2026, 6, 30))


@pytest.mark.django_db
def test_the_demo_register_is_the_real_city_with_generated_communities():
    codes = load_demo_register(actor=SYSTEM, seed=1, per_street=3)

    assert selectors.path_name("510903001").startswith("遂宁市 / 船山区 / ")
    counts = {level: selectors.descendant_count("5109", level) for level in (6, 9, 12)}
    assert counts == {6: 5, 9: 95, 12: 285}
    assert set(Place.objects.filter(is_demo=True).values_list("code", flat=True)) == set(codes)
    assert load_demo_register(actor=SYSTEM, seed=1, per_street=3) == codes


@given(
    code=st.sampled_from(LEVEL_LENGTHS[:5]).flatmap(lambda n: st.text("123456789", min_size=n, max_size=n))
)
def test_padding_a_code_to_twelve_digits_and_back_loses_nothing(code):
    assert unpadded(code.ljust(12, "0")) == code


@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_sentences(content):
    register = read_register([RegisterFile("任意.csv", content)])

    assert register.rows or register.errors


@pytest.mark.usefixtures("places")
def test_a_register_that_is_only_a_part_leaves_the_others_as_they_are():
    rows = [RegisterRow(f"{STREET}009", "新社区")]

    plan = import_register(actor=SYSTEM, rows=rows, on=DAY, keep_missing=True)

    assert plan.counts["added"] == 1
    assert plan.ended == []
    assert not Place.objects.filter(valid_to__isnull=False).exists()


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("code,name\n", "只有表头"),
        ("地区,电话\n甲,1\n", "现在第一行是：地区、电话"),
    ],
)
def test_a_file_without_places_or_heads_says_what_is_there(content, word):
    plan = preview_register(actor=SYSTEM, files=[RegisterFile("a.csv", content.encode())], on=DAY)

    assert word in plan.errors[0].sentence


@pytest.mark.usefixtures("places")
def test_codes_typed_in_full_width_or_with_an_apostrophe_are_read():
    content = f"CODE,Name\n'{STREET}009,甲\n５１０９０３００１０１０,乙\n"

    plan = preview_register(actor=SYSTEM, files=[RegisterFile("a.csv", content.encode())], on=DAY)

    assert [new.row.code for new in plan.added] == [f"{STREET}009", f"{STREET}010"]
