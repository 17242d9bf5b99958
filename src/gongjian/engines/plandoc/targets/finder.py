"""Find the targets of one document: amounts in figures and words that set a result, one record each."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from heapq import merge
from operator import attrgetter

from gongjian.engines.plandoc.clauses import Surroundings, strip_words, surroundings
from gongjian.engines.plandoc.model import Target
from gongjian.engines.plandoc.numerals import han_to_int, to_decimal
from gongjian.engines.plandoc.quantities import Amount
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.spans import Spans
from gongjian.engines.plandoc.targets.comparing import AFTER_AMOUNT, compare, has_limit
from gongjian.engines.plandoc.targets.deadlines import Deadlines
from gongjian.engines.plandoc.targets.found import TargetFound
from gongjian.engines.plandoc.targets.grounds import in_goals, is_baseline, sets_result
from gongjian.engines.plandoc.targets.naming import Names
from gongjian.engines.plandoc.targets.scopes import Scopes
from gongjian.engines.plandoc.targets.sharing import Dealing, Share, shared_names
from gongjian.engines.plandoc.targets.tables import Entry, entry_of

_SMALL = re.compile(
    r"(?<![第数几近十百千万零一二两三四五六七八九\d])(?P<n>[一二两三四五六七八九十])"
    r"(?P<unit>人次|场次|次|场|个|名|件|项|处|支|家|篇|期|户|条|轮|批|座|所|人|位)(?![月百千万])"
)
_BOUND = re.compile(r"[及或]?以[上内下]")
_MAKING = re.compile(r"(?:建成|打造|创建|培育|新建|新增|改造|建设|举办|评选|培养)[\u3400-\u9fff]{0,8}$")
_FROM = re.compile("[由从自]")
_ADDED = re.compile("(?:新增|净增)$")
_SPELT_OUT = re.compile(r"翻[一两]?番，(?:突破|超过|达到?|增至|总[量数])[^，。；]{0,6}\d")
"""A doubling whose level is told behind it: 翻一番，突破4000人."""
_PEOPLE = {"名": "人", "位": "人"}


class _Finder:
    def __init__(self, reading: Reading, taken: Spans) -> None:
        self.reading, self.taken = reading, taken
        self.names, self.dealing = Names(reading), Dealing()
        self.deadlines, self.scopes = Deadlines(reading), Scopes(reading)

    def find(self) -> Iterator[TargetFound]:
        previous: Amount | None = None
        reading = self.reading
        every = merge(reading.amounts, reading.cell_amounts, self._small_numbers(), key=attrgetter("start"))
        for amount in every:
            if not self.taken.covers(amount.start):
                around = surroundings(reading, amount, previous)
                entry = entry_of(reading, amount, around) if reading.tables else None
                if entry:
                    yield from self._target_of_cell(amount, around, entry)
                else:
                    yield from self._targets_of(amount, around)
            previous = amount

    def _target_of_cell(self, amount: Amount, around: Surroundings, entry: Entry) -> Iterator[TargetFound]:
        if not entry.is_result or not entry.indicator:
            return
        name = entry.indicator
        comparison = compare(name + around.before, around.after, amount, "")
        yield self._found(
            amount, around, Share(strip_words(name) or name, entry.deadline, entry.scope), comparison.sign
        )

    def _small_numbers(self) -> Iterator[Amount]:
        """Yield amounts in one numeral where a comparing word or a verb of making stands: 两个以上."""
        reading, text = self.reading, self.reading.text
        for found in _SMALL.finditer(text, reading.start, reading.end):
            before = text[max(reading.start, found.start() - 14) : found.start()]
            if before.rfind("“") > before.rfind("”"):
                continue
            bound = _BOUND.match(text, found.end()) or has_limit(before)
            made = found["n"] not in "一" and _MAKING.search(before) and in_goals(reading, found.start())
            if bound or made:
                unit = _PEOPLE.get(found["unit"], found["unit"])
                value = Fraction(han_to_int(found["n"]) or 0)
                yield Amount(
                    found.start(), found.end(), value, unit, "count", Fraction(1), False, found["unit"], True
                )

    def _targets_of(self, amount: Amount, around: Surroundings) -> Iterator[TargetFound]:
        reading = self.reading
        if reading.section_at(amount.start) in (Section.PAST, Section.PROBLEMS):
            return
        if amount.kind == "marks" or (amount.kind == "portion" and reading.text[amount.start - 1] == "%"):
            return
        if amount.kind == "portion" and _SPELT_OUT.match(reading.text, amount.start):
            return
        if is_baseline(reading, amount, around):
            return
        written = reading.text[amount.start : amount.end]
        comparison = compare(around.before, around.after, amount, written)
        listed = bool(_ADDED.search(around.before)) and self.names.goes_on(around)
        if not sets_result(reading, amount, around, explicit=comparison.explicit or listed):
            return
        name = self.names.of(amount, around)
        if not name:
            return
        if self._is_over(amount, around):
            return
        sign = comparison.sign
        share = self.dealing.next_share(around)
        if share:
            is_own = comparison.explicit and self.dealing.sign not in ("+=", "-=")
            sign = sign if is_own else self.dealing.sign
        elif "分别" in around.before:
            share = self.dealing.begin(around, name, sign, reading.dates_in(around.start, amount.start))
        shares = [share] if share else [Share(shared) for shared in shared_names(name)]
        for one in shares:
            yield self._found(amount, around, one, sign)

    def _is_over(self, amount: Amount, around: Surroundings) -> bool:
        """Tell whether the sentence is dated before the document, outside its goals: it reports."""
        issued = self.reading.frame.issued or self._title_year
        if not issued or in_goals(self.reading, amount.start):
            return False
        dated = self.deadlines.in_sentence(amount.start, around)
        return dated is not None and dated[: len(issued)] < issued[: len(dated)]

    @cached_property
    def _title_year(self) -> str | None:
        found = re.search(r"20\d\d", self.reading.frame.title or "")
        return found[0] if found else None

    def _found(self, amount: Amount, around: Surroundings, share: Share, sign: str) -> TargetFound:
        reading = self.reading
        in_goal = in_goals(reading, amount.start)
        tail = AFTER_AMOUNT.match(around.after)
        return TargetFound(
            share.name,
            sign,
            amount.value,
            amount.unit or None,
            share.deadline or self.deadlines.of(amount.start, around),
            share.scope or self.scopes.of(amount.start, around),
            around.start,
            amount.end + (tail.end() if tail else 0),
            "target:goal" if in_goal else "target:numeral" if amount.han else "target:compared",
            around.start if _FROM.search(around.before) else amount.start,
        )


def find_targets(reading: Reading, taken: Spans) -> tuple[TargetFound, ...]:
    """Return the targets outside the `taken` spans (ratings, rubric rules), in order."""
    return tuple(sorted(_Finder(reading, taken).find(), key=lambda target: target.start))


def target_records(reading: Reading, found: tuple[TargetFound, ...]) -> tuple[Target, ...]:
    """Turn found targets into records with their place in the raw text."""
    records = []
    for target in found:
        start, end, quote = reading.raw_span(target.start, target.end)
        records.append(
            Target(
                quote=quote,
                start=start,
                end=end,
                rule=target.rule,
                confidence=0.85 if target.rule == "target:goal" else 0.7,
                indicator=target.indicator,
                comparator=target.comparator,
                value=to_decimal(target.value),
                unit=target.unit,
                deadline=target.deadline,
                scope=target.scope,
            )
        )
    return tuple(records)
