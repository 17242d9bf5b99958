import json

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
