"""Tables of councils and self-governance."""
