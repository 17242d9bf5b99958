"""Find the command, run it, and turn what went wrong into a sentence."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn

import gongjian
from gongjian import cli
from gongjian.cli._os_words import os_words
from gongjian.engines.errors import EngineInputError

REFUSED, MISUSED, INTERRUPTED = 1, 2, 130


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        for action in self._actions:
            if isinstance(action, argparse._HelpAction):
                action.help = "显示这段说明"

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and where the help is."""
        self.print_usage(sys.stderr)
        self.exit(MISUSED, f"参数不对：{message}\n查看用法：{self.prog} --help\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser, modules = build_parser(arguments)
    args = parser.parse_args(arguments)
    if args.command is None:
        parser.print_help()
        return MISUSED
    try:
        return int(modules[args.command].run(args) or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        print(f"gongjian {args.command}：{sentence}", file=sys.stderr)
        return REFUSED


def build_parser(arguments: Sequence[str]) -> tuple[Parser, dict[str, ModuleType]]:
    """Build the parser and say which module each command belongs to.

    When the first argument names a command, only its module is imported.
    """
    parser = Parser(prog="gongjian", description="共建：计划进，方案落地，公文出，每个数都能追到底。")
    parser.add_argument("--version", action="version", version=gongjian.__version__, help="显示版本号")
    subparsers = parser.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=Parser)
    modules: dict[str, ModuleType] = {}
    for name in _wanted(arguments):
        module = importlib.import_module(f"{cli.__name__}.{name}")
        known = set(subparsers.choices)
        module.add_parser(subparsers)
        modules.update(dict.fromkeys(set(subparsers.choices) - known, module))
    return parser, modules


def command_names() -> list[str]:
    """List the command modules of this folder."""
    names = (module.name for module in pkgutil.iter_modules(cli.__path__))
    return sorted(name for name in names if name != "main" and not name.startswith("_"))


def _wanted(arguments: Sequence[str]) -> list[str]:
    names = command_names()
    named = arguments[0].replace("-", "_") if arguments else ""
    return [named] if named in names else names


def _sentence(error: Exception) -> str | None:
    """Return what to tell the person, or None when it is a fault of ours that needs its traceback."""
    if isinstance(error, EngineInputError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}：{os_words(error)}"
    if type(error).__name__ == "SettingError":
        return str(error)
    message = getattr(error, "message", None)  # DomainError, known without importing Django
    return message if isinstance(message, str) and hasattr(error, "status") else None
