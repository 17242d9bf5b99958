"""Tables in and answers out of `gongjian solve`: every fault with file, row and column, whatever the problem."""

import argparse
import json

import pytest

from gongjian.cli.solve._answer import Answer, point_feature
from gongjian.cli.solve._inputs import (
    LATITUDE,
    LONGITUDE,
    MOST_FAULTS,
    Column,
    decimal,
    read_table,
    text,
    whole,
    words,
)
from gongjian.cli.solve._outputs import write_answer
from gongjian.engines.errors import EngineInputError
from gongjian.readers import SheetData, write_xlsx

COLUMNS = {
    "key": Column(("编号", "id"), text),
    "homes": Column(("套数",), whole),
    "cost": Column(("单价",), decimal, None),
    "kinds": Column(("类别",), words, ()),
    "lng": LONGITUDE,
    "lat": LATITUDE,
}


@pytest.fixture
def table(tmp_path):
    def write(content, name="地块.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def fault_of(name, key="key"):
    with pytest.raises(EngineInputError) as refusal:
        read_table(name, COLUMNS, key=key)
    return str(refusal.value)


def test_columns_are_known_by_any_name_in_any_order_and_case(table):
    rows = read_table(table('套数,ID,LNG,多余\n"1,200",甲,105.5,x\n'), COLUMNS, key="key")

    assert rows == [{"key": "甲", "homes": 1200, "cost": None, "kinds": (), "lng": 105.5, "lat": None}]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_as_excel_writes_it_is_read(table, encoding):
    content = "编号,套数,类别\n甲,3,学校、公交；菜场\n".encode(encoding)

    assert read_table(table(content), COLUMNS)[0]["kinds"] == ("学校", "公交", "菜场")


def test_excel_is_read_with_the_rows_people_see(table):
    sheet = SheetData("地块", ("编号", "套数"), [("甲", 3), ("乙", None)])

    assert fault_of(table(write_xlsx([sheet]), "地块.xlsx")) == "《地块.xlsx》第 3 行“套数”没有填。"


def test_every_fault_is_told_at_once_with_row_and_column(table):
    sentence = fault_of(table("编号,套数,单价,经度\n甲,x,1,200\n\n甲,-1,nan,105\n,1.5,1e999999999,abc\n"))

    assert sentence == (
        "《地块.csv》第 2 行“套数”要填数字：x；第 2 行“经度”要在 -180 到 180 之间：200；"
        "第 4 行“套数”不能小于 0：-1；第 4 行“单价”要填数字：nan；"
        "第 5 行“编号”没有填；第 5 行“套数”要填整数：1.5；第 5 行“单价”数太大：1e999999999；"
        "第 5 行“经度”要填度数，如 105.57：abc；第 4 行“编号”和第 2 行重复：甲。"
    )


def test_two_rows_without_a_key_are_not_called_repeated(table):
    sentence = fault_of(table("编号,套数\n,1\n,2\n"))

    assert sentence == "《地块.csv》第 2 行“编号”没有填；第 3 行“编号”没有填。"


def test_a_missing_column_is_named_and_nothing_else(table):
    assert fault_of(table("编号,单价\n甲,1\n")) == "《地块.csv》少一列“套数”。"


def test_more_faults_than_anyone_reads_are_counted(table):
    sentence = fault_of(table("编号,套数\n" + "".join(f"k{n},x\n" for n in range(MOST_FAULTS + 5))))

    assert sentence.count("要填数字") == MOST_FAULTS
    assert sentence.endswith("；另有 5 处。")


@pytest.mark.parametrize(
    ("content", "name", "words_of_it"),
    [
        ("", "空.csv", "空.csv"),
        ("\n\n", "空.csv", "是空文件"),
        ("编号,套数\n", "空.csv", "只有列名，没有数据"),
        ("{}", "点.geojson", "不是点的 GeoJSON"),
        ("[1", "点.geojson", "不是点的 GeoJSON"),
        ('{"features": []}', "点.geojson", "是空的"),
        ('{"features": [{"geometry": null}]}', "点.geojson", "不是点的 GeoJSON"),
        ("%PDF-1.7", "表.pdf", "表.pdf"),
        ("PK\x03\x04坏", "表.xlsx", "表.xlsx"),
    ],
)
def test_a_file_that_holds_no_table_is_a_sentence(table, content, name, words_of_it):
    assert words_of_it in fault_of(table(content, name))


def test_a_missing_file_is_a_sentence():
    assert fault_of("没有.csv") == "没有这个文件：没有.csv。请检查路径。"


def test_points_of_geojson_are_rows_and_their_properties_columns(table):
    features = [
        point_feature(105.5, 30.5, {"编号": "甲", "套数": 3}),
        point_feature(105.6, 30.6, {"编号": "乙"}),
    ]
    collection = {"type": "FeatureCollection", "features": features}

    assert fault_of(table(json.dumps(collection), "点.geojson")) == "《点.geojson》第 2 行“套数”没有填。"
    features.pop()
    rows = read_table(table(json.dumps(collection), "点.geojson"), COLUMNS, key="key")
    assert (rows[0]["homes"], rows[0]["lng"], rows[0]["lat"]) == (3, 105.5, 30.5)


def test_an_area_where_a_point_is_wanted_is_told_by_its_coordinate(table):
    area = {
        "geometry": {"coordinates": [[[105, 30], [106, 30], [105, 31]], []]},
        "properties": {"编号": "甲", "套数": 1},
    }

    assert "第 1 行“经度”要填度数" in fault_of(table(json.dumps({"features": [area]}), "面.geojson"))


def options(tmp_path, **asked):
    names = {"json": None, "csv": None, "geojson": None, "report": None}
    return argparse.Namespace(**names | {name: str(tmp_path / value) for name, value in asked.items()})


ANSWER = Answer(
    {"甲": 1},
    ("答案",),
    SheetData("", ("编号", "说明"), [("甲", "=1+1"), ("乙", -3)]),
    [point_feature(105.5, 30.5, {})],
)


def test_each_form_is_written_where_it_was_asked_for(tmp_path, capsys):
    write_answer(ANSWER, options(tmp_path, json="a.json", csv="a.csv", geojson="a.geojson", report="a.md"))

    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {"甲": 1}
    assert (
        json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))["features"][0]["type"] == "Feature"
    )
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "答案\n"
    assert capsys.readouterr().out == ""


def test_csv_opens_in_excel_and_holds_no_formula(tmp_path):
    write_answer(ANSWER, options(tmp_path, csv="a.csv"))

    assert (tmp_path / "a.csv").read_bytes() == "\ufeff编号,说明\r\n甲,'=1+1\r\n乙,-3\r\n".encode()


def test_geojson_without_points_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(EngineInputError, match="没有经纬度"):
        write_answer(Answer({}, ("答案",)), options(tmp_path, json="a.json", geojson="a.geojson"))

    assert not list(tmp_path.iterdir())


def test_without_options_the_report_is_on_the_screen(tmp_path, capsys):
    write_answer(ANSWER, options(tmp_path))

    assert capsys.readouterr().out == "答案\n"
