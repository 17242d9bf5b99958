"""Tasks: headings of work to come, clauses that give work to a body or set a date, and table rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial

from gongjian.engines.plandoc.assignments import Work, read_work
from gongjian.engines.plandoc.dates import DateMention
from gongjian.engines.plandoc.model import Task
from gongjian.engines.plandoc.phases import phase_nodes
from gongjian.engines.plandoc.reading import Reading, split_spans
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.spans import Spans
from gongjian.engines.plandoc.task_title import title_of
from gongjian.engines.plandoc.units import split_names, unit_list

_WORKING = {Section.WORK, Section.FUTURE}
_SILENT = {Section.GROUP, Section.GUIDANCE, Section.TIME}
_SLOGAN_ONLY = re.compile(
    r"^(?:提高|统一)(?:思想)?认识|^加强(?:组织)?领导|^高度重视|^提高站位|^强化(?:组织)?领导|^(?:加强|强化)宣传|^统一思想"
)
_SANCTION = re.compile(
    r"(?:副?组长|指挥长?|成员)(?:由|为|：|，)|任(?:第一|常务)?副?(?:组长|总?指挥|召集人)|下设.{0,8}(?:办公室|组)|为成员|兼任|约谈|问责|通报批评|诫勉|追究|一票否决|取消.{0,8}资格|评为|命名|授予|列为|不得分|扣\d|第一责任人|负责解释|解释权|施行|起执行"
)
_ANNOUNCING = re.compile(
    r"如下[：]?$|现(?:将|就).{0,20}(?:如下|通知|汇报|通报)|决定(?:在|举办|开展|于|对|从)|召开了|举办了|^[^，。]{2,40}[：]$|制定本|特制定|按照.{0,20}要求，?$"
)
_NAME_LENGTH = 8
"""A heading up to here that ends in 。 or ： names the work; it has no subject that acts."""
_FOUNDING = re.compile(r"[^，。；]{0,20}(?:设在|设于|挂靠在?)[^，。；]{2,20}，(?=负责|承担)")
"""Where an office is hung; what it then does is the work."""
_SLOGAN = re.compile(r"(?:[抓补强促提优增树惠保稳创建破聚夯育练严][\u3400-\u9fff]{2}[、，]?){1,3}")
_CHARGED = re.compile(r"由|请|明确|建议|责任单位|牵头单位")
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
    def __init__(self, reading: Reading, taken: Spans, scored: Spans) -> None:
        self.reading, self.taken, self.scored = reading, taken, scored
        self.phases = phase_nodes(reading)
        self._work = cache(partial(read_work, reading))
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
            elif self._is_work_item(i):
                self._item(i)
            else:
                self._clauses(node.marker.end, stop)
        self._tables()
        return tuple(sorted(self.found, key=lambda t: t.start))

    def _is_work_item(self, index: int) -> bool:
        """Tell whether a leaf is work to come by the headings above it."""
        reading, node = self.reading, self.reading.outline.nodes[index]
        if index in self.phases or not node.path or not node.heading:
            return False
        if self.taken.meets(node.start, node.end) and _SANCTION.search(reading.text[node.start : node.end]):
            return False
        if reading.frame.kind in ("rubric", "study") or self._is_of_a_regulation(index):
            return False
        if reading.section_of_node(index) in (Section.GOAL, Section.TIME):
            return False
        above = [reading.section_of_node(i) for i in node.path]
        decisive = next((s for s in reversed(above) if s is not Section.OTHER), Section.OTHER)
        if Section.PAST in above or Section.PROBLEMS in above or decisive not in _WORKING:
            return False
        return not _SLOGAN_ONLY.match(node.heading) or self._gives_work(node.start, node.end)

    def _is_of_a_regulation(self, index: int) -> bool:
        """Tell whether an item is an article of a regulation, whose sentences each stand for themselves."""
        nodes = self.reading.outline.nodes
        in_chapters = any(nodes[i].marker.style == "part:章" for i in nodes[index].path)
        return nodes[index].marker.style == "part:条" and in_chapters

    def _gives_work(self, start: int, end: int) -> bool:
        work = self._work(start, end)
        return bool(work.lead or work.support or work.due)

    def _item(self, index: int) -> None:
        """Read one work item: its heading with everything assigned in its text, or its dated clauses."""
        reading, node = self.reading, self.reading.outline.nodes[index]
        if self._splits(index):
            return
        is_name = (
            reading.text[node.heading_end : node.heading_end + 1] in ("。", "：")
            and len(node.heading) <= _NAME_LENGTH
        )
        work = self._work(node.heading_end if is_name else node.marker.end, node.end)
        title = node.heading
        if self._is_sentence_heading(title):
            named = title_of(reading, node.marker.end, max(node.heading_end, node.marker.end + 1), work)
            title = named if named and "%" not in named else title
        elif _SLOGAN.fullmatch(title):
            title = self._behind_slogan(node.heading_end, node.line_end) or title
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
        if len(title) > 16 and "，" in title:
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
                if preamble and not re.search(
                    r"请|由[^，。]{2,30}(?:负责|牵头|打分|组织|承担|承办)", self.reading.text[first:last]
                ):
                    continue
                if not self._excluded(first, last):
                    self._sentence(first, last)

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
            if a > start and (graded or _SANCTION.search(text[a:b])):
                return start, a - 1
        return start, end

    def _excluded(self, start: int, end: int) -> bool:
        reading, text = self.reading, self.reading.text[start:end]
        if _SANCTION.search(text) or self.taken.meets(start, end):
            return True
        if re.search(r"^[^，。]{0,12}(?:不得|禁止|严禁|不准)", text):
            return True
        if _ANNOUNCING.search(text) or re.match(r"下一步|接下来", text):
            return not re.match(r"下一步|接下来", text)
        sections = reading.sections_at(start)
        if Section.GOAL in sections or Section.PROBLEMS in sections:
            return True
        return reading.section_at(start) in _SILENT and not re.search(r"[前底]将|[日号底]前|负责", text)

    def _sentence(self, start: int, end: int) -> None:
        """Make one task of a sentence, or one of each of its clauses that names its own body and date."""
        reading = self.reading
        work = self._work(start, end)
        past = self._is_past(start, end)
        month = _MONTH_LINE.match(reading.text, start, end)
        strong = work.labelled or work.strong
        if past and not (strong and work.told and _CHARGED.search(reading.text[start:end])):
            return
        dated = work.deadline and (work.due is not None or bool(work.lead))
        if self.scored.covers(start) and not strong:
            return
        if not (month or strong or dated or (work.lead and self._plans())):
            return
        if not month and not strong and dated and not work.lead and not self._is_instruction(start, end):
            return
        lead: tuple[str, ...] = ()
        for a, b in self._parts(start, end):
            task = self._clause_task(a, b, "task:clause", lead)
            if task is not None:
                self.found.append(task)
                lead = task.lead

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
        return self.reading.frame.kind in ("plan", "notice", "bulletin")

    def _is_instruction(self, start: int, end: int) -> bool:
        text = self.reading.text[start:end]
        return not re.search(r"截至|以来|已于|^(?:注|说明)", text)

    def _is_past(self, start: int, end: int) -> bool:
        reading = self.reading
        section = reading.section_at(start)
        text = reading.text[start:end]
        if section is Section.PAST or (
            reading.frame.kind in ("report", "summary", "study")
            and Section.FUTURE not in reading.sections_at(start)
        ):
            ahead = (
                r"要|将|前完成|底前|日前"
                if Section.WORK in reading.sections_at(start)
                else r"将于|建议|拟于|计划于"
            )
            return not re.search(rf"^(?:下一步|接下来|今后)|{ahead}", text)
        return bool(re.search(r"已(?:经)?(?:完成|建成|于|在)", text))

    def _clause_task(
        self, start: int, end: int, rule: str, earlier: tuple[str, ...] = ()
    ) -> TaskFound | None:
        reading = self.reading
        work = self._work(start, end)
        title = title_of(reading, start, end, work)
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

    def _charged(self, index: int) -> tuple[str, ...]:
        """Return the bodies or posts that an item names before its colon: 3.宣传委员：每月更新公开栏."""
        node = self.reading.outline.nodes[index]
        names = unit_list(node.heading) if self.reading.text[node.heading_end] == "：" else None
        return tuple(names or ())

    def _tables(self) -> None:
        for table in self.reading.tables:
            title_at = table.column(
                "工作任务", "任务", "工作内容", "活动内容", "内容", "事项", "举措", "措施", "项目", "活动"
            )
            lead_at = table.column("牵头", "责任单位", "主办", "责任", "承办", "负责", "主责")
            support_at = table.column("配合", "协办", "协同", "参与", "协助", "支持")
            due_at = table.column("完成时", "时限", "时间", "期限", "进度", "节点")
            if title_at is None or (lead_at is None and due_at is None) or table.column("阶段") == title_at:
                continue
            for row in table.rows:
                if (
                    len(row) <= title_at
                    or len(row[title_at].text) < 2
                    or re.fullmatch(r"合计|小计|总计", row[title_at].text)
                ):
                    continue
                cell = row[title_at]
                names = [
                    self._names(row[at].text) if at is not None and at < len(row) else ()
                    for at in (lead_at, support_at)
                ]
                due = (
                    self._due(row[due_at].start, row[due_at].end)
                    if due_at is not None and due_at < len(row)
                    else None
                )
                title = title_of(self.reading, cell.start, cell.end, Work()) or cell.text
                holders = self.reading.outline.holders(cell.start)
                path = self.reading.outline.markers(holders)
                used = (title_at, lead_at, support_at, due_at)
                end = max(row[at].end for at in used if at is not None and at < len(row))
                self.found.append(
                    TaskFound(title, path, names[0], names[1], due, cell.start, end, "task:table", 0.9)
                )

    def _names(self, text: str) -> tuple[str, ...]:
        return tuple(n for n in split_names(text) if n not in ("无", "/", "-", "—"))

    def _due(self, start: int, end: int) -> str | None:
        dates: list[DateMention] = self.reading.dates_in(start, end + 1)
        every = [d for d in dates if d.kind == "every"]
        return (every or dates)[-1].last if dates else None


def find_tasks(reading: Reading, taken: Spans, scored: Spans) -> tuple[TaskFound, ...]:
    """Return the tasks of a document outside the `taken` spans (ratings, rubric rules), in order.

    In the `scored` spans (rubric items) only work that is given to a named body counts.
    """
    return _Finder(reading, taken, scored).find()


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
