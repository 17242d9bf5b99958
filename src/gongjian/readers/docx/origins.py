"""Say for each character of a Word file's text in which element it stands, so that it can be corrected there.

The file is read a second time by the very same walk, with every character of its words replaced by a sign
of the supplementary planes that stands for its place. Spaces stay, so whatever the walk trims, joins and
repeats it does as before, and the two texts match character by character.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import BadZipFile

from gongjian.readers.docx.body import Body
from gongjian.readers.docx.names import W
from gongjian.readers.docx.numbering import Numbering
from gongjian.readers.errors import ReadError

_MISFITS = (KeyError, ValueError, AttributeError, IndexError, SyntaxError, BadZipFile, zlib.error)
_FIRST_SIGN = 0x10000
MOST_SIGNS = 0x110000 - _FIRST_SIGN


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one character stands: a w:t element and the offset in its text."""

    element: Any
    offset: int


Origins = tuple[Origin | None, ...]
"""One a character of the text as read; None for spaces, for automatic numbers and for notes."""


def open_word(source: bytes, name: str) -> Any:
    """Open a Word file for writing; ReadError when its parts do not fit together.

    The file must have been read before: the reader refuses what is suspect.
    """
    import docx  # slow to load, and reading needs none of it
    from docx.opc.exceptions import OpcError

    try:
        return docx.Document(BytesIO(source))
    except (OpcError, *_MISFITS) as error:
        raise ReadError(
            f"《{name}》的结构不完整，改不了原件。请用 Word 或 WPS 打开，另存为 .docx 后再来。"
        ) from error


def trace(root: Element, numbering: Numbering, text: str) -> Origins:
    """Return the origins of `text`, which was read from the same words as stand under `root`.

    The words under `root` are as before when this returns.
    """
    places = [
        (element, offset, sign)
        for run in root.iter(f"{W}r")
        for element in run.findall(f"{W}t")
        for offset, sign in enumerate(element.text or "")
        if not sign.isspace()
    ][:MOST_SIGNS]
    kept = {id(element): (element, element.text) for element, _, _ in places}
    try:
        _put_signs(places)
        body = Body(numbering)
        body.read(root)
    finally:
        for element, words in kept.values():
            element.text = words
    signs = "\n".join(line for line in body.lines if line)
    return tuple(_origins(signs, text, places))


def _put_signs(places: list[tuple[Element, int, str]]) -> None:
    signed: dict[int, list[str]] = {}
    elements = {id(element): element for element, _, _ in places}
    for number, (element, offset, _) in enumerate(places):
        signed.setdefault(id(element), list(element.text or ""))[offset] = chr(_FIRST_SIGN + number)
    for key, signs in signed.items():
        elements[key].text = "".join(signs)


def _origins(signs: str, text: str, places: list[tuple[Element, int, str]]) -> Iterator[Origin | None]:
    """Match sign by sign; what does not stand for the same character has no origin."""
    for at, sign in enumerate(text):
        number = ord(signs[at]) - _FIRST_SIGN if at < len(signs) else -1
        is_known = 0 <= number < len(places) and places[number][2] == sign
        yield Origin(*places[number][:2]) if is_known else None
