"""Which sentences give work: what is told, announced, banned or punished gives none."""

import re
from collections.abc import Callable

from gongjian.engines.plandoc.assignments import Work
from gongjian.engines.plandoc.narration import charges, is_done
from gongjian.engines.plandoc.reading import Reading, split_spans
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.spans import Spans
from gongjian.engines.plandoc.work_items import ROLL, SANCTION

_SILENT = {Section.GROUP, Section.GUIDANCE, Section.TIME}
_ANNOUNCING = re.compile(
    r"如下[\u3400-\u9fff]{0,4}[：]?$|现(?:将|就).{0,20}(?:如下|通知|汇报|通报)|决定(?:在|举办|开展|于|对|从)|召开了|举办了|^[^，。]{2,40}[：]$|制定本|特制定|按照.{0,20}要求，?$|印发给你们|^[^，。；：]{4,40}(?:方案|计划|办法|细则|意见|通知|规划)(?:（[^）]*）)?$"
)
_HUNG = re.compile(r"(?:办公室|办事机构|专班|小组)[^，。；]{0,6}(?:设在|设于|挂靠)")
_CONVENED = re.compile("主持召开")
_PRESENT = re.compile(r"(?:出席|列席|参加)了?(?:本次|此次)?会议")
_MONEY = re.compile(r"(?:出资|列支|投入|配套|补助|自筹|支出)[^，]{0,8}\d[\d.,]*[万亿]?元")
_NO_WORK = (SANCTION, _HUNG, _PRESENT, _CONVENED)
_BAN = re.compile(r"[^，。]{0,12}(?:不得|禁止|严禁|不准)")
FROM_NOW = re.compile(
    r"(?:下一?步|接下来|今后一个时期|下阶段)(?:工作)?(?:的)?(?:打算|计划|思路|安排|措施)?(?=[，：]|[\u3400-\u9fff])"
)
_RESULT = re.compile(r"截至|以来|已于|^(?:注|说明)|实现|达到|取得|见成效")
_COMMA = re.compile("，")
_FIRM = re.compile(r"请|由[^，。]{2,30}(?:负责|牵头|打分|组织|承担|承办)")
_BY_THEN = re.compile(r"前[\u3400-\u9fff]{0,6}(?:完成|报|提交|建成|办结|启动|召开|举办|公布|印发|制定)")
LISTED_PERIOD = re.compile(
    r"(?:\d{1,2}(?:[—～-]\d{1,2})?月(?:份)?|[一二三四五六七八九十]{1,2}月(?:份)?|第?[一二三四1-4]季度|[上下]半年)(?:[：]| +(?=[\u3400-\u9fff]))"
)
"""A line of a calendar: all it lists is work of the period it begins with."""
_MONTH_LINE = re.compile(r"(?:\d{1,2}(?:[—～-]\d{1,2})?|[一二三四五六七八九十]{1,2})月(?:份)?[ ：，、]")


class Orders:
    """Judges the sentences of one document; `read` tells who does what in a stretch."""

    def __init__(
        self, reading: Reading, taken: Spans, scored: Spans, aims: Spans, read: Callable[[int, int], Work]
    ) -> None:
        self.reading, self.taken, self.scored, self.aims, self.read = reading, taken, scored, aims, read

    def is_firm(self, start: int, end: int) -> bool:
        """Tell whether a sentence before the first heading gives work in so many words."""
        if _FIRM.search(self.reading.text, start, end):
            return True
        work = self.read(start, end)
        return work.told and work.due is not None

    def _announced(self, offset: int) -> tuple[Section, ...]:
        """Return what the headings around an offset announce, a leaf that is a sentence left out."""
        outline = self.reading.outline
        return tuple(
            self.reading.section_of_node(i)
            for i in outline.holders(offset)
            if outline.children[i] or "，" not in outline.nodes[i].heading
        )

    def is_excluded(self, start: int, end: int) -> bool:
        """Tell whether a sentence gives no work by what it is: a sanction, a ban, a roll, an announcement."""
        reading, text = self.reading, self.reading.text
        if self.taken.meets(start, end) or any(kind.search(text, start, end) for kind in _NO_WORK):
            return True
        if ROLL.match(text, start, end) or _BAN.match(text, start, end):
            return True
        if FROM_NOW.match(text, start, end):
            return False
        if _ANNOUNCING.search(text[start:end]):
            return True
        sections = self._announced(start)
        if Section.GOAL in sections or Section.PROBLEMS in sections:
            return True
        if reading.section_at(start) not in _SILENT:
            return False
        work = self.read(start, end)
        return not (work.bidden or work.told or work.deadline)

    def order_among_deeds(self, start: int, end: int) -> tuple[int, int]:
        """Return what still gives work among told deeds: a charge with a date, a duty that recurs; or nothing."""
        if not self.reading.dates_in(start, end) and self.reading.text.find("：", start, end) < 0:
            return end, end
        work = self.read(start, end)
        if work.labelled and work.lead:
            return start, end
        if work.due and work.due.startswith("every"):
            return self._duty(start, end)
        is_charge = (work.told or work.bidden) and work.deadline and charges(self.reading.text[start:end])
        return (start, end) if is_charge else (end, end)

    def _duty(self, start: int, end: int) -> tuple[int, int]:
        """Return the clause of a recurring duty on, with the clause before it, when they name who does it."""
        clauses = list(split_spans(self.reading.text, start, end, _COMMA))
        for before, (a, b) in zip([clauses[0], *clauses], clauses, strict=False):
            work = self.read(a, b)
            if work.due and work.due.startswith("every"):
                first = a if work.lead else before[0]
                return (first, end) if self.read(first, b).lead else (end, end)
        return end, end

    def is_order(self, start: int, end: int, listed: bool) -> bool:
        """Tell whether a sentence gives work to a body, or to be done by a date."""
        text = self.reading.text[start:end]
        done = is_done(text)
        if done and "：" not in text:
            return False
        work = self.read(start, end)
        if done and not work.labelled:
            return False
        month = listed or _MONTH_LINE.match(self.reading.text, start, end)
        strong = work.labelled or work.strong
        if self.scored.covers(start) and not strong:
            return False
        dated = work.deadline and (work.due is not None or bool(work.lead) or _BY_THEN.search(text))
        asked = work.bidden or "请" in text or (work.deadline and work.lead)
        if not strong and not asked and self.aims.meets(start, end):
            return False
        if not strong and not work.deadline and _MONEY.search(text):
            return False
        if not work.lead and not month and not self._is_instruction(text):
            return False
        return bool(month or strong or dated or (work.lead and self._plans()))

    def _plans(self) -> bool:
        return self.reading.frame.kind in ("plan", "notice")

    def _is_instruction(self, text: str) -> bool:
        return not _RESULT.search(text)
