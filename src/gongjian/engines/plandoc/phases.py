"""Phases: named periods of the work, in headings, brackets, clauses, lines and tables.

A name with 阶段 or 期 beside a period is a phase anywhere. A name without (动员部署，3月1日至3月15日) is
one where the text says that it tells steps: under 实施步骤, behind 分三个阶段, or in a row of headings
whose periods follow each other.
"""

import re
from collections.abc import Iterator
from datetime import date as calendar_date

from gongjian.engines.plandoc.dates import DateMention
from gongjian.engines.plandoc.model import Phase
from gongjian.engines.plandoc.outline import Node
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.spans import Spans

_STAGE_ENDING = r"(?:阶段|时期|环节|(?<![工周长中短近定日任学假前后预到过分早初末同期延汛旱雨花质效用务])期)"
_STAGE_WORD = re.compile(rf"阶段|{_STAGE_ENDING}$|[^脚进起初逐]步$")
_NAME = r"[\u3400-\u9fff、“”]{2,14}"
_AFTER = re.compile(
    rf"\s*(?:(?:为|是|属|:|：)(?P<name>(?![分共每]){_NAME}?(?:阶段|期))|(?P<plain>{_NAME}?阶段)|为(?P<year>[\u3400-\u9fff]{{2,6}}?年(?=[，；。])))(?![间限末初底度])"
)
_BEHIND_COMMA = re.compile(rf"，(?P<name>(?![分共每]){_NAME}?(?:阶段|期))(?=[，。；（\n]|$)")
_NO_PHASE = re.compile(
    r"^(?:[工周长中短近定日任学假前后预过分早初末同]期|.*[汛旱雨花质效用务]期|[的间该本此].*|.*(?:工期|周期|定期|长期|任期))$"
)
_NEXT_NAME = re.compile(
    rf"[：，、 ]{{1,2}}(?P<name>(?![各由将对在到至于自从前后]){_NAME}?)(?=[。：；（\n]|$)"
)
_BRACKET_NAME = re.compile(rf"(?:^|[，。；：\n“”）])(?P<name>{_NAME})（(?:时间：)?$")
_COLON_NAME = re.compile(rf"(?:^|[。；\n）、.])(?P<name>{_NAME}?)(?:时间)?[：，](?:时间[为：]|从|自|于)?$")
_FROM_NAME = re.compile(rf"(?:^|[，。；\n])(?P<name>{_NAME}?{_STAGE_ENDING})(?:时间)?(?:为|从|自|于|：|，)$")
_NTH = re.compile(r"第?[一二三四五六\d]+(?:个)?(?:阶段|步)$")
_STEPS_TOLD = re.compile(
    r"分(?:为|成)?“?[^。；“]{0,16}[两二三四五六2-6]\s*(?:个|大)?(?:阶段|步骤|步走?|环节)"
)
_BLANK = re.compile(r"\s*（(?=[^）]*[月日×*＊])[\s年月日号至到—～\-－×xX*＊_〇○\d上中下旬底初0]{2,30}）")
_BETWEEN = re.compile(r"[\s，：:、。；（()）“”—-]*(?:时间)?[为：:]?[从自于]?[\s（]*(?:[\dxX×*＊_〇]{0,4}年)?")
_CLOSE = 10
_STRIP = " ，：:、。；（）()“”—-\n"
_LOOK_BACK = 20
_PARAGRAPH = 400  # characters within which a paragraph may say that steps follow
_NAME_LENGTH = 9
_GAP_DAYS = 5


def phase_nodes(reading: Reading) -> dict[int, DateMention]:
    """Return the outline nodes that name a phase, each with its period."""
    periods = {i: date for i, node in enumerate(reading.outline.nodes) if (date := _period_of(reading, node))}
    row = _rows_of_periods(reading, periods)
    return {
        i: date for i, date in periods.items() if i in row or _in_steps(reading, i, reading.outline.nodes[i])
    }


def _rows_of_periods(reading: Reading, periods: dict[int, DateMention]) -> set[int]:
    """Return the nodes that stand side by side with periods each of which follows the one before."""
    found: set[int] = set()
    nodes = reading.outline.nodes
    for before, after in zip(periods, list(periods)[1:], strict=False):
        a, b = periods[before], periods[after]
        siblings = nodes[before].path == nodes[after].path and nodes[before].level == nodes[after].level
        if siblings and "range" in (a.kind, b.kind) and _follows(a, b):
            found |= {before, after}
    return found


def _follows(before: DateMention, after: DateMention) -> bool:
    """Tell whether a period begins right behind the end of another."""
    if not before.last or not after.first:
        return False
    end, begin = _day(before.last, 31), _day(after.first, 1)
    return end is not None and begin is not None and 0 < begin - end <= _GAP_DAYS


def _day(iso: str, in_month: int) -> int | None:
    """Return the day number of an ISO date; of a month, that of its day `in_month` at the latest."""
    parts = [int(part) for part in iso.split("-")]
    for day in range(parts[2] if len(parts) == 3 else in_month, 0, -1):
        try:
            return calendar_date(parts[0], parts[1], day).toordinal()
        except ValueError:
            continue
    return None


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
        between = reading.text[node.heading_end : date.start]
        if date.start >= node.heading_end and not (len(between) <= _CLOSE and _BETWEEN.fullmatch(between)):
            return None
        if date.kind == "range":
            return date
        closed = "（" in between and reading.text[date.end : date.end + 1] in "）前底"
        return date if closed or (_STAGE_WORD.search(node.heading) and not date.deadline) else None
    return None


