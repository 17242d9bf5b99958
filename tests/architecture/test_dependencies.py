"""The locked lists hold what the project names, with digests and without addresses."""

import json
import re
import tomllib
from pathlib import Path

import pytest

LISTS = (
    "requirements.txt",
    "requirements-test.txt",
    "requirements-lint.txt",
    "requirements-uv.txt",
    "requirements-bench.txt",
)
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def locked(file: Path) -> dict[str, str]:
    """Return name and version of what a list pins."""
    return dict(PINNED.findall(file.read_text(encoding="utf-8")))


def named(requirements: list[str]) -> set[str]:
    """Return the bare names of requirements."""
    return {re.split(r"[\[<>=!~; ]", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("name", LISTS)
def test_every_line_is_pinned_with_a_digest_and_names_no_host(root: Path, name: str) -> None:
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    digests = re.compile(r"\s+--hash=sha256:[0-9a-f]{64}( \\)?")

    assert all((PINNED.match(line) and line.endswith("\\")) or digests.fullmatch(line) for line in lines)


def test_the_lists_hold_what_pyproject_names(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]

    assert named(project["project"]["dependencies"]) <= locked(root / "requirements.txt").keys()
    assert named(groups["test"]) <= locked(root / "requirements-test.txt").keys()
    assert named(groups["lint"]) <= locked(root / "requirements-lint.txt").keys()


def test_each_list_agrees_with_the_next(root: Path) -> None:
    run, test, lint = (locked(root / name).items() for name in LISTS[:3])

    assert run <= test <= lint


def test_assets_are_pinned_with_a_digest_and_name_no_host(root: Path) -> None:
    packages = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assets = tomllib.loads((root / "assets.toml").read_text(encoding="utf-8"))
    pinned = {path.removeprefix("node_modules/"): entry for path, entry in packages.items() if path}

    assert {entry["package"] for entry in assets.values()} <= pinned.keys()
    assert all(
        entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in pinned.values()
    )


def test_third_party_lists_every_locked_package(root: Path) -> None:
    text = (root / "THIRD_PARTY.md").read_text(encoding="utf-8")
    missing = [
        name
        for name, version in locked(root / "requirements.txt").items()
        if f"| {name} | {version} |" not in text
    ]

    assert missing == [], "run: python3 run.py lock"
