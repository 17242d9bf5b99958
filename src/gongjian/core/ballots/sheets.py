"""What a voting page and the slips of a vote show, as the app whose vote it is says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongjian.engines import tally


@dataclass(frozen=True)
class Part:
    """One question of a ballot paper: the key of its box, what is asked in words, the labels of its options."""

    key: str
    question: tally.Question
    words: str
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(option, label) in the order of the ballot paper."""
        return [(option, self.labels.get(option, option)) for option in self.question.options]


@dataclass(frozen=True)
class Sheet:
    """A ballot paper on a phone: what it is called, whose vote it is, its questions, what is said after the vote.

    Once `is_open` is false the page says `over_words` and takes nothing.
    """

    heading: str
    subject: str
    parts: Sequence[Part]
    is_open: bool
    over_words: str
    done_words: str
    choice_label: str = ""
    reason_missing: str = ""


@dataclass(frozen=True)
class Slips:
    """What is printed once: tokens with the address they vote at, and so many paper ballots.

    With stubs each slip bears its number, and a list to be signed beside the numbers is printed: by it a lost slip
    is replaced.
    """

    subject: str
    tokens: Sequence[str]
    papers: int
    address: str
    parts: Sequence[Part]
    back: str
    warning: str
    has_stubs: bool = False

    @property
    def numbered(self) -> list[tuple[str, str]]:
        """(token, number of its slip; empty without stubs), in the order of the tokens."""
        return [(token, tally.slip_number(token) if self.has_stubs else "") for token in self.tokens]

    @property
    def stubs(self) -> list[str]:
        """The numbers in an order of their own."""
        return sorted(number for _token, number in self.numbered if number)
