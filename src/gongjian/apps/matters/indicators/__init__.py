"""Figures of matters, registered once at start."""

from gongjian.apps.matters.indicators import cases, events, rates

__all__ = ["cases", "events", "rates"]
