"""Changes in councils and self-governance."""
