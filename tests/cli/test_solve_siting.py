"""`gongjian solve siting`: tables in, files out, and sentences for what is wrong or can't be done."""

import csv
import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongjian.cli.main import main
from gongjian.cli.solve._interrupt import interruptible

PARCELS = """地块,名称,街道,最少套数,最多套数,每套造价,固定造价,渠道,规划,权属,原因,经度,纬度
A1,东门旧厂,南津路街道,10,60,300000,0,工改居,是,是,,105.570,30.510
A2,车站北,南津路街道,10,60,500000,0,新供地,是,是,,105.580,30.510
A3,河边,南津路街道,10,60,200000,0,新供地,否,是,规划为绿地,105.585,30.510
B1,学府路,介福路街道,10,80,400000,1000000,新供地,是,是,,105.600,30.520
B2,菜市旁,介福路街道,10,80,350000,0,收购,是,否,两家争议,105.602,30.520
"""
STREETS = "街道,需求,可少,可多\n南津路街道,80,5,10\n介福路街道,40,0,25%\n"
POINTS = "类别,权重,经度,纬度\n就业,500,105.582,30.512\n就业,300,105.600,30.518\n学校,,105.590,30.515\n"
CHANNELS = "渠道,最少套数,最多套数,预算\n新供地,,,50000000\n工改居,20,,\n收购,,,\n"


@pytest.fixture
def tables(tmp_path):
    """Write the four tables and return the arguments that name them."""
    for name, text in (("地块", PARCELS), ("街道", STREETS), ("需求点", POINTS), ("渠道", CHANNELS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    names = (("--parcels", "地块"), ("--streets", "街道"), ("--points", "需求点"), ("--channels", "渠道"))
    return [part for option, name in names for part in (option, str(tmp_path / f"{name}.csv"))]


def read(name):
    return Path(name).read_text(encoding="utf-8-sig")


def rows_of(name):
    return list(csv.DictReader(read(name).splitlines()))


def run(*arguments):
    return main(["solve", "siting", "--quiet", *arguments])


def test_a_plan_is_written_in_every_form(tables, tmp_path):
    out = {kind: str(tmp_path / f"out.{kind}") for kind in ("json", "csv", "geojson", "md")}

    code = run(
        *tables,
        "--explain",
        "--json",
        out["json"],
        "--csv",
        out["csv"],
        "--geojson",
        out["geojson"],
        "--report",
        out["md"],
    )

    assert code == 0
    record = json.loads(read(out["json"]))
    assert record["status"] == "proven"
    assert record["value"] == record["bound"]
    homes = {row["地块"]: row["套数"] for row in record["parcels"]}
    assert homes == {"A1": 20, "A2": 56, "A3": 0, "B1": 40, "B2": 0}
    reasons = {row["地块"]: row["为什么"] for row in record["parcels"]}
    assert reasons["A1"].endswith("少一套就不满足“渠道 工改居 至少 20 套”。")
    assert reasons["A3"] == "不能用：用途不符合规划（规划为绿地）"
    assert reasons["B2"] == "不能用：权属不清（两家争议）"
    rows = rows_of(out["csv"])
    assert [row["套数"] for row in rows] == ["20", "56", "0", "40", "0"]
    features = json.loads(read(out["geojson"]))["features"]
    assert features[0]["geometry"]["coordinates"] == [105.57, 30.51]
    report = read(out["md"])
    assert report.startswith("# 选 3 块地，建 116 套")
    assert "已证明没有更好的方案" in report
    assert "| 南津路街道 | 80 | 76 | 88 | 76 |" in report


def test_a_table_may_be_geojson(tables, tmp_path, capsys):
    rows = rows_of(tmp_path / "地块.csv")
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [float(row.pop("经度")), float(row.pop("纬度"))]},
            "properties": row,
        }
        for row in rows
    ]
    path = tmp_path / "地块.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")

    assert run("--parcels", str(path), *tables[2:]) == 0
    assert capsys.readouterr().out.startswith("# 选 3 块地，建 116 套")


def test_only_the_chosen_are_told_without_explain(tables, capsys):
    assert run(*tables) == 0
    said = capsys.readouterr().out
    assert "| A1 东门旧厂 |" in said
    assert "A3" not in said


