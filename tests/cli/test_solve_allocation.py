"""`gongjian solve allocation`: tables in, homes with reasons out; a draw that outsiders check; exchanges; forecasts."""

import csv
import json
import subprocess
import sys

import pytest

from gongjian.cli.main import main
from gongjian.engines.allocation.example_669 import CONDITIONS, GROUPS, OFFERED, SITES

HOUSEHOLDS = """编号,姓名,登记日期,人数,志愿,事项,需要,上班位置
L001,王**,2023-05-10,3,XF2、HP2,低保,,
L002,李**,2024-03-01,2,XF2、HP2,,,105.57 30.53
L003,赵**,2024-09-15,2,XF2、HP1,,,
L004,钱**,2022-01-20,1,HP1、XF2,,,
L005,孙**,2025-02-01,2,XF2、HP2、HP1,,轮椅,
"""
HOMES = """编号,名称,套数,居室,条件,经度,纬度
XF2,幸福苑两居,2,2,轮椅,105.571,30.531
HP2,和平里两居,1,2,,105.62,30.50
HP1,和平里一居,1,1,轮椅,105.62,30.50
"""
RULES = """生效日期,类别,名称,分,上限,事项,范围米,居室,最少人,最多人,依据
2020-01-01,轮候月数,轮候,1,60,,,,,,办法（2020）第六条
2020-01-01,事项,低保,20,,低保,,,,,办法（2020）第七条
2020-01-01,户型,两居室,,,,,2,2,4,办法（2020）第五条
2020-01-01,户型,一居室,,,,,1,1,2,办法（2020）第五条
2024-01-01,轮候月数,轮候,2,100,,,,,,办法（2024）第八条
2024-01-01,上班就近,上班近,6,,,3000,,,,办法（2024）第十条
2024-01-01,需要,无障碍优先,30,,,,,,,办法（2024）第十一条
2024-01-01,户型,两居室,,,,,2,2,4,办法（2024）第五条
2024-01-01,户型,一居室,,,,,1,1,2,办法（2024）第五条
"""
DRAW = ["--draw-title", "2026年第1批", "--draw-source", "福彩3D第2026250期", "--draw-salt", "a" * 32]


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, content in (("名单.csv", HOUSEHOLDS), ("房源.csv", HOMES), ("计分.csv", RULES)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def solve(*options):
    return main(["solve", "allocation", *options])


def allocate(*options):
    return solve("--households", "名单.csv", "--homes", "房源.csv", "--on", "2026-09-01", *options)


def test_every_household_is_told_why_in_all_forms(files, capsys):
    forms = ["--json", "a.json", "--csv", "a.csv", "--geojson", "a.geojson", "--report", "a.md"]

    assert allocate("--rules", "计分.csv", "--explain", *forms) == 0

    record = json.loads((files / "a.json").read_text(encoding="utf-8"))
    assert (record["by_wish"], record["blocking_pairs"], record["explained"]) == ([3, 1, 1], 0, 5)
    first = record["outcomes"][0]
    assert (first["home"], first["points"], first["rules_of"]) == ("HP2", 59, "2020-01-01")
    assert first["lines"][1] == {"title": "低保", "count": 1, "points": 20, "citation": "办法（2020）第七条"}
    rows = list(csv.reader((files / "a.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][:2] == ["L001", "王**"] and rows[1][3:6] == ["和平里两居", "2", "59"]
    assert "最后一户 66 分，您 59 分。别人不变，在这里再多 7 分" in rows[1][6]
    points = json.loads((files / "a.geojson").read_text(encoding="utf-8"))["features"]
    assert points[0]["properties"]["分到户数"] == 2
    report = (files / "a.md").read_text(encoding="utf-8")
    assert report.startswith("# 分房：5 户、4 套，分到 4 户\n")
    assert "核对过每户的每个志愿" in report and "外人不能验证" in report and "赵**：这次没有分到" in report


def test_a_draw_is_announced_drawn_and_verified_from_outside(files, capsys):
    assert allocate("--announce", "公布.txt", *DRAW) == 0
    said = capsys.readouterr().out
    noted = said.split("哈希 ")[1].split("\n")[0]

    drawn = ["--draw-number", "704", "--published-at", "2026-08-30T09:00+08:00", "--certificate", "证书.json"]
    assert allocate("--method", "lottery", "--json", "a.json", *DRAW, *drawn) == 0
    assert main(["draw", "verify", "证书.json", "--hash", noted, "--text", "公布.txt"]) == 0

    record = json.loads((files / "a.json").read_text(encoding="utf-8"))
    lots = json.loads((files / "证书.json").read_text(encoding="utf-8"))["result"]["drawn"]
    by_lot = sorted(record["outcomes"], key=lambda one: one["lot"])
    assert [one["household"] for one in by_lot] == lots
    assert noted in record["draw"]

    assert main(["draw", "script", "verify_draw.py"]) == 0
    command = [sys.executable, "-I", "-X", "utf8", "verify_draw.py", "证书.json", noted, "公布.txt"]
    alone = subprocess.run(command, cwd=files, capture_output=True, encoding="utf-8", check=False)
    assert (alone.returncode, alone.stderr) == (0, "")
    assert f"轮候名单：5 户，哈希 {noted}" in alone.stdout
    assert "5 户的次序，和重新计算的一样。" in alone.stdout and "地方" not in alone.stdout


def test_a_certificate_gives_the_order_and_a_changed_one_is_refused(files, capsys):
    drawn = ["--draw-number", "704", "--published-at", "2026-08-30T09:00+08:00", "--certificate", "证书.json"]
    allocate("--method", "lottery", "--json", "a.json", *DRAW, *drawn)

    assert allocate("--method", "lottery", "--json", "b.json", "--draw", "证书.json") == 0
    one, other = (json.loads((files / name).read_text(encoding="utf-8")) for name in ("a.json", "b.json"))
    assert one["outcomes"] == other["outcomes"]

    text = (files / "证书.json").read_text(encoding="utf-8").replace("王**", "汪**")
    (files / "证书.json").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert allocate("--draw", "证书.json") == 1
    assert "不能确认：轮候名单第 1 条被改过" in capsys.readouterr().err


def test_the_same_seed_gives_the_same_order_and_another_may_not(files):
    orders = []
    for seed in ("1", "1", "2"):
        allocate("--method", "lottery", "--json", "a.json", "--seed", seed)
        record = json.loads((files / "a.json").read_text(encoding="utf-8"))
        orders.append([one["lot"] for one in record["outcomes"]])

    assert orders[0] == orders[1] != orders[2]


def test_flats_kept_for_groups_are_told_with_their_use(files, capsys):
    (files / "群体.csv").write_text(
        "群体,房源,至少,至多,依据\n低保,XF2,40%,,办法第十二条\n低保,HP2,,0,办法第十三条\n", encoding="utf-8"
    )

    assert allocate("--rules", "计分.csv", "--groups", "群体.csv", "--explain", "--json", "a.json") == 0

    out = capsys.readouterr().out
    assert "| 幸福苑两居 | 留给“低保”（办法第十二条） | 1 | 1 | 0 |" in out
    assert "| 和平里两居 | “低保”至多 | 0 | 0 | – |" in out
    assert "王**：分到“幸福苑两居”，是第 1 志愿，用的是留给“低保”的名额（1 套，办法第十二条）" in out
    record = json.loads((files / "a.json").read_text(encoding="utf-8"))
    assert [seat["group"] for seat in record["outcomes"][0]["wishes"][0]["seats"]] == ["低保", ""]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("低保,XF2,140%,,x", "第 2 行“至少”比例不能超过 100%：140%"),
        ("低保,XF2,-1,,x", "第 2 行“至少”不能小于 0：-1"),
        ("低保,XF9,1,,x", "“低保”的名额写的房源“XF9”不在房源表里"),
        ("低保,XF2,3,,x", "“幸福苑两居”共 2 套，要留给“低保”3 套，多出 1 套"),
    ],
)
def test_quotas_that_cannot_be_are_refused(files, capsys, row, words):
    (files / "群体.csv").write_text(f"群体,房源,至少,至多,依据\n{row}\n", encoding="utf-8")

    assert allocate("--rules", "计分.csv", "--groups", "群体.csv") == 1
    assert words in capsys.readouterr().err


def test_when_time_is_up_the_report_says_what_it_left_out(files, capsys):
    assert allocate("--rules", "计分.csv", "--time-limit", "0") == 0
    assert "时间到了，2 户只说了原因，没有算要多少分才分到" in capsys.readouterr().out


def test_rank_maximal_says_what_it_counts(files, capsys):
    assert allocate("--method", "rank", "--rules", "计分.csv") == 0
    assert "从第一志愿起都是能做到的最多" in capsys.readouterr().out


def test_tenants_exchange_homes(files, capsys):
    (files / "名单.csv").write_text(
        "编号,登记日期,人数,志愿,现住房\nT1,2023-01-01,2,b、c,a\nT2,2023-01-01,2,a,b\nT3,2023-01-01,3,d,c\n"
        "N1,2023-01-01,3,a、c,\n",
        encoding="utf-8",
    )
    (files / "房源.csv").write_text("编号,居室\na,2\nb,2\nc,2\nd,3\n", encoding="utf-8")

    assert allocate("--method", "exchange", "--json", "a.json", "--csv", "a.csv", "--report", "a.md") == 0

    record = json.loads((files / "a.json").read_text(encoding="utf-8"))
    assert [one["home"] for one in record["outcomes"]] == ["b", "a", "d", "c"]
    assert record["outcomes"][3]["sentence"].endswith("更想要的：“a”在更早的一轮里归了T2。")


def write_example(folder):
    """Write the example of 669 flats as the two tables of the forecast."""
    head = ",".join(CONDITIONS)
    offers, sites = [f"地点,群体,推出,接受,{head}"], [f"地点,容量,群体,户数,{head}"]
    for name, minutes, facilities, rent, offered, accepted in OFFERED:
        offers += [
            f"{name},{group},{offered[g]},{accepted[g]},{minutes[g]},{facilities},{rent}"
            for g, (group, _) in enumerate(GROUPS)
        ]
    for name, minutes, facilities, rent, room in SITES:
        sites += [
            f"{name},{room},{group},{count},{minutes[g]},{facilities},{rent}"
            for g, (group, count) in enumerate(GROUPS)
        ]
    (folder / "配租.csv").write_text("\n".join(offers), encoding="utf-8")
    (folder / "地点.csv").write_text("\n".join(sites), encoding="utf-8")


def test_the_case_of_669_flats_is_forecast_and_placed_better(files, capsys):
    write_example(files)

    assert solve("--offers", "配租.csv", "--sites", "地点.csv", "--json", "a.json", "--csv", "a.csv") == 0

    record = json.loads((files / "a.json").read_text(encoding="utf-8"))
    assert (record["past"]["offered"], round(record["past"]["expected"], 6)) == (669, 87)
    assert record["placement"]["expected"] > 174 and record["placement"]["gap"] == 0
    assert sum(record["placement"]["homes"].values()) == 669
    out = capsys.readouterr().out
    assert out.startswith("# 669 套换个放法，预计 ") and "按这个模型没有更好的放法" in out


def test_more_homes_than_room_is_an_answer_with_its_reason(files, capsys):
    write_example(files)

    assert solve("--offers", "配租.csv", "--sites", "地点.csv", "--total", "2000") == 1
    assert "各处合起来只放得下 1130 套，还差 870 套的地方" in capsys.readouterr().out


def test_offers_alone_give_the_model(files, capsys):
    write_example(files)

    assert solve("--offers", "配租.csv") == 0
    assert "# 预测：过去推出 669 套，87 户接受（13.0%）" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("名单.csv", "2023-05-10,3", "2023-05-10,三", "第 2 行“人数”要填数字：三"),
        ("名单.csv", "2023-05-10", "去年", "第 2 行“登记日期”要填日期，如 2026-09-01：去年"),
        ("名单.csv", "L002", "L001", "第 3 行“编号”和第 2 行重复：L001"),
        ("名单.csv", "105.57 30.53", "105.57", "第 3 行“上班位置”要填“经度 纬度”"),
        ("名单.csv", "105.57 30.53", "905.57 30.53", "第 3 行“上班位置”经纬度超出范围"),
        ("名单.csv", "105.57 30.53", "nan 30.53", "第 3 行“上班位置”经纬度超出范围"),
        ("名单.csv", "XF2、HP1", "XF9", "“赵**”的志愿“XF9”不在房源表里"),
        ("名单.csv", "2023-05-10", "2019-05-10", "2019-05-10 还没有生效的计分办法"),
        ("房源.csv", "幸福苑两居,2", "幸福苑两居,-2", "第 2 行“套数”不能小于 0：-2"),
        ("房源.csv", "居室", "间", "少一列“居室”"),
        ("计分.csv", "轮候月数,轮候,1", "月数,轮候,1", "第 2 行“类别”要填 轮候月数、人口"),
        ("计分.csv", "低保,20", "低保,NaN", "第 3 行“分”要填数字：NaN"),
    ],
)
def test_a_fault_in_a_table_is_named(files, capsys, file, old, new, words):
    text = (files / file).read_text(encoding="utf-8")
    (files / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    assert allocate("--rules", "计分.csv") == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--households", "名单.csv"], "还要给 --homes"),
        (
            ["--households", "名单.csv", "--homes", "房源.csv", "--draw-number", "7"],
            "还要给 --draw-title、--draw-source",
        ),
        (
            ["--households", "名单.csv", "--homes", "房源.csv", "--announce", "x"],
            "还要给 --draw-title、--draw-source",
        ),
        (["--households", "名单.csv", "--homes", "房源.csv", "--draw", "无.json"], "没有这个文件：无.json"),
        (["--households", "名单.csv", "--homes", "房源.csv", "--method", "exchange"], "换房要一套一行"),
        (["--offers", "无.csv"], "没有这个文件：无.csv"),
        (["--offers", "名单.csv"], "少一列“推出”"),
    ],
)
def test_what_is_missing_is_named(files, capsys, options, words):
    assert solve(*options) == 1
    assert words in capsys.readouterr().err


def test_a_table_of_sites_that_does_not_fit_together_is_refused(files, capsys):
    write_example(files)
    lines = (files / "地点.csv").read_text(encoding="utf-8").split("\n")
    (files / "地点.csv").write_text("\n".join(lines[:-1]), encoding="utf-8")

    assert solve("--offers", "配租.csv", "--sites", "地点.csv") == 1
    assert "少了 1 行：港前和港区" in capsys.readouterr().err

    lines[2] = lines[2].replace("东郊,300", "东郊,301")
    (files / "地点.csv").write_text("\n".join(lines), encoding="utf-8")
    assert solve("--offers", "配租.csv", "--sites", "地点.csv") == 1
    assert "“东郊”在几行里写的数不一样：300 和 301" in capsys.readouterr().err
