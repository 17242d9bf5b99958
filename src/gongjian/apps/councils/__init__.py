"""Councils and self-governance: meetings and their resolutions, covenants, elections, a common fund by vote."""
