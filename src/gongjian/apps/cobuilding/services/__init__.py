"""Changes in what is built together."""
