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
