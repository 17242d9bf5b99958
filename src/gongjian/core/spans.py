"""Cut a text at the ends of its recognised spans, so that a page can tint each piece.

Let the spans be half-open stretches [s, e) that may nest and overlap. The text is split at line feeds
into paragraphs and each paragraph at every s and e inside it. A piece carries all spans that cover it,
the outermost first; `top` is the shortest. The pieces joined, and the paragraphs joined by line feeds,
are the text again. Cost O((n + k) log n) for n spans and k pieces with their covers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """A recognised stretch: what it is, its short tag (任5), the passage it belongs to, whether it is open."""

    start: int
    end: int
    kind: str
    tag: str
    item_id: int
    is_open: bool = False
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Words covered by the same spans; `begins` are the spans whose first words these are."""

    text: str
    covers: tuple[Span, ...]
    begins: tuple[Span, ...]

    @property
    def top(self) -> Span | None:
        """The innermost span, which gives the tint."""
        return self.covers[-1] if self.covers else None

    @property
    def tags(self) -> str:
        """The tags of the spans that begin here, outermost first."""
        return " ".join(span.tag for span in self.begins)

    @property
    def item_ids(self) -> str:
        """The passages that cover these words, for the script that marks them."""
        return " ".join(dict.fromkeys(str(span.item_id) for span in self.covers))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text; `number` counts lines with words, 0 for an empty one."""

    number: int
    start: int
    text: str
    pieces: tuple[Piece, ...]

    @property
    def is_indented(self) -> bool:
        """Whether the line brings its own space in front."""
        return self.text[:1].isspace()

    @property
    def end(self) -> int:
        """Where the line ends, the line feed left out."""
        return self.start + len(self.text)


def cut_text(text: str, spans: Iterable[Span]) -> list[Paragraph]:
    """Return the paragraphs of a text, cut at its spans; empty spans and those outside are left out."""
    queue = sorted(
        (span for span in spans if 0 <= span.start < span.end <= len(text)),
        key=lambda span: (span.start, -span.end),
    )
    found: list[Paragraph] = []
    active: list[Span] = []
    at = start = number = 0
    for line in text.split("\n"):
        end = start + len(line)
        while at < len(queue) and queue[at].start < end:
            active.append(queue[at])
            at += 1
        here = [span for span in active if span.end > start]
        number += bool(line.strip())
        pieces = _cut_line(text, start, end, here)
        found.append(Paragraph(number if line.strip() else 0, start, line, pieces))
        active = [span for span in here if span.end > end]
        start = end + 1
    return found


def _cut_line(text: str, start: int, end: int, spans: Sequence[Span]) -> tuple[Piece, ...]:
    cuts = {start, end}
    for span in spans:
        cuts.update((max(span.start, start), min(span.end, end)))
    marks = sorted(cuts)
    starting: dict[int, list[Span]] = {}
    for span in spans:
        starting.setdefault(max(span.start, start), []).append(span)
    covers: list[Span] = []
    pieces = []
    for left, right in pairwise(marks):
        covers = [span for span in covers if span.end > left] + starting.get(left, [])
        covers.sort(key=lambda span: (span.start - span.end, span.start))
        begins = tuple(span for span in covers if span.start == left)
        pieces.append(Piece(text[left:right], tuple(covers), begins))
    return tuple(pieces)


def find_words(text: str, number: int, words: str) -> tuple[int, int] | None:
    """Return where words stand in a numbered paragraph; no words mean the whole paragraph."""
    for paragraph in cut_text(text, ()):
        if paragraph.number == number:
            wanted = words.strip() or paragraph.text.strip()
            at = paragraph.text.find(wanted)
            return None if at < 0 else (paragraph.start + at, paragraph.start + at + len(wanted))
    return None
