"""Figures of building together."""

from gongjian.apps.cobuilding.indicators import pairings

__all__ = ["pairings"]
