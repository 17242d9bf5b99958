"""`gongjian solve matching` from lists to files."""

import csv
import json

import pytest

from gongjian.cli.main import main

NEEDS = """编号,社区,类别,数量,紧急程度,经度,纬度,资质
义诊-南,南苑社区,义诊,2,3,105.570,30.520,医师
义诊-北,北坝社区,义诊,1,5,105.580,30.540,医师
普法-南,南苑社区,普法,1,2,105.571,30.521,
助老-东,东门社区,助老,3,4,105.590,30.530,
"""
RESOURCES = """编号,单位,类别,能力,经度,纬度,服务半径,资质
医疗队,中心医院,义诊,2,105.572,30.522,5000,医师
律师团,司法局,普法、调解,4,105.575,30.525,,律师
青年队,供电公司,助老,2,105.600,30.530,,
"""
UNITS = "单位,上限\n中心医院,2\n供电公司,1\n"


@pytest.fixture
def run(tmp_path, capsys):
    for name, content in (("需求", NEEDS), ("资源", RESOURCES), ("单位", UNITS)):
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")

    def command(*options, **texts):
        for name, content in texts.items():
            (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
        named = [str(tmp_path / one) if "." in one else one for one in options]
        lists = [str(tmp_path / "需求.csv"), str(tmp_path / "资源.csv")]
        code = main(["solve", "matching", *lists, "--quiet", *named])
        return code, capsys.readouterr()

    return command


def test_lists_become_pairs_with_proof(run, tmp_path):
    code, said = run("--units", "单位.csv", "--json", "a.json", "--csv", "a.csv", "--geojson", "a.geojson")

    assert code == 0
    assert said.out.startswith(
        "配成 4 项，7 份需求满足 5 份，满足率最低的社区 2/3（66.7%）；每个目标都已证明没有更好的。\n"
    )
    assert "| 东门社区 | 3 | 2 | 2/3（66.7%） | 2 |" in said.out
    assert "- 助老-东一共要 3，能用的 1 个资源至多给 2，少 1。" in said.out
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert record["is_proven"] is True
    assert {c["community"]: c["share"] for c in record["communities"]} == {
        "南苑社区": "2/3",
        "北坝社区": "1",
        "东门社区": "2/3",
    }
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["需求"], row["资源"], row["数量"]) for row in rows] == [
        ("义诊-南", "医疗队", "1"),
        ("义诊-北", "医疗队", "1"),
        ("普法-南", "律师团", "1"),
        ("助老-东", "青年队", "2"),
    ]
    features = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))["features"]
    assert features[3]["properties"] == {"需求": "助老-东", "社区": "东门社区", "缺": 1, "资源": ["青年队"]}


def test_each_pair_says_why(run):
    code, said = run("--explain", "--why", "义诊-南", "律师团")

    assert code == 0
    assert "- 义诊-南 和 律师团：不能配：类别不符，需求是“义诊”，资源能做“普法、调解”。" in said.out
    assert "## 每一对为什么" in said.out


def test_an_agreement_that_can_not_stand_is_told_and_the_rest_is_done(run):
    code, said = run("--agreements", "约定.csv", 约定="需求,资源,数量\n义诊-南,医疗队,2\n义诊-北,医疗队,1\n")

    assert code == 1
    assert "没能守住的约定" in said.out
    assert "义诊-南←医疗队 2、" in said.out or "义诊-北←医疗队 1、" in said.out
    assert "资源“医疗队”只有 2" in said.out
    assert "普法-南" in said.out


def test_given_distances_stand_before_points(run, tmp_path):
    rows = "需求,资源,距离\n义诊-南,医疗队,1234\n"

    run("--distances", "距离.csv", "--json", "a.json", 距离=rows)

    matches = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["matches"]
    assert [m["distance_m"] for m in matches if m["need"] == "义诊-南"] == [1234]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"需求": NEEDS + "义诊-南,南苑社区,义诊,1,1,,,\n"}, "第 6 行“编号”和第 2 行重复：义诊-南"),
        ({"需求": NEEDS.replace("义诊,2,3", "义诊,-2,3")}, "第 2 行“数量”不能小于 0：-2"),
        ({"需求": NEEDS.replace("义诊,2,3", "义诊,NaN,3")}, "第 2 行“数量”要填数字：NaN"),
        ({"需求": NEEDS.replace("义诊,2,3", "义诊,2,9")}, "“义诊-南”的紧急程度要从 1 到 5，现在是 9"),
        ({"需求": NEEDS.replace("105.570,", ",")}, "“义诊-南”只写了经度或纬度中的一个"),
        ({"资源": "编号,单位\na,b\n"}, "少一列“类别”"),
    ],
)
def test_faults_are_told_with_row_and_column(run, texts, words):
    code, said = run(**texts)

    assert code == 1
    assert words in said.err


def test_a_pair_that_is_excluded_is_not_made(run, tmp_path):
    code, said = run("--excluded", "排除.csv", "--json", "a.json", 排除="需求,资源\n助老-东,青年队\n")

    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert code == 0
    assert "助老-东" not in {match["need"] for match in record["matches"]}
    assert "助老-东要 3，没有一个资源能用" in said.out
