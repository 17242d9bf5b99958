"""Pages of councils and self-governance."""
