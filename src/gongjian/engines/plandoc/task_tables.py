"""Rows of task tables as tasks: which column holds the work, who leads, who supports and by when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongjian.engines.plandoc.assignments import Work
from gongjian.engines.plandoc.cell_numbers import read_number
from gongjian.engines.plandoc.names import split_names
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.tables import Cell, Table
from gongjian.engines.plandoc.task_title import title_of

_WORK_HEADS = (
    "工作任务",
    "任务内容",
    "具体任务",
    "任务名称",
    "工作内容",
    "工作事项",
    "工作举措",
    "具体举措",
    "具体措施",
    "整改措施",
    "整改事项",
    "工作措施",
    "活动内容",
    "活动名称",
    "项目名称",
    "内容",
    "任务",
    "事项",
    "举措",
    "措施",
    "项目",
    "活动",
    "要点",
    "工作",
)
_LEAD_HEAD = re.compile(
    r"牵头|责任|主办|主责|主抓|承办|负责|实施(?:单位|部门|主体)|组织(?:单位|部门)|落实(?:单位|部门)|包保|包联|主管|责任主体"
)
_SUPPORT_HEAD = re.compile(r"配合|协办|协同|参与|协助|支持|参加(?:单位|部门)|联办")
_PERSON_HEAD = re.compile(r"人$|人[员姓]|领导|姓名|电话")
_NO_LEAD_HEAD = re.compile(r"电话|要求|内容|事项|目标|状态|情况|清单")
_DUE_HEADS = ("完成时", "完成日期", "时限", "截止", "期限", "节点", "时间", "进度", "日期")
_NO_NAME = re.compile(r"无|[/—-]+|同上")
_TOTAL = re.compile(r"合\s*计|小\s*计|总\s*计")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row of a task table; `end` is where its last used cell ends."""

    title: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    due: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Columns:
    title: int
    lead: tuple[int, ...]
    support: tuple[int, ...]
    due: int | None


def table_tasks(reading: Reading) -> Iterator[TaskRow]:
    """Yield the tasks of all tables of a document, in order."""
    for table in reading.tables:
        columns = _columns(table)
        if columns is not None:
            rows = list(_rows(reading, table, columns))
            yield from rows if any(row.lead or row.support or row.due for row in rows) else ()


def _columns(table: Table) -> _Columns | None:
    support = _bodies(table, _SUPPORT_HEAD, ())
    lead = _bodies(table, _LEAD_HEAD, support)
    due = table.column(*_DUE_HEADS)
    title = _title_column(table, {*lead, *support, due})
    if title is None or (not lead and due is None) or table.column("阶段") == title:
        return None
    return _Columns(title, lead, support, due)


def _bodies(table: Table, heads: re.Pattern[str], taken: tuple[int, ...]) -> tuple[int, ...]:
    """Return the columns that name bodies; those that name persons only when there are none of bodies."""
    found = [
        i
        for i, cell in enumerate(table.header)
        if i not in taken and heads.search(cell.text) and not _NO_LEAD_HEAD.search(cell.text)
    ]
    bodies = tuple(i for i in found if not _PERSON_HEAD.search(table.header[i].text))
    return bodies or tuple(found)


def _title_column(table: Table, taken: set[int | None]) -> int | None:
    """Return the column of the work: of two (重点任务, 具体举措) the one further right tells it in full."""
    for word in _WORK_HEADS:
        for i, cell in enumerate(table.header):
            if word in cell.text and i not in taken:
                return i
    return None


def _rows(reading: Reading, table: Table, columns: _Columns) -> Iterator[TaskRow]:
    """Yield the rows; a merged cell that was left blank holds what stands above it."""
    inherited = [at for at in (*columns.lead, columns.due) if at is not None and _is_merged(table, at)]
    used = [at for at in (*columns.lead, *columns.support, columns.due) if at is not None]
    above: dict[int, Cell] = {}
    for row in table.rows:
        cells = {i: cell for i, cell in enumerate(row) if cell.text}
        work = cells.get(columns.title)
        if work is None or len(work.text) < 2 or _TOTAL.fullmatch(work.text) or read_number(work):
            continue
        is_part = bool(row) and not row[0].text and len(row) == len(table.header)
        for at in used:
            if at not in cells and at in above and (is_part or at in inherited):
                cells[at] = above[at]
        above = cells
        yield _task(reading, work, columns, cells)


def _is_merged(table: Table, at: int) -> bool:
    """Tell whether a column was merged over rows: its first cell is filled, at least as many are blank."""
    filled = [bool(row[at].text) for row in table.rows if len(row) == len(table.header)]
    return len(filled) > 2 and filled[0] and filled.count(False) >= filled.count(True)


def _task(reading: Reading, work: Cell, columns: _Columns, cells: dict[int, Cell]) -> TaskRow:
    lead, support = ([cells[at] for at in side if at in cells] for side in (columns.lead, columns.support))
    due = cells.get(columns.due) if columns.due is not None else None
    leads = tuple(dict.fromkeys(name for cell in lead for name in _names(cell.text)))
    supports = tuple(name for cell in support for name in _names(cell.text) if name not in leads)
    title = title_of(reading, work.start, work.end, Work()) or work.text
    end = max(cell.end for cell in (work, *lead, *support, *([due] if due else [])))
    return TaskRow(title, leads, supports, _due(reading, due) if due else None, work.start, end)


def _names(text: str) -> tuple[str, ...]:
    return tuple(n for n in split_names(text) if not _NO_NAME.fullmatch(n))


def _due(reading: Reading, cell: Cell) -> str | None:
    dates = reading.dates_in(cell.start, cell.end + 1)
    every = [d for d in dates if d.kind == "every"]
    return (every or dates)[-1].last if dates else None
