"""English is whole: every wrapped text has its English, and no page speaks Chinese past the catalogue."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from bootstrap.catalogue import PACKAGE, gather, read, untranslated
from bootstrap.translations import LOCALE

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-z]|%[sd]|\{\w*\}")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
SPOKEN = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"\{#.*?#\}",
        r"\{% comment.*?endcomment %\}",
        r"<!--.*?-->",
        r"\{% blocktranslate\b.*?endblocktranslate %\}",
        r"\{% translate\b.*?%\}",
        r"_\(([\"']).*?\1\)",
    )
]
KEYS = [
    re.compile(
        r"\{% shape .*?%\}"
    ),  # a state word finds its shape; the tag itself translates what is read out
    re.compile(r"\{% (?:el)?if .*?%\}"),  # compared, not shown
    re.compile(r"\bkind=\"(?:\{%.*?%\}|[^\"%])*\""),
]
EXEMPT = {
    "apps/documents/templates/documents/edit.html": "the field code that goes into a Chinese document",
    "apps/hearings/templates/hearings/posting.html": "the notice that hangs on a board in China",
    "apps/portal/templates/portal/base.html": "the mark, and the name of a language in that language",
    "templates/core/_component_layer.html": "samples of components, filled with Chinese",
    "templates/core/components.html": "samples of components, filled with Chinese",
    "templates/layouts/_language.html": "the name of a language stands in that language",
    "templates/layouts/_mark.html": "the mark",
    "templates/layouts/_top.html": "the mark",
}
"""Templates that may hold Chinese of their own, each with its reason."""


@pytest.fixture(scope="module")
def template() -> Catalog:
    """Every text of code and templates, gathered once."""
    return gather()


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parent.parent.name)
def test_a_catalogue_holds_exactly_the_texts_in_use(file: Path, template: Catalog) -> None:
    kept, used = keys(read(file)), keys(template)

    assert sorted(used - kept, key=str) == [], "run `python3 run.py translate`, then translate these"
    assert sorted(kept - used, key=str) == [], "run `python3 run.py translate`: nothing says these any more"
    assert not read(file).obsolete


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parent.parent.name)
def test_every_text_is_translated_and_none_is_a_guess(file: Path) -> None:
    catalogue = read(file)

    assert [message.id for message in untranslated(catalogue)] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parent.parent.name)
def test_placeholders_survive_translation(file: Path) -> None:
    assert [message.id for message in read(file) if message.id and not keeps_placeholders(message)] == []


def test_a_lost_placeholder_would_be_found() -> None:
    assert keeps_placeholders(Message("第 %(n)s 页", "Page %(n)s"))
    assert not keeps_placeholders(Message("第 %(n)s 页", "Page %(m)s"))
    assert not keeps_placeholders(Message(("%(n)d 天", "%(n)d 天"), ("one day", "%(n)d days")))


def test_templates_say_nothing_in_chinese_past_the_catalogue() -> None:
    assert [
        f"{name}: {words}"
        for file in sorted(PACKAGE.rglob("*.html"))
        if (name := file.relative_to(PACKAGE).as_posix()) not in EXEMPT
        for words in unwrapped(file.read_text(encoding="utf-8"))
    ] == []


def test_unwrapped_chinese_would_be_found() -> None:
    assert unwrapped('<b>社区</b>{% translate "街道" %}<c-status word="{{ x }}" kind="退回" />') == ["社区"]


def test_every_exemption_is_still_needed() -> None:
    assert [name for name in EXEMPT if not unwrapped((PACKAGE / name).read_text(encoding="utf-8"))] == []


def keys(catalogue: Catalog) -> set[tuple[str | None, str | tuple[str, ...]]]:
    """Return context and text (of a plural, both forms) of every message."""
    return {(message.context, as_key(message.id)) for message in catalogue if message.id}


def as_key(text: str | Iterable[str]) -> str | tuple[str, ...]:
    """Return a text or its forms as something that can be in a set."""
    return text if isinstance(text, str) else tuple(text)


def keeps_placeholders(message: Message) -> bool:
    """Say whether each form of a translation has the placeholders of its text, no more and no fewer."""
    texts, translations = forms(message.id), forms(message.string)
    return all(
        sorted(PLACEHOLDER.findall(texts[min(number, len(texts) - 1)])) == sorted(PLACEHOLDER.findall(words))
        for number, words in enumerate(translations)
    )


def forms(text: str | Iterable[str]) -> list[str]:
    """Return the forms of a text: one, or of a plural each."""
    return [text] if isinstance(text, str) else list(text)


def unwrapped(source: str) -> list[str]:
    """Return the Chinese that a template shows without asking the catalogue."""
    for pattern in [*SPOKEN, *KEYS]:
        source = pattern.sub("", source)
    return CHINESE.findall(source)
