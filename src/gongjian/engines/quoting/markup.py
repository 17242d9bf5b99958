"""Parse the text of a document that quotes figures into lines of plain parts."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from gongjian.engines.errors import EngineInputError

_TOKEN = re.compile(r"\{\{([^{}]*)\}\}")
_TABLE = re.compile(r"^\[\[表[:：](.*)\]\]$")
_HEADINGS = (
    (1, re.compile(r"^[一二三四五六七八九十]{1,3}、\s*(.+)$")),
    (2, re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）]\s*(.+)$")),
    (3, re.compile(r"^\d{1,2}[.．]\s*(?!\d)(.+)$")),
    (4, re.compile(r"^[（(]\d{1,2}[)）]\s*(.+)$")),
)
_HEADING_LENGTH = 40
_SLOT_LENGTH = 100
_AGAINST = ("比", "差")


class MarkupError(EngineInputError):
    """A token that can't be read; the message names the line."""


@dataclass(frozen=True, slots=True)
class FigureToken:
    """One quoted figure: an indicator's name or key, with options as written, on the line of that number."""

    indicator: str
    options: Mapping[str, str] = field(default_factory=dict)
    slot: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TableToken:
    """A table of figures: indicators as columns, places as rows, options as written."""

    indicators: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)
    slot: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ChangeToken:
    """How one figure stands against another: in per cent or points, or as a plain difference."""

    now: FigureToken
    base: FigureToken
    is_difference: bool = False


Part: TypeAlias = str | FigureToken | ChangeToken


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading of level 1 to 4 without its number; `body` follows it in the same paragraph."""

    level: int
    text: str
    body: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """A paragraph of words and figures."""

    parts: tuple[Part, ...]


Line: TypeAlias = HeadingLine | TextLine | TableToken


def parse(text: str) -> tuple[Line, ...]:
    """Parse a whole text; empty lines part nothing and are dropped.

    >>> parse("一、总体情况\\n达标{{达标社区占比}}。")[0]
    HeadingLine(level=1, text='总体情况', body=())

    Raises MarkupError with the number of the line.
    """
    lines: list[Line] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line:
            lines.append(_line(line, number))
    return tuple(lines)


def _line(line: str, number: int) -> Line:
    if line.startswith("[["):
        return _table(line, number)
    for level, pattern in _HEADINGS:
        if match := pattern.match(line):
            return _heading(level, match[1], number)
    return TextLine(_parts(line, number))


def _heading(level: int, text: str, number: int) -> HeadingLine:
    head, stop, rest = text.partition("。")
    if "{{" in head or len(head) > _HEADING_LENGTH:
        return HeadingLine(level, "", _parts(text, number))
    if not stop or not rest:
        return HeadingLine(level, head)
    return HeadingLine(level, head, _parts(rest, number))


def _parts(text: str, number: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    for match in _TOKEN.finditer(text):
        if match.start() > at:
            parts.append(text[at : match.start()])
        parts.append(_figure(match[1], number))
        at = match.end()
    if at < len(text):
        parts.append(text[at:])
    if any(isinstance(part, str) and ("{{" in part or "}}" in part) for part in parts):
        raise MarkupError(f"第 {number} 行有一个数没有写完整：两边都要有 {{{{ 和 }}}}。")
    return tuple(parts)


def _figure(inside: str, number: int) -> FigureToken | ChangeToken:
    name, options = _options(inside, number)
    if not name:
        raise MarkupError(f"第 {number} 行有一个数没有写指标名称。请写成 {{{{达标社区占比}}}}。")
    against = [word for word in _AGAINST if word in options]
    if not against:
        return _token(name, options, number)
    if len(against) > 1 or "期间" in options:
        raise MarkupError(
            f"第 {number} 行的“{name}”写了两个期间。和哪一期比，只在“比=”或“差=”后面写一次，如 比=上期。"
        )
    base_period = options.pop(against[0])
    base = _token(name, {**options, "期间": base_period}, number)
    return ChangeToken(_token(name, options, number), base, is_difference=against[0] == "差")


def _token(name: str, options: Mapping[str, str], number: int) -> FigureToken:
    return FigureToken(name, options, _slot(name, options), number)


def _table(line: str, number: int) -> TableToken:
    match = _TABLE.match(line)
    if match is None:
        raise MarkupError(f"第 {number} 行的表读不懂。请写成 [[表:达标社区占比,已检社区;级别=区县]]。")
    names, options = _options(match[1], number)
    indicators = tuple(name.strip() for name in re.split(r"[,，]", names) if name.strip())
    if not indicators:
        raise MarkupError(f"第 {number} 行的表没有写指标。请至少写一个。")
    what = {key: value for key, value in options.items() if key != "标题"}
    return TableToken(indicators, options, _slot("表:" + ",".join(indicators), what), number)


def _options(inside: str, number: int) -> tuple[str, dict[str, str]]:
    first, *rest = (part.strip() for part in re.split(r"[;；]", inside))
    options: dict[str, str] = {}
    for part in rest:
        name, sign, value = (
            (piece.strip() for piece in re.split(r"([=＝])", part, maxsplit=1))
            if re.search(r"[=＝]", part)
            else (part, "", "")
        )
        if not sign or not name or not value:
            raise MarkupError(f"第 {number} 行的“{part}”读不懂。选项要写成“地方=船山区”这样。")
        options[name] = value
    return first, options


def _slot(name: str, options: Mapping[str, str]) -> str:
    """Name what is asked for, whatever the order of options; a long name is cut and told apart by its digest."""
    slot = ";".join([name, *(f"{key}={options[key]}" for key in sorted(options))])
    if len(slot) <= _SLOT_LENGTH:
        return slot
    digest = hashlib.sha256(slot.encode()).hexdigest()[:16]
    return f"{slot[: _SLOT_LENGTH - 17]}~{digest}"
