"""Figures of matters, registered once at start."""

from gongjian.apps.matters.indicators import cases, rates

__all__ = ["cases", "rates"]
