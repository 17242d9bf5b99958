"""Words of the councils app."""
