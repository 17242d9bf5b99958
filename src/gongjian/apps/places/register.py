"""Read a register of divisions: a file's bytes → rows with their place in the file, and row errors.

Columns: `code`, `name` (and others, ignored), or the bureau's 统计用区划代码, 城乡分类代码, 名称. CSV in UTF-8
or GB18030, or .xlsx with any number of sheets. Codes may be filled with zeros to twelve digits.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gongjian.apps.places.terms import unpadded
from gongjian.core.access import LEVEL_LENGTHS
from gongjian.readers import ReadError, SheetRow, read_sheet

CODE_HEADS = ("统计用区划代码", "区划代码", "代码", "code")
NAME_HEADS = ("名称", "name")
URBAN_HEADS = ("城乡分类代码", "城乡分类")
HEAD_ROWS = 10
NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """One file as it came: its name for messages and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One place as the register states it, and where it stands (`row` counts from 1, heads included)."""

    code: str
    name: str
    urban_rural_code: str = ""
    source: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row, for the person who has the file open. `code` is "" when unreadable."""

    source: str
    row: int
    column: str
    sentence: str
    code: str = ""

    def __str__(self) -> str:
        where = f"{self.source} 第 {self.row} 行" if self.row else self.source
        return f"{where}：{self.sentence}"


@dataclass(frozen=True)
class Register:
    """All readable rows of the files, and all that could not be read."""

    rows: list[RegisterRow]
    errors: list[RowError]


def read_register(files: Iterable[RegisterFile]) -> Register:
    """Read one or several files as one register; a code stated twice with two names is an error."""
    rows: dict[str, RegisterRow] = {}
    errors: list[RowError] = []
    for file in files:
        for item in _read_file(file):
            if isinstance(item, RowError):
                errors.append(item)
            elif (earlier := rows.setdefault(item.code, item)).name != item.name:
                errors.append(_told_twice(earlier, item))
    return Register(list(rows.values()), errors)


def _told_twice(earlier: RegisterRow, later: RegisterRow) -> RowError:
    sentence = f"代码 {later.code} 前面已是“{earlier.name}”（{earlier.source} 第 {earlier.row} 行），这里又是“{later.name}”。请只留一个。"
    return RowError(later.source, later.row, "代码", sentence, later.code)


def _read_file(file: RegisterFile) -> Iterator[RegisterRow | RowError]:
    try:
        rows = list(read_sheet(file.content, file.name))
    except ReadError as refusal:
        yield RowError(file.name, 0, "", str(refusal))
        return
    found = False
    for sheet, group in groupby(rows, key=lambda row: row.sheet):
        cells = list(group)
        heads = _find_heads(cells)
        if heads is None:
            continue
        found = True
        start, columns = heads
        source = f"{file.name}·{sheet}" if sheet else file.name
        yield from (_read_row(row.cells, columns, source, row.number) for row in cells[start + 1 :])
        if start + 1 == len(cells):
            yield RowError(source, 0, "", "只有表头，没有地方。请从表头下一行填起。")
    if not found:
        yield RowError(file.name, 0, "", _no_heads(rows))


def _no_heads(rows: Sequence[SheetRow]) -> str:
    there = "、".join(cell for cell in rows[0].cells if cell)[:60] if rows else ""
    now = f"现在第一行是：{there}。" if there else ""
    return f"没有找到代码和名称两列。表头应是“code、name”，或“统计用区划代码、城乡分类代码、名称”。{now}"


@dataclass(frozen=True, slots=True)
class _Columns:
    code: int
    name: int
    urban: int | None


def _find_heads(rows: Sequence[SheetRow]) -> tuple[int, _Columns] | None:
    for index, row in enumerate(rows[:HEAD_ROWS]):
        code, name, urban = (_first_of(row.cells, wanted) for wanted in (CODE_HEADS, NAME_HEADS, URBAN_HEADS))
        if code is not None and name is not None:
            return index, _Columns(code, name, urban)
    return None


def _first_of(heads: Sequence[str], wanted: Sequence[str]) -> int | None:
    plain = [head.strip().lower() for head in heads]
    return next((plain.index(word) for word in wanted if word in plain), None)


def _read_row(row: Sequence[str], columns: _Columns, source: str, number: int) -> RegisterRow | RowError:
    raw, name = _digits(_cell(row, columns.code)), _cell(row, columns.name)
    code = unpadded(raw)
    if fault := _code_fault(raw, code):
        return RowError(source, number, "代码", fault)
    if not name or len(name) > NAME_LENGTH:
        sentence = (
            "名称是空的。请补上名称。" if not name else f"名称有 {len(name)} 个字，最多 {NAME_LENGTH} 个字。"
        )
        return RowError(source, number, "名称", sentence, code)
    urban = _cell(row, columns.urban) if columns.urban is not None else ""
    if urban and not (len(urban) == 3 and urban.isascii() and urban.isdigit()):
        return RowError(
            source, number, "城乡分类代码", f"城乡分类代码“{urban[:20]}”应是 3 位数字，如 111。", code
        )
    return RegisterRow(code, name, urban, source, number)


def _digits(text: str) -> str:
    """Write a code as typed by hand in plain digits: full-width ones, and the apostrophe that marks text.

    >>> _digits("'５１０９")
    '5109'
    """
    return unicodedata.normalize("NFKC", text).strip().lstrip("'’‘")


def _cell(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""


def _code_fault(raw: str, code: str) -> str:
    """Say what is wrong with a code, or nothing."""
    if not raw:
        return "代码是空的。请补上代码。"
    if "e+" in raw.lower():
        return f"代码“{raw[:20]}”被表格软件改成了科学计数，数字已丢。请把这一列设成文本，再填原来的代码。"
    if not (raw.isascii() and raw.isdigit()):
        return f"代码“{raw[:20]}”里有数字以外的字符。请只填数字。"
    if len(code) not in LEVEL_LENGTHS:
        return f"代码“{raw[:20]}”有 {len(raw)} 位，应是 2、4、6、9、12 或 15 位。"
    if code[:2] < "11" or code[2:4] == "00":  # lower levels may be all zeros: 441900 东莞, 350527000 金门
        return f"代码“{raw[:20]}”看不出级别：开头两位应是省级代码，三、四位不能是 00。"
    return ""
