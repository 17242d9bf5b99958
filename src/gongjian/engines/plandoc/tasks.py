"""Tasks: headings of work to come, clauses that give work to a body or set a date, and table rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

from gongjian.engines.plandoc.assignments import Work, read_work
from gongjian.engines.plandoc.item_titles import item_title, name_of, with_topic
from gongjian.engines.plandoc.model import Task
from gongjian.engines.plandoc.names import unit_list
from gongjian.engines.plandoc.narration import (
    after_the_past,
    is_told,
    looks_ahead,
    tells_a_story,
)
from gongjian.engines.plandoc.orders import FROM_NOW, LISTED_PERIOD, Orders
from gongjian.engines.plandoc.phases import phase_nodes
from gongjian.engines.plandoc.reading import Reading, split_spans
from gongjian.engines.plandoc.spans import Spans
from gongjian.engines.plandoc.task_tables import table_tasks
from gongjian.engines.plandoc.task_title import title_of
from gongjian.engines.plandoc.units import RESPECTIVELY, respective_shares
from gongjian.engines.plandoc.work_items import ROLL, SANCTION, WorkItems, mark_behind

_EXHORTING = re.compile(
    r"^(?:一定)?(?:要)?(?:高度重视|充分认识|深刻认识|认识|提高(?:思想)?认识|提高(?:政治)?站位|统一思想|切实(?:增强|提高)|加强(?:组织)?领导|强化(?:组织)?领导|认清|增强[^，。]{0,8}(?:意识|感)|积极响应|贯彻落实|深入贯彻"
    r"|(?:牢固)?树立|精心(?:组织|部署)|周密(?:部署|安排)|各司其职|密切配合|通力(?:合作|协作)|主动作为|积极行动|切实(?:扛|担|履)|克服|保持|树牢|(?:充分)?发挥[^，]*作用$|[^，]*(?:政治责任|意识|氛围|合力|认识|站位|自觉性|积极性)$)"
)
"""What a body is merely exhorted to; no piece of work."""
_ROLL_LINE = re.compile(rf"\n[（ ]*{ROLL.pattern}")
_BIDS = re.compile(r"(?:特别是)?(?:要|须|必须|应当?)")
_NAME_LENGTH = 8
"""A heading up to here that ends in 。 or ： names the work; it has no subject that acts."""
_FOUNDING = re.compile(r"[^，。；]{0,20}(?:设在|设于|挂靠在?)[^，。；]{2,20}，(?=负责|承担)")
"""Where an office is hung; what it then does is the work."""
_CHARGE = re.compile(r"由|请|负责|牵头")
_AS_FOLLOWS = re.compile(r"，[^，。]{0,16}如下：?\s*$")
_LISTED = re.compile(r"：(?=[①⑴])|(?:通知|安排|要求|事项|事宜|部署)如下：(?=[^\n])")
_COMMA = re.compile("，")
_CLAUSE = re.compile(r"[，：]")
_LABEL = re.compile(
    r"[（〔【\[ ]*(?:责任|牵头|配合|协办|主办|承办|完成|办结|整改|办理|落实|实施)(?:单位|部门|科室|人|领导|时限|时间)："
)
_PIECE = re.compile(r"[；。\n]")
_SENTENCE = re.compile(r"[。！？\n；]")


@dataclass(frozen=True, slots=True)
class TaskFound:
    """A task before it becomes a record."""

    title: str
    path: tuple[str, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    due: str | None
    start: int
    end: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _When:
    """What a sentence's line says of its time: that it looks ahead, that it lists a period, and where it ends."""

    ahead: bool
    listed: bool
    period: str | None
    end: int


def _line_end(text: str, start: int, end: int) -> int:
    at = text.find("\n", start, end)
    return end if at < 0 else at


