"""Inspections: rubrics, score sheets, ratings and their explanation."""
