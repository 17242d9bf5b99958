"""Reads of the programmes app."""

from gongjian.apps.programmes.selectors.open_items import (
    BelowRow,
    OpenWork,
    below_status,
    by_kind,
    count_waiting,
    open_items,
)
from gongjian.apps.programmes.selectors.programmes import get_programme, list_programmes, search
from gongjian.apps.programmes.selectors.targets import TargetReading, read_target

__all__ = [
    "BelowRow",
    "OpenWork",
    "TargetReading",
    "below_status",
    "by_kind",
    "count_waiting",
    "get_programme",
    "list_programmes",
    "open_items",
    "read_target",
    "search",
]
