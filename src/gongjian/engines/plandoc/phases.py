"""Phases: named periods of the work, in headings, brackets, clauses and tables."""

import re

from gongjian.engines.plandoc.dates import DateMention
from gongjian.engines.plandoc.model import Phase
from gongjian.engines.plandoc.outline import Node
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.sections import Section

_STAGE_WORD = re.compile(r"阶段|[期步]$|时期|环节")
_BRACKETED = re.compile(r"(?P<name>[\u3400-\u9fff、“”]{2,14}(?:阶段|期|时期))\s*（(?P<dates>[^）]{3,40})）")
_IS_STAGE = re.compile(
    r"\s*(?:(?:为|是|:|：)(?P<name>[\u3400-\u9fff、]{1,12}(?:阶段|期))|(?P<plain>[\u3400-\u9fff、]{2,12}阶段))(?![间限末初])"
)
_STRIP = " ，：:、。；（）()“”—-\n"


def phase_nodes(reading: Reading) -> dict[int, DateMention]:
    """Return the outline nodes that name a phase, each with its period."""
    found: dict[int, DateMention] = {}
    for i, node in enumerate(reading.outline.nodes):
        date = _period_of(reading, node)
        if date and _in_steps(reading, i, node):
            found[i] = date
    return found


def _in_steps(reading: Reading, index: int, node: Node) -> bool:
    if node.marker.style in ("part:步", "part:阶段") or _STAGE_WORD.search(node.heading):
        return True
    above = [reading.section_of_node(i) for i in node.path]
    return bool({Section.STEPS, Section.TIME} & set(above)) or (
        Section.WORK in above and reading.outline.nodes[node.path[-1]].heading.endswith(("安排", "进度"))
    )


def _period_of(reading: Reading, node: Node) -> DateMention | None:
    """Return the period written in a heading or right after it."""
    for date in reading.dates_in(node.marker.end, node.line_end):
        if date.kind == "every":
            return None
        inside = date.start < node.heading_end
        between = reading.text[node.heading_end : date.start]
        near = (len(between.strip(_STRIP)) <= 2 and len(between) <= 6) or re.fullmatch(
            r"[：（]?时间[：]?", between
        )
        if inside or near:
            if date.kind == "range":
                return date
            after = reading.text[date.end : date.end + 2]
            closed = "（" in between and after[:1] in "）前底"
            return date if closed or (_STAGE_WORD.search(node.heading) and not date.deadline) else None
        return None
    return None


def _name(reading: Reading, node: Node, date: DateMention) -> str:
    if date.start >= node.heading_end:
        return node.heading.strip(_STRIP)
    text = reading.text
    name = (text[node.marker.end : date.start] + text[date.end : node.heading_end]).strip(_STRIP)
    if name:
        return name
    rest = text[date.end : node.line_end].strip(_STRIP)
    named = re.match(r"[\u3400-\u9fff、]{2,12}(?:阶段|期)?(?=[。：，；])", rest)
    return named[0] if named else rest[:12] or node.marker.text.strip(_STRIP)


def find_phases(reading: Reading) -> tuple[Phase, ...]:
    """Return the phases of a document in the order of the text."""
    phases: list[Phase] = []
    covered: set[int] = set()
    for index, date in phase_nodes(reading).items():
        node = reading.outline.nodes[index]
        phases.append(_phase(reading, _name(reading, node, date), date, node.start, "phase:heading", 0.9))
        covered.add(date.start)
    for date in reading.dates:
        if date.start in covered or date.kind == "every":
            continue
        named = _clause_name(reading, date)
        if named:
            start = min(named[1], date.start)
            phases.append(_phase(reading, named[0], date, start, "phase:clause", 0.8))
    phases.extend(_table_phases(reading, covered))
    return tuple(sorted(phases, key=lambda p: p.start))


def _clause_name(reading: Reading, date: DateMention) -> tuple[str, int] | None:
    """Return the name of the phase that a date in running text bounds: 10月为迎检期; 动员期（3月）."""
    text = reading.text
    after = _IS_STAGE.match(text, date.end, min(date.end + 20, reading.end))
    name = after and (after["name"] or after["plain"])
    if name and (date.kind == "range" or text[date.end : date.end + 1] in "为是") and name[:1] not in "的间":
        return name, date.start
    before = text[max(reading.start, date.start - 20) : date.start]
    bracket = re.search(r"(?P<name>[\u3400-\u9fff、]{2,12}(?:阶段|期))（$", before)
    if bracket and date.kind == "range":
        return bracket["name"], date.start - len(bracket[0])
    return None


def _phase(reading: Reading, name: str, date: DateMention, start: int, rule: str, confidence: float) -> Phase:
    a, b, quote = reading.raw_span(start, date.end)
    return Phase(
        quote=quote,
        start=a,
        end=b,
        rule=rule,
        confidence=confidence,
        name=name,
        begins=date.first,
        ends=date.last,
    )


def _table_phases(reading: Reading, covered: set[int]) -> list[Phase]:
    phases = []
    for table in reading.tables:
        name_at, time_at = table.column("阶段", "步骤"), table.column("时间", "时限", "起止")
        if name_at is None or time_at is None or name_at == time_at:
            continue
        for row in table.rows:
            if len(row) <= max(name_at, time_at):
                continue
            dates = reading.dates_in(row[time_at].start, row[time_at].end + 1)
            if dates and row[name_at].text and dates[0].start not in covered:
                phases.append(
                    _phase(reading, row[name_at].text, dates[0], row[name_at].start, "phase:table", 0.9)
                )
    return phases
