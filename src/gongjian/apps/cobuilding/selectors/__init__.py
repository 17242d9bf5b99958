"""Reading what is built together."""
