"""Parts of the benchmark of load: a county with its matters, residents, the desk, junk, kills, and the count afterwards."""
