"""Seeded reports with one planted error each, for the figure checker's benchmark and its test."""

from .report import Report, make_reports
from .scoring import REPORTS, SEED, Checker, Hit, Score, engine, score

__all__ = ["REPORTS", "SEED", "Checker", "Hit", "Report", "Score", "engine", "make_reports", "score"]
