"""Find figures that a person typed into a text instead of quoting them."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*(?:%|％|万|亿)?")
_NOT_FIGURES = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日)?|第\d+|〔\d{4}〕\d*号?|\d{1,2}[:：]\d{2}|\d{1,2}日"
)


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """A number in the words, with its offsets."""

    text: str
    start: int
    end: int


def find_typed_figures(words: str) -> tuple[TypedFigure, ...]:
    """List the numbers of a text that are no dates, ordinals or document numbers.

    >>> [figure.text for figure in find_typed_figures("2026年9月共检查42个社区，占96.4%。")]
    ['42', '96.4%']
    """
    masked = _NOT_FIGURES.sub(lambda match: "年" * len(match[0]), words)
    return tuple(
        TypedFigure(
            words[match.start() : match.end()].strip(), match.start(), match.start() + len(match[0].rstrip())
        )
        for match in _NUMBER.finditer(masked)
    )
