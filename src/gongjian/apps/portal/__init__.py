"""The public door: pages without an account for reporting, following, asking and reading what was answered."""
