"""The paragraph around an amount, and the words that open the list it stands in."""

from collections.abc import Iterator

from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.sections import Section

_MEMORY = 600  # characters of one paragraph that are looked over, back or ahead
_OPENING = 300  # characters of a list's opening that are read
_LISTED = ("—", "–", "―", "●", "◆", "■", "·", "•", "（", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨")


def line_start(reading: Reading, offset: int) -> int:
    """Return where the paragraph around an offset begins, at most `_MEMORY` characters back."""
    near = max(reading.start, offset - _MEMORY)
    return max(reading.text.rfind("\n", near, offset) + 1, near)


def line_end(reading: Reading, offset: int) -> int:
    """Return where the paragraph around an offset ends, at most `_MEMORY` characters ahead."""
    limit = min(reading.end, offset + _MEMORY)
    stop = reading.text.find("\n", offset, limit)
    return limit if stop < 0 else stop


def openings(reading: Reading, offset: int) -> Iterator[tuple[int, int]]:
    """Yield what opens the lists around an offset, the nearest first.

    That is the line before a run of dashed lines that ends in a colon, the lines before it under the same
    heading where that announces goals, such headings themselves, and the words between each heading around
    it and the first item below that.
    """
    start = line_start(reading, offset)
    colon = _colon_line(reading, start)
    if colon:
        yield colon
    nodes, children = reading.outline.nodes, reading.outline.children
    holders = reading.outline.holders(offset)
    for depth, holder in enumerate(reversed(holders)):
        node = nodes[holder]
        first = nodes[children[holder][0]].start if children[holder] else node.end
        if depth == 0 and reading.section_of_node(holder) is Section.GOAL:
            yield max(node.heading_end, start - _OPENING), start
        elif depth:
            yield node.heading_end, min(first, node.heading_end + _OPENING)
        if Section.GOAL in (reading.section_of_node(at) for at in (*node.path, holder)):
            yield node.marker.end, node.heading_end


def _colon_line(reading: Reading, start: int) -> tuple[int, int] | None:
    """Return the line that ends in a colon and opens the list whose item begins at `start`."""
    text = reading.text
    near = max(reading.start, start - _MEMORY)
    at = start
    while at > near:
        begin = max(text.rfind("\n", near, at - 1) + 1, near)
        line = text[begin : at - 1].strip()
        if line.endswith("："):
            return max(begin, at - 1 - _OPENING), at - 1
        if not line.startswith(_LISTED):
            return None
        at = begin
    return None
