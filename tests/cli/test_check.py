import io
import json
import sys

import pytest

from gongjian.cli.main import main

WRONG = "白马镇清淤方案\n一、目标\n清淤率达到90%。\n二、经费\n共需3万元，其中镇级1万元、村级2.8万元。\n"
RIGHT = "白马镇清淤方案\n一、经费\n共需3.8万元，其中镇级1万元、村级2.8万元。\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "内").mkdir()
    (tmp_path / "错.txt").write_text(WRONG, encoding="utf-8")
    (tmp_path / "内" / "对.txt").write_text(RIGHT, encoding="gb18030")
    return tmp_path


def test_the_list_says_where_what_and_how_to_write_it(folder, capsys):
    assert main(["check", str(folder / "错.txt")]) == 1

    printed = capsys.readouterr().out
    assert "1 个对不上" in printed
    assert "第5行第3字" in printed
    assert "建议改为：4万元" in printed


def test_a_file_whose_figures_all_hold_gives_zero(folder, capsys):
    assert main(["check", str(folder / "内" / "对.txt")]) == 0
    assert "全部相符" in capsys.readouterr().out


def test_lines_name_file_line_and_column(folder, capsys):
    assert main(["check", str(folder), "--format", "lines"]) == 1

    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{folder / '错.txt'}:5:3: 原文“共需3万元”")


def test_json_carries_offsets_of_the_figure_and_of_its_operands(folder, capsys):
    main(["check", str(folder / "错.txt"), "--format", "json"])

    (checked,) = json.loads(capsys.readouterr().out)
    (finding,) = checked["findings"]
    assert WRONG[finding["start"] : finding["end"]] == finding["quote"] == "3万元"
    assert [WRONG[o["start"] : o["end"]] for o in finding["operands"]] == ["1万元", "2.8万元"]
    assert (finding["stated"], finding["computed"], finding["proposal"]) == (30000, 38000, "4万元")


def test_several_processes_say_the_same_as_one(folder, capsys):
    for number in range(4):
        (folder / f"{number}.txt").write_text(WRONG, encoding="utf-8")

    main(["check", str(folder), "--format", "json", "--jobs", "1"])
    alone = capsys.readouterr().out
    main(["check", str(folder), "--format", "json", "--jobs", "2"])

    assert capsys.readouterr().out == alone


def test_the_standard_input_is_read(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))

    assert main(["check", "-"]) == 1
    assert "标准输入" in capsys.readouterr().out


def test_what_cannot_be_read_is_told_in_a_sentence_and_the_rest_is_checked(folder, capsys):
    (folder / "坏.docx").write_bytes(b"PK\x03\x04")

    assert main(["check", str(folder), str(folder / "没有.txt")]) == 2

    printed = capsys.readouterr()
    assert "1 个对不上" in printed.out
    assert "坏.docx" in printed.err
    assert "没有.txt：没有这个文件" in printed.err
