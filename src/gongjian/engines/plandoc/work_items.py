"""Which leaves of the outline are pieces of work: by their sections, or because somebody is given them."""

import re
from collections.abc import Callable, Iterable

from gongjian.engines.plandoc.assignments import Work
from gongjian.engines.plandoc.dates import DateMention
from gongjian.engines.plandoc.lexicon import VERBS
from gongjian.engines.plandoc.names import unit_list
from gongjian.engines.plandoc.narration import is_done, is_told, plans_ahead
from gongjian.engines.plandoc.outline import Node
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.spans import Spans

_WORKING = {Section.WORK, Section.FUTURE}
_SLOGAN_ONLY = re.compile(
    r"^(?:提高|统一|深化)(?:思想)?认识|^加强(?:组织|统筹)?领导|^高度重视|^提高(?:政治)?站位|^强化(?:组织)?领导|^统一思想|^(?:进一步|切实|不断)?(?:强化|增强|提高|提升)[^，。]{0,10}(?:意识|认识|站位)$|^(?:强化|压实|落实|明确|严明|严格)(?:工作)?(?:责任|职责|分工|保障|意识|纪律|落实)"
)
SANCTION = re.compile(
    r"(?:副?组长|指挥长?|成员)(?:由|为|：)|任(?:第一|常务)?副?(?:组长|总?指挥|召集人)|下设.{0,8}(?:办公室|组)|为成员|兼任|约谈|问责|通报批评|诫勉|追究|一票否决|取消.{0,8}资格|评为|命名|授予|列为|不得分|扣\d|第一责任人|负责解释|解释权|施行|起执行"
)
"""Words of seats, sanctions and closing rules, which give no work."""
ROLL = re.compile(
    r"(?:出席|列席|参会|参加(?:会议)?|主持|记录|请假|缺席|抄送|抄报|主送|报送|分送|发送|填表(?:单位|日期|人)?|填报(?:单位|日期|人)?|制表(?:单位|日期|人)?|印发|联系人|联系电话|附[表件]?\d*)[：]"
)
"""Lines that list who was there or who gets the paper."""
_FACT = re.compile(
    r"(?:活动|会议|比赛|培训|参赛|参加|报名|集合|举办)?(?:时间|地点|主题|对象|人员|要求|形式|方式|目的|电话|费用|经费|奖项|备注|主持人|单位|规模|人数|口号|名称)"
)
"""What an item of an activity may state about it before its colon, without being work."""
_ASKS = re.compile(r"是否|有无|(?<!基本)情况$")
_LOOKED_AT = re.compile(
    r"(?:检查|督查|考核|考评|抽查|巡查|评估|调研|验收)(?:的)?(?:内容|重点|项目|范围|要点)"
)
"""What is looked at is named, not ordered: 检查内容：1.消防通道是否畅通."""
_STAGE = re.compile(r"阶段|[期步]$")
_NO_WORK = {Section.GROUP, Section.GUIDANCE, Section.RATING, Section.TIME, Section.PAST, Section.PROBLEMS}
_CONDITIONS = re.compile(r"保障|领导|纪律|注意事项|附则")
"""Sections whose items are conditions of the work; what they give to somebody is told by their sentences."""
_TOPIC = re.compile(
    r"关于|有关|[^，]{0,4}“[\u3400-\u9fff]{1,2}”字|[^，]{1,3}字(?:当头|当先|为先)|[^，]{2,4}上(?:要|有)"
)
"""Headings that name a topic (关于线缆) or play on a word (“增”字当先), not work."""
_TEAM = re.compile(r"[组队]$|专班$")
_DIVIDES = re.compile(r"分工|任务|职责|内容")
_FEW = 3
_TITLE = 24
"""A heading up to here may name a piece of work that its text gives to somebody."""
_LABEL_LINE = re.compile(r"\n+[（〔【\[ ]*[\u3400-\u9fff]{2,8}：")
_VERB = re.compile(rf"(?:{VERBS})")
ACTS = re.compile(rf"(?:加快|从严|严[控管守格防抓打把查]|狠抓|新|[开办建管用做守讲]好|{VERBS})")


