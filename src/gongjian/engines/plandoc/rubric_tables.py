"""Rubrics in tables: ruled ones, lines of cells parted by single spaces, cells run together in one paragraph."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.rubric_item import ItemFound
from gongjian.engines.plandoc.scoring_rules import RuleFound, read_rules, read_vetoes
from gongjian.engines.plandoc.tables import Cell, Table

_MARKS_HEADS = ("标准分", "分值", "满分", "分数", "配分", "权重", "基准分", "应得分")
_RULE_HEADS = (
    "评分标准", "评分细则", "扣分标准", "计分", "评分办法", "评分方法", "考核标准", "考评标准", "评价标准", "扣分办法", "评分", "标准", "细则", "办法"
)  # fmt: skip
_TITLE_HEADS = ("内容", "项目", "指标", "事项", "类别", "名称", "要点", "重点")
_SERIAL = re.compile(r"序\s*号|编\s*号|^\d{1,3}$")
_MARKS = re.compile(r"(?P<n>\d{1,4}(?:\.\d{1,2})?)分?")
_TOTAL = re.compile(r"合计|总分|小计|总计|得分$|^满分")
_SPECIAL = re.compile(r"否决|加分|附加|减分|扣分项|奖励|倒扣")
_HEAD_ROWS = 4
_LONG_TITLE = 24
_SPACED_HEAD = re.compile(r"\s*(?:序号|编号)?[\u3400-\u9fff\s（）]{4,40}")
_SPACED_ROW = re.compile(
    r"^\s*(?:\d{1,3}[.、\s]\s*)?(?P<title>[\u3400-\u9fff、“”]{2,20})\s*(?P<n>\d{1,3}(?:\.\d)?)分?\s*(?P<rest>[\u3400-\u9fff“].*)$"
)
_RUN_TOGETHER = re.compile(
    r"序号[^。\n]{4,60}?(?:分值|标准分|满分|得分)[^。\n]{0,40}?(?<!\d)1(?=[\u3400-\u9fff])"
)
_SHORT_TITLE = 4


def table_items(reading: Reading) -> list[ItemFound]:
    """Return the items of every table of a document."""
    items: list[ItemFound] = []
    for table in reading.tables:
        headed = _headed(table)
        if headed:
            items.extend(_rows(reading, headed))
            items.extend(_below_table(reading, table))
    items.extend(_spaced_rows(reading))
    if not items:
        items.extend(_run_together(reading))
    return items


def _headed(table: Table) -> Table | None:
    """Return the table from the row on that names a column of marks; a title line may stand above it."""
    rows = (table.header, *table.rows[: _HEAD_ROWS - 1])
    for i, row in enumerate(rows):
        named = Table(row, table.rows[i:], row[0].start if row else table.start, table.end, table.flattened)
        if named.column(*_MARKS_HEADS) is not None and named.column(*_TITLE_HEADS) is not None:
            return named
    return None


def _columns(table: Table) -> tuple[int, int, int | None]:
    """Return the columns of titles, marks and rules: the title stands nearest to the left of the marks."""
    marks_at = table.column(*_MARKS_HEADS) or 0
    heads = [cell.text for cell in table.header]
    rule_at = next(
        (i for word in _RULE_HEADS for i, head in enumerate(heads) if word in head and i != marks_at), None
    )
    left = [i for i in range(marks_at - 1, -1, -1) if i != rule_at and not _SERIAL.search(heads[i])]
    named = [
        i
        for i, head in enumerate(heads)
        if any(word in head for word in _TITLE_HEADS) and i not in (rule_at, marks_at)
    ]
    if not left and not named and rule_at is not None:
        return rule_at, marks_at, None
    return (left or named or [0])[0], marks_at, rule_at


def _rows(reading: Reading, table: Table) -> Iterator[ItemFound]:
    title_at, marks_at, rule_at = _columns(table)
    last: ItemFound | None = None
    for row in table.rows:
        item = _row_item(reading, row, title_at, marks_at, rule_at, len(table.header))
        if item is None:
            more = _continued(reading, row, last, rule_at) if last else ()
            last = replace(last, rules=(*last.rules, *more), end=row[-1].end) if last and more else last
        elif last and (last.title, last.full_marks) == (item.title, item.full_marks):
            last = replace(last, rules=(*last.rules, *item.rules), end=item.end)
        else:
            if last:
                yield last
            last = item
    if last:
        yield last


def _row_item(
    reading: Reading, row: tuple[Cell, ...], title_at: int, marks_at: int, rule_at: int | None, width: int
) -> ItemFound | None:
    shift = _shift(row, marks_at, width)
    if shift is None:
        return _special_row(reading, row)
    marks_at += shift
    rule_at = (
        None if rule_at is None else rule_at + shift * (rule_at > marks_at - shift or rule_at >= title_at)
    )
    title = _title(row, max(title_at + shift, 0))
    full = _MARKS.fullmatch(row[marks_at].text)
    if not full or not title or _TOTAL.search(title):
        return None
    amount = Decimal(full["n"])
    rules: list[RuleFound] = []
    if rule_at is not None and 0 <= rule_at < len(row):
        cells = [row[rule_at]]
    else:
        cells = [c for i, c in enumerate(row) if i > marks_at or (i < marks_at and c.text != title)]
    for cell in cells:
        rules += read_rules(reading.text, cell.start, cell.end, amount, title)
    return ItemFound(title, amount, tuple(rules), row[0].start, row[-1].end, "rubric:table")


def _shift(row: tuple[Cell, ...], marks_at: int, width: int) -> int | None:
    """Return how far a row's marks stand beside their column; a row that lost cells to a merge is shorter."""
    if marks_at < len(row) and _MARKS.fullmatch(row[marks_at].text):
        return 0
    if len(row) < width:
        for at in range(min(marks_at, len(row)) - 1, 0, -1):
            if _MARKS.fullmatch(row[at].text):
                return at - marks_at
    return None


