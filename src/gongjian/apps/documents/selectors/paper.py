"""What the page about a report shows: its text cut at the wrong figures, a card for each, what held. No queries."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gongjian.apps.documents.selectors.blocks import Block, blocks_of
from gongjian.core.spans import Paragraph, Span, cut_text
from gongjian.engines.figures import Finding, check_text, explain

WRONG, BASIS = "wrong", "basis"
_TITLE_LENGTH = 44


@dataclass(frozen=True)
class FindingCard:
    """One figure that cannot be right; `number` counts in the order of the text."""

    number: int
    finding: Finding
    line: int

    @property
    def key(self) -> str:
        """What a tick on this card sends back: where the figure stands."""
        return f"{self.finding.start}-{self.finding.end}"

    @property
    def is_certain(self) -> bool:
        """Whether the words say which figure is wrong; of two places that differ either may be right."""
        return self.finding.type != "repeated"


@dataclass(frozen=True)
class CheckedPaper:
    """A report, recomputed: `held` are the sentences about the figures that came out as written."""

    text: str
    cards: tuple[FindingCard, ...]
    held: tuple[str, ...]
    paragraphs: list[Paragraph] = field(repr=False)

    @property
    def total(self) -> int:
        """How many figures could be recomputed."""
        return len(self.cards) + len(self.held)

    @property
    def blocks(self) -> list[Block]:
        """The text for the page: lines, and tables where rows of one stand."""
        return list(blocks_of(self.paragraphs))

    @property
    def title_at(self) -> int:
        """Where the line stands that looks like the title; -1 where none does."""
        first = next((part for part in self.paragraphs if part.number), None)
        is_title = (
            first and len(first.text) <= _TITLE_LENGTH and not first.text.rstrip().endswith(("。", "；"))
        )
        return first.start if first and is_title else -1


def check_paper(text: str) -> CheckedPaper:
    """Recompute a text; a figure that several claims confirm counts once."""
    checked = check_text(text)
    wrong = {(found.start, found.end) for found in checked.findings}
    held = {
        (claim.figure.start, claim.figure.end): explain(claim)
        for claim in checked.claims
        if claim.holds and (claim.figure.start, claim.figure.end) not in wrong
    }
    paragraphs = cut_text(text, _spans(checked.findings))
    numbers = {part.start: part.number for part in paragraphs}
    cards = tuple(
        FindingCard(number, found, numbers[text.rfind("\n", 0, found.start) + 1])
        for number, found in enumerate(checked.findings, start=1)
    )
    return CheckedPaper(text, cards, tuple(held.values()), paragraphs)


def _spans(findings: tuple[Finding, ...]) -> Iterator[Span]:
    """Mark the words a figure was computed from, then the figures themselves, which lie on top."""
    for number, found in enumerate(findings, start=1):
        yield from (Span(one.start, one.end, BASIS, "", number) for one in found.operands)
    for number, found in enumerate(findings, start=1):
        yield Span(found.start, found.end, WRONG, str(number), number)
