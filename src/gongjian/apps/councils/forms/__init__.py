"""Forms of councils and self-governance."""
