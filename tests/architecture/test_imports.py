"""Who may use whom (style 2.4): the import contracts, and what they can't see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

PURE = {"engines", "readers"}
SITE = ("django", "gongjian.core", "gongjian.apps", "gongjian.config", "gongjian.cli", "ninja", "allauth")
WORLD = {
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "tempfile",
    "time",
    "urllib",
    "logging",
}
"""What an engine would reach outside of its arguments with."""
CLOCKS = {"now", "today", "utcnow"}


def test_no_import_goes_against_the_floors(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(no_cache=True, no_logo=True)

    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("folder", sorted(PURE))
def test_engines_and_readers_know_nothing_of_the_site(root: Path, folder: str) -> None:
    found = [
        f"{file.relative_to(root)}: {name}"
        for file in sorted((root / "src" / "gongjian" / folder).rglob("*.py"))
        for name in imported(file)
        if name.startswith(SITE)
    ]

    assert found == []


def test_engines_touch_neither_files_nor_network_nor_clock(root: Path) -> None:
    found = []
    for file in sorted((root / "src" / "gongjian" / "engines").rglob("*.py")):
        found += [
            f"{file.relative_to(root)}: {name}" for name in imported(file) if name.split(".")[0] in WORLD
        ]
        found += [f"{file.relative_to(root)}: {call}" for call in outward_calls(file)]

    assert found == []


def test_selectors_start_from_what_the_actor_may_see(root: Path) -> None:
    found = []
    for app in sorted((root / "src" / "gongjian" / "apps").iterdir()):
        for file in [*app.glob("selectors.py"), *app.glob("selectors/*.py")]:
            found += [f"{file.relative_to(root)}: {line}" for line in unfiltered(file)]

    assert found == []


def imported(file: Path) -> Iterator[str]:
    """Yield every module that a file imports, at its top or inside."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def outward_calls(file: Path) -> Iterator[str]:
    """Yield calls of `open` and of the clock, with their line."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in {"open", "input", "print"}:
            yield f"line {node.lineno}: {node.func.id}()"
        if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            yield f"line {node.lineno}: .{node.func.attr}()"


def unfiltered(file: Path) -> Iterator[str]:
    """Yield every `.objects.all()` with its line."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "all"
            and isinstance(node.func.value, ast.Attribute)
            and node.func.value.attr == "objects"
        ):
            yield f"line {node.lineno}: {ast.unparse(node)}"
