"""The words after `python3 run.py`, and what each does."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bootstrap import assets, checks, environment, kernels, lock, quality, translations
from bootstrap.environment import Packages
from bootstrap.steps import ROOT, Refusal, product_environment, quiet, shown, venv_python

HELP = """用法：python3 run.py 命令 [参数…]

  up [--port 8000] [--host 127.0.0.1]   准备好一切，带演示数据运行（Ctrl-C 停止；可以反复运行）
  test [pytest 的参数…]                 准备好一切，运行测试
  lint                                  代码风格、模板、层次约定
  check                                 lint、类型、迁移，再在 SQLite 上运行全部测试，在 PostgreSQL 上运行用到数据库的
                                        （后面写了文件的，是 gongjian check：复算文件里的数）
  bench [名称 [参数…]]                  运行 benchmarks/ 里的一个测量；不写名称就列出
  translate                             把界面上的文字收进译文目录，列出没有译的（开发用）
  lock [--upgrade]                      更新依赖的锁定清单（开发用，需要网络）
  commands                              列出 gongjian 的全部命令
  其他                                  准备好一切，运行 gongjian 的同名命令，例如：
                                        python3 run.py compile 方案.docx --format table
"""

_OVER_FILES = ("compile", "check", "compare", "solve")
"""Commands of the product over files alone; the others keep to this folder, where the data lies."""


def main(arguments: Sequence[str]) -> int:
    """Do what the first word says; a refusal is one sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    word, rest = (arguments[0], list(arguments[1:])) if arguments else ("--help", [])
    if word in {"-h", "--help", "help"}:
        print(HELP, end="")
        return 0
    try:
        return COMMANDS[word](rest) if word in COMMANDS else product([word, *rest])
    except Refusal as refusal:
        print(f"共建：{refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已停下。再运行一次会接着做。", file=sys.stderr)
        return 130


def set_up(packages: Packages) -> None:
    """Prepare the packages, the kernels, the assets and the translations; what is there already is skipped."""
    with _one_at_a_time():
        checks.disk()
        environment.prepare(packages)
        kernels.prepare()
        assets.prepare()
        translations.prepare()


def up(arguments: Sequence[str]) -> int:
    """Run the product with demo data; safe to run again."""
    parser = argparse.ArgumentParser(prog="python3 run.py up")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    chosen = parser.parse_args(arguments)
    checks.port(chosen.host, chosen.port)
    set_up(Packages.RUN)
    env = product_environment()
    env.setdefault("GONGJIAN_DEMO", "1")
    gongjian = [venv_python(), "-m", "gongjian.cli"]
    print(f"· {quiet([*gongjian, 'migrate'], doing='升级数据库', env=env).strip()}", flush=True)
    if env["GONGJIAN_DEMO"] == "1" and shown([*gongjian, "demo", "build"], env):
        raise Refusal("演示数据没有建成，原因见上面的输出。")
    return shown([*gongjian, "serve", "--host", chosen.host, "--port", str(chosen.port)], env)


def test(arguments: Sequence[str]) -> int:
    """Run the tests; everything after the word goes to pytest."""
    set_up(Packages.TEST)
    return quality.run_tests(arguments)


def lint(arguments: Sequence[str]) -> int:
    """Check style, templates and import contracts."""
    set_up(Packages.LINT)
    return quality.lint()


def check(arguments: Sequence[str]) -> int:
    """Check everything that a change must pass; with files named, it is the product's own check of figures."""
    if arguments:
        return product(["check", *arguments])
    set_up(Packages.LINT)
    return quality.check()


_BESIDE_RIVALS = {"allocation", "compile", "network", "rollup", "siting"}
"""Measurements that run another program over the same input."""


def bench(arguments: Sequence[str]) -> int:
    """Run one measurement of `benchmarks/`, or list them."""
    folder = ROOT / "benchmarks"
    names = sorted(file.stem for file in folder.glob("*.py") if not file.name.startswith("_"))
    if not arguments or arguments[0] not in names:
        print("可以测量：" + ("、".join(names) or "还没有") + "\n运行：python3 run.py bench 名称")
        return 2 if arguments else 0
    set_up(Packages.RUN)
    if arguments[0] in _BESIDE_RIVALS:
        try:
            environment.add_rivals()
        except Refusal as missing:
            print(f"没有对照程序，只测自己：{missing}", file=sys.stderr)
    return shown([venv_python(), "-m", f"benchmarks.{arguments[0]}", *arguments[1:]], product_environment())


def translate(arguments: Sequence[str]) -> int:
    """Refresh the catalogues of translations from code and templates."""
    set_up(Packages.RUN)
    return shown([venv_python(), "-m", "bootstrap.catalogue"])


def product(arguments: Sequence[str]) -> int:
    """Run a command of the product's own program; one that reads the person's files looks where the person stands."""
    set_up(Packages.RUN)
    folder = Path.cwd() if arguments[:1] and arguments[0] in _OVER_FILES else ROOT
    return shown([venv_python(), "-m", "gongjian.cli", *arguments], product_environment(), folder)


def commands(arguments: Sequence[str]) -> int:
    """List the product's commands."""
    return product(["--help"])


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "up": up,
    "test": test,
    "lint": lint,
    "check": check,
    "bench": bench,
    "translate": translate,
    "lock": lock.refresh,
    "commands": commands,
}


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let a second set-up wait for the first (where the system has file locks)."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (ROOT / "run.py").open("rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
