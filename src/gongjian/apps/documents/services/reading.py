"""Read, now, every figure that a text quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils import timezone

from gongjian.apps.documents.models import Document
from gongjian.apps.documents.selectors.markup import (
    Request,
    cell_slot,
    columns_of,
    official_unit,
    parse_body,
    request_of,
    table_places,
    tokens_of,
)
from gongjian.core.errors import Invalid
from gongjian.core.figures import Figure
from gongjian.core.registry import read_by_level, read_figure
from gongjian.engines.quoting import FigureToken, TableToken

SHOWN_FAULTS = 5


@dataclass
class Reading:
    """Figures by slot, and for each table the places that are its rows as [code, name]."""

    figures: dict[str, Figure] = field(default_factory=dict)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)


def read_all(document: Document, tables: Mapping[str, Sequence[Sequence[str]]] | None = None) -> Reading:
    """Read every figure the text quotes; a table costs one query a column and level.

    `tables` fixes the rows of tables (as quoted); without it they are the places of today.
    Raises Invalid with one sentence a line that can't be read, the first five of them.
    """
    reading = Reading()
    faults = []
    for token in tokens_of(parse_body(document.body)):
        try:
            if isinstance(token, FigureToken):
                reading.figures[token.slot] = _read_one(request_of(document, token))
            else:
                _read_table(document, token, (tables or {}).get(token.slot), reading)
        except Invalid as fault:
            faults.append(f"第 {token.line} 行：{fault.message}")
    if faults:
        raise Invalid("".join(faults[:SHOWN_FAULTS]))
    return reading


def _read_one(request: Request) -> Figure:
    return read_figure(
        request.indicator.key, place_code=request.place_code, period=request.period, params=request.params
    )


def _read_table(
    document: Document, token: TableToken, fixed: Sequence[Sequence[str]] | None, reading: Reading
) -> None:
    columns = columns_of(document, token)
    rows = table_places(document, token) if fixed is None else [(row[0], row[1]) for row in fixed]
    reading.tables[token.slot] = [[code, name] for code, name in rows]
    for request in columns:
        found: dict[str, Figure] = {}
        for length in {len(code) for code, _name in rows}:
            found |= read_by_level(
                request.indicator.key,
                place_code=request.place_code,
                code_length=length,
                period=request.period,
                params=request.params,
            )
        for code, _name in rows:
            figure = found.get(code) or _nothing(request, code)
            reading.figures[cell_slot(token, request.indicator, code)] = figure


def _nothing(request: Request, place_code: str) -> Figure:
    """The figure of a place without rows: missing, which is not zero."""
    indicator = request.indicator
    return Figure(
        indicator_key=indicator.key,
        name=str(indicator.name),
        unit=official_unit(indicator),
        decimals=indicator.decimals,
        place_code=place_code,
        period=request.period,
        numerator=Fraction(0),
        denominator=Fraction(0) if indicator.has_denominator else None,
        row_count=0,
        read_at=timezone.now(),
        params=dict(request.params),
    )
