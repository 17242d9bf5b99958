import io
import json
import sys

import pytest

from gongjian.cli.main import main

TEXT = "白马镇清淤方案\n一、目标\n清淤率达到90%。\n二、经费\n共需3万元，其中镇级1万元、村级2.8万元。\n"


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "清淤.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_compile_prints_json(plan, capsys):
    assert main(["compile", str(plan)]) == 0

    compiled = json.loads(capsys.readouterr().out)
    assert compiled["file"] == "清淤.txt"
    assert compiled["documents"][0]["targets"][0]["value"] == 90


def test_compile_writes_one_file_for_each_input(plan, tmp_path):
    out = tmp_path / "结果"

    assert main(["compile", str(plan), "--format", "json", "--out", str(out)]) == 0
    assert json.loads((out / "清淤.json").read_text(encoding="utf-8"))["documents"][0]["kind"] == "plan"


def test_compile_prints_a_table_for_the_eye(plan, capsys):
    main(["compile", str(plan), "--format", "table"])

    assert "清淤率 >= 90%" in capsys.readouterr().out


def test_two_inputs_of_one_name_are_refused_before_one_is_lost(plan, tmp_path, capsys):
    other = tmp_path / "别处" / plan.name
    other.parent.mkdir()
    other.write_text(TEXT, encoding="utf-8")

    assert main(["compile", str(plan), str(other), "--out", str(tmp_path / "o")]) == 1
    assert "互相覆盖" in capsys.readouterr().err


def test_compile_reads_a_folder_and_goes_on_after_a_file_it_cannot_read(plan, capsys):
    (plan.parent / "坏.docx").write_bytes(b"PK\x03\x04")

    assert main(["compile", str(plan.parent), "--format", "table"]) == 2

    printed = capsys.readouterr()
    assert "清淤率 >= 90%" in printed.out
    assert "坏.docx" in printed.err


def test_a_file_that_can_not_be_read_gets_a_sentence_and_the_others_are_read(plan, tmp_path, capsys):
    fake = tmp_path / "假的.docx"
    fake.write_text("只是文字", encoding="utf-8")
    out = tmp_path / "结果"

    assert main(["compile", str(fake), str(plan), "--out", str(out)]) == 2

    assert "《假的.docx》的内容不是" in capsys.readouterr().err
    assert [path.name for path in out.iterdir()] == ["清淤.json"]


@pytest.mark.parametrize("command", ["compile", "check"])
def test_a_program_under_another_name_gets_a_sentence(command, tmp_path, capsys):
    path = tmp_path / "照片.txt"
    path.write_bytes(b"MZ\x90\x00" + b"\x00" * 400)

    assert main([command, str(path)]) == 2
    printed = capsys.readouterr()
    assert "是程序" in printed.err + printed.out


def test_a_text_beyond_all_documents_is_refused(tmp_path, capsys):
    path = tmp_path / "长.txt"
    path.write_text("甲" * 1_000_001, encoding="utf-8")

    assert main(["compile", str(path)]) == 2
    assert "1,000,001 个字" in capsys.readouterr().err


def test_a_text_with_nothing_in_it_says_so(tmp_path, capsys):
    path = tmp_path / "闲话.txt"
    path.write_text("今天天气很好，大家都去散步。", encoding="utf-8")

    assert main(["compile", str(path), "--format", "table"]) == 0
    assert "没有认出" in capsys.readouterr().err


def test_explain_tells_the_words_their_place_and_the_rule_in_words(plan, capsys):
    assert main(["compile", str(plan), "--explain"]) == 0

    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    at = next(i for i, line in enumerate(lines) if line.startswith("清淤率 ≥ 90%"))
    assert lines[at + 1] == "原文 3:1 “清淤率达到90%”"
    assert lines[at + 2] == "规则 讲目标的章节里写着的数（target:goal，把握 85%）"


def test_explain_quotes_the_figures_that_a_claim_is_worked_out_from(plan, capsys):
    main(["compile", str(plan), "--explain"])

    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    at = lines.index("合计 30000元，复算 38000元，不相符")
    assert lines[at + 2 : at + 4] == ["用数 “1万元”", "用数 “2.8万元”"]


def test_explained_json_is_the_plain_json_and_reasons(plan, capsys):
    main(["compile", str(plan)])
    plain = json.loads(capsys.readouterr().out)
    main(["compile", str(plan), "--explain", "--format", "json"])
    explained = json.loads(capsys.readouterr().out)

    (target,) = explained["documents"][0]["targets"]
    assert target.items() >= plain["documents"][0]["targets"][0].items()
    assert TEXT[target["start"] : target["end"]] == target["quote"]
    assert (target["line"], target["column"], target["rule_words"]) == (3, 1, "讲目标的章节里写着的数")
    assert "says" not in plain["documents"][0]["targets"][0]


def test_explain_reads_folders_several_processes_and_the_standard_input(plan, monkeypatch, capsys):
    for number in range(3):
        (plan.parent / f"{number}.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))

    assert main(["compile", str(plan.parent), "--explain", "--jobs", "2"]) == 0
    assert capsys.readouterr().out.count("清淤率 ≥ 90%") == 4
    assert main(["compile", "-", "--explain"]) == 0
    assert capsys.readouterr().out.startswith("标准输入.txt：1 份文件")


def test_explain_with_out_writes_the_reasons_beside_each_other(plan, tmp_path, capsys):
    out = tmp_path / "结果"

    assert main(["compile", str(plan), "--explain", "--out", str(out)]) == 0

    written = json.loads((out / "清淤.json").read_text(encoding="utf-8"))
    assert written["documents"][0]["outline"][0]["says"] == "第1级 一、 目标"
    assert "清淤率 ≥ 90%" in capsys.readouterr().out
