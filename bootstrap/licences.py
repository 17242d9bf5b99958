"""Write THIRD_PARTY.md: what the product runs on and under which licence (run inside `.venv`)."""

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from bootstrap.steps import ROOT

FILE = ROOT / "THIRD_PARTY.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.MULTILINE)
HEAD = """# Third-party software

What the product runs on, as locked in `requirements.txt` and `package-lock.json`; written by
`python3 run.py lock`. Tools of development and testing are not part of the product and not listed.
"""


def pinned() -> list[tuple[str, str]]:
    """List name and version of every locked package of the product."""
    return PINNED.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))


def licence_of(found: Distribution) -> str:
    """Return the licence as the package states it, in one short line."""
    stated = _field(found, "License-Expression")
    if not stated:
        classifiers = [
            text for text in found.metadata.get_all("Classifier") or [] if text.startswith("License ::")
        ]
        stated = ", ".join(
            text.rpartition(" :: ")[2] for text in classifiers if text.rpartition(" :: ")[2] != "OSI Approved"
        )
    return stated or _field(found, "License").strip().split("\n")[0][:60] or "see the package"


def _field(found: Distribution, name: str) -> str:
    return str(found.metadata[name]) if name in found.metadata else ""


def write() -> None:
    """Write the file."""
    rows = []
    for name, version in pinned():
        try:
            rows.append((name, version, licence_of(distribution(name))))
        except PackageNotFoundError:  # locked for another platform
            rows.append((name, version, "not installed on this platform"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assets = [
        (path.removeprefix("node_modules/"), entry["version"], entry.get("license", "see the package"))
        for path, entry in locked.items()
        if path
    ]
    FILE.write_text(
        f"{HEAD}\n## Python\n\n{_table(rows)}\n## Front-end\n\n{_table(assets)}", encoding="utf-8"
    )


def _table(rows: list[tuple[str, str, str]]) -> str:
    lines = ["| Package | Version | Licence |", "| --- | --- | --- |"]
    return (
        "\n".join([*lines, *(f"| {name} | {version} | {licence} |" for name, version, licence in rows)])
        + "\n"
    )


if __name__ == "__main__":
    write()
