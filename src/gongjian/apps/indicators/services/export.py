"""The rows behind a figure as a spreadsheet with their sum, and the values of a place with their states."""

from collections.abc import Iterator

from django.db import transaction

from gongjian.apps.indicators.selectors.figure import all_rows, where_name
from gongjian.apps.indicators.selectors.values import list_values
from gongjian.apps.places.selectors import names_of
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.figures import Figure
from gongjian.core.registry import get_indicator
from gongjian.readers import SheetData, write_xlsx
from gongjian.readers.sheets import CellValue

_BATCH = 500


def export_rows(*, actor: Actor, figure: Figure) -> bytes:
    """Write all rows behind a figure that `get_figure` read for the actor; the last row is their sum."""
    indicator = get_indicator(figure.indicator_key)
    name = str(indicator.name)
    columns = (f"{name}：分子", "分母") if indicator.has_denominator else (name,)
    heads = ("地方代码", "地方", "记录", "说明", *columns)
    audit.record(
        actor,
        "indicators.rows_exported",
        None,
        after={"indicator": figure.indicator_key, "period": str(figure.period), "rows": figure.row_count},
        place_code=figure.place_code,
    )
    about = [
        ("指标", str(indicator.name)),
        ("算法", str(indicator.definition)),
        ("地方代码", figure.place_code),
        ("地方", where_name(figure)),
        ("时段", figure.period.label),
        ("数", figure.text_with_unit),
        ("取数", f"{figure.read_at:%Y-%m-%d %H:%M} UTC"),
    ]
    return write_xlsx(
        [SheetData("背后的记录", heads, _rows(actor, figure)), SheetData("说明", ("项目", "内容"), about)]
    )


def _rows(actor: Actor, figure: Figure) -> Iterator[tuple[CellValue, ...]]:
    for shown in all_rows(actor, figure):
        row = shown.row
        cells = (row.place_code, shown.place_name, str(row.label), row.note, row.numerator)
        yield cells if figure.denominator is None else (*cells, row.denominator)
    total = ("", "合计", f"{figure.row_count} 行", "", figure.numerator)
    yield total if figure.denominator is None else (*total, figure.denominator)


@transaction.atomic
def export_values(
    *, actor: Actor, place_code: str, status: str = "", definition_id: int | None = None
) -> bytes:
    """Write the values at and below a place, of one indicator or of all, each with its state."""
    rows = list_values(actor, place_code, status=status, definition_id=definition_id)
    names = names_of(set(rows.order_by().values_list("place_code", flat=True)))
    found = [
        (
            row.definition.name,
            row.place_code,
            names.get(row.place_code, ""),
            row.period.label,
            row.numerator,
            row.denominator,
            row.definition.unit,
            str(row.get_status_display()),
            str(row.get_source_display()),
            row.note,
        )
        for row in rows.iterator(_BATCH)
    ]
    after = {"rows": len(found)}
    audit.record(actor, "indicators.values_exported", None, after=after, place_code=place_code)
    head = ("指标", "地方代码", "地方", "时段", "分子（或数）", "分母", "单位", "状态", "来源", "数从哪里来")
    return write_xlsx([SheetData("指标数", head, found, (20, 16, 20, 16))])
