"""Ratings: numeric conditions with the grade, award, warning or sanction they lead to."""

import re
from dataclasses import replace

from gongjian.engines.plandoc.bounds import Condition
from gongjian.engines.plandoc.conditions import COUNTABLE, find_conditions
from gongjian.engines.plandoc.model import Rating
from gongjian.engines.plandoc.quotas import find_quotas
from gongjian.engines.plandoc.rating_context import (
    NEAR,
    RatingFound,
    close_bounds,
    default_subject,
    name_rates,
    name_subjects,
)
from gongjian.engines.plandoc.rating_tables import table_ratings
from gongjian.engines.plandoc.reading import Reading, split_spans
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.series import find_series
from gongjian.engines.plandoc.spans import Spans
from gongjian.engines.plandoc.verdicts import (
    Verdict,
    award_alone,
    clean_label,
    closes_condition,
    consequence,
    consequence_at_once,
    grade_before,
    sanctioned,
    subject_at_end,
    subject_in_label,
    subject_of,
    verdict_behind,
)

_REST = re.compile(
    r"(?:其余|其他|其它|剩余|^以下)(?:的)?(?:[\u3400-\u9fff]{0,6}?)(?:评定为|评为|认定为|定为|列为|列入|纳入|为)(?P<label>“[^”]+”|[^，。；、）]{1,10})"
)
_REMAINS = re.compile("其[余他它]|剩余|^以下")
_POINTS_ACTION = re.compile(r"扣\d|扣[一二三]分|加\d|加[一二三]分|得\d+分|计\d+分|不得分|扣完|减\d+分")
_BRACKET = re.compile(r"（[^（）]*\d[^（）]*(?:为|评)[^（）]*）")
_MARKER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]{1,4}条|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、](?!\d)|[①-⑳])\s*"
)
_SHORTEST = 5
_SENTENCE = re.compile(r"[。！？；\n]")
_CLAUSE = re.compile("，")
_LOOKING_BACK = (Section.PAST, Section.PROBLEMS)
_TELLING = ("report", "summary", "study")
_ORDERS = re.compile("[^，。；]{0,4}(?:一律|应|须|要|将|由|予以|给予|不得|取消|实行|必须)")
_TIMES = ("次", "起", "年", "个月", "周", "个周", "件")
_SCORED = ("score", "points", "hours", "lag")


class _Sentence:
    """Reads one sentence clause by clause: conditions wait until their verdict comes."""

    def __init__(
        self, reading: Reading, start: int, end: int, subject: str | None, earlier: list[RatingFound]
    ) -> None:
        self.reading, self.start, self.end = reading, start, end
        self.subject, self.earlier = subject, earlier
        self.named = False
        self.found: list[RatingFound] = []
        self.pending: list[Condition] = []
        self.head: Verdict | None = None

    def read(self) -> list[RatingFound]:
        text = self.reading.text
        closed = False
        for start, end in split_spans(text, self.start, self.end, _CLAUSE):
            clause = text[start:end]
            if "分" in clause and _POINTS_ACTION.search(clause):
                self.pending, self.head = [], None
                continue
            rest = _REST.search(clause) if _REMAINS.search(clause) else None
            if rest and (self.found or self._follows_grades()):
                self._remainder(rest, start)
                continue
            conditions = find_conditions(clause, start)
            self._note_subject(clause, start, conditions)
            if conditions:
                self._conditions(conditions, start, end)
                closed = closes_condition(text, conditions[-1].end, end)
                who = subject_at_end(text, conditions[-1].end, end) if self.pending else None
                self.subject = who or self.subject
                continue
            if not self.pending:
                self.head = award_alone(clause, start) or self.head
                continue
            verdict = verdict_behind(text, start, end, self._weak())
            if not verdict and closed and self._may_lead_on(start):
                verdict = consequence(text, start, end)
            if verdict:
                self._settle(verdict, clause)
        return self.found

    def _conditions(self, conditions: list[Condition], start: int, end: int) -> None:
        """Take the conditions of a clause in turn, each with what stands before and behind it."""
        text = self.reading.text
        at = start
        for i, condition in enumerate(conditions):
            stop = conditions[i + 1].start if i + 1 < len(conditions) else end
            ahead = grade_before(text, at, condition.start, len(self.found) > 0)
            if ahead:
                self.head, self.pending = ahead, []
            self.pending.append(condition)
            behind = None if ahead else verdict_behind(text, condition.end, stop, self._weak())
            if not (ahead or behind) and self._may_lead_on(start) and not self._weak():
                behind = consequence_at_once(text, condition.end, stop)
            verdict = behind or self.head
            if verdict:
                self._settle(verdict, text[at:stop])
            at = condition.end

    def _weak(self) -> bool:
        return all(c.basis not in _SCORED for c in self.pending)

    def _may_lead_on(self, start: int) -> bool:
        """Tell whether any clause behind 的， is the consequence of what is pending."""
        kind, section = self.reading.frame.kind, self.reading.section_at(start)
        if kind != "rubric" and section in _LOOKING_BACK:
            return False
        if kind in _TELLING and not _ORDERS.match(self.reading.text, start):
            return False
        kinds = [c.basis.partition(":")[0] for c in self.pending]
        often = all(c.unit in _TIMES for c, kind in zip(self.pending, kinds, strict=True) if kind == "count")
        return often and not all(kind == "share" for kind in kinds)

    def _settle(self, verdict: Verdict, clause: str) -> None:
        subject = self._subject_for(verdict, clause)
        subject = subject or ("任务" if any(c.basis == "lag" for c in self.pending) else None)
        for condition in self.pending:
            begin, stop = min(condition.start, verdict.start), max(condition.end, verdict.end)
            self.found.append(RatingFound(verdict.label, subject, condition, begin, stop, self.named))
        self.pending = []

    def _note_subject(self, clause: str, start: int, conditions: list[Condition]) -> None:
        if conditions:
            after = max(c.end - start for c in conditions)
            who = subject_of(clause, conditions[0].start - start, after)
            if who:
                self.subject, self.named = who, True

    def _subject_for(self, verdict: Verdict, clause: str) -> str | None:
        who = sanctioned(clause)
        if who:
            return who
        in_label = subject_in_label(verdict.label) if verdict.is_grade else None
        known = self.subject is not None and in_label is not None and self.subject.endswith(in_label)
        if in_label and not known and (not self.named or "、" in in_label):
            self.subject = in_label
        return self.subject

    def _follows_grades(self) -> bool:
        """Tell whether the sentence before, up to its ；, gave grades that 其余 may remain of."""
        return bool(self.earlier) and 0 <= self.start - self.earlier[-1].end < NEAR

    def _remainder(self, rest: re.Match[str], offset: int) -> None:
        grades = self.found or self.earlier
        last = grades[-1].condition
        if last.basis.startswith(("rank", "count", "quota")):
            return
        same = [r.condition for r in grades if r.condition.basis == last.basis]
        lows = [
            c.value[0] if isinstance(c.value, tuple) else c.value for c in same if c.comparator[0] in "[(>="
        ]
        highs = [c.value for c in same if c.comparator == "<" and not isinstance(c.value, tuple)]
        begin, end = offset + rest.start(), offset + rest.end()
        condition = replace(last, start=begin, end=end, comparator="<", value=min(lows or highs))
        if lows and highs and max(highs) < min(lows):
            condition = replace(condition, comparator="[)", value=(max(highs), min(lows)))
        self.found.append(RatingFound(clean_label(rest["label"]), self.subject, condition, begin, end))


