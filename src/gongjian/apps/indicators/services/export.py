"""The rows behind a figure as a spreadsheet, with their sum."""

from collections.abc import Iterator

from gongjian.apps.indicators.selectors.figure import all_rows, where_name
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.figures import Figure
from gongjian.core.registry import get_indicator
from gongjian.readers import SheetData, write_xlsx
from gongjian.readers.sheets import CellValue


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
