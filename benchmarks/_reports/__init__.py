"""Seeded reports with one planted error each, for the figure checker's benchmark and its test."""

from benchmarks._reports.report import Report, make_reports

__all__ = ["Report", "make_reports"]
