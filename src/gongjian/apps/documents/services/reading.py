"""Read, now, every figure that a text quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from django.utils import timezone

from gongjian.apps.documents.models import Document
from gongjian.apps.documents.selectors.markup import (
    EMPTY_ROWS,
    OWN,
    WHOLE,
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
from gongjian.core.registry import ABOVE, read_by_level, read_figure
from gongjian.engines.quoting import FigureToken, TableToken

SHOWN_FAULTS = 5
OWN_NAME = "本级"


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
    found = [_read_column(request, [code for code, _name in rows]) for request in columns]
    if fixed is None and token.options.get(EMPTY_ROWS):
        rows = [row for row in rows if row[0] == columns[0].place_code or _tells(row[0], found)]
    if fixed is None and token.options.get(WHOLE):
        rows = _with_own_row(rows, found)
    reading.tables[token.slot] = [[code, name] for code, name in rows]
    for request, figures in zip(columns, found, strict=True):
        for code, _name in rows:
            figure = figures.get(code) or _nothing(request, code)
            reading.figures[cell_slot(token, request.indicator, code)] = figure


def _tells(code: str, found: Sequence[Mapping[str, Figure]]) -> bool:
    """Say whether any column has something other than zero for a place."""
    return any(figures[code].value for figures in found if code in figures)


def _read_column(request: Request, codes: Sequence[str]) -> dict[str, Figure]:
    """Read one column by the codes of its rows; what lies above the lowest row is `OWN` with that row's length."""
    found: dict[str, Figure] = {}
    lengths = {len(code) for code in codes if not code.endswith(OWN)}
    for length in lengths:
        level = read_by_level(
            request.indicator.key,
            place_code=request.place_code,
            code_length=length,
            period=request.period,
            params=request.params,
        )
        found |= {code: figure for code, figure in level.items() if len(code) == length}
        above = [figure for code, figure in level.items() if len(code) < length]
        if above and length == max(lengths):
            found[f"{length}{OWN}"] = _joined(request, above, length)
    return found


def _with_own_row(
    rows: list[tuple[str, str]], found: Sequence[Mapping[str, Figure]]
) -> list[tuple[str, str]]:
    """Put a row before the whole for what is kept at the place itself, if any column has such records."""
    own = sorted({code for figures in found for code in figures if code.endswith(OWN)})
    return [*rows[:-1], *((code, OWN_NAME) for code in own), rows[-1]]


def _joined(request: Request, figures: Sequence[Figure], length: int) -> Figure:
    """Add up the figures of the places above a level into one of the place asked for."""
    bottoms = [figure.denominator for figure in figures if figure.denominator is not None]
    return replace(
        figures[0],
        place_code=request.place_code,
        numerator=sum((figure.numerator for figure in figures), Fraction(0)),
        denominator=sum(bottoms, Fraction(0)) if bottoms else None,
        row_count=sum(figure.row_count for figure in figures),
        params={**request.params, ABOVE: str(length)},
    )


def _nothing(request: Request, place_code: str) -> Figure:
    """The figure of a place without rows: missing, which is not zero (unless no row is a count of nothing)."""
    indicator = request.indicator
    return Figure(
        indicator_key=indicator.key,
        name=str(indicator.name),
        unit=official_unit(indicator),
        decimals=indicator.decimals,
        place_code=request.place_code if place_code.endswith(OWN) else place_code,
        period=request.period,
        numerator=Fraction(0),
        denominator=Fraction(0) if indicator.has_denominator else None,
        row_count=0,
        read_at=timezone.now(),
        params=dict(request.params),
        empty_is_zero=indicator.empty_is_zero,
    )
