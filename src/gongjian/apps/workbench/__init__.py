"""Workbench: each role's first page, search over everything one may see, notifications."""
