"""Values from a workbook: one sheet an indicator, one row a place and period, one column an input.

Every fault is listed by sheet, row and column before anything is written; a jump against the last confirmed
value is a warning, by the rule `indicators.jump_share`. Nothing is written until all of it can be.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from gongjian.apps.indicators.choices import ImportKind, ValueSource
from gongjian.apps.indicators.models import IndicatorDefinition, IndicatorValue, TableImport
from gongjian.apps.indicators.periods import fits, read_period, wanted_words
from gongjian.apps.indicators.selectors.definitions import definitions_at
from gongjian.apps.indicators.selectors.values import last_confirmed
from gongjian.apps.indicators.services.tables import (
    NOTES,
    Checked,
    Table,
    TableRow,
    finish_import,
    get_import,
    keep_file,
    number_in,
    sheets_of,
    table_of,
)
from gongjian.apps.indicators.services.values import ValueSpec, check_value, enter_value
from gongjian.apps.places.selectors import codes_at_level, names_of
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.figures import Period, round_half_up
from gongjian.core.rules import rule_value
from gongjian.readers import SheetData, write_xlsx

CODE, PLACE, PERIOD, NOTE = "地方代码", "地方", "时段", "数从哪里来"
REQUIRED = (CODE, PERIOD)
MOST_PLACES = 2000


def template_xlsx(*, actor: Actor, definitions: Sequence[IndicatorDefinition], place_code: str) -> bytes:
    """Return the workbook to fill in: a sheet for each indicator with the places of its level written already."""
    sheets = []
    for definition in definitions:
        codes = codes_at_level(place_code, definition.level)[:MOST_PLACES]
        names = names_of(codes)
        inputs = [one.title for one in definition.inputs.all()]
        rows = [(code, names.get(code, ""), "", *("" for _ in inputs), "") for code in codes]
        head = (CODE, PLACE, PERIOD, *inputs, NOTE)
        sheets.append(SheetData(definition.name, head, rows, (16, 20, 12)))
    notes = [
        (CODE, "必填。统计用区划代码"),
        (PLACE, "给人看的，不读"),
        (PERIOD, "必填。按年 2026，按季度 2026-Q3，按月 2026-09，按日 2026-09-30"),
        ("各个数", "必填。只填数，单位照表头，不改表头；没有就填 0；整行不填就删去这一行"),
        (NOTE, "选填。哪份文件、哪本台账"),
    ]
    return write_xlsx([*sheets, SheetData(NOTES, ("列", "怎么填"), notes, (16, 60))])


@transaction.atomic
def read_values(*, actor: Actor, content: bytes, name: str, place_code: str) -> TableImport:
    """Read a workbook of values and keep it for the preview."""
    return keep_file(actor=actor, kind=ImportKind.VALUES, content=content, name=name, place_code=place_code)


def check_values(*, actor: Actor, import_id: int) -> Checked:
    """Hold a kept workbook against today's definitions and values; a bounded number of queries a sheet."""
    kept = get_import(actor, import_id, ImportKind.VALUES)
    known = {row.name: row for row in definitions_at(actor, kept.place_code)}
    known |= {row.key: row for row in known.values()}
    tables = []
    for name, rows in sheets_of(kept).items():
        definition = known.get(name)
        if definition is None:
            words = f"工作表“{name}”不是这里的指标。工作表要用指标的名称，可以先下载模板。"
            tables.append(Table(name, [], [], [words]))
            continue
        table = table_of(name, rows, REQUIRED)
        if not table.faults:
            _check_table(actor, definition, table)
        tables.append(table)
    return Checked(kept, tables)


@transaction.atomic
def confirm_values_import(*, actor: Actor, import_id: int) -> int:
    """Enter every value of a kept workbook; Conflict while any row is wrong. Return how many were entered."""
    checked = check_values(actor=actor, import_id=import_id)
    if checked.bad:
        raise Conflict(f"还有 {checked.bad} 处有错，一行也没有写入。请改好表格再选一次。")
    specs = [row.spec for table in checked.tables for row in table.rows]
    for spec in specs:
        enter_value(actor=actor, spec=spec)
    finish_import(actor, checked.kept, len(specs))
    return len(specs)


