"""Paper ballots as they are read out: one line a ballot, or a line with how many are alike.

    134          numbers 1, 3 and 4 of the paper are marked
    2 ×15        fifteen ballots with number 2
    1 王五       number 1, and somebody written in
    空 / 废       a blank ballot, a spoilt one

With up to nine options the digits of a word are read one by one; with more, numbers are kept apart by spaces.
"""

import re
from collections.abc import Iterator

from gongjian.engines.errors import EngineInputError
from gongjian.engines.tally.model import Ballot, Question

TIMES = re.compile(r"\s*[x×*]\s*(\d{1,5})\s*张?$", re.IGNORECASE)
APART = re.compile(r"[\s,，、;；]+")
NOTHING = {"空", "空白", "废", "废票", "0"}
SINGLE_DIGITS = 9


def read_lines(question: Question, text: str) -> list[Ballot]:
    """Read a text into ballots, blank and spoilt ones without a mark. Raises EngineInputError that names the line."""
    found: list[Ballot] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        times = TIMES.search(line)
        marks = TIMES.sub("", line).strip()
        ballot = Ballot(()) if marks in NOTHING else Ballot(tuple(_marks(question, marks, number)))
        found += [ballot] * (int(times[1]) if times else 1)
    return found


def _marks(question: Question, text: str, line: int) -> Iterator[str]:
    for word in filter(None, APART.split(text)):
        if not word.isascii() or not word.isdigit():
            yield _name(question, word, line)
            continue
        for number in word if len(question.options) <= SINGLE_DIGITS else (word,):
            if not 1 <= int(number) <= len(question.options):
                raise EngineInputError(
                    f"第 {line} 行：没有 {number} 号，票上是 1 到 {len(question.options)} 号。请看票重录。"
                )
            yield question.options[int(number) - 1]


def _name(question: Question, word: str, line: int) -> str:
    if word not in question.options and not question.has_write_ins:
        raise EngineInputError(f"第 {line} 行：“{word}”不是票上的选项。请录号数，空白票录“空”，废票录“废”。")
    return word
