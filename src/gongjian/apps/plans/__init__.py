"""Plans: a document is read as structure, corrected beside its text and becomes a programme."""
