"""What may not stand in a committed file."""

import re
from pathlib import Path

TEXT = {
    ".cfg", ".css", ".example", ".html", ".ini", ".js", ".json", ".md", ".po",
    ".py", ".sh", ".svg", ".toml", ".txt", ".typ", ".yaml", ".yml", "",
}  # fmt: skip
LARGEST_BYTES = 1_000_000
LARGEST_CATALOGUE_BYTES = 4_000_000
"""A catalogue of texts grows with the product; it is one file a language."""
LONGEST_LINE = 1_500
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "script without src or data type": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>", re.IGNORECASE
    ),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
"""What the strict Content-Security-Policy would refuse in the browser."""


def test_no_path_of_a_machine_is_committed(root: Path, tracked_files: list[Path]) -> None:
    homes = "|".join(("work", "root", "Users", "opt/pypi"))
    machine = re.compile(
        rf"(?<![\w./~$}}])/(?:{homes})/[\w.]|/home/[a-z]\w*/|[A-Z]:\\Users|{re.escape(str(root))}/"
    )
    found = [
        f"{file.relative_to(root)}:{number}"
        for file in tracked_files
        if is_text(file)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if machine.search(line) and file != Path(__file__)
    ]

    assert found == []


def test_locks_leave_room_for_rows_that_point_at_what_is_locked(root: Path) -> None:
    lock = re.compile(r"select_for_update\((?!no_key=True)")
    found = [
        str(file.relative_to(root))
        for file in sorted((root / "src").rglob("*.py"))
        if lock.search(file.read_text(encoding="utf-8"))
    ]

    assert found == [], "a stronger lock holds up whoever writes below it, and two such decisions deadlock"


def test_templates_hold_no_inline_style_or_script(root: Path) -> None:
    found = [
        f"{file.relative_to(root)}: {what}: {match.group()[:80]}"
        for file in sorted((root / "src" / "gongjian").rglob("*.html"))
        for what, pattern in INLINE.items()
        for match in pattern.finditer(without_comments(file.read_text(encoding="utf-8")))
    ]

    assert found == []


def test_no_third_party_or_generated_asset_is_committed(root: Path, tracked_files: list[Path]) -> None:
    scripts = [file for file in tracked_files if file.suffix in {".js", ".css"}]
    minified = [
        str(file.relative_to(root))
        for file in scripts
        if any(len(line) > LONGEST_LINE for line in file.read_text(encoding="utf-8").splitlines())
    ]
    vendored = [str(file.relative_to(root)) for file in tracked_files if "vendor" in file.parts]

    assert minified + vendored == []


def test_no_committed_file_is_large(root: Path, tracked_files: list[Path]) -> None:
    large = [
        str(file.relative_to(root))
        for file in tracked_files
        if file.stat().st_size > (LARGEST_CATALOGUE_BYTES if file.suffix == ".po" else LARGEST_BYTES)
    ]

    assert large == []


def is_text(file: Path) -> bool:
    """Say whether a file is read by people or programs as text."""
    return file.suffix in TEXT


def without_comments(template: str) -> str:
    """Return a template without its comments, which may show what is forbidden."""
    template = re.sub(r"\{#.*?#\}", "", template)
    return re.sub(r"\{% comment.*?endcomment %\}|<!--.*?-->", "", template, flags=re.DOTALL)
