"""Pages of building together."""
