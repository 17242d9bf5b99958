"""The examples on the page about the grammar are what the compiler does."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from gongjian.engines.figures import explain_text
from gongjian.engines.figures.explained import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "grammar.md"
BLOCK = re.compile(r"^```gongjian\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXPECTED = re.compile(r"⇒ (?P<kind>\w+)  (?:none|(?P<says>.+)  \((?P<rule>[^()]+)\))")
HEAD = ("title", "issuer", "doc_number", "issued")
BLOCKS = BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def parts(block: str) -> tuple[str, dict[str, list[tuple[str, str]]]]:
    """Return an example's text and what it says is read from it, by kind."""
    lines = block.splitlines()
    text = "\n".join(line for line in lines if not line.startswith("⇒"))
    expected: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        if line.startswith("⇒"):
            found = EXPECTED.fullmatch(line)
            assert found, f"not written as `⇒ kind  what it says  (rule)`: {line}"
            of_kind = expected.setdefault(found["kind"], [])
            of_kind += [(found["says"], found["rule"])] if found["says"] else []
    return text, expected


def read(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return all that is read from a text, by kind; a document says its head and goes by its kind."""
    found: dict[str, list[tuple[str, str]]] = {"documents": []}
    for document in explain_text(text)["documents"]:
        head = " · ".join(document[key] for key in HEAD if document[key])
        found["documents"].append((head, document["kind"]))
        for kind, _ in KINDS:
            for name, item in with_parts(kind, document[kind]):
                found.setdefault(name, []).append((item["says"], item["rule"]))
    return found


def with_parts(kind: str, items: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in items:
        yield kind, item
        for part in ("rules", "members"):
            yield from with_parts(part, item.get(part, []))


def without_scope(says: str) -> str:
    """Leave a target's scope out: the page is about the figure."""
    return re.sub(r"  范围：.*$", "", says)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0][:20])
def test_an_example_is_what_the_compiler_reads(block):
    text, expected = parts(block)
    found = read(text)

    assert expected
    for kind, items in expected.items():
        assert [(without_scope(says), rule) for says, rule in found.get(kind, [])] == items


def test_every_kind_of_record_has_an_example():
    shown = {kind for block in BLOCKS for kind in parts(block)[1]}

    assert shown >= {kind for kind, _ in KINDS}


def test_the_modules_that_the_page_names_exist():
    rows = re.findall(r"^\|.*\| ((?:`\w+`(?:, )?)+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"\w+", row)}

    assert len(named) > 8
    assert all(find_spec(f"gongjian.engines.plandoc.{name}") for name in named)
