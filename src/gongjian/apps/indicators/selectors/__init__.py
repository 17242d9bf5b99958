"""What is read of indicators: the registry, one figure with its rows, levels, trend, base values."""

from gongjian.apps.indicators.selectors.board import Board, BoardPlace, read_board, usual_period
from gongjian.apps.indicators.selectors.comparison import (
    Level,
    Trend,
    get_previous,
    last_base,
    list_bases,
    list_level,
    read_trend,
)
from gongjian.apps.indicators.selectors.definitions import (
    UNCONFIRMED,
    definition_of,
    definitions_at,
    formula_of,
    get_definition,
)
from gongjian.apps.indicators.selectors.figure import (
    FigureRows,
    ShownRow,
    figure_url,
    get_figure,
    list_rows,
    where_name,
)
from gongjian.apps.indicators.selectors.outlook import ShownOutlook, outlook_of, readings_of
from gongjian.apps.indicators.selectors.projects import (
    LedgerSums,
    get_project,
    list_projects,
    sum_up,
    unit_counts,
    units_of,
)
from gongjian.apps.indicators.selectors.registry import CatalogueRow, IndicatorGroup, list_catalogue, search
from gongjian.apps.indicators.selectors.screen import (
    SHOWN_RANKS,
    ScreenView,
    list_screens,
    read_screen,
)
from gongjian.apps.indicators.selectors.values import (
    MINE_TO_CONFIRM,
    get_value,
    history_of,
    list_values,
    series_of,
)

__all__ = [
    "MINE_TO_CONFIRM",
    "SHOWN_RANKS",
    "UNCONFIRMED",
    "Board",
    "BoardPlace",
    "CatalogueRow",
    "FigureRows",
    "IndicatorGroup",
    "LedgerSums",
    "Level",
    "ScreenView",
    "ShownOutlook",
    "ShownRow",
    "Trend",
    "definition_of",
    "definitions_at",
    "figure_url",
    "formula_of",
    "get_definition",
    "get_figure",
    "get_previous",
    "get_project",
    "get_value",
    "history_of",
    "last_base",
    "list_bases",
    "list_catalogue",
    "list_level",
    "list_projects",
    "list_rows",
    "list_screens",
    "list_values",
    "outlook_of",
    "read_board",
    "read_screen",
    "read_trend",
    "readings_of",
    "search",
    "series_of",
    "sum_up",
    "unit_counts",
    "units_of",
    "usual_period",
    "where_name",
]
