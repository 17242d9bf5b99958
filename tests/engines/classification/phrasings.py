"""Invented reports of residents in 19 classes, 30 phrasings each, from the text file beside this module."""

from pathlib import Path

from gongjian.engines.classification import MatterKind

FILE = Path(__file__).with_name("phrasings.txt")


def read_phrasings() -> tuple[list[MatterKind], list[tuple[str, str]]]:
    """Return the classes and (words, code) of every phrasing, in the file's order."""
    kinds: list[MatterKind] = []
    examples: list[tuple[str, str]] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            head, _, aliases = line.removeprefix("==").partition("|")
            code, name = head.split()
            kinds.append(MatterKind(code, name, tuple(part.strip() for part in aliases.split("、"))))
        elif line and not line.startswith("#"):
            examples.append((line, kinds[-1].code))
    return kinds, examples
