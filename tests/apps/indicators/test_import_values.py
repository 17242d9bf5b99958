import pytest

from gongjian.apps.indicators import services
from gongjian.apps.indicators.models import IndicatorValue, TableImport
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.readers import SheetData, read_sheet, write_xlsx
from tests.apps.indicators.builders import make_definition, make_value
from tests.factories import CITY, COUNTY, OTHER_COUNTY, STREET, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
HEAD = (
    "地方代码",
    "地方",
    "时段",
    "公园绿地（平方米）",
    "附属绿地（平方米）",
    "建成区面积（平方米）",
    "数从哪里来",
)


@pytest.fixture
def definition():
    return make_definition()


@pytest.fixture
def city():
    return make_actor(Role.OFFICE, CITY)


def read(actor, rows, head=HEAD, sheet="绿地率"):
    content = write_xlsx([SheetData(sheet, head, rows), SheetData("说明", ("列",), [("x",)])])
    kept = services.read_values(actor=actor, content=content, name="绿地.xlsx", place_code=CITY)
    return kept, services.check_values(actor=actor, import_id=kept.pk)


def test_what_the_template_asks_comes_in_as_waiting_values(definition, city):
    template = services.template_xlsx(actor=city, definitions=[definition], place_code=CITY)
    rows = [row.cells for row in read_sheet(template, "a.xlsx") if row.sheet == "绿地率"]
    assert rows[0] == HEAD
    assert [row[0] for row in rows[1:]] == [COUNTY, OTHER_COUNTY]

    kept, checked = read(city, [(COUNTY, "", "2026年第一季度", "300", "30", 1000, "台账")])
    assert (checked.good, checked.bad) == (1, 0)
    services.confirm_values_import(actor=city, import_id=kept.pk)

    value = IndicatorValue.objects.get()
    assert (value.status, value.source, value.numerator, value.note) == ("waiting", "imported", 330, "台账")
    assert not TableImport.objects.exists()


def test_every_fault_is_listed_by_row_and_column_and_nothing_is_written(definition, city):
    kept, checked = read(
        city,
        [
            ("999999", "", "2026-Q1", 1, 1, 10),
            (STREET, "", "2026-Q1", 1, 1, 10),
            (COUNTY, "", "去年", 1, 1, 10),
            (COUNTY, "", "2026", 1, 1, 10),
            (COUNTY, "", "2026-Q1", "很多", "", 10),
            (COUNTY, "", "2026-Q2", 1, 1, 10),
            (COUNTY, "", "2026-Q2", 2, 1, 10),
            (COUNTY, "", "2026-Q3", 2, 1, 0),
        ],
    )
    [table] = checked.tables
    faults = [(row.number, column) for row in table.rows for column in row.errors]

    assert faults == [
        (2, "地方代码"),
        (3, "地方代码"),
        (4, "时段"),
        (5, "时段"),
        (6, HEAD[3]),
        (6, HEAD[4]),
        (8, "时段"),
        (9, "时段"),
    ]
    assert (checked.bad, checked.good) == (7, 1)
    with pytest.raises(Conflict, match="7 处有错"):
        services.confirm_values_import(actor=city, import_id=kept.pk)
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize(
    ("head", "sheet", "words"),
    [
        ((*HEAD[:3], "公园绿地（公顷）", *HEAD[4:]), "绿地率", "单位不对"),
        ((*HEAD[:3], *HEAD[4:]), "绿地率", "缺一列“公园绿地"),
        (HEAD, "覆盖率", "不是这里的指标"),
        (("甲", "乙"), "绿地率", "没有找到表头"),
    ],
)
def test_a_wrong_head_is_said_once(definition, city, head, sheet, words):
    _kept, checked = read(city, [(COUNTY, "", "2026-Q1", 1, 1, 10)], head, sheet)

    assert words in "".join(checked.tables[0].faults)
    assert (checked.bad, checked.good) == (1, 0) or checked.bad == 1


@pytest.mark.parametrize(("now", "is_odd"), [("15", False), ("15.01", True), ("5", False), ("4.99", True)])
def test_a_jump_beyond_the_rule_is_a_warning_not_an_error(definition, city, now, is_odd):
    make_value(definition, "10", "0", "100", period="2025-Q4")

    _kept, checked = read(city, [(COUNTY, "", "2026-Q1", now, 0, 100)])

    assert (checked.bad, checked.odd) == (0, int(is_odd))


def test_a_file_that_is_no_table_and_an_import_of_somebody_else(definition, city):
    with pytest.raises(Invalid):
        services.read_values(actor=city, content=b"x", name="a.xlsx", place_code=CITY)
    kept, _checked = read(city, [(COUNTY, "", "2026-Q1", 1, 1, 10)])

    with pytest.raises(NotFound):
        services.check_values(actor=make_actor(Role.OFFICE, CITY), import_id=kept.pk)


def test_the_check_takes_a_bounded_number_of_queries(definition, city, django_assert_max_num_queries):
    codes = [COUNTY, OTHER_COUNTY] * 40
    rows = [(code, "", f"20{10 + i // 8}-Q{1 + i // 2 % 4}", 1, 1, 10) for i, code in enumerate(codes)]
    kept, checked = read(city, rows)
    assert checked.bad == 0

    with django_assert_max_num_queries(8):
        services.check_values(actor=city, import_id=kept.pk)