class _Finder:
    def __init__(self, reading: Reading, taken: Spans, scored: Spans, aims: Spans) -> None:
        self.reading, self.taken, self.scored, self.aims = reading, taken, scored, aims
        self.story = tells_a_story(reading)
        self.stop = self._close()
        self._work = cache(partial(read_work, reading))
        self.orders = Orders(reading, taken, scored, aims, self._work)
        self.items = WorkItems(reading, taken, phase_nodes(reading), self.story, self.stop, self._work)
        self.found: list[TaskFound] = []

    def find(self) -> tuple[TaskFound, ...]:
        nodes = self.reading.outline.nodes
        first = nodes[0].start if nodes else self.reading.end
        if nodes:
            self._clauses(self.reading.frame.body_start, first, preamble=self.reading.frame.kind != "notice")
        else:
            self._clauses(self.reading.frame.body_start, first)
        for i, node in enumerate(nodes):
            children = self.reading.outline.children[i]
            stop = nodes[children[0]].start if children else node.end
            if children:
                is_article = node.marker.style == "part:条"
                self._clauses(node.marker.end if is_article else node.heading_end, stop)
            elif self.items.has(i):
                self._item(i)
            else:
                self._clauses(node.marker.end, stop)
        self._tables()
        return tuple(sorted(self.found, key=lambda t: t.start))

    def _close(self) -> int:
        """Return where the body ends: before the lines after it that list who came or who gets the paper."""
        nodes = self.reading.outline.nodes
        last = nodes[-1].line_end if nodes else self.reading.frame.body_start
        found = _ROLL_LINE.search(self.reading.text, last, self.reading.end)
        return found.start() if found else self.reading.end

    def _item(self, index: int) -> None:
        """Read one work item: its heading with everything assigned in its text, or its dated clauses."""
        reading, node = self.reading, self.reading.outline.nodes[index]
        if self._splits(index) or self._shared_out(index):
            return
        if RESPECTIVELY.search(reading.text, node.heading_end, node.end):
            self._clauses(node.heading_end, self.items.end_of(index))
            return
        label, colon, rest = node.heading.partition("：")
        if colon and rest and unit_list(label):
            self._clauses(node.marker.end, node.end)
            return
        named = bool(colon and rest and len(label) > 1)
        is_name = named or (mark_behind(reading, node) in ("。", "：") and len(node.heading) <= _NAME_LENGTH)
        body = node.heading_end - len(rest) if named else node.heading_end
        work = self._work(body if is_name else node.marker.end, self.items.end_of(index))
        title = label if named else item_title(reading, node, work, self._work)
        holders = reading.outline.holders(node.start)
        confidence = 0.9 if work.lead or work.due else 0.75
        self.found.append(
            TaskFound(
                title,
                reading.outline.markers(holders),
                work.lead,
                work.support,
                work.due,
                node.start,
                node.line_end,
                "task:item",
                confidence,
            )
        )

    def _splits(self, index: int) -> bool:
        """Read an item of several dated or assigned clauses as one task each; tell whether it was one."""
        reading, node = self.reading, self.reading.outline.nodes[index]
        parts = []
        for start, end in self._dated_pieces(node.heading_end, node.end):
            dates = [d for d in reading.dates_in(start, end) if d.deadline and d.kind != "every"]
            if self.aims.meets(start, end) and not self._work(start, end).lead:
                continue
            if dates:
                parts.append((start, end, dates[0]))
            elif any(d.kind == "point" and d.last for d in reading.dates_in(start, end)) and parts == []:
                points = reading.dates_in(start, end)
                parts.append((start, end, points[0]))
        if len(parts) < 2 or len({d.last for _, _, d in parts}) < 2:
            return False
        whole = self._work(node.heading_end, node.end)
        made = [self._clause_task(start, end, "task:dated clause", whole) for start, end, _ in parts]
        if not all(made):
            return False
        self.found.extend(task for task in made if task)
        return True

    def _shared_out(self, index: int) -> bool:
        """Read an item whose sentences give several bodies each a dated piece of work; tell whether it did."""
        reading, node = self.reading, self.reading.outline.nodes[index]
        if len(reading.dates_in(node.heading_end, self.items.end_of(index))) < 2:
            return False
        parts: list[tuple[int, int]] = []
        leads: list[tuple[str, ...]] = []
        for sentence in split_spans(reading.text, node.heading_end, self.items.end_of(index), _PIECE):
            for a, b in split_spans(reading.text, *sentence, _COMMA):
                work = self._work(a, b)
                if work.lead and work.lead not in leads:
                    parts.append((a, b))
                    leads.append(work.lead)
                elif parts:
                    parts[-1] = (parts[-1][0], b)
        if sum(self._work(*part).deadline for part in parts) < 2:
            return False
        made = [self._clause_task(a, b, "task:shared item", Work()) for a, b in parts]
        self.found.extend(task for task in made if task)
        return any(made)

    def _dated_pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the sentences of an item; one with several deadlines clause by clause."""
        for a, b in split_spans(self.reading.text, start, end, _PIECE):
            dates = [d for d in self.reading.dates_in(a, b) if d.kind != "every"]
            if len(dates) == 1:
                yield a, b
            else:
                yield from split_spans(self.reading.text, a, b, _COMMA)

    def _clauses(self, start: int, end: int, preamble: bool = False) -> None:
        """Find sentences that give work to someone or by some date; a preamble must do so firmly."""
        if end <= start:
            return
        text, ahead, listed = self.reading.text, start, start
        period: str | None = None
        for a, b in self._pieces(start, end):
            if FROM_NOW.match(text, a, b):
                ahead = _line_end(text, a, end)
            if LISTED_PERIOD.match(text, a, b):
                dates = self.reading.dates_in(a, b)
                listed, period = _line_end(text, a, end), dates[0].last if dates else None
            if self.reading.table_at(a) is not None:
                continue
            first, last = self._trimmed(a, b)
            if preamble and not self.orders.is_firm(first, last):
                continue
            if a < ahead or not self.orders.is_excluded(first, last):
                when = _When(a < ahead, a < listed, period if a < listed else None, b)
                self._sentence(first, last, when)

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield sentences and their parts between ；, a label of its own (责任人：…) with what it follows."""
        held: tuple[int, int] | None = None
        for a, b in split_spans(self.reading.text, start, end, _SENTENCE):
            if held and _LABEL.match(self.reading.text, a, b):
                held = (held[0], b)
                continue
            if held:
                yield held
            held = (a, b)
        if held:
            yield held

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Cut off the intro before a list (开展以下活动：①…) and the sanctions or grades at the end."""
        text = self.reading.text
        listed = _LISTED.search(text, start, end)
        if listed:
            start = listed.end()
        closing = _AS_FOLLOWS.search(text, start, end)
        if closing:
            end = closing.start()
        founding = _FOUNDING.match(text, start, end)
        if founding:
            start = founding.end()
        if not self.taken.meets(start, end) and not SANCTION.search(text, start, end):
            return start, end
        for a, b in split_spans(text, start, end, _CLAUSE):
            if a > start and (self.taken.meets(a, b) or SANCTION.search(text, a, b)):
                rest = (min(b + 1, end), end)
                is_left = not self.taken.meets(*rest) and not SANCTION.search(text, *rest)
                return rest if is_left and _CHARGE.search(text, *rest) else (start, a - 1)
        return start, end

    def _sentence(self, start: int, end: int, when: _When) -> None:
        """Make one task of a sentence, or one of each of its clauses that names its own body and date."""
        reading = self.reading
        told = not when.ahead and is_told(reading, self.story, start)
        if told and not looks_ahead(reading.text[start:end]):
            start = after_the_past(reading, start, when.end)
            start, end = self.orders.order_among_deeds(start, end) if start < end else (end, end)
            if start >= end:
                return
        elif not self.orders.is_order(start, end, when.listed):
            return
        if RESPECTIVELY.search(reading.text, start, end) and self._respectively(start, end):
            return
        earlier = Work()
        for a, b in self._parts(start, end, firm=told):
            task = self._clause_task(a, b, "task:clause", earlier)
            if task is not None:
                due = task.due if not told or self._work(a, b).deadline else None
                self.found.append(replace(task, due=due or when.period))
                earlier = Work(lead=task.lead, support=task.support)

    def _respectively(self, start: int, end: int) -> bool:
        """Read 甲、乙分别负责丙、丁 as one task of each body; tell whether the numbers agree."""
        shares = respective_shares(self.reading.text, start, end)
        holders = self.reading.outline.holders(start)
        path, due = self.reading.outline.markers(holders), self._work(start, end).due
        for name, what in shares:
            self.found.append(TaskFound(what, path, (name,), (), due, start, end, "task:clause", 0.65))
        return bool(shares)

    def _parts(self, start: int, end: int, firm: bool) -> list[tuple[int, int]]:
        """Part a sentence whose clauses each name a body or a deadline of their own; else it stays whole."""
        parts: list[tuple[int, int]] = []
        leads: list[tuple[str, ...]] = []
        dated = False
        for a, b in split_spans(self.reading.text, start, end, _COMMA):
            work = self._work(a, b)
            given = work.told or work.deadline or (bool(parts) and not firm and self._acts(a, b, work))
            is_own = given and work.lead and work.lead not in leads
            is_next = dated and work.deadline and title_of(self.reading, a, b, work) is not None
            dated = dated or work.deadline
            if is_own or is_next:
                parts.append((a, b))
                leads.append(work.lead)
            elif parts:
                parts[-1] = (parts[-1][0], b)
        if len(parts) < 2:
            return [(start, end)]
        return [(start, parts[0][1]), *parts[1:]]

    def _acts(self, start: int, end: int, work: Work) -> bool:
        """Tell whether a clause says of its body what it does: 财政所凭结果拨付服务费."""
        title = title_of(self.reading, start, end, work) if work.lead else None
        return title is not None and len(title) > 3

    def _clause_task(self, start: int, end: int, rule: str, earlier: Work) -> TaskFound | None:
        reading = self.reading
        work = self._work(start, end)
        title = title_of(reading, start, end, work)
        if title and _EXHORTING.match(title) and not work.deadline and not work.labelled:
            title = self._order_behind(start, end)
        holders = reading.outline.holders(start)
        if not title and holders and work.lead and work.deadline:
            title = name_of(reading, holders[-1])
        if not title or self._is_over(work.due):
            return None
        if holders:
            title = with_topic(reading, holders[-1], title)
        support = work.support or (() if work.lead else earlier.support)
        lead = work.lead or earlier.lead or (self._charged(holders[-1]) if holders else ())
        return TaskFound(
            title,
            reading.outline.markers(holders),
            lead,
            support,
            work.due,
            start,
            end,
            rule,
            0.65 if lead else 0.55,
        )

    def _is_over(self, due: str | None) -> bool:
        """Tell whether a date lies before the day of issue, so that the clause tells what was done."""
        issued = self.reading.frame.issued
        if issued is None or len(issued) < len("2024-03-01") or due is None or due.startswith("every"):
            return False
        return due + "-99" < issued if len(due) < len(issued) else due < issued

    def _order_behind(self, start: int, end: int) -> str | None:
        """Return the work in the clauses behind an exhortation: 各村要高度重视，…，要清理河道."""
        for a, b in list(split_spans(self.reading.text, start, end, _COMMA))[1:]:
            title = title_of(self.reading, a, b, Work()) if _BIDS.match(self.reading.text, a, b) else None
            if title and len(title) > 5 and not _EXHORTING.match(title):
                return title
        return None

    def _charged(self, index: int) -> tuple[str, ...]:
        """Return the bodies or posts that an item names before its colon: 3.宣传委员：每月更新公开栏."""
        node = self.reading.outline.nodes[index]
        names = unit_list(node.heading) if self.reading.text[node.heading_end] == "：" else None
        return tuple(names or ())

    def _tables(self) -> None:
        for row in table_tasks(self.reading):
            is_appended = row.start > self.stop
            holders = () if is_appended else self.reading.outline.holders(row.start)
            path = self.reading.outline.markers(holders)
            self.found.append(
                TaskFound(
                    row.title, path, row.lead, row.support, row.due, row.start, row.end, "task:table", 0.9
                )
            )


def find_tasks(reading: Reading, taken: Spans, scored: Spans, aims: Spans) -> tuple[TaskFound, ...]:
    """Return the tasks of a document outside the `taken` spans (ratings, rubric rules), in order.

    In the `scored` spans (rubric items) and the `aims` (targets) only work given to a named body counts.
    """
    return _Finder(reading, taken, scored, aims).find()


def task_records(reading: Reading, found: tuple[TaskFound, ...]) -> tuple[Task, ...]:
    """Turn found tasks into records with their place in the raw text."""
    records = []
    for task in found:
        a, b, quote = reading.raw_span(task.start, task.end)
        records.append(
            Task(
                quote=quote,
                start=a,
                end=b,
                rule=task.rule,
                confidence=task.confidence,
                title=task.title,
                path=task.path,
                lead=task.lead,
                support=task.support,
                due=task.due,
            )
        )
    return tuple(records)