def test_what_cannot_be_done_is_said_with_the_limits_and_ends_with_1(tables, tmp_path, capsys):
    assert (
        run(*tables, "--cluster-m", "1000", "--cluster-cap", "70", "--json", str(tmp_path / "out.json")) == 1
    )

    assert (
        "# 做不到：南津路街道至少 76 套（需求 80 套，可少 5%）；任一地块 1000 米内至多 70 套"
        in capsys.readouterr().out
    )
    record = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert record["status"] == "infeasible"
    assert record["conflict_is_smallest"]
    assert len(record["conflict"]) == 2


def test_a_front_tells_the_plans_and_what_stays(tables, tmp_path, capsys):
    assert (
        run(*tables, "--front", "出行", "造价", "--front-points", "3", "--csv", str(tmp_path / "out.csv"))
        == 0
    )

    said = capsys.readouterr().out
    rows = rows_of(tmp_path / "out.csv")
    assert len(rows) == 3
    assert all(row["差距至多"] == "0" for row in rows)
    assert [int(row["出行（米）"]) for row in rows] == sorted(int(row["出行（米）"]) for row in rows)
    assert "3 个方案里都选的地块有" in said


def test_money_has_its_price_in_metres(tables, tmp_path):
    out = tmp_path / "out.json"

    assert run(*tables, "--metres-per-10k", "100", "--json", str(out)) == 0

    homes = {row["地块"]: row["套数"] for row in json.loads(out.read_text(encoding="utf-8"))["parcels"]}
    assert homes["A1"] == 60


def test_several_weights_tell_what_stays(tables, capsys):
    assert run(*tables, "--vary-per-10k", "0", "100") == 0

    said = capsys.readouterr().out
    assert "# 造价的 2 种权重，各一个方案" in said
    assert "2 个方案里都选的地块有 3 块：A1、A2、B1" in said


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        (
            "地块",
            "A2,车站北,南津路街道,10,60",
            "A2,车站北,南津路街道,10,六十",
            "第 3 行“最多套数”要填数字：六十",
        ),
        (
            "地块",
            "A2,车站北,南津路街道,10,60",
            "A2,车站北,南津路街道,10,-6",
            "第 3 行“最多套数”不能小于 0：-6",
        ),
        ("地块", "A2,", "A1,", "第 3 行“地块”和第 2 行重复：A1"),
        ("地块", "是,是,,105.570", "大概,是,,105.570", "第 2 行“规划”要填“是”或“否”：大概"),
        ("地块", "105.570", "nan", "第 2 行“经度”要在 -180 到 180 之间：nan"),
        ("地块", "105.570", "", "第 2 行“经度”没有填"),
        ("地块", "介福路街道,10,80,400000", "某街道,10,80,400000", "街道“某街道”不在街道表里"),
        ("街道", "需求", "需要", "少一列“需求”"),
        ("渠道", "收购", "回购", "渠道“收购”不在渠道表里"),
        ("需求点", "500", "0", "第 1 个设施点的权重是 0"),
    ],
)
def test_rubbish_is_a_sentence_with_its_place(tables, tmp_path, capsys, table, old, new, words):
    path = tmp_path / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    assert run(*tables) == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--kind", "就业:很多"], "--kind 写成"),
        (["--kind", "医院"], "类别“医院”一个设施点也没有"),
        (["--most-cost", "许多"], "--most-cost 要填数字"),
        (["--cluster-cap", "-1"], "一簇的上限"),
        (["--metres-per-site", "-1"], "不能小于 0"),
    ],
)
def test_wrong_options_are_a_sentence(tables, capsys, arguments, words):
    assert run(*tables, *arguments) == 1
    assert words in capsys.readouterr().err


@pytest.fixture
def points(tmp_path):
    """Five points on a line, 1 km apart or so; the third may not be chosen."""
    people = (("甲", 5, ""), ("乙", 1, ""), ("丙", 9, "否"), ("丁", 1, ""), ("戊", 5, ""))
    rows = [f"{key},{weight},{site},{105 + n / 100:.2f},30.5" for n, (key, weight, site) in enumerate(people)]
    path = tmp_path / "点.csv"
    path.write_text("点,权重,可选,经度,纬度\n" + "\n".join(rows), encoding="utf-8")
    return str(path)


def test_the_median_of_one_table_of_points(points, tmp_path, capsys):
    out = tmp_path / "out.json"

    assert run("--problem", "p-median", "--points", points, "--count", "2", "--json", str(out)) == 0

    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["status"] == "proven"
    assert record["value"] == record["bound"]
    assert record["sites"] in (["甲", "丁"], ["乙", "戊"])
    assert "已证明没有更好的选法" in capsys.readouterr().out


