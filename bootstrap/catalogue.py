"""Gather every wrapped text of code and templates into the catalogues: `python3 run.py translate`.

Runs inside the environment, for it needs Babel and Django; gettext's own programs are not used. A template becomes text
like Python's by Django's `templatize`; Babel's extractor of Python then reads both.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from bootstrap.steps import ROOT
from bootstrap.translations import LOCALE

PACKAGE = ROOT / "src" / "gongjian"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
"""Functions that take texts, with the numbers of the arguments that are texts (`c` marks a context)."""
WIDTH = 110


def gather(package: Path = PACKAGE) -> Catalog:
    """Return a catalogue of every text below a folder, each with the files that say it, untranslated."""
    found = Catalog(charset="utf-8")
    for file in sorted([*package.rglob("*.py"), *package.rglob("*.html")]):
        place = (file.relative_to(package).as_posix(), 0)
        for context, text in _texts(file):
            found.add(text, locations=[place], context=context)
    return found


def _texts(file: Path) -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    """Yield (context or None, text or (singular, plural)) for each wrapped text of one file."""
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        source = templatize(source, origin=str(file))
    for _line, text, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield context, text


def read(file: Path) -> Catalog:
    """Return the catalogue in a file; the folder above it names the language."""
    with file.open("rb") as handle:
        return read_po(handle, locale=file.parent.parent.name)


def refresh(file: Path, template: Catalog) -> Catalog:
    """Write a catalogue anew with exactly the template's texts, keep what is translated, and return it."""
    catalogue = read(file)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with file.open("wb") as handle:
        write_po(handle, catalogue, width=WIDTH, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return catalogue


def untranslated(catalogue: Catalog) -> list[Message]:
    """Return the messages without a full translation (of a plural, one form missing is enough)."""
    return [message for message in catalogue if message.id and not _is_full(message)]


def _is_full(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def main() -> None:
    """Refresh every catalogue and say what is still to be translated."""
    template = gather()
    for file in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        left = untranslated(refresh(file, template))
        print(f"{file.relative_to(ROOT)}：{len(template)} 条，还有 {len(left)} 条没有译")
        for message in left:
            print(f"    {message.id if isinstance(message.id, str) else message.id[0]}")


if __name__ == "__main__":
    main()
