"""Write a copy of a report in which figures are corrected and each place carries a Word comment."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from gongjian.readers.docx.names import W
from gongjian.readers.docx.numbering import read_numbering
from gongjian.readers.docx.origins import Origin, Origins, open_word, trace
from gongjian.readers.limits import DEFAULT_LIMITS, ReadLimits
from gongjian.readers.xml import open_zip, parse_from

_RUN = f"{W}r"
_TEXT = f"{W}t"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Correction:
    """A stretch of the text as read: what is to stand there (None: no change) and what the comment says."""

    start: int
    end: int
    replacement: str | None
    comment: str


def correct_docx(
    source: bytes,
    name: str,
    text: str,
    corrections: Sequence[Correction],
    author: str,
    limits: ReadLimits = DEFAULT_LIMITS,
) -> bytes:
    """Return the file with its words corrected in place; formatting and all else stay.

    `text` is what `read_text` returned for the file, and the corrections are offsets in it. A stretch that
    stands in no paragraph (an automatic number, a footnote) is not changed; its comment stands before it.
    Raises ReadError.
    """
    with open_zip(source, name, limits) as packed:
        numbering = parse_from(packed, "word/numbering.xml", name)
        styles = parse_from(packed, "word/styles.xml", name)
    word = open_word(source, name)
    origins = trace(word.element.body, read_numbering(numbering, styles), text)
    return _write(word, origins, corrections, author)


def write_corrected(text: str, corrections: Sequence[Correction], author: str) -> bytes:
    """Return a fresh .docx of a text, a line a paragraph, corrected and commented."""
    import docx

    word = docx.Document()
    origins: list[Origin | None] = []
    for line in text.split("\n"):
        element = word.add_paragraph().add_run()._r.add_t(line)
        element.set(_SPACE, "preserve")
        origins += [None if sign.isspace() else Origin(element, at) for at, sign in enumerate(line)]
        origins.append(None)
    return _write(word, tuple(origins), corrections, author)


def _write(word: Any, origins: Origins, corrections: Sequence[Correction], author: str) -> bytes:
    """Go backwards, so that what is cut off behind a figure moves nothing before it."""
    done: set[tuple[int, int]] = set()
    for one in sorted(corrections, key=lambda c: c.start, reverse=True):
        _apply(word, origins, one, author, done)
    target = BytesIO()
    word.save(target)
    return target.getvalue()


def _apply(word: Any, origins: Origins, one: Correction, author: str, done: set[tuple[int, int]]) -> None:
    here = [origin for origin in origins[one.start : one.end] if origin is not None]
    is_whole = bool(here) and origins[one.start] is not None and origins[one.end - 1] is not None
    if is_whole and (id(here[0].element), here[0].offset) in done:
        return  # a cell merged over several rows is read once a row
    if not is_whole:
        before = [origin for origin in origins[: one.end] if origin is not None] or [o for o in origins if o]
        if before:
            runs = [_outer_run(before[-1].element)]
            _comment(word, runs, f"{one.comment}这个数在编号或注释里，原处没有改。", author)
        return
    done.add((id(here[0].element), here[0].offset))
    elements = _isolate(here)
    if one.replacement is not None:
        _replace(elements, one.replacement)
    _comment(word, [_outer_run(elements[0]), _outer_run(elements[-1])], one.comment, author)


def _isolate(here: Sequence[Origin]) -> list[Any]:
    """Return the elements that hold these characters and no others, cutting runs at both ends."""
    elements = list({id(origin.element): origin.element for origin in here}.values())
    first, last = here[0], here[-1]
    if last.offset + 1 < len(last.element.text or "") or last.element.getnext() is not None:
        _cut(last.element, last.offset + 1)
    if first.offset:
        elements[0] = _cut(first.element, first.offset)
    return elements


def _cut(element: Any, offset: int) -> Any:
    """Move what stands from `offset` on into a run of its own behind; return the element that now holds it."""
    run, words = element.getparent(), element.text or ""
    tail, moved = run.makeelement(_RUN), copy.copy(element)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        tail.append(copy.deepcopy(properties))
    tail.append(moved)
    for follower in list(element.itersiblings()):
        tail.append(follower)  # moved, not copied: it may be the origin of other characters
    _set_text(element, words[:offset])
    _set_text(moved, words[offset:])
    run.addnext(tail)
    return moved


def _replace(elements: Sequence[Any], new: str) -> None:
    """Write `new` over the elements' words, touching only what differs, in the format of its first character."""
    old = "".join(element.text or "" for element in elements)
    tail = _common(old[::-1], new[::-1], min(len(old), len(new)) - 1)
    head = _common(old, new, min(len(old), len(new)) - tail - 1)
    at = 0
    for element in elements:
        words = element.text or ""
        left, right = head - at, len(old) - tail - at
        inserted = new[head : len(new) - tail] if 0 <= left < len(words) else ""
        _set_text(element, words[: max(left, 0)] + inserted + words[max(right, 0) :])
        at += len(words)


def _common(one: str, other: str, most: int) -> int:
    return next((at for at in range(max(most, 0)) if one[at] != other[at]), max(most, 0))


def _set_text(element: Any, words: str) -> None:
    element.text = words
    element.set(_SPACE, "preserve")


def _outer_run(element: Any) -> Any:
    """Return the outermost run around an element: of a text box the one that carries the box."""
    return [node for node in element.iterancestors() if node.tag == _RUN][-1]


def _comment(word: Any, runs: Sequence[Any], words: str, author: str) -> None:
    from docx.text.run import Run

    first, last = Run(runs[0], word), Run(runs[-1], word)
    word.add_comment([first, last], text=words, author=author, initials=author[:1])
