"""Tables as grids: rows laid under heads of one or two lines, what each row is called, the numbers of the cells.

A row that is shorter than the heads lost its empty cells at the end, at the beginning (a name merged over
rows) or, in a row 合计, between its name and its figures; it is laid where numbers stand under numbers.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongjian.engines.plandoc.cell_numbers import Number, read_number
from gongjian.engines.plandoc.cell_units import (
    caption_units,
    column_unit,
    is_only_unit,
    stated_unit,
    takes_row_unit,
)
from gongjian.engines.plandoc.tables import Cell, Table

_WHOLE = r"全(?:区|县|市|镇|街道?|省|乡|村|州|旗|社区)"
_TOTAL = re.compile(
    rf"(?:{_WHOLE}[区县市]?|总|本[区县市月年表]|各项|[\u3400-\u9fff]{{2,4}}(?=合计|总计))?(?:合计|总计|共计|总数|总和)|{_WHOLE}"
)
_SUBTOTAL = re.compile(r"[\u3400-\u9fff]{0,6}小计")
_UNADDED_ROW = re.compile(r"平均|均值|占比|比例|比重|同比|环比|增[长幅速减]|其中|[较比]上年|完成率")
_UNADDED = re.compile(
    r"率|比|%|均|排名|名次|位次|序号|编号|^序|年度|年份|日期|时间|得分|分值|评分|成绩|指数|单价|标准|年龄|增[长速幅]|[层楼栋]号|电话|面积/|备注"
)
_UNIT_COLUMN = re.compile("(?:计量|数量|统计)?单位")
_SERIAL = re.compile(r"序号|编号|^序$|^No\.?$")
_NO_NAME = re.compile(
    r"序号|编号|^序$|单位|责任|牵头|配合|负责|时限|时间|日期|备注|说明|解释|依据|数据来源|地[点址]|联系|电话|类别|分类|性质|属性|[组队站]长|所属"
)
_NAME_WORDS = ("指标", "名称", "项目", "任务", "事项", "活动", "内容", "科目")
_LEVEL = re.compile("[一二三]级(?:指标|项目|任务|内容)")
_BRACKET = re.compile(r"（[^）]*）|[/／]\S{1,3}$")
_OF_PARTS = re.compile("资金|投资|经费|金额|预算|来源|构成|其中|组成|收入|支出|情况")
_ASIDE = re.compile(r"（[^）]*）|[，：]?单位[：:]?\S{1,3}$|/\S{1,3}$")
_SUB_HEAD = 10  # characters of the longest cell of a second line of heads
_NAMED = 2  # label columns that name a row together
_CAPTION_REACH = 80


@dataclass(frozen=True)
class Grid:
    """A table's body: cells and numbers under their heads; `labels` tell totals, `names` what a row is about.

    Numbers are None where a cell is none or only bounds one. `is_regular` when every row fits the heads.
    """

    heads: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    numbers: tuple[tuple[Number | None, ...], ...]
    labels: tuple[str, ...]
    names: tuple[str, ...]
    is_regular: bool

    @cached_property
    def rows(self) -> tuple[tuple[Number | None, ...], ...]:
        """Return the numbers that tell a value, bounds left out."""
        return tuple(tuple(n if n and not n.is_bound else None for n in row) for row in self.numbers)

    @cached_property
    def bare_heads(self) -> tuple[str, ...]:
        """Return the heads without units and remarks in brackets."""
        return tuple(_ASIDE.sub("", head).replace("其中", "").strip("：: ") for head in self.heads)

    @cached_property
    def blanks(self) -> tuple[tuple[bool, ...], ...]:
        """Return which cells are empty."""
        return tuple(tuple(not cell.text for cell in row) for row in self.cells)

    def column(self, at: int, rows: Iterable[int]) -> list[Number | None]:
        """Return the numbers of a column in some rows."""
        return [self.rows[row][at] for row in rows]

    def is_total(self, row: int) -> bool:
        """Tell whether a row is the total of the others."""
        return bool(_TOTAL.fullmatch(self.labels[row]))

    def is_subtotal(self, row: int) -> bool:
        """Tell whether a row is the total of a group of rows."""
        return bool(_SUBTOTAL.fullmatch(self.labels[row]))

    def where(self, row: int, at: int) -> str:
        """Name a cell for a person."""
        return f"表中“{self.labels[row]}”行“{self.heads[at]}”列"

    @cached_property
    def plain_rows(self) -> list[int]:
        """Return the rows that are neither totals nor rates of others."""
        return [
            r
            for r, label in enumerate(self.labels)
            if not self.is_total(r) and not self.is_subtotal(r) and not _UNADDED_ROW.match(label)
        ]

    def is_added(self, at: int) -> bool:
        """Tell whether a column holds amounts that can be added."""
        return at > 0 and not _UNADDED.search(self.heads[at]) and any(row[at] for row in self.rows)


def grid_of(text: str, start: int, table: Table) -> Grid | None:
    """Return a table of a document that begins at `start` as a grid, None without a body or a second column."""
    heads, rows = _heads(table)
    width = len(heads)
    if width < 2 or not rows:
        return None
    body = _laid(rows, width)
    captions = caption_units(text[max(start, table.start - _CAPTION_REACH) : table.start])
    captions = captions or next((found for head in heads[:2] if (found := caption_units(head))), ())
    numbers = _numbers(body, heads, captions)
    return Grid(
        heads,
        body,
        numbers,
        tuple(_label(row) for row in body),
        _names(heads, body, numbers),
        all(len(row) <= width for row in rows),
    )


def _bare(cell: Cell) -> str:
    return "".join(cell.text.split())


def _heads(table: Table) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Return the heads, those of two lines as one (投资 over 财政, 自筹), and the rows below them."""
    heads = tuple(_bare(cell) for cell in table.header)
    rows = [row for row in table.rows if any(cell.text for cell in row)]
    if not rows or not _is_sub_head(rows[0]) or not any(_holds_number(row) for row in rows[1:]):
        return heads, rows
    sub = tuple(_bare(cell) for cell in rows[0])
    width = max(len(row) for row in rows[1:])
    if len(sub) <= len(heads) and _fills_gaps(heads, sub):
        return _merged(heads, sub), rows[1:]
    filled = tuple(word for word in sub if word)
    if len(filled) > 1 and width == len(heads) - 1 + len(filled):
        return _expanded(heads, filled, rows[1:]), rows[1:]
    return heads, rows