def test_a_median_with_capacities_turns_away_what_has_no_room(points, tmp_path, capsys):
    table = rows_of(points)
    path = tmp_path / "容量.csv"
    head = ",".join([*table[0], "容量"])
    path.write_text("\n".join([head, *(",".join([*row.values(), "12"]) for row in table)]), encoding="utf-8")
    out = tmp_path / "out.json"
    arguments = ["--problem", "capacitated", "--count", "2"]

    assert run(*arguments, "--points", str(path), "--json", str(out)) == 0
    assert run(*arguments, "--points", points) == 1

    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["status"] == "proven"
    loads = dict.fromkeys(record["sites"], 0)
    for row in table:
        loads[record["served"][row["点"]]] += int(row["权重"])
    assert max(loads.values()) <= 12
    said = capsys.readouterr()
    assert "用了容量 12 中的" in said.out
    assert "没有填“容量”" in said.err


def test_the_covering_of_one_table_of_points(points, tmp_path, capsys):
    out = tmp_path / "out.csv"

    arguments = ["--problem", "covering", "--points", points, "--count", "1", "--radius-m", "1000"]
    assert run(*arguments, "--csv", str(out)) == 0

    chosen = [row["点"] for row in rows_of(out) if row["选中"]]
    assert chosen in (["乙"], ["丁"])
    assert "1000 米内覆盖权重 15（共 21）" in capsys.readouterr().out


def test_the_set_covering_of_one_table_of_points(points, tmp_path, capsys):
    out = tmp_path / "out.json"

    assert run("--problem", "set-covering", "--points", points, "--radius-m", "1000", "--json", str(out)) == 0

    record = json.loads(out.read_text(encoding="utf-8"))
    assert (record["status"], record["value"], len(record["sites"])) == ("proven", 2, 2)
    assert "# 至少选 2 个点，人人在 1000 米内" in capsys.readouterr().out


def test_the_dispersion_of_one_table_of_points(points, tmp_path, capsys):
    out = tmp_path / "out.json"

    assert run("--problem", "dispersion", "--points", points, "--count", "2", "--json", str(out)) == 0

    assert json.loads(out.read_text(encoding="utf-8"))["sites"] == ["甲", "戊"]
    assert "两两至少相隔 3832 米" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--problem", "dispersion", "--count", "1"], "至少要选 2 个点"),
        (["--problem", "set-covering", "--radius-m", "10"], "做不到"),
        (["--problem", "covering", "--count", "1"], "请用 --radius-m"),
        (["--problem", "covering", "--count", "9", "--radius-m", "5"], "候选点只有 4 个"),
        (["--problem", "p-median", "--count", "9"], "候选点只有 4 个"),
        (["--problem", "p-median", "--count", "0"], "至少要选 1 个点"),
        (["--problem", "p-median"], "请用 --count"),
        ([], "请用 --parcels"),
    ],
)
def test_what_is_missing_or_cannot_be_is_a_sentence(points, capsys, arguments, words):
    assert run("--points", points, *arguments) == 1
    said = capsys.readouterr()
    assert words in said.out + said.err


def test_what_if_tells_the_price_of_every_other_wish(points, tmp_path):
    out = tmp_path / "out.json"

    code = run("--problem", "p-median", "--count", "2", "--what-if", "--points", points, "--json", str(out))

    told = json.loads(read(out))
    others = {other["if"]: other for other in told["what_if"]}
    assert code == 0
    assert others["多选一个（3 个）"]["value"] <= told["value"] <= others["少选一个（1 个）"]["value"]
    assert all(other["value"] >= told["value"] for words, other in others.items() if "选“" in words)
    assert {f"不选“{site}”" for site in told["sites"]} <= set(others)


@pytest.fixture
def at_a_terminal() -> Iterator[None]:
    """Let an interrupt end the process, as it does unless the tests were started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("at_a_terminal")
def test_the_first_interrupt_asks_for_the_best_so_far_and_the_second_ends():
    before = signal.getsignal(signal.SIGINT)

    with interruptible() as is_interrupted:
        assert not is_interrupted()
        signal.raise_signal(signal.SIGINT)
        assert is_interrupted()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) is before