def _name(reading: Reading, node: Node, date: DateMention) -> str:
    if date.start >= node.heading_end:
        return node.heading.strip(_STRIP)
    text = reading.text
    name = (text[node.marker.end : date.start] + text[date.end : node.heading_end]).strip(_STRIP)
    if name:
        return re.split(r"[，；。]", re.sub(r"^[为是]", "", name))[0]
    rest = text[date.end : node.line_end].strip(_STRIP)
    named = re.match(r"[\u3400-\u9fff、]{2,12}(?:阶段|期)?(?=[。：，；])", rest)
    return named[0] if named else rest[:12] or node.marker.text.strip(_STRIP)


def find_phases(reading: Reading) -> tuple[Phase, ...]:
    """Return the phases of a document in the order of the text."""
    phases: list[Phase] = []
    covered: set[int] = set()
    nodes = reading.outline.nodes
    held = phase_nodes(reading)
    for index, date in held.items():
        name = _name(reading, nodes[index], date)
        phases.append(_phase(reading, name, date, nodes[index].start, "phase:heading", 0.9))
        covered.add(date.start)
    inside = Spans((nodes[i].start, nodes[i].end) for i in held)
    for date in reading.dates:
        if date.start in covered or date.kind == "every":
            continue
        named = _clause_name(reading, date)
        if named is None and not inside.covers(date.start):
            named = _step_name(reading, date)
        if named:
            start = min(named[1], date.start)
            phases.append(_phase(reading, named[0], date, start, "phase:clause", 0.8))
            covered.add(date.start)
    phases.extend(_blank_phases(reading))
    phases.extend(_table_phases(reading, covered))
    return tuple(sorted(phases, key=lambda p: p.start))


def _clause_name(reading: Reading, date: DateMention) -> tuple[str, int] | None:
    """Return the name with 阶段 or 期 that a period in running text has: 10月为迎检期; 动员期（3月）."""
    text, stop = reading.text, min(date.end + _LOOK_BACK, reading.end)
    after = _AFTER.match(text, date.end, stop)
    name = after and (after["name"] or after["plain"] or (after["year"] if _in_years(text, date) else None))
    if (
        name
        and (date.kind == "range" or text[date.end : date.end + 1] in "为是")
        and not _NO_PHASE.match(name)
    ):
        return name, date.start
    before = text[max(reading.start, date.start - _LOOK_BACK) : date.start]
    found = _BRACKET_NAME.search(before) or _FROM_NAME.search(before)
    if found and _STAGE_WORD.search(found["name"]) and _is_whole(reading, date):
        name = found["name"]
        told = _AFTER.match(text, date.end + 1, stop) if _NTH.match(name) else None
        name = (told and (told["name"] or told["plain"])) or name
        return name, date.start - len(before) + found.start("name")
    comma = _BEHIND_COMMA.match(text, date.end, stop) if date.kind == "range" else None
    return (comma["name"], date.start) if comma and not _NO_PHASE.match(comma["name"]) else None


def _in_years(text: str, date: DateMention) -> bool:
    """Tell whether years are named one after the other: 2024年为基础年，2025年为攻坚年."""
    if date.kind != "year":
        return False
    near = text[max(0, date.start - 2 * _LOOK_BACK) : date.end + 2 * _LOOK_BACK]
    return len(re.findall(r"\d年为", near)) >= 2


def _is_whole(reading: Reading, date: DateMention) -> bool:
    """Tell whether a date is a period, or stands alone in its bracket or clause."""
    return date.kind == "range" or (
        not date.deadline and reading.text[date.end : date.end + 1] in ("", "）", "，", "。", "；", "\n")
    )


def _step_name(reading: Reading, date: DateMention) -> tuple[str, int] | None:
    """Return the name without 阶段 of a period where steps are told: 动员部署（3月1日至3月15日）."""
    text = reading.text
    far = max(reading.start, date.start - _PARAGRAPH)
    line_start = max(text.rfind("\n", far, date.start) + 1, far)
    if date.deadline or date.kind == "year" or not _steps_told(reading, date, line_start):
        return None
    before = text[max(line_start, date.start - _LOOK_BACK) : date.start]
    found = _BRACKET_NAME.search(before) or (date.kind == "range" and _COLON_NAME.search(before)) or None
    if found and _is_whole(reading, date):
        return (
            (found["name"], date.start - len(before) + found.start("name")) if _short(found["name"]) else None
        )
    if before.strip(_STRIP) and before.rstrip()[-1] not in "。；：":
        return None
    after = _NEXT_NAME.match(text, date.end, min(date.end + _LOOK_BACK, reading.end))
    return (after["name"], date.start) if after and _short(after["name"]) else None


def _short(name: str) -> bool:
    return 2 <= len(name) <= _NAME_LENGTH and not re.search(r"^(?:时间|地点|日期|期限)", name)


def _steps_told(reading: Reading, date: DateMention, line_start: int) -> bool:
    """Tell whether the heading above or the words before a date say that steps follow."""
    if Section.STEPS in reading.sections_at(date.start):
        return True
    near = reading.text[max(reading.start, line_start - 80) : date.start]
    return "分" in near and bool(_STEPS_TOLD.search(near[-240:]))


def _blank_phases(reading: Reading) -> Iterator[Phase]:
    """Yield the phases whose dates were left blank: 宣传发动阶段（ 月 日— 月 日）."""
    for node in reading.outline.nodes:
        if (
            not _STAGE_WORD.search(node.heading)
            or reading.text[node.heading_end : node.heading_end + 1] != "（"
        ):
            continue
        found = _BLANK.match(reading.text, node.heading_end, min(node.line_end, node.heading_end + 40))
        if found and not reading.dates_in(node.heading_end, found.end()):
            nothing = DateMention(found.start(), found.end(), None, None, "range", False)
            yield _phase(reading, node.heading.strip(_STRIP), nothing, node.start, "phase:heading", 0.7)


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
