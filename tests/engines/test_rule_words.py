"""Every rule that the compiler or the checker can name is told in words."""

import ast
import re
from pathlib import Path

import pytest

import gongjian.engines
from gongjian.engines.figures import check_text, schema_of_text
from gongjian.engines.plandoc.markers import _STYLES
from gongjian.engines.rule_words import rule_words

ENGINES = Path(gongjian.engines.__file__).parent
OWN = Path(__file__).parent / "plandoc" / "documents"
CODE = re.compile(
    r"(?:outline|target|phase|task|rating|rubric|group|member|quantity|claim|table):[a-z][a-z _-]*"
)
RATED_BY = ("score", "points", "hours", "rank", "share", "count", "quota", "lag")
SEATS = ("leader", "deputy", "member", "office", "office_head")


def codes_in_the_source() -> set[str]:
    """Return every string of the two engines that is written like a rule's code."""
    found = set()
    for name in ("plandoc", "figures"):
        for file in (ENGINES / name).rglob("*.py"):
            nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            strings = (n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
            found |= {text for text in strings if CODE.fullmatch(text)}
    return found


def rules_of(value: object) -> set[str]:
    """Return the rules named anywhere in a compiled file."""
    if isinstance(value, list):
        return set().union(*map(rules_of, value))
    if isinstance(value, dict):
        own = {value["rule"]} if "rule" in value else set()
        return own | rules_of(list(value.values()))
    return set()


@pytest.mark.parametrize("code", sorted(codes_in_the_source()))
def test_a_rule_written_in_an_engine_has_words(code):
    assert rule_words(code)


@pytest.mark.parametrize("style", [name for name, *_ in _STYLES])
def test_every_numbering_style_has_words(style):
    assert rule_words(f"outline:{style}")


@pytest.mark.parametrize("code", [f"rating:{b}" for b in RATED_BY] + [f"member:{s}" for s in SEATS])
def test_codes_put_together_from_a_field_have_words(code):
    assert rule_words(code)


@pytest.mark.parametrize("file", sorted(OWN.glob("*.txt")), ids=lambda file: file.stem)
def test_every_rule_that_reads_our_own_documents_has_words(file):
    text = file.read_text(encoding="utf-8")
    named = rules_of(schema_of_text(text)) | {claim.rule for claim in check_text(text).claims}

    assert named
    assert all(rule_words(rule) for rule in named)


def test_words_name_what_the_text_itself_used():
    assert rule_words("outline:bullet:●") == "“●”起头的条目"
    assert rule_words("outline:block:板块") == "“板块1”一类的序号"
    assert rule_words("outline:decimal:2") == rule_words("outline:decimal:1")


def test_a_code_of_no_rule_is_refused():
    with pytest.raises(KeyError):
        rule_words("target:wish")
