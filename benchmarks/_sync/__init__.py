"""Parts of the benchmark of phones that synchronise: the field, a phone, the server, and the count afterwards."""
