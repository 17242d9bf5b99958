"""Figures of inspections: grades and scores, findings and how they were mended."""

from gongjian.apps.inspections.indicators import findings, grades
from gongjian.apps.inspections.indicators.grades import DEMONSTRATION, QUALIFIED, latest_grades

__all__ = ["DEMONSTRATION", "QUALIFIED", "findings", "grades", "latest_grades"]