def _is_sub_head(row: tuple[Cell, ...]) -> bool:
    filled = [cell for cell in row if cell.text]
    return bool(filled) and all(
        len(cell.text) <= _SUB_HEAD and (read_number(cell) is None) for cell in filled
    )


def _holds_number(row: tuple[Cell, ...]) -> bool:
    return any(read_number(cell) is not None for cell in row[1:])


def _fills_gaps(heads: Sequence[str], sub: Sequence[str]) -> bool:
    """Tell whether a line of heads stands under the empty cells of the one above, or repeats it."""
    pairs = list(zip(heads, sub, strict=False))
    gaps = sum(1 for above, below in pairs if not above and below)
    return gaps > 0 and (not sub[0] or sub[0] == heads[0])


def _merged(heads: Sequence[str], sub: Sequence[str]) -> tuple[str, ...]:
    """Join two lines of heads; a head spans the empty cells to its right."""
    merged: list[str] = []
    spanning = ""
    for at, above in enumerate(heads):
        below = sub[at] if at < len(sub) else ""
        spanning = above or (spanning if below else "")
        merged.append(spanning if below == above else spanning + below)
    return tuple(merged)


def _expanded(
    heads: tuple[str, ...], sub: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]
) -> tuple[str, ...]:
    """Join two lines of heads whose empty cells are lost: a head over columns of numbers takes the second line.

    Of several it is the one that is made up of parts, such as money, else the last.
    """
    full = [row for row in rows if len(row) == len(heads) - 1 + len(sub)]
    over = []
    for at, head in enumerate(heads):
        under = [cell for row in full for cell in row[at : at + len(sub)] if cell.text]
        if under and all(read_number(cell) is not None for cell in under) and not _NO_NAME.search(head):
            over.append(at)
    if not over:
        return heads
    at = next((at for at in over if _OF_PARTS.search(heads[at])), over[-1])
    return (*heads[:at], *(heads[at] + word for word in sub), *heads[at + 1 :])