def mark_behind(reading: Reading, node: Node) -> str:
    """Return the character behind a heading, "" at the end of the text."""
    return reading.text[node.heading_end : node.heading_end + 1]


def body_end(reading: Reading, node: Node, stop: int) -> int:
    """Return where the text of a leaf ends: before a blank line that no label (责任单位：) follows, or at `stop`."""
    end = min(node.end, stop)
    at = reading.text.find("\n\n", node.line_end, end)
    while at >= 0 and _LABEL_LINE.match(reading.text, at):
        at = reading.text.find("\n\n", at + 2, end)
    return end if at < 0 else at


class WorkItems:
    """Judges the leaves of one document; `read` tells who does what in a stretch, `stop` is the body's end."""

    def __init__(
        self,
        reading: Reading,
        taken: Spans,
        phases: dict[int, DateMention],
        story: bool,
        stop: int,
        read: Callable[[int, int], Work],
    ) -> None:
        self.reading, self.taken, self.phases = reading, taken, phases
        self.story, self.stop, self.read = story, stop, read
        self.flat: bool | None = None
        self.lists: dict[tuple[int, ...], int] = {}

    def has(self, index: int) -> bool:
        """Tell whether a leaf is work to come: by the headings above it, or because somebody is given it."""
        reading, node = self.reading, self.reading.outline.nodes[index]
        if index in self.phases or not node.heading or self._is_of_a_regulation(index):
            return False
        end = body_end(reading, node, self.stop)
        if self.taken.meets(node.start, end) and SANCTION.search(reading.text, node.start, end):
            return self._is_charged(index)
        if _SLOGAN_ONLY.match(node.heading) or is_done(node.heading) or self._states_a_fact(index):
            return False
        own = reading.section_of_node(index)
        above = [self._announces(i) for i in node.path]
        if _ASKS.search(node.heading):
            return False
        if any(_LOOKED_AT.search(reading.outline.nodes[i].heading) for i in node.path):
            return self._is_given(index)
        if (
            Section.PAST in above
            or Section.PROBLEMS in above
            or (own in (Section.GOAL, Section.TIME) and not ACTS.match(node.heading))
        ):
            return False
        if reading.frame.kind not in ("rubric", "study") and self._is_under_work(index, above):
            return True
        return self._is_given(index)

    def _announces(self, index: int) -> Section:
        """Return what a heading above announces; 时间与分工 is no less about work than 分工."""
        section = self.reading.section_of_node(index)
        is_work = section is Section.TIME and _DIVIDES.search(self.reading.outline.nodes[index].heading)
        return Section.WORK if is_work else section

    def _is_under_work(self, index: int, above: list[Section]) -> bool:
        nodes, path = self.reading.outline.nodes, self.reading.outline.nodes[index].path
        if not path:
            return self._is_of_a_flat_plan(index)
        decisive = next((s for s in reversed(above) if s is not Section.OTHER), Section.OTHER)
        is_ahead = Section.FUTURE in above or any(plans_ahead(self.reading, nodes[i].heading) for i in path)
        if self.story and not is_ahead:
            return False
        if decisive is Section.STEPS and not _STAGE.search(nodes[index].heading):
            return any(i in self.phases or _STAGE.search(nodes[i].heading) for i in path)
        if decisive is Section.OTHER and self._is_titled_plan():
            return ACTS.match(nodes[index].heading) is not None and unit_list(nodes[index].heading) is None
        return decisive in _WORKING

    def _is_titled_plan(self) -> bool:
        frame = self.reading.frame
        return frame.kind == "plan" and frame.title is not None

    def _is_of_a_flat_plan(self, index: int) -> bool:
        """Tell whether a plan is nothing but a list of deeds, this being one: 一、加强党建。二、优化服务。"""
        nodes = self.reading.outline.nodes
        if not self._is_titled_plan() or not ACTS.match(nodes[index].heading):
            return False
        if self.flat is None:
            deeds = [ACTS.match(node.heading) is not None for node in nodes]
            self.flat = all(not node.path for node in nodes) and _FEW <= sum(deeds) > len(deeds) / 2
        return self.flat

    def _states_a_fact(self, index: int) -> bool:
        """Tell whether an item states time, place or the like: 1.时间：5月10日."""
        node = self.reading.outline.nodes[index]
        label = node.heading.partition("：")[0]
        return bool(_FACT.fullmatch(label)) and (
            "：" in node.heading or mark_behind(self.reading, node) == "："
        )

    def _is_given(self, index: int) -> bool:
        """Tell whether a leaf names a piece of work and its text gives it to somebody: 开放泊位。县局牵头…"""
        charged = self._is_charged(index)
        if charged and self._names_work(index):
            return True
        node = self.reading.outline.nodes[index]
        if not charged and not (self._names_work(index) and self._runs_on(index)):
            return False
        if node.path not in self.lists:
            given = [i for i in self._siblings(index) if self._is_charged(i)]
            is_list = len(given) > 1 or any(self._names_work(i) for i in given)
            self.lists[node.path] = len(given) if is_list else 0
        if charged:
            return self.lists[node.path] > 0
        return self.lists[node.path] > 1 and self.read(node.heading_end, self.end_of(index)).deadline

    def _siblings(self, index: int) -> Iterable[int]:
        nodes, path = self.reading.outline.nodes, self.reading.outline.nodes[index].path
        if path:
            return self.reading.outline.children[path[-1]]
        return (i for i, node in enumerate(nodes) if not node.path)

    def _names_work(self, index: int) -> bool:
        heading = self.reading.outline.nodes[index].heading
        is_plain = self.reading.section_of_node(index) is Section.OTHER
        return bool(ACTS.match(heading) or (is_plain and _VERB.search(heading)))

    def _is_charged(self, index: int) -> bool:
        """Tell whether the text behind the short heading of a leaf says who has it to do."""
        reading, node = self.reading, self.reading.outline.nodes[index]
        if reading.outline.children[index] or not self._runs_on(index):
            return False
        if len(node.heading) > _TITLE or "，" in node.heading or _TOPIC.match(node.heading):
            return False
        is_team = mark_behind(reading, node) == "：" and _TEAM.search(node.heading)
        if unit_list(node.heading) and (is_team or not ACTS.match(node.heading)):
            return False
        above = {self._announces(i) for i in node.path}
        if above & _NO_WORK or any(_CONDITIONS.search(reading.outline.nodes[i].heading) for i in node.path):
            return False
        work = self.read(node.heading_end, self.end_of(index))
        if Section.GOAL in above:
            return work.labelled
        if is_told(reading, self.story, node.start):
            return work.labelled and bool(work.lead)
        return work.told or work.bidden or bool(work.lead and (work.due or work.deadline))

    def _runs_on(self, index: int) -> bool:
        """Tell whether the text of a leaf goes on behind its heading, or stands below a heading with one above."""
        node, kind = self.reading.outline.nodes[index], self.reading.frame.kind
        mark = mark_behind(self.reading, node)
        return mark in ("。", "：") or (mark == "\n" and bool(node.path) and kind != "study")

    def end_of(self, index: int) -> int:
        """Return where the work of a leaf ends: with its text, or before the sentence that holds a sanction."""
        text, node = self.reading.text, self.reading.outline.nodes[index]
        end = body_end(self.reading, node, self.stop)
        found = SANCTION.search(text, node.start, end)
        if not found:
            return end
        at = max(text.rfind(mark, node.heading_end, found.start()) for mark in "。；\n")
        return max(at, node.heading_end)

    def _is_of_a_regulation(self, index: int) -> bool:
        """Tell whether an item is an article of a regulation, whose sentences each stand for themselves."""
        nodes = self.reading.outline.nodes
        in_chapters = any(nodes[i].marker.style == "part:章" for i in nodes[index].path)
        return nodes[index].marker.style == "part:条" and in_chapters
