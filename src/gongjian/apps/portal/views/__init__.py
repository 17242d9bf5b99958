"""Pages of the public door, and of the desk that keeps it."""
