"""Every command describes itself in Chinese and starts without Django."""

import argparse
import re
import subprocess
import sys

import pytest

from gongjian.cli.main import build_parser, command_names, main

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_command_module_adds_commands_that_help_in_chinese() -> None:
    parser, modules = build_parser([])
    subparsers = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    helps = {choice.dest: choice.help or "" for choice in subparsers._choices_actions}

    assert {module.__name__.rpartition(".")[2] for module in modules.values()} == set(command_names())
    assert [name for name in modules if not CHINESE.search(helps.get(name, ""))] == []


def test_listing_the_commands_does_not_import_django() -> None:
    asked = "import sys; from gongjian.cli.main import build_parser; build_parser([]); print('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "False"


def test_a_wrong_word_ends_with_a_sentence_and_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["no-such-command"])

    assert stopped.value.code == 2
    assert "参数不对" in capsys.readouterr().err
