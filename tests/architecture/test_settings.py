"""The environment is read in one place, and every name read is documented."""

import ast
import re
from pathlib import Path

import pytest

READERS = {"text", "flag", "integer", "listing", "pairs", "kept_secret"}
TOUCHES = re.compile(r"\bos\.(environ|getenv)\b")
DOCUMENTED = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def names_read(root: Path) -> set[str]:
    """Return every name that the settings ask the environment for."""
    found = set()
    for file in (root / "src" / "gongjian").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in READERS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "env"
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(str(node.args[0].value))
    return found


def test_every_setting_is_documented_and_every_documented_name_is_read(root: Path) -> None:
    documented = set(DOCUMENTED.findall((root / ".env.example").read_text(encoding="utf-8")))

    assert documented - {"DJANGO_SETTINGS_MODULE"} == names_read(root)


def test_only_the_typed_readers_touch_the_environment(root: Path) -> None:
    source = root / "src" / "gongjian"
    found = [
        str(file.relative_to(root))
        for file in source.rglob("*.py")
        if file != source / "config" / "env.py"
        for line in file.read_text(encoding="utf-8").splitlines()
        if TOUCHES.search(line) and "DJANGO_SETTINGS_MODULE" not in line
    ]

    assert found == []


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    try:
        call_command("makemigrations", check=True, dry_run=True, interactive=False, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)
