"""Template filters of inspections."""
