"""Reads of the matters app."""

from gongjian.apps.matters.selectors.agenda import WaitingMatter, open_items
from gongjian.apps.matters.selectors.following import follow
from gongjian.apps.matters.selectors.matters import ListAsked, get_matter, list_matters
from gongjian.apps.matters.selectors.nearby import near_point
from gongjian.apps.matters.selectors.search import search

__all__ = [
    "ListAsked",
    "WaitingMatter",
    "follow",
    "get_matter",
    "list_matters",
    "near_point",
    "open_items",
    "search",
]