def _title(row: tuple[Cell, ...], at: int) -> str:
    """Return a row's title; where the cell holds a whole requirement, the short cell to its left."""
    text = row[at].text
    if len(text) > _LONG_TITLE:
        shorter = [c.text for c in row[:at] if 1 < len(c.text) <= _LONG_TITLE and not _SERIAL.search(c.text)]
        return shorter[-1] if shorter else text
    return text


def _special_row(reading: Reading, row: tuple[Cell, ...]) -> ItemFound | None:
    """Read a row without marks that names a bonus, a malus or a veto."""
    named = next((cell for cell in row if cell.text and not _SERIAL.search(cell.text)), None)
    if not named or len(named.text) > 12 or not _SPECIAL.search(named.text):
        return None
    cells = [cell for cell in row if cell.start > named.start and cell.text]
    rules: list[RuleFound] = []
    for cell in cells:
        if "否决" in named.text:
            rules += read_vetoes(reading.text, cell.start, cell.end, True)
        else:
            rules += read_rules(reading.text, cell.start, cell.end, None)
    kind = "rubric:veto" if "否决" in named.text else "rubric:bonus"
    return ItemFound(named.text, None, tuple(rules), row[0].start, row[-1].end, kind) if rules else None


def _continued(
    reading: Reading, row: tuple[Cell, ...], last: ItemFound, rule_at: int | None
) -> tuple[RuleFound, ...]:
    """Return the rules of a row that goes on with the item above: no marks, no title of its own."""
    if any(_TOTAL.search(cell.text) for cell in row):
        return ()
    cells = [row[rule_at]] if rule_at is not None and rule_at < len(row) else [c for c in row if c.text]
    rules: list[RuleFound] = []
    for cell in cells:
        rules += read_rules(reading.text, cell.start, cell.end, last.full_marks)
    return tuple(rules)


def _below_table(reading: Reading, table: Table) -> list[ItemFound]:
    """Read a veto label that closes a flattened table, with its triggers on the lines below."""
    tail = reading.text[table.end : table.end + 400]
    found = re.match(r"\s*(?:\d+\s+)?(?P<title>[^\n。，]{0,8}否决[^\n。，]{0,4})[\n\t]+", tail)
    if not found:
        return []
    start = table.end + found.end()
    stop = veto_lines_end(reading.text, start, reading.end)
    rules = read_vetoes(reading.text, start, stop, True)
    title = found["title"].strip()
    place = table.end + found.start("title")
    return [ItemFound(title, None, tuple(rules), place, stop, "rubric:veto")] if rules else []


def veto_lines_end(text: str, start: int, end: int) -> int:
    """Return how far lines of vetoes go: to an empty line, or one that says what follows from them."""
    stop = start
    for line in text[start:end].split("\n"):
        if stop > start and (re.search(r"标准：|一经|直接|取消|说明|^备注", line) or not line.strip()):
            break
        stop += len(line) + 1
    return min(stop, end)


def _spaced_rows(reading: Reading) -> Iterator[ItemFound]:
    """Read rows whose cells single spaces part, below a line of heads: 1 环境卫生 20 乱堆乱放一处扣1分."""
    at = reading.start
    headed = False
    for line in reading.text[reading.start : reading.end].split("\n"):
        end = at + len(line)
        if "分" in line and reading.table_at(at) is None:
            row = _SPACED_ROW.match(line) if headed else None
            if row and not _TOTAL.search(row["title"]):
                marks = Decimal(row["n"])
                rules = read_rules(reading.text, at + row.start("rest"), end, marks, row["title"])
                yield ItemFound(row["title"], marks, tuple(rules), at, end, "rubric:table")
            elif any(word in line for word in _MARKS_HEADS) and _SPACED_HEAD.fullmatch(line):
                headed = True
            elif not row:
                headed = False
        at = end + 1


def _run_together(reading: Reading) -> Iterator[ItemFound]:
    """Read a table that lost its cells: …分值1路面保洁…扣完为止。202公厕… is 20 marks, then row 2."""
    text = reading.text
    begun = _RUN_TOGETHER.search(text, reading.start, reading.end)
    if not begun:
        return
    at, number = begun.end(), 1
    while True:
        number += 1
        following = re.compile(
            rf"[。；]\s*(?P<n>\d{{1,2}})(?:[\u3400-\u9fff]{{2,8}}\d{{1,2}}分)?{number}(?=[\u3400-\u9fff])"
        ).search(text, at, reading.end)
        last = following or re.compile(
            r"[。；]\s*(?P<n>\d{1,2})(?=加分|附加|否决|合计|总计|小计|\s|$)"
        ).search(text, at, reading.end)
        if not last:
            return
        marks = Decimal(last["n"])
        title = re.split(r"[，。；：]", text[at : at + _SHORT_TITLE])[0]
        rules = read_rules(text, at + len(title), last.start("n"), marks)
        yield ItemFound(title, marks, tuple(rules), at, last.start("n"), "rubric:table")
        at = last.end()
        if not following:
            break
    special = re.compile(r"(?:加分|附加|奖励)(?:项|分)?").match(text, at)
    if special:
        stop = text.find("\n", at, reading.end)
        rules = read_rules(text, special.end(), stop if stop > 0 else reading.end, None)
        yield ItemFound(special[0], None, tuple(rules), at, stop if stop > 0 else reading.end, "rubric:bonus")
