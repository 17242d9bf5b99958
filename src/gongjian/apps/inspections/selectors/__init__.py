"""What is read in inspections."""

from gongjian.apps.inspections.selectors.mine import WaitingItem, open_items, search

__all__ = ["WaitingItem", "open_items", "search"]
