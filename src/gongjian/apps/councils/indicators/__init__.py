"""Figures of councils and self-governance, registered at start-up."""

from gongjian.apps.councils.indicators import budgets, covenants, elections, meetings

__all__ = ["budgets", "covenants", "elections", "meetings"]
