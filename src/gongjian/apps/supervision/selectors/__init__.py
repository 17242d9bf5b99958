"""Reads of the supervision app."""

from gongjian.apps.supervision.selectors.agenda import AgendaItem, open_items
from gongjian.apps.supervision.selectors.search import search

__all__ = ["AgendaItem", "open_items", "search"]
