"""API: read what one may see as JSON, under the same rights as the pages."""
