"""`gongjian solve network` from tables to files."""

import csv
import json

import pytest

from gongjian.cli.main import main

STEPS = """编号,环节,部门,天数,单位,前置环节,交接天数,可并联,并联代价,最短天数,每天代价
1,立项,发改局,5,工作日,,1,,,3,2
2,用地规划许可,自然资源局,20,工作日,1,2,是,3,15,1
3,方案公示,自然资源局,30,自然日,2,,,,,
4,环评,生态环境局,15,,1,1,否,,,
5,工程规划许可,自然资源局,20,工作日,3、4,2,4,2,12,1
6,施工许可,住建局,7,工作日,5,,,,,
"""
LOG = """件,编号,开始日,办结日,交出日
南苑,1,2025-03-03,2025/3/12,2025年3月18日
南苑,2,2025-03-20 09:30,2025-04-18,2025-04-25
南苑,3,2025-04-27,2025-05-27,
城北,1,2025-05-06,,
"""


@pytest.fixture
def run(tmp_path, capsys):
    (tmp_path / "流程.csv").write_text(STEPS, encoding="utf-8")
    (tmp_path / "办件.csv").write_text(LOG, encoding="utf-8")

    def command(*options, steps="流程.csv", **texts):
        for name, content in texts.items():
            (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
        named = [
            str(tmp_path / one) if str(one).endswith((".csv", ".json", ".md")) else one for one in options
        ]
        code = main(["solve", "network", str(tmp_path / steps), "--quiet", *named])
        return code, capsys.readouterr()

    return command


def test_the_chain_is_put_on_dates(run, tmp_path):
    code, said = run("--start", "2026-03-02", "--csv", "a.csv", "--json", "a.json")

    assert code == 0
    assert said.out.startswith("2026年3月2日收件，都按时限办，2026年6月22日办完，共 76 个工作日。\n")
    assert "- 立项 → 用地规划许可 → 方案公示 → 工程规划许可 → 施工许可" in said.out
    assert "能并联的都并联，2026年6月15日办完，共 72 个工作日，省 4 个。" in said.out
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["编号"], row["开始"], row["办结"], row["可拖"], row["关键"]) for row in rows] == [
        ("1", "2026-03-02", "2026-03-09", "0", "★"),
        ("4", "2026-03-10", "2026-03-31", "25", ""),
        ("2", "2026-03-10", "2026-04-08", "0", "★"),
        ("3", "2026-04-10", "2026-05-11", "0", "★"),
        ("5", "2026-05-11", "2026-06-08", "0", "★"),
        ("6", "2026-06-10", "2026-06-22", "0", "★"),
    ]
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert record["green"]["plain"]["ends_on"] == "2026-06-22"
    assert record["green"]["green"]["days"] == 72


def test_the_way_to_a_wanted_date_comes_with_its_proof(run):
    code, said = run("--start", "2026-03-02", "--by", "2026-06-12")

    assert code == 0
    assert "要在2026年6月12日前办完，代价 4，没有更省的办法（已证明）。" in said.out
    assert "- “用地规划许可”（自然资源局）并联办理，代价 3；不这样做，要到2026年6月" in said.out
    assert "缩短 1 天，代价 1；" in said.out


def test_a_date_out_of_reach_ends_with_1_and_the_steps_that_bar_it(run):
    code, said = run("--start", "2026-03-02", "--by", "2026-05-20")

    assert code == 1
    assert said.out.startswith(
        "2026年5月20日前办不完，因为“用地规划许可”、“方案公示”、“工程规划许可”、“施工许可”前后相接，"
    )


def test_a_log_says_where_time_went_and_how_likely_the_next_is_late(run):
    code, said = run("--start", "2026-03-02", "--log", "办件.csv")

    assert code == 0
    assert "沿着各自最慢的线路一共 58 个工作日，其中 12 个在等，占 21%。" in said.out
    assert "还没办结的 1 条没有算进去。" in said.out
    assert "2026年6月22日后才办完的可能是 100.0%。" in said.out
    assert "没有记录，按时限算" in said.out


def test_past_days_from_a_table_give_an_exact_chance(run):
    code, said = run("--start", "2026-03-02", "--past", "过去.csv", 过去="编号,工作日\n1,5\n1,5\n1,4\n1,9\n")

    assert code == 0
    assert "2026年6月22日后才办完的可能是 " in said.out
    assert "| “立项” | 4 | 25.0% ±" in said.out


def test_reasons_are_told_when_asked_for(run):
    _, said = run("--start", "2026-03-01", "--explain")

    assert "2026年3月1日不上班，按2026年3月2日收件算。" in said.out
    assert (
        "- “用地规划许可”：等“立项”2026年3月9日办结，交接 1 个工作日，2026年3月10日开始；拖一天，全程就晚。"
        in said.out
    )
    assert "可拖 25 个工作日。" in said.out


def test_years_without_a_notice_are_said_to_be_provisional(run):
    _, said = run("--start", "2029-03-02")

    assert "还没有公布放假安排" in said.out


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (
            "编号,部门,天数\n1,甲,x\n1,甲,2\n",
            "《错.csv》第 2 行“天数”要填数字：x；第 3 行“编号”和第 2 行重复：1。",
        ),
        ("编号,部门,天数,单位\n1,甲,3,周\n", "第 2 行“单位”要填工作日或自然日：周"),
        ("编号,部门,天数,前置环节\n1,甲,3,2\n2,甲,3,1\n", "环节互相等待，谁也开不了头：“1” → “2” → “1”"),
        ("编号,部门,天数,前置环节\n1,甲,3,7\n", "环节“1”的前置环节“7”不在表里"),
        ("编号,部门,天数,最短天数\n1,甲,3,4\n", "最短 4 天，比时限 3 天还长"),
        ("", "错.csv"),
    ],
)
def test_a_bad_table_is_a_sentence_and_1(run, steps, sentence):
    code, said = run("--start", "2026-03-02", steps="错.csv", 错=steps)

    assert (code, said.out) == (1, "")
    assert sentence in said.err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--start", "明天"), "--start 要填日期，如 2026-03-02：明天。"),
        (("--start", "2026-03-02", "--by", "2026-02-30"), "--by 要填日期"),
        (("--start", "2026-03-02", "--by", "2026-03-01"), "可 2026-03-02 才开始"),
        (
            ("--start", "2026-03-02", "--log", "坏.csv"),
            "“南苑”的环节“1”办结日 2025-03-01 早于开始日 2025-03-03",
        ),
        (("--start", "2026-03-02", "--past", "坏.csv"), "少一列“工作日”"),
        (("--start", "2026-03-02", "--geojson", "a.json"), "没有经纬度"),
    ],
)
def test_a_bad_option_is_a_sentence_and_1(run, options, sentence):
    code, said = run(*options, 坏="件,编号,开始日,办结日\n南苑,1,2025-03-03,2025-03-01\n")

    assert code == 1
    assert sentence in said.err
