"""Documents: bulletins and summaries composed from figures, signed off, issued and archived."""
