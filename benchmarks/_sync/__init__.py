"""Parts of the benchmark of phones that synchronise: the field, a phone, and the count afterwards."""
