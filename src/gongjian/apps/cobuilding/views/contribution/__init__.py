"""Pages of contribution."""
