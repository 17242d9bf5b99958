"""Figures of matters, registered once at start."""

from gongjian.apps.matters.indicators import cases, events, ideas, mediation, rates

__all__ = ["cases", "events", "ideas", "mediation", "rates"]
