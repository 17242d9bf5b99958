import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.readers import ReadError, SheetData, SheetRow, read_sheet, read_text, write_xlsx
from tests.readers.builders import make_docx, para
from tests.readers.hostile import pack

CELLS = st.text(alphabet="甲乙=+-@'1.5 a,", min_size=1, max_size=6).map(str.strip).filter(bool)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_every_encoding_an_office_uses(encoding):
    rows = read_sheet("名称,人数\r\n幸福社区,12\r\n".encode(encoding), "社区.csv")

    assert rows == [SheetRow("", 1, ("名称", "人数")), SheetRow("", 2, ("幸福社区", "12"))]


def test_rows_keep_their_numbers_when_empty_ones_are_left_out():
    rows = read_sheet("名称\n\n幸福社区,,\n".encode(), "社区.csv")

    assert [(row.number, row.cells) for row in rows] == [(1, ("名称",)), (3, ("幸福社区",))]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_the_one_the_head_uses(delimiter):
    assert read_sheet(f"甲{delimiter}乙".encode(), "表.csv")[0].cells == ("甲", "乙")


def test_a_workbook_is_read_sheet_by_sheet():
    source = write_xlsx(
        [
            SheetData("一月", ("名称", "人数"), [("幸福社区", 12)]),
            SheetData("二月", ("名称",), [("石桥社区",)]),
        ]
    )

    assert read_sheet(source, "社区.xlsx") == [
        SheetRow("一月", 1, ("名称", "人数")),
        SheetRow("一月", 2, ("幸福社区", "12")),
        SheetRow("二月", 1, ("名称",)),
        SheetRow("二月", 2, ("石桥社区",)),
    ]


def test_values_come_back_as_a_person_would_write_them():
    row = (
        1,
        2.5,
        Decimal("88.1"),
        Fraction(1, 4),
        date(2026, 1, 5),
        datetime(2026, 1, 5, 9, 30),
        True,
        None,
        "末",
    )
    source = write_xlsx([SheetData("表", ("头",) * 9, [row])])

    assert read_sheet(source, "表.xlsx")[1].cells == (
        "1",
        "2.5",
        "88.1",
        "0.25",
        "2026-01-05",
        "2026-01-05 09:30",
        "是",
        "",
        "末",
    )


def test_rows_are_numbered_from_the_sheets_first_row_even_when_it_is_empty():
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as workbook:
        workbook.add_worksheet("表").write(3, 1, "乙")

    assert read_sheet(packed.getvalue(), "表.xlsx") == [SheetRow("表", 4, ("", "乙"))]


@settings(deadline=None)  # a workbook is written and read: the time is the disk's
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_text_that_looks_like_a_formula_survives_the_round_trip_as_text(rows):
    source = write_xlsx([SheetData("表", ("头",), rows)])

    assert [list(row.cells) for row in read_sheet(source, "表.xlsx")[1:]] == [
        [
            cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") and cell[1:2] else cell
            for cell in row
        ]
        for row in rows
    ]


def test_a_formula_is_written_as_guarded_text():
    source = write_xlsx([SheetData("表", ("头",), [("=1+1",), ("-3.5",), ("@甲",)])])

    result = read_text(source, "表.xlsx")
    assert "=1+1" in result.text
    assert b"<f>" not in source


def test_sheet_names_are_cut_cleaned_and_made_different():
    source = write_xlsx([SheetData(name, ("头",), ()) for name in ("甲/乙", "甲:乙", "长" * 40, "")])

    assert [row.sheet for row in read_sheet(source, "表.xlsx")] == ["甲 乙", "甲 乙_2", "长" * 31, "表"]


def test_a_sheet_whose_last_cell_is_far_away_is_refused():
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as workbook:
        workbook.add_worksheet("表").write(1_048_575, 16_383, "远")

    with pytest.raises(ReadError, match="1048576 行、16384 列，太大"):
        read_sheet(packed.getvalue(), "表.xlsx")


def test_what_is_not_a_table_is_refused():
    with pytest.raises(ReadError, match="不是表格"):
        read_sheet(make_docx(para("文")), "名单.docx")


def test_a_workbook_reads_as_text_with_a_table_a_sheet():
    result = read_text(write_xlsx([SheetData("任务", ("任务", "单位"), [("清理楼道", "物业")])]), "任务.xlsx")

    assert result.text == "任务\n任务 | 单位\n清理楼道 | 物业"
    assert result.tables == ((("任务", "单位"), ("清理楼道", "物业")),)


def test_a_task_table_is_read_as_excel_shows_it():
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("任务")
        sheet.merge_range("A1:A3", "城管局")
        sheet.merge_range("B1:C1", "清理")
        look = {code: workbook.add_format({"num_format": code}) for code in ("0.0%", "0.00", 'yyyy"年"m"月"')}
        sheet.write(1, 1, 0.8815, look["0.0%"])
        sheet.write_formula(1, 2, "=1/3", look["0.00"], 1 / 3)
        sheet.write_datetime(2, 1, datetime(2026, 3, 1), look['yyyy"年"m"月"'])
        sheet.write(2, 2, 12)

    assert read_text(packed.getvalue(), "任务.xlsx").tables == (
        (("城管局", "清理"), ("城管局", "88.2%", "0.33"), ("城管局", "2026年3月", "12")),
    )


def test_a_merge_that_claims_a_million_rows_costs_nothing():
    source = write_xlsx([SheetData("表", ("头",), [("甲",), ("乙",)])])
    with zipfile.ZipFile(io.BytesIO(source)) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    merges = b"<mergeCells>" + b'<mergeCell ref="A1:A1048576"/>' * 1000 + b"</mergeCells>"
    part = "xl/worksheets/sheet1.xml"
    entries[part] = entries[part].replace(b"</sheetData>", b"</sheetData>" + merges)

    assert read_text(pack(entries), "表.xlsx").tables == ((("头",), ("甲",), ("乙",)),)


def test_a_csv_reads_as_text_with_one_table():
    result = read_text("任务,单位\n清理楼道,物业\n".encode("gb18030"), "任务.csv")

    assert (result.text, result.tables) == (
        "任务 | 单位\n清理楼道 | 物业",
        ((("任务", "单位"), ("清理楼道", "物业")),),
    )


def test_a_cell_without_end_is_refused_with_its_line() -> None:
    with pytest.raises(ReadError, match="第 2 行不像表格"):
        read_sheet(("代码,名称\n" + "x" * 200_000).encode(), "名册.csv")
