"""Until when a target is to be reached: the nearest date stated for it, for its list or its document."""

import re
from functools import cached_property

from gongjian.engines.plandoc.clauses import Surroundings
from gongjian.engines.plandoc.dates import DateMention
from gongjian.engines.plandoc.numerals import to_int
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.targets.paragraphs import line_end, line_start, openings

_ANNUAL = re.compile(r"(?P<year>20\d\d)年度?(?!.*[—~至-]\s*20)")
_YEARLY = re.compile(r"计划|要点|安排|任务|目标")
_SPAN = re.compile(
    r"(?P<from>20\d\d)年(?:起|开始)[^。；]{0,10}?(?P<years>[一二两三四五六七八九十\d])年(?:左右)?(?:的?时间|内|的?努力)"
)
_MADE_THEN = re.compile("(?:以|之)?[前后]?(?:建成?|建造|修建|竣工|交付|投用|投入使用|出生|入住)的")
"""Behind a date that tells how old a thing is: 2005年以前|建成的小区."""
_FIVE_YEARS = re.compile("“?十([一二三四五六])五”?(?:规划)?(?:时期|期)?末")
"""The end of a five-year plan: “十四五”期末 is 2025."""
_LABEL = re.compile(r"时[限间]：$")


class Deadlines:
    """Reads the deadlines of one document's targets."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def of(self, offset: int, around: Surroundings) -> str | None:
        """Return the nearest date stated for an amount: its sentence, its line, its list, its document."""
        if self.reading.table_at(offset) is not None:
            return self._in_row(offset)
        return (
            self._after_years(offset, around)
            or self.in_sentence(offset, around)
            or self._in_line(offset, around)
            or self._in_opening(offset)
            or self._of_document(offset)
        )

    def _in_row(self, offset: int) -> str | None:
        """Return the last date of the table row behind an amount."""
        row = [d for d in self.reading.dates_in(offset, line_end(self.reading, offset)) if self._usable(d)]
        return row[-1].last if row else None

    def in_sentence(self, offset: int, around: Surroundings) -> str | None:
        """Return the date that the sentence of an amount states for it."""
        reading = self.reading
        before = [d for d in reading.dates_in(around.sentence_start, offset) if self._usable(d)]
        if before:
            return before[-1].last
        plan = _FIVE_YEARS.search(reading.text, around.sentence_start, offset)
        if plan:
            return f"{2005 + 5 * ('一二三四五六'.index(plan[1]) + 1)}-12"
        stop = line_end(reading, offset)
        sentence_end = reading.text.find("。", offset, stop)
        sentence_end = stop if sentence_end < 0 else sentence_end
        after = [d for d in reading.dates_in(offset, sentence_end) if self._usable(d) and d.deadline]
        return after[0].last if after else None

    def _after_years(self, offset: int, around: Surroundings) -> str | None:
        """Return the end of a span told from its beginning: 从2021年起用三年时间."""
        found = _SPAN.search(self.reading.text, around.sentence_start, offset)
        years = to_int(found["years"]) if found else None
        return f"{int(found['from']) + years - 1}-12" if found and years else None

    def _in_line(self, offset: int, around: Surroundings) -> str | None:
        reading, text = self.reading, self.reading.text
        for date in reading.dates_in(offset, line_end(reading, offset)):
            if _LABEL.search(text[max(0, date.start - 4) : date.start]):
                return date.last
        return self._last_until(line_start(reading, offset), around.sentence_start)

    def _in_opening(self, offset: int) -> str | None:
        for start, end in openings(self.reading, offset):
            found = self._last_until(start, end)
            if found:
                return found
        return None

    def _last_until(self, start: int, end: int) -> str | None:
        """Return the last date of a stretch that holds for what follows: 3月底前, 到2026年, or it opens it."""
        reading = self.reading
        for date in reversed(reading.dates_in(start, end)):
            before = reading.text[start : date.start + 1]
            opens = reading.text[start : date.start].strip("到至—― ") == ""
            until = (
                opens or date.deadline or before.endswith(("到", "至")) or before[:-1].endswith(("到", "至"))
            )
            if until and date.kind != "range" and self._usable(date):
                return date.last
        return None

    def _usable(self, date: DateMention) -> bool:
        text = self.reading.text
        return (
            date.kind != "every"
            and not text.endswith(("较", "比", "与"), 0, date.start)
            and not text.startswith(("的", "起", "开始", "以来"), date.end)
            and not _MADE_THEN.match(text, date.end)
        )

    @cached_property
    def _period(self) -> str | None:
        """Return the end of the period that a section on time names."""
        reading = self.reading
        for i, node in enumerate(reading.outline.nodes):
            if reading.section_of_node(i) is Section.TIME:
                dates = [d for d in reading.dates_in(node.start, node.end) if d.kind == "range"]
                if dates and dates[-1].last:
                    return dates[-1].last
        return None

    def _of_document(self, offset: int) -> str | None:
        reading = self.reading
        if self._period and Section.GOAL in reading.sections_at(offset):
            return self._period
        title = reading.frame.title or ""
        annual = _ANNUAL.search(title)
        if not annual:
            return None
        return f"{annual['year']}-12" if _YEARLY.search(title) else None
