"""Pages of a community fund by vote."""
