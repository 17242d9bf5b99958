"""Programmes: targets, phases and tasks handed down a hierarchy, reported on and confirmed."""
