"""What two versions of a document differ in: plain frozen records, with the words of both sides."""

from dataclasses import dataclass

ADDED, DROPPED, CHANGED, MOVED = "added", "dropped", "changed", "moved"
TARGET, PHASE, TASK, RATING, RUBRIC, GROUP = "target", "phase", "task", "rating", "rubric", "group"
KINDS = (TARGET, PHASE, TASK, RATING, RUBRIC, GROUP)


@dataclass(frozen=True, slots=True)
class Passage:
    """An item in one version: `quote == text[start:end]` of that version; `order` counts from 0 within its kind.

    `section` is the heading that a task stands under, empty for other kinds.
    """

    order: int
    quote: str
    start: int
    end: int
    section: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, in words for the eye; an empty side had nothing.

    `aspect` is value, unit, date, body (who does it), condition or words.
    """

    field: str
    label: str
    aspect: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that is not the same in both versions; an added item has no `old`, a dropped one no `new`.

    `act` is added, dropped, changed or moved; a changed item that moved as well says so in `is_moved`.
    """

    kind: str
    act: str
    name: str
    old: Passage | None
    new: Passage | None
    fields: tuple[FieldChange, ...]
    is_moved: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Revision:
    """All differences, by kind and then in the order of the new version; `pairs[kind]` ties orders old to new."""

    differences: tuple[Difference, ...]
    pairs: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]

    def count(self, act: str) -> int:
        """Return how many items were added, dropped, changed, or moved only."""
        return sum(difference.act == act for difference in self.differences)

    def paired(self, kind: str) -> dict[int, int]:
        """Return which item of the new version each item of the old one is."""
        return dict(next((found for name, found in self.pairs if name == kind), ()))
