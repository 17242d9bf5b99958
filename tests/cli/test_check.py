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


def test_a_file_without_end_is_told_too_large_and_not_read_whole(folder, capsys):
    endless = folder / "长.txt"
    with endless.open("wb") as file:
        file.truncate(3 * 1024**3)

    assert main(["check", str(endless)]) == 2
    assert "超过 20 兆" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "compile"])
def test_a_paper_that_no_reader_takes_is_named_where_a_folder_holds_it(command, folder, capsys):
    (folder / "通知.wps").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 600)

    assert main([command, str(folder)]) == 2
    assert "另存为 .docx" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "compile"])
def test_the_system_refusing_a_file_is_told_in_chinese(command, folder, monkeypatch, capsys):
    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied", str(folder / "错.txt"))

    monkeypatch.setattr("pathlib.Path.open", refuse)

    assert main([command, str(folder / "错.txt")]) == 2
    assert (
        capsys.readouterr().err
        == f"{folder / '错.txt'}：没有读写的权限。请改文件或文件夹的权限，或换有权限的用户。\n"
    )


def test_an_output_folder_that_is_a_file_is_refused_in_a_sentence(folder, capsys):
    assert main(["compile", str(folder / "错.txt"), "--out", str(folder / "内" / "对.txt")]) == 1
    assert "已经有一个同名的文件" in capsys.readouterr().err
