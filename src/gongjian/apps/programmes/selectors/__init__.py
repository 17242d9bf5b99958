"""Reads of the programmes app."""

from gongjian.apps.programmes.selectors.below import BelowRow, below_status
from gongjian.apps.programmes.selectors.open_items import OpenWork, by_kind, open_items
from gongjian.apps.programmes.selectors.programmes import get_programme, list_programmes, search
from gongjian.apps.programmes.selectors.targets import TargetReading, read_target

__all__ = [
    "BelowRow",
    "OpenWork",
    "TargetReading",
    "below_status",
    "by_kind",
    "get_programme",
    "list_programmes",
    "open_items",
    "read_target",
    "search",
]
