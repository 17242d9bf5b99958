"""Tasks: headings of work to come, clauses that give work to a body or set a date, and table rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial

from gongjian.engines.plandoc.assignments import Work, read_work
from gongjian.engines.plandoc.model import Task
from gongjian.engines.plandoc.names import unit_list
from gongjian.engines.plandoc.narration import (
    after_the_past,
    charges,
    is_done,
    is_told,
    looks_ahead,
    tells_a_story,
)
from gongjian.engines.plandoc.phases import phase_nodes
from gongjian.engines.plandoc.reading import Reading, split_spans
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.spans import Spans
from gongjian.engines.plandoc.task_tables import table_tasks
from gongjian.engines.plandoc.task_title import title_of
from gongjian.engines.plandoc.work_items import ACTS, SANCTION, WorkItems, body_end, mark_behind

_SILENT = {Section.GROUP, Section.GUIDANCE, Section.TIME}
_EXHORTING = re.compile(
    r"^(?:一定)?(?:要)?(?:高度重视|充分认识|深刻认识|认识|提高(?:思想)?认识|提高(?:政治)?站位|统一思想|切实(?:增强|提高)|加强(?:组织)?领导|强化(?:组织)?领导|认清|增强[^，。]{0,8}(?:意识|感)|积极响应|贯彻落实|深入贯彻"
    r"|(?:牢固)?树立|精心(?:组织|部署)|周密(?:部署|安排)|各司其职|密切配合|通力(?:合作|协作)|主动作为|积极行动)"
)
"""What a body is merely exhorted to; no piece of work."""
_ANNOUNCING = re.compile(
    r"如下[\u3400-\u9fff]{0,4}[：]?$|现(?:将|就).{0,20}(?:如下|通知|汇报|通报)|决定(?:在|举办|开展|于|对|从)|召开了|举办了|^[^，。]{2,40}[：]$|制定本|特制定|按照.{0,20}要求，?$"
)
_ROLL = re.compile(
    r"(?:出席|列席|参会|参加(?:会议)?|主持|记录|请假|缺席|抄送|抄报|主送|报送|分送|发送|填表(?:单位|日期|人)?|填报(?:单位|日期|人)?|制表(?:单位|日期|人)?|印发|联系人|联系电话|附件)[：]"
)
"""Lines that list who was there or who gets the paper."""
_ROLL_LINE = re.compile(rf"\n[（ ]*{_ROLL.pattern}")
_PAIRED = re.compile(r"[\u3400-\u9fff“”]{2,12}，[\u3400-\u9fff“”]{2,12}")
"""A heading of two halves: 优环境，打造宜居家园."""
_ADVERBIAL = re.compile(
    r"(?:在(?![职编])|通过|根据|按照|围绕|结合|依托|针对|对照|为(?![民老农])|充分利用|以(?=[^，]*为))"
)
_BIDS = re.compile(r"(?:特别是)?(?:要|须|必须|应当?)")
_FIRM = re.compile(r"请|由[^，。]{2,30}(?:负责|牵头|打分|组织|承担|承办)")
_NAME_LENGTH = 8
"""A heading up to here that ends in 。 or ： names the work; it has no subject that acts."""
_HUNG = re.compile(r"(?:办公室|办事机构|专班|小组)[^，。；]{0,6}(?:设在|设于|挂靠)")
_FOUNDING = re.compile(r"[^，。；]{0,20}(?:设在|设于|挂靠在?)[^，。；]{2,20}，(?=负责|承担)")
"""Where an office is hung; what it then does is the work."""
_SLOGAN = re.compile(
    r"(?:[抓补强促提优增树惠保稳创建破聚夯育练严][\u3400-\u9fff]{2}[、，]?){1,3}|举一反三|以点带面|以案促改|标本兼治|立行立改|即知即改|边查边改|建章立制|常抓不懈|久久为功"
)
_MONTH_LINE = re.compile(r"(?:\d{1,2}(?:[—～-]\d{1,2})?|[一二三四五六七八九十]{1,2})月(?:份)?[ ：，、]")


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


class _Finder:
    def __init__(self, reading: Reading, taken: Spans, scored: Spans, aims: Spans) -> None:
        self.reading, self.taken, self.scored, self.aims = reading, taken, scored, aims
        self.story = tells_a_story(reading)
        self.stop = self._close()
        self._work = cache(partial(read_work, reading))
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
                self._clauses(node.heading_end, stop)
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
        if self._splits(index):
            return
        label, colon, rest = node.heading.partition("：")
        if colon and rest and unit_list(label):
            self._clauses(node.marker.end, node.end)
            return
        named = bool(colon and rest and len(label) > 1)
        is_name = named or (mark_behind(reading, node) in ("。", "：") and len(node.heading) <= _NAME_LENGTH)
        body = node.heading_end - len(rest) if named else node.heading_end
        work = self._work(body if is_name else node.marker.end, body_end(reading, node, self.stop))
        title = label if named else node.heading
        if "——" in title:
            dash = reading.text.find("——", node.marker.end, node.line_end)
            title = title_of(reading, node.marker.end, dash, work) or title.partition("——")[0]
        if self._is_sentence_heading(title) or (colon and not named):
            better = title_of(reading, node.marker.end, max(node.heading_end, node.marker.end + 1), work)
            title = better if better and "%" not in better else title
            if not work.lead and not work.due and not colon:
                title = node.heading.partition("，")[0]
        elif _ADVERBIAL.match(title) and not named:
            title = self._act_behind(node.heading_end, node.line_end) or title
        elif _SLOGAN.fullmatch(title):
            title = self._behind_slogan(body, node.line_end) or title
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

    def _act_behind(self, start: int, end: int) -> str | None:
        """Return the first clause of doing behind an adverbial: 在原有队伍基础上，|新建合唱队."""
        stop = self.reading.text.find("。", start, end)
        for a, b in split_spans(self.reading.text, start, end if stop < 0 else stop, re.compile("，")):
            if ACTS.match(self.reading.text, a, b):
                return title_of(self.reading, a, b, Work())
        return None

    def _behind_slogan(self, start: int, end: int) -> str | None:
        """Return the work behind a slogan (补短板) when one sentence below it gives one body a dated piece."""
        sentences = [
            s for s in self.reading.sentences(start, end) if self.reading.text[slice(*s)].strip("。 ")
        ]
        if len(sentences) != 1:
            return None
        work = self._work(*sentences[0])
        is_given = work.told and work.deadline and not work.labelled
        return title_of(self.reading, *sentences[0], work) if is_given else None

    def _is_sentence_heading(self, title: str) -> bool:
        """Tell whether a heading is a whole instruction with its unit or date rather than a name."""
        if len(title) > 16 and "，" in title and not _PAIRED.fullmatch(title):
            return True
        return bool(
            re.search(
                r"(?:前|底|末|每[周月季年日].{0,4})(?:报送|完成|召开|开展|组织|报|提交)|^(?:甲方|乙方|各\S{2,6}(?:要|应|须|将))",
                title,
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
        made = [self._clause_task(start, end, "task:dated clause") for start, end, _ in parts]
        if not all(made):
            return False
        self.found.extend(task for task in made if task)
        return True

    def _dated_pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the sentences of an item; one with several deadlines clause by clause."""
        for a, b in split_spans(self.reading.text, start, end, re.compile(r"[；。\n]")):
            dates = [d for d in self.reading.dates_in(a, b) if d.kind != "every"]
            if len(dates) == 1:
                yield a, b
            else:
                yield from split_spans(self.reading.text, a, b, re.compile("，"))

    def _clauses(self, start: int, end: int, preamble: bool = False) -> None:
        """Find sentences that give work to someone or by some date; a preamble must do so firmly."""
        if end <= start:
            return
        for a, b in split_spans(self.reading.text, start, end, re.compile(r"[。！？\n；]")):
            if self.reading.table_at(a) is None:
                first, last = self._trimmed(a, b)
                if preamble and not self._is_firm(first, last):
                    continue
                if not self._excluded(first, last):
                    self._sentence(first, last)

    def _announced(self, offset: int) -> tuple[Section, ...]:
        """Return what the headings around an offset announce, a leaf that is a sentence left out."""
        outline = self.reading.outline
        return tuple(
            self.reading.section_of_node(i)
            for i in outline.holders(offset)
            if outline.children[i] or "，" not in outline.nodes[i].heading
        )

    def _is_firm(self, start: int, end: int) -> bool:
        """Tell whether a sentence before the first heading gives work in so many words."""
        if _FIRM.search(self.reading.text, start, end):
            return True
        work = self._work(start, end)
        return work.told and work.due is not None

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Cut off the intro before a list (开展以下活动：①…) and the sanctions or grades at the end."""
        text = self.reading.text
        listed = re.search(r"：(?=[①⑴])", text[start:end])
        if listed:
            start += listed.end()
        founding = _FOUNDING.match(text, start, end)
        if founding:
            start = founding.end()
        for a, b in split_spans(text, start, end, re.compile(r"[，：]")):
            graded = self.taken.meets(a, b)
            if a > start and (graded or SANCTION.search(text[a:b])):
                return start, a - 1
        return start, end

    def _excluded(self, start: int, end: int) -> bool:
        reading, text = self.reading, self.reading.text[start:end]
        if SANCTION.search(text) or self.taken.meets(start, end) or _ROLL.match(text) or _HUNG.search(text):
            return True
        if re.search(r"^[^，。]{0,12}(?:不得|禁止|严禁|不准)", text):
            return True
        if _ANNOUNCING.search(text) or re.match(r"下一步|接下来", text):
            return not re.match(r"下一步|接下来", text)
        sections = self._announced(start)
        if Section.GOAL in sections or Section.PROBLEMS in sections:
            return True
        work = self._work(start, end)
        return reading.section_at(start) in _SILENT and not (work.bidden or work.told or work.deadline)

    def _sentence(self, start: int, end: int) -> None:
        """Make one task of a sentence, or one of each of its clauses that names its own body and date."""
        reading = self.reading
        if is_told(reading, self.story, start) and not looks_ahead(reading.text[start:end]):
            start, end = self._order_of_the_past(*after_the_past(reading, start, end))
            if start >= end:
                return
        elif not self._is_order(start, end):
            return
        lead: tuple[str, ...] = ()
        for a, b in self._parts(start, end):
            task = self._clause_task(a, b, "task:clause", lead)
            if task is not None:
                self.found.append(task)
                lead = task.lead

    def _order_of_the_past(self, start: int, end: int) -> tuple[int, int]:
        """Return what still gives work among told deeds: a charge with a date, a duty that recurs; or nothing."""
        work = self._work(start, end)
        if work.labelled and work.lead:
            return start, end
        if work.due and work.due.startswith("every"):
            return self._duty(start, end)
        is_charge = (work.told or work.bidden) and work.deadline and charges(self.reading.text[start:end])
        return (start, end) if is_charge else (end, end)

    def _duty(self, start: int, end: int) -> tuple[int, int]:
        """Return the clause of a recurring duty on, with the clause before it, when they name who does it."""
        clauses = list(split_spans(self.reading.text, start, end, re.compile("，")))
        for before, (a, b) in zip([clauses[0], *clauses], clauses, strict=False):
            work = self._work(a, b)
            if work.due and work.due.startswith("every"):
                first = a if work.lead else before[0]
                return (first, end) if self._work(first, b).lead else (end, end)
        return end, end

    def _is_order(self, start: int, end: int) -> bool:
        """Tell whether a sentence gives work to a body, or to be done by a date."""
        text, work = self.reading.text[start:end], self._work(start, end)
        if is_done(text) and not work.labelled:
            return False
        month = _MONTH_LINE.match(self.reading.text, start, end)
        strong = work.labelled or work.strong
        if self.scored.covers(start) and not strong:
            return False
        dated = work.deadline and (work.due is not None or bool(work.lead))
        if not strong and self.aims.meets(start, end) and not (work.bidden or (work.deadline and work.lead)):
            return False
        if not work.lead and not month and not self._is_instruction(text):
            return False
        return bool(month or strong or dated or (work.lead and self._plans()))

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """Part a sentence whose clauses each name a body or a deadline of their own; else it stays whole."""
        parts: list[tuple[int, int]] = []
        leads: list[tuple[str, ...]] = []
        dated = False
        for a, b in split_spans(self.reading.text, start, end, re.compile("，")):
            work = self._work(a, b)
            is_own = (work.told or work.deadline) and work.lead and work.lead not in leads
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

    def _plans(self) -> bool:
        return self.reading.frame.kind in ("plan", "notice")

    def _is_instruction(self, text: str) -> bool:
        return not re.search(r"截至|以来|已于|^(?:注|说明)|(?:实现|达到|取得|见成效)", text)

    def _clause_task(
        self, start: int, end: int, rule: str, earlier: tuple[str, ...] = ()
    ) -> TaskFound | None:
        reading = self.reading
        work = self._work(start, end)
        title = title_of(reading, start, end, work)
        if title and _EXHORTING.match(title) and not work.deadline and not work.labelled:
            title = self._order_behind(start, end)
        if not title:
            return None
        holders = reading.outline.holders(start)
        lead = work.lead or earlier or (self._charged(holders[-1]) if holders else ())
        return TaskFound(
            title,
            reading.outline.markers(holders),
            lead,
            work.support,
            work.due,
            start,
            end,
            rule,
            0.65 if lead else 0.55,
        )

    def _order_behind(self, start: int, end: int) -> str | None:
        """Return the work in the clauses behind an exhortation: 各村要高度重视，…，要清理河道."""
        for a, b in list(split_spans(self.reading.text, start, end, re.compile("，")))[1:]:
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
            path = self.reading.outline.markers(self.reading.outline.holders(row.start))
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