def _check_table(actor: Actor, definition: IndicatorDefinition, table: Table) -> None:
    columns = _input_columns(definition, table)
    if table.faults:
        return
    names = names_of({row.values.get(CODE, "") for row in table.rows})
    before = last_confirmed([definition], names)
    seen: dict[tuple[str, Period], int] = {}
    jump = rule_value("indicators.jump_share", on=timezone.localdate(), place_code=definition.place_code)
    for row in table.rows:
        _check_row(actor, definition, row, columns, names)
        if row.spec is None:
            continue
        twice = seen.setdefault((row.spec.place_code, row.spec.period), row.number)
        if twice != row.number:
            row.fault(PERIOD, f"和第 {twice} 行是同一个地方、同一个时段")
            continue
        _warn_of_jump(definition, row, before.get((definition.pk, row.spec.place_code), []), Fraction(jump))


def _input_columns(definition: IndicatorDefinition, table: Table) -> dict[int, str]:
    """Find the column of each input by its name; another unit in the head is a fault, a missing column too."""
    found = {}
    for one in definition.inputs.all():
        column = next((title for title in table.columns if _plain(title) == one.name), None)
        if column is None:
            table.faults.append(f"工作表“{table.name}”缺一列“{one.title}”。")
        elif column != one.title:
            table.faults.append(
                f"工作表“{table.name}”的“{column}”单位不对，要的是“{one.title}”。请换算后改表头。"
            )
        else:
            found[one.pk] = column
    return found


def _plain(title: str) -> str:
    return title.replace("(", "（").partition("（")[0].strip()


def _check_row(
    actor: Actor,
    definition: IndicatorDefinition,
    row: TableRow,
    columns: dict[int, str],
    names: dict[str, str],
) -> None:
    code = row.values.get(CODE, "")
    if not code:
        row.fault(CODE, "没有填")
    elif code not in names:
        row.fault(CODE, "没有这个代码的地方")
    elif not actor.can(Right.INDICATORS_ENTER, code):
        row.fault(CODE, f"{names[code]}不归你填")
    elif len(code) != definition.level:
        row.fault(CODE, f"要填{definition.get_level_display()}的代码")
    period = _period(definition, row)
    amounts = {pk: _amount(row, column) for pk, column in columns.items()}
    if row.errors or period is None:
        return
    spec = ValueSpec(
        definition_id=definition.pk,
        place_code=code,
        period=period,
        amounts={pk: amount for pk, amount in amounts.items() if amount is not None},
        note=row.values.get(NOTE, "")[:300],
        source=ValueSource.IMPORTED,
    )
    try:
        check_value(definition, spec)
    except Invalid as fault:
        row.fault(PERIOD, fault.message)
        return
    row.spec = spec


def _period(definition: IndicatorDefinition, row: TableRow) -> Period | None:
    text = row.values.get(PERIOD, "")
    try:
        period = read_period(text)
    except ValueError:
        row.fault(PERIOD, "没有填" if not text else f"读不懂。{wanted_words(definition.period_kind)}")
        return None
    if not fits(definition.period_kind, period):
        row.fault(PERIOD, wanted_words(definition.period_kind))
    return period


def _amount(row: TableRow, column: str) -> Decimal | None:
    if not row.values.get(column, ""):
        row.fault(column, "没有填；没有就填 0")
        return None
    return number_in(row, column)


def _warn_of_jump(
    definition: IndicatorDefinition, row: TableRow, before: Sequence[IndicatorValue], share: Fraction
) -> None:
    """Warn when a value moves from the last confirmed one of an earlier period by more than a share of it."""
    earlier = [one for one in before if one.period_last_on < row.spec.period.first_on]
    if not earlier:
        return
    last = earlier[0].value("")
    numerator, denominator = check_value(definition, row.spec)
    now = Fraction(numerator) / Fraction(denominator or 1)
    if last and abs(now - last) > share * abs(last):
        percent = round_half_up(abs(now - last) * 100 / abs(last), 0)
        row.warnings[definition.inputs.all()[0].title] = f"比{earlier[0].period.label}变了 {percent}%，请核对"
