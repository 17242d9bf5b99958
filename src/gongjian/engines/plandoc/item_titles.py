"""The name of a work item: its heading, or the work behind a heading that names none."""

import re
from collections.abc import Callable

from gongjian.engines.plandoc.assignments import Work
from gongjian.engines.plandoc.outline import Node
from gongjian.engines.plandoc.reading import Reading, split_spans
from gongjian.engines.plandoc.task_title import bare_name, title_of
from gongjian.engines.plandoc.work_items import ACTS

_Read = Callable[[int, int], Work]
_PAIRED = re.compile(r"[\u3400-\u9fff“”]{2,12}，[\u3400-\u9fff“”]{2,12}")
"""A heading of two halves: 优环境，打造宜居家园."""
_ADVERBIAL = re.compile(
    r"(?:在(?![职编])|通过|根据|按照|围绕|结合|依托|针对|对照|为(?![民老农])|充分利用|以(?=[^，]*为))"
)
_TOPIC = re.compile(r"关于(?P<what>[^，]{2,12})")
_BARE_DEED = re.compile(r"([\u3400-\u9fff]{2})(?:到位|完毕|完成|结束)?")
_SLOGAN = re.compile(
    r"(?:[抓补强促提优增树惠保稳创建破聚夯育练严][\u3400-\u9fff]{2}[、，]?){1,3}|举一反三|以点带面|以案促改|标本兼治|立行立改|即知即改|边查边改|建章立制|常抓不懈|久久为功"
)

_COMMA = re.compile("，")


def item_title(reading: Reading, node: Node, work: Work, read: _Read) -> str:
    """Return the title of an item whose text says `work`: its heading unless that is a sentence or a slogan."""
    heading = node.heading
    if "——" in heading:
        dash = reading.text.find("——", node.marker.end, node.line_end)
        return title_of(reading, node.marker.end, dash, work) or heading.partition("——")[0]
    if _is_sentence(heading) or "：" in heading:
        return _from_sentence(reading, node, work)
    if any(name in heading for name in work.lead):
        better = title_of(reading, node.marker.end, node.heading_end, work)
        return better if better and len(better) > 3 else heading
    if _ADVERBIAL.match(heading):
        return _act_behind(reading, node.heading_end, node.line_end) or heading
    if _SLOGAN.fullmatch(heading):
        return _behind_slogan(reading, node.heading_end, node.line_end, read) or heading
    return heading


def _from_sentence(reading: Reading, node: Node, work: Work) -> str:
    if not work.lead and not work.due and "：" not in node.heading:
        return node.heading.partition("，")[0]
    better = title_of(reading, node.marker.end, max(node.heading_end, node.marker.end + 1), work)
    return better if better and "%" not in better else bare_name(node.heading)


def _act_behind(reading: Reading, start: int, end: int) -> str | None:
    """Return the first clause of doing behind an adverbial: 在原有队伍基础上，|新建合唱队."""
    stop = reading.text.find("。", start, end)
    for a, b in split_spans(reading.text, start, end if stop < 0 else stop, _COMMA):
        if ACTS.match(reading.text, a, b):
            return title_of(reading, a, b, Work())
    return None


def _behind_slogan(reading: Reading, start: int, end: int, read: _Read) -> str | None:
    """Return the work behind a slogan (补短板) when one sentence below it gives one body a dated piece."""
    sentences = [s for s in reading.sentences(start, end) if reading.text[slice(*s)].strip("。 ")]
    if len(sentences) != 1:
        return None
    work = read(*sentences[0])
    is_given = (work.told or work.bidden) and work.deadline and not work.labelled
    return title_of(reading, *sentences[0], work) if is_given else None


def _is_sentence(title: str) -> bool:
    """Tell whether a heading is a whole instruction with its unit or date rather than a name."""
    if len(title) > 16 and "，" in title and not _PAIRED.fullmatch(title):
        return True
    return bool(
        re.search(
            r"(?:前|底|末|每[周月季年日].{0,4})(?:报送|完成|召开|开展|组织|报|提交)|^(?:甲方|乙方|各\S{2,6}(?:要|应|须|将))",
            title,
        )
    )


def with_topic(reading: Reading, index: int, title: str) -> str:
    """Return a deed that says nothing of its object (整改到位) with what the heading of its leaf adds."""
    if not _BARE_DEED.fullmatch(title):
        return title
    deed = _BARE_DEED.sub(r"\1", title)
    heading = name_of(reading, index)
    topic = _TOPIC.fullmatch(reading.outline.nodes[index].heading)
    if heading and deed in heading:
        return heading
    return topic["what"] + deed if topic else title


def name_of(reading: Reading, index: int) -> str | None:
    """Return the heading of a leaf for work whose sentence names none: 问题整改。由各村负责，5月底前到位."""
    heading = reading.outline.nodes[index].heading
    is_name = not reading.outline.children[index] and re.fullmatch(r"[\u3400-\u9fff“”]{3,12}", heading)
    return heading if is_name else None
