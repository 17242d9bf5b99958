"""Measures that share amounts: A、B均达到90% gives both the same, A、B分别达到90%、85% deals them out."""

import re
from collections import deque
from dataclasses import dataclass

from gongjian.engines.plandoc.clauses import Surroundings
from gongjian.engines.plandoc.dates import DateMention

MEASURE = re.compile(r"(?:率|度|量|数|额|比例|比重|占比|面积|面|水平|值|指数|时长|时间|评分|得分|感)$")
"""The last word of what can be measured."""
_JOINED = re.compile(r"、|(?<=[率度量数额例重比积面平值长间分感])(?:和|及|与|以及)")
_PLACE = re.compile(r"[\u3400-\u9fffA-Z]{0,6}?(?:[省市区县镇乡村]|街道)")
_DEALT_JOINED = re.compile(r"、|和|(?<!普)及(?!时|格)|(?<!参)与")


def shared_names(name: str) -> list[str]:
    """Return the measures that share one amount: 知晓率、参与率 are two, 社区、街道 stay one name.

    >>> shared_names("居民知晓率、参与率和满意度")
    ['居民知晓率', '参与率', '满意度']
    """
    parts = [part for part in _JOINED.split(name) if part]
    measured = len(parts) > 1 and all(len(part) > 1 and MEASURE.search(part) for part in parts)
    return parts if measured else [name]


@dataclass(frozen=True, slots=True)
class Share:
    """What one amount of a clause with 分别 is of: its name, and a deadline or scope of its own."""

    name: str
    deadline: str | None = None
    scope: str | None = None


class Dealing:
    """What a clause with 分别 still has to deal out to the amounts that follow in its sentence."""

    def __init__(self) -> None:
        self.sign = "="
        self._sentence = -1
        self._left: deque[Share] = deque()

    def begin(self, around: Surroundings, name: str, sign: str, dates: list[DateMention]) -> Share:
        """Take in a clause with 分别; return the share of its first amount."""
        together = _run_of_dates(dates)
        self._sentence, self.sign = around.sentence_start, sign
        if len(together) > 1:
            self._left = deque(Share(name, date.last) for date in together)
        else:
            self._left = deque(_shares([part for part in _DEALT_JOINED.split(name) if len(part) > 1]))
        return self._left.popleft() if self._left else Share(name)

    def next_share(self, around: Surroundings) -> Share | None:
        """Return the share of the next amount of the sentence if some is left: 分别达到90%、|85%."""
        goes_on = around.sentence_start == self._sentence and len(around.before.strip("、和及 ")) < 2
        return self._left.popleft() if self._left and goes_on else None


def _shares(parts: list[str]) -> list[Share]:
    """Return one share a part; where only the last names the measure, the parts are places."""
    if len(parts) < 2:
        return []
    place = _PLACE.match(parts[-1])
    measure = parts[-1][place.end() :] if place else ""
    if len(measure) < 2 or any(MEASURE.search(part) for part in parts[:-1]):
        return [Share(part) for part in parts]
    return [Share(measure, scope=part) for part in (*parts[:-1], parts[-1][: -len(measure)])]


def _run_of_dates(dates: list[DateMention]) -> list[DateMention]:
    """Return the last dates that stand side by side: 2025年、2026年."""
    run: list[DateMention] = []
    for date in reversed(dates):
        if run and run[0].start - date.end > 1:
            break
        run.insert(0, date)
    return run
