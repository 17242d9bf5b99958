"""Figures of councils and self-governance, registered at start-up."""

from gongjian.apps.councils.indicators import budgets, meetings

__all__ = ["budgets", "meetings"]
