"""Text that quotes figures: parse what a person writes, and fill in what was read.

A line is a paragraph; a line that begins with 一、（一）1.（1） is a heading of that level (its number is
made anew when the document is set). In a line, `{{名称或键}}` quotes one figure, with options after `;`:
`{{达标社区占比;地方=船山区;期间=2026-Q3}}`. `{{达标社区占比;比=上期}}` says how it changed (提高2.4个百分点), in per
cent for amounts; `差=上期` says by how much. A line `[[表:指标1,指标2;级别=区县;合计=是;标题=…]]` is a table with one
row a place, one column a figure and, if asked for, a row with the whole.
"""

from gongjian.engines.quoting.change import Change, Kind, measure_change, say_change
from gongjian.engines.quoting.markup import (
    ChangeToken,
    FigureToken,
    HeadingLine,
    Line,
    MarkupError,
    TableToken,
    TextLine,
    parse,
)
from gongjian.engines.quoting.typed import TypedFigure, find_typed_figures

__all__ = [
    "Change",
    "ChangeToken",
    "FigureToken",
    "HeadingLine",
    "Kind",
    "Line",
    "MarkupError",
    "TableToken",
    "TextLine",
    "TypedFigure",
    "find_typed_figures",
    "measure_change",
    "parse",
    "say_change",
]