def _read_sentence(
    reading: Reading, start: int, end: int, subject: str | None, earlier: list[RatingFound]
) -> list[_Sentence]:
    """Read a sentence; a bracket that grades by itself is a sentence of its own."""
    parts: list[_Sentence] = []
    at = start
    brackets = _BRACKET.finditer(reading.text, start, end) if reading.text.find("（", start, end) >= 0 else ()
    for bracket in brackets:
        if bracket.end() - bracket.start() < 14 or not _grades(reading.text, bracket):
            continue
        parts.append(_Sentence(reading, at, bracket.start(), subject, earlier))
        parts.append(_Sentence(reading, bracket.start() + 1, bracket.end() - 1, subject, earlier))
        at = bracket.end()
    parts.append(_Sentence(reading, at, end, subject, earlier))
    for part in parts:
        part.read()
    return parts


def _grades(text: str, bracket: re.Match[str]) -> bool:
    return re.search(r"\d[^（）]{0,16}(?:为|评定?为)", text[bracket.start() : bracket.end()]) is not None


def _behind_marker(text: str, start: int, end: int) -> int:
    marker = _MARKER.match(text, start, end)
    return marker.end() if marker else start


def find_ratings(reading: Reading, taken: Spans) -> tuple[RatingFound, ...]:
    """Return the ratings outside the `taken` spans (rubric rules), in order."""
    found: list[RatingFound] = []
    labels: set[str] = set()
    subject = default_subject(reading)
    for start, end in split_spans(reading.text, reading.start, reading.end, _SENTENCE):
        if not COUNTABLE.search(reading.text, start, end) or taken.meets(start, end):
            continue
        start = _behind_marker(reading.text, start, end)
        if reading.section_at(start) is Section.GOAL:
            continue
        if reading.table_at(start) and reading.frame.kind != "rubric":
            continue
        quotas = [
            RatingFound(q.label, q.subject, q.condition, q.condition.start, q.condition.end)
            for q in find_quotas(reading.text, start, end, labels)
        ]
        found.extend(quotas)
        labels.update(r.label for r in quotas)
        if quotas:
            end = quotas[0].start
        if end - start < _SHORTEST:
            continue
        series = find_series(reading.text, start, end)
        if series:
            found.extend(_in_series(verdict, condition, subject) for verdict, condition in series)
            continue
        for part in _read_sentence(reading, start, end, subject, found):
            found.extend(part.found)
            labels.update(r.label for r in part.found)
            if part.found and part.subject:
                subject = part.subject
    found.extend(table_ratings(reading, subject))
    found = name_rates(reading.text, sorted(found, key=lambda r: r.start))
    return tuple(close_bounds(name_subjects(reading, found)))


def _in_series(verdict: Verdict, condition: Condition, subject: str | None) -> RatingFound:
    subject = subject_in_label(verdict.label) or subject
    return RatingFound(verdict.label, subject, condition, condition.start, verdict.end)


def rating_items(reading: Reading, found: tuple[RatingFound, ...]) -> tuple[Rating, ...]:
    """Turn found ratings into records with their place in the raw text."""
    items = []
    for rating in found:
        a, b, quote = reading.raw_span(rating.start, rating.end)
        condition = rating.condition
        items.append(
            Rating(
                quote=quote,
                start=a,
                end=b,
                rule=f"rating:{condition.basis.partition(':')[0]}",
                confidence=0.8,
                label=rating.label,
                subject=rating.subject,
                comparator=condition.comparator,
                value=condition.value,
                unit=condition.unit,
                basis=condition.basis,
            )
        )
    return tuple(items)