def _laid(rows: Sequence[tuple[Cell, ...]], width: int) -> tuple[tuple[Cell, ...], ...]:
    """Lay rows under the heads, each as wide as they."""
    full = [row for row in rows if len(row) == width]
    numeric = [
        sum(read_number(row[at]) is not None for row in full) * 2 > sum(bool(row[at].text) for row in full)
        for at in range(width)
    ]
    return tuple(_lay(row, width, numeric if full else None) for row in rows)


def _lay(row: tuple[Cell, ...], width: int, numeric: Sequence[bool] | None) -> tuple[Cell, ...]:
    missing = width - len(row)
    if missing <= 0 or not row:
        return row[:width]
    empty = Cell("", row[-1].end, row[-1].end)
    options = [
        row[:at] + (empty,) * before + row[at:] + (empty,) * (missing - before)
        for before in range(missing + 1)
        for at in (0, 1)
    ]
    if numeric is None or not all(cell.text for cell in row):
        return options[0]  # a row that kept an empty cell lost none but the last
    return max(options, key=lambda cells: sum(_fits(c, n) for c, n in zip(cells, numeric, strict=True)))


def _fits(cell: Cell, is_numeric: bool) -> int:
    return 0 if not cell.text else 1 if (read_number(cell) is not None) == is_numeric else -1


def _label(row: tuple[Cell, ...]) -> str:
    words = [word for cell in row[:3] if (word := _bare(cell))]
    return next(
        (w for w in words if _TOTAL.fullmatch(w) or _SUBTOTAL.fullmatch(w)), words[0] if words else ""
    )


def _numbers(
    body: Sequence[tuple[Cell, ...]], heads: Sequence[str], captions: Sequence[str]
) -> tuple[tuple[Number | None, ...], ...]:
    columns = [column_unit(head, captions) for head in heads]
    of_units = next((at for at, head in enumerate(heads) if _UNIT_COLUMN.fullmatch(head)), None)
    takes = [unit == "" and takes_row_unit(head) for head, unit in zip(heads, columns, strict=True)]
    numbers = []
    for row in body:
        own = _row_unit(row, of_units)
        units = [own if own and take else unit or "" for unit, take in zip(columns, takes, strict=True)]
        numbers.append(tuple(read_number(cell, unit) for cell, unit in zip(row, units, strict=True)))
    return tuple(numbers)


def _row_unit(row: tuple[Cell, ...], of_units: int | None) -> str:
    """Return the unit a row tells: in the column of units, else at the end of its name."""
    if of_units is not None and is_only_unit(_bare(row[of_units])):
        return _bare(row[of_units])
    return next((unit for cell in row[:3] if (unit := stated_unit(_bare(cell)))), "")


def _names(
    heads: Sequence[str],
    body: Sequence[tuple[Cell, ...]],
    numbers: Sequence[tuple[Number | None, ...]],
) -> tuple[str, ...]:
    """Return what each row is about: the cell under 项目名称 and its like, else the words before the figures."""
    worded = [
        at
        for at in range(len(heads))
        if not _NO_NAME.search(heads[at])
        and sum(row[at] is None and bool(cells[at].text) for row, cells in zip(numbers, body, strict=True))
        * 2
        > sum(bool(cells[at].text) for cells in body)
    ]
    levels = [at for at in worded if _LEVEL.search(heads[at])]
    named = next((at for word in _NAME_WORDS for at in worded if word in heads[at]), None)
    named = levels[-1] if levels else named
    leading = [at for at in worded if at < _NAMED + any(_SERIAL.search(head) for head in heads)]
    columns = [named] if named is not None else leading[:_NAMED]
    names, group = [], ""
    for row in body:
        first = _bare(row[0]) if 0 in columns and not _SUBTOTAL.fullmatch(_bare(row[0])) else ""
        group = first or group
        names.append(_name(row, _label(row), columns, group))
    return tuple(names)


def _name(row: tuple[Cell, ...], label: str, columns: Sequence[int], group: str) -> str:
    words = [word for at in columns if (word := _bare(row[at]))]
    if _TOTAL.fullmatch(label):
        words = [label]
    elif _SUBTOTAL.fullmatch(label):
        words = [group, label]
    if not words:
        words = [_bare(cell) for cell in row if len(cell.text) > 1 and not cell.text.isascii()][:1]
    return _BRACKET.sub("", "".join(words))
