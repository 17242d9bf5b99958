"""What is read of indicators: the registry, one figure with its rows, levels, trend, base values."""

from gongjian.apps.indicators.selectors.comparison import (
    Level,
    Trend,
    get_previous,
    last_base,
    list_bases,
    list_level,
    read_trend,
)
from gongjian.apps.indicators.selectors.figure import (
    FigureRows,
    ShownRow,
    figure_url,
    get_figure,
    list_rows,
    where_name,
)
from gongjian.apps.indicators.selectors.registry import IndicatorGroup, group_indicators, search

__all__ = [
    "FigureRows",
    "IndicatorGroup",
    "Level",
    "ShownRow",
    "Trend",
    "figure_url",
    "get_figure",
    "get_previous",
    "group_indicators",
    "last_base",
    "list_bases",
    "list_level",
    "list_rows",
    "read_trend",
    "search",
    "where_name",
]
