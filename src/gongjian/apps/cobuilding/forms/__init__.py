"""Forms of building together."""
