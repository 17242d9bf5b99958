"""Which leaves of the outline are pieces of work: by their sections, or because somebody is given them."""

import re
from collections.abc import Callable

from gongjian.engines.plandoc.assignments import Work
from gongjian.engines.plandoc.dates import DateMention
from gongjian.engines.plandoc.lexicon import VERBS
from gongjian.engines.plandoc.names import unit_list
from gongjian.engines.plandoc.narration import is_done, is_told
from gongjian.engines.plandoc.outline import Node
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.sections import Section
from gongjian.engines.plandoc.spans import Spans

_WORKING = {Section.WORK, Section.FUTURE}
_SLOGAN_ONLY = re.compile(
    r"^(?:提高|统一|深化)(?:思想)?认识|^加强(?:组织|统筹)?领导|^高度重视|^提高(?:政治)?站位|^强化(?:组织)?领导|^统一思想|^(?:进一步|切实|不断)?(?:强化|增强|提高|提升)[^，。]{0,10}(?:意识|认识|站位)$|^(?:强化|压实|落实|明确|严明|严格)(?:工作)?(?:责任|职责|分工|保障|意识|纪律|落实)"
)
SANCTION = re.compile(
    r"(?:副?组长|指挥长?|成员)(?:由|为|：|，)|任(?:第一|常务)?副?(?:组长|总?指挥|召集人)|下设.{0,8}(?:办公室|组)|为成员|兼任|约谈|问责|通报批评|诫勉|追究|一票否决|取消.{0,8}资格|评为|命名|授予|列为|不得分|扣\d|第一责任人|负责解释|解释权|施行|起执行"
)
"""Words of seats, sanctions and closing rules, which give no work."""
_FACT = re.compile(
    r"(?:活动|会议|比赛|培训|参赛|参加|报名|集合|举办)?(?:时间|地点|主题|对象|人员|要求|形式|方式|目的|电话|费用|经费|奖项|备注|主持人|单位|规模|人数|口号|名称)"
)
"""What an item of an activity may state about it before its colon, without being work."""
_STAGE = re.compile(r"阶段|[期步]$")
_TITLE = 24
"""A heading up to here may name a piece of work that its text gives to somebody."""
_VERB = re.compile(rf"(?:{VERBS})")
_WORKS = re.compile(rf"(?:加快|从严|[开办建管用做守讲]好|{VERBS})")


def mark_behind(reading: Reading, node: Node) -> str:
    """Return the character behind a heading, "" at the end of the text."""
    return reading.text[node.heading_end : node.heading_end + 1]


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

    def has(self, index: int) -> bool:
        """Tell whether a leaf is work to come: by the headings above it, or because somebody is given it."""
        reading, node = self.reading, self.reading.outline.nodes[index]
        if index in self.phases or not node.heading or self._is_of_a_regulation(index):
            return False
        if self.taken.meets(node.start, node.end) and SANCTION.search(reading.text[node.start : node.end]):
            return False
        if _SLOGAN_ONLY.match(node.heading) or is_done(node.heading) or self._states_a_fact(index):
            return False
        own = reading.section_of_node(index)
        above = [reading.section_of_node(i) for i in node.path]
        if Section.PAST in above or Section.PROBLEMS in above or own in (Section.GOAL, Section.TIME):
            return False
        if reading.frame.kind not in ("rubric", "study") and self._is_under_work(index, above):
            return True
        return self._is_given(index)

    def _is_under_work(self, index: int, above: list[Section]) -> bool:
        nodes, path = self.reading.outline.nodes, self.reading.outline.nodes[index].path
        if not path:
            return False
        decisive = next((s for s in reversed(above) if s is not Section.OTHER), Section.OTHER)
        if self.story and Section.FUTURE not in above:
            return False
        if decisive is Section.STEPS and not _STAGE.search(nodes[index].heading):
            return any(i in self.phases or _STAGE.search(nodes[i].heading) for i in path)
        return decisive in _WORKING

    def _states_a_fact(self, index: int) -> bool:
        """Tell whether an item states time, place or the like: 1.时间：5月10日."""
        node = self.reading.outline.nodes[index]
        label = node.heading.partition("：")[0]
        return bool(_FACT.fullmatch(label)) and (
            "：" in node.heading or mark_behind(self.reading, node) == "："
        )

    def _is_given(self, index: int) -> bool:
        """Tell whether a leaf names a piece of work and its text gives it to somebody: 开放泊位。县局牵头…"""
        node = self.reading.outline.nodes[index]
        mark, kind = mark_behind(self.reading, node), self.reading.frame.kind
        if mark not in ("。", "：") or len(node.heading) > _TITLE or "，" in node.heading or kind == "study":
            return False
        if SANCTION.search(self.reading.text[node.start : node.end]) or unit_list(node.heading):
            return False
        own = self.reading.section_of_node(index)
        begins = _WORKS.match(node.heading) is not None
        if (
            not _VERB.search(node.heading)
            or not (own is Section.OTHER or begins)
            or any(self.reading.section_of_node(i) is not Section.OTHER for i in node.path)
        ):
            return False
        body = (node.heading_end, min(node.end, self.stop))
        work = self.read(*body)
        if is_told(self.reading, self.story, node.start):
            return work.labelled and bool(work.lead)
        return work.told or bool(work.lead and work.deadline)

    def _is_of_a_regulation(self, index: int) -> bool:
        """Tell whether an item is an article of a regulation, whose sentences each stand for themselves."""
        nodes = self.reading.outline.nodes
        in_chapters = any(nodes[i].marker.style == "part:章" for i in nodes[index].path)
        return nodes[index].marker.style == "part:条" and in_chapters
