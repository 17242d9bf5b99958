"""Tests, lint and everything that a change must pass."""

import os
import subprocess
import time
from collections.abc import Sequence

from bootstrap.steps import ROOT, Refusal, child_environment, shown, venv_program, venv_python

LOCAL_POSTGRES = (
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://root@127.0.0.1:5432/postgres",
)
ANSWERS = "import sys, psycopg; psycopg.connect(sys.argv[1], connect_timeout=3).close()"


def run_tests(arguments: Sequence[str], *, database_url: str | None = None) -> int:
    """Run pytest, on two processes unless the arguments choose otherwise."""
    env = child_environment(DJANGO_SETTINGS_MODULE="gongjian.config.settings.test")
    if database_url:
        env["DATABASE_URL"] = database_url
    chosen = any(
        word.startswith(("-n", "--numprocesses", "--pdb", "--collect-only", "--co")) for word in arguments
    )
    named = [word for word in arguments if "::" in word or word.endswith(".py")]
    parallel = (
        []
        if chosen or named
        else ["-n", "logical", "--maxprocesses", "4", "--dist", "loadgroup", "--no-loadscope-reorder"]
    )
    return shown([venv_python(), "-m", "pytest", *parallel, *arguments], env)


def lint() -> int:
    """Check style, formatting, templates and import contracts; show every complaint, then fail."""
    templates = sorted({file.parent for file in (ROOT / "src").rglob("templates/**/*.html")})
    steps: list[tuple[str, list[object]]] = [
        ("风格", [venv_program("ruff"), "check", "."]),
        ("排版", [venv_program("ruff"), "format", "--check", "."]),
        ("层次约定", [venv_program("lint-imports"), "--no-logo"]),
    ]
    if templates:
        steps.append(("模板", [venv_program("djlint"), "--lint", "--quiet", *templates]))
    return _all_of(steps)


def check() -> int:
    """Run everything: the quick checks first, then the tests on SQLite, and on PostgreSQL those that ask a database."""
    postgres = _postgres()
    failed = lint()
    failed |= _all_of(
        [
            ("类型", [venv_program("mypy")]),
            (
                "迁移",
                [
                    venv_python(),
                    "-m",
                    "gongjian.cli",
                    "django",
                    "makemigrations",
                    "--check",
                    "--dry-run",
                    "--noinput",
                ],
            ),
        ]
    )
    print("\n== 测试：SQLite", flush=True)
    failed |= run_tests(("--no-migrations",))  # tests/upgrades and the run on PostgreSQL walk through them
    if postgres is None:
        print(
            "\n没有找到 PostgreSQL，只在 SQLite 上测试过。要指定：DATABASE_URL_TEST_PG=postgres://…",
            flush=True,
        )
        return failed
    print("\n== 测试：PostgreSQL", flush=True)
    return failed | run_tests(("--second-database",), database_url=postgres)


def _all_of(steps: Sequence[tuple[str, Sequence[object]]]) -> int:
    failed = 0
    for title, command in steps:
        started = time.monotonic()
        code = shown(command)
        print(
            f"== {title}：{'通过' if code == 0 else '没有通过'}（{time.monotonic() - started:.1f} 秒）",
            flush=True,
        )
        failed |= int(code != 0)
    return failed


def _postgres() -> str | None:
    """Return the database server to test on: the one named by DATABASE_URL_TEST_PG, or a local one that answers."""
    named = os.environ.get("DATABASE_URL_TEST_PG")
    for url in (named,) if named else LOCAL_POSTGRES:
        if _answers(url):
            return url
    if named:
        raise Refusal("DATABASE_URL_TEST_PG 指的数据库连不上。请看看服务是否在运行、地址是否写对。")
    return None


def _answers(url: str) -> bool:
    asked = [str(venv_python()), "-c", ANSWERS, url]
    return subprocess.run(asked, capture_output=True, env=child_environment()).returncode == 0
