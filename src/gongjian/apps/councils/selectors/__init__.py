"""Reading councils and self-governance."""
