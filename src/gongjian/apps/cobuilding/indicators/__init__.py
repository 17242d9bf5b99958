"""Figures of building together, registered once at start."""

from gongjian.apps.cobuilding.indicators import agreements, needs, pairings

__all__ = ["agreements", "needs", "pairings"]
