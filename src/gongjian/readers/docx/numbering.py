"""Make Word's automatic numbers visible: which number each paragraph carries, counted as Word counts."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from gongjian.readers.docx.names import MC, W, child, value
from gongjian.readers.docx.numbers import format_number

_LEVELS = 9
_BULLET = "•"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its format, the text around it (%1 stands for level 1's number) and its start."""

    style: str
    text: str
    start: int
    restarts_after: int | None
    is_decimal_only: bool
    suffix: str


@dataclass(slots=True)
class Numbering:
    """The lists of one file and how far each has counted."""

    levels: dict[str, dict[int, Level]]
    lists: dict[str, str]
    restarts: dict[str, dict[int, int]]
    style_lists: dict[str, tuple[str, int]]
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: Element) -> str:
        """Return the number before a paragraph and count it; "" when it has none."""
        place = self._place(paragraph)
        if place is None:
            return ""
        list_id, depth = place
        abstract = self.lists.get(list_id)
        level = self.levels.get(abstract or "", {}).get(depth)
        if abstract is None or level is None:
            return ""
        counts = self._count(list_id, abstract, depth, level)
        if level.style == "bullet":
            return _BULLET
        return _with_space(self._write(abstract, level, counts), level.suffix)

    def _place(self, paragraph: Element) -> tuple[str, int] | None:
        properties = child(paragraph, "pPr")
        style_id = value(child(properties, "pStyle")) or ""
        from_style = self.style_lists.get(style_id)
        own = child(properties, "numPr")
        if own is None:
            return from_style if from_style and from_style[0] != "0" else None
        list_id = value(child(own, "numId")) or (from_style[0] if from_style else "0")
        depth = value(child(own, "ilvl"))
        if list_id == "0":  # Word's way to take a number away
            return None
        return list_id, min(int(depth or (from_style[1] if from_style else 0)), _LEVELS - 1)

    def _count(self, list_id: str, abstract: str, depth: int, level: Level) -> list[int | None]:
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        restart = self.restarts.get(list_id, {}).get(depth)
        if restart is not None and (list_id, depth) not in self._begun:
            self._begun.add((list_id, depth))
            counts[depth] = restart - 1
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        for deeper in range(depth + 1, _LEVELS):
            below = self.levels[abstract].get(deeper)
            if below is None or below.restarts_after is None or depth < below.restarts_after:
                counts[deeper] = None
        return counts

    def _write(self, abstract: str, level: Level, counts: list[int | None]) -> str:
        def number(match: re.Match[str]) -> str:
            depth = int(match.group(1)) - 1
            shown = self.levels[abstract].get(depth, level)
            count = counts[depth]
            style = "decimal" if level.is_decimal_only else shown.style
            return format_number(shown.start if count is None else count, style)

        return re.sub(r"%([1-9])", number, level.text)


def _with_space(label: str, suffix: str) -> str:
    """Keep a space only where the label would run into the words: 第一条 总则, but 一、总则."""
    needs_space = suffix != "nothing" and label[-1:].isalnum()
    return f"{label} " if needs_space else label


def read_numbering(numbering: Element | None, styles: Element | None) -> Numbering:
    """Read numbering.xml and the lists that styles carry; either part may be missing."""
    style_lists = _read_style_lists(styles)
    if numbering is None:
        return Numbering({}, {}, {}, {})
    levels, linked = {}, {}
    for abstract in numbering.iterfind(f"{W}abstractNum"):
        key = abstract.get(f"{W}abstractNumId", "")
        levels[key] = {
            int(one.get(f"{W}ilvl", "0")): _read_level(one) for one in abstract.iterfind(f"{W}lvl")
        }
        linked[key] = value(child(abstract, "numStyleLink"))
        for one in abstract.iterfind(f"{W}lvl"):
            style_id = value(child(one, "pStyle"))
            if style_id and style_id in style_lists:
                style_lists[style_id] = (style_lists[style_id][0], int(one.get(f"{W}ilvl", "0")))
    lists, restarts = {}, {}
    for made in numbering.iterfind(f"{W}num"):
        key = made.get(f"{W}numId", "")
        lists[key] = value(child(made, "abstractNumId")) or ""
        restarts[key] = _read_overrides(made, levels, lists, key)
    _follow_links(lists, linked, style_lists)
    return Numbering(levels, lists, restarts, style_lists)


def _read_level(level: Element) -> Level:
    restart = value(child(level, "lvlRestart"))
    return Level(
        style=_read_format(level),
        text=value(child(level, "lvlText")) or "",
        start=int(value(child(level, "start")) or 0),
        restarts_after=int(restart) if restart is not None else None,
        is_decimal_only=child(level, "isLgl") is not None,
        suffix=value(child(level, "suff")) or "tab",
    )


def _read_format(level: Element) -> str:
    """Return the format; a custom one, as 001, stands among alternatives with the nearest known one last."""
    formats = [child(level, "numFmt"), *level.iterfind(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")]
    return next((style for style in map(value, formats) if style), "decimal")


def _read_overrides(
    made: Element, levels: dict[str, dict[int, Level]], lists: dict[str, str], key: str
) -> dict[int, int]:
    """Return new starts; a list that redefines a level becomes a definition of its own."""
    starts = {}
    for override in made.iterfind(f"{W}lvlOverride"):
        depth = int(override.get(f"{W}ilvl", "0"))
        redefined = child(override, "lvl")
        if redefined is not None:
            own = f"{lists[key]}/{key}"
            levels.setdefault(own, dict(levels.get(lists[key].split("/")[0], {})))[depth] = _read_level(
                redefined
            )
            lists[key] = own
        start = value(child(override, "startOverride"))
        if start is not None:
            starts[depth] = int(start)
    return starts


def _read_style_lists(styles: Element | None) -> dict[str, tuple[str, int]]:
    """Return (list, level) by style, inherited along basedOn."""
    if styles is None:
        return {}
    own: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for style in styles.iterfind(f"{W}style"):
        style_id = style.get(f"{W}styleId", "")
        parents[style_id] = value(child(style, "basedOn")) or ""
        numbered = child(child(style, "pPr"), "numPr")
        list_id = value(child(numbered, "numId"))
        if list_id is not None:
            own[style_id] = (list_id, int(value(child(numbered, "ilvl")) or 0))
    found = dict(own)
    for style_id in parents:
        ancestor, seen = style_id, set[str]()
        while ancestor and ancestor not in own and ancestor not in seen:
            seen.add(ancestor)
            ancestor = parents.get(ancestor, "")
        if ancestor in own:
            found[style_id] = own[ancestor]
    return found


def _follow_links(
    lists: dict[str, str], linked: dict[str, str | None], style_lists: dict[str, tuple[str, int]]
) -> None:
    """Point lists that borrow a style's list at the definition that style uses."""
    for key, abstract in list(lists.items()):
        style_id = linked.get(abstract)
        if style_id and style_id in style_lists:
            lists[key] = lists.get(style_lists[style_id][0], abstract)
