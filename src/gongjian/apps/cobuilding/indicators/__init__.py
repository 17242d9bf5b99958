"""Figures of building together, registered once at start."""

from gongjian.apps.cobuilding.indicators import agreements, pairings

__all__ = ["agreements", "pairings"]
