"""Insert many rows of one table by plain statements: several times faster than building model objects."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

PARAMETERS = 900
"""Below the bound of every SQLite (999)."""


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
    """Insert value tuples in the order of `columns`, in the current transaction; return how many.

    Values must already be what the database driver takes. The same SQL serves both databases.
    """
    quote = connection.ops.quote_name
    head = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) VALUES "
    one = f"({', '.join(['%s'] * len(columns))})"
    size, total, rows = PARAMETERS // len(columns), 0, iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(rows, size)):
            values = [value for row in batch for value in row]
            cursor.execute(head + ", ".join([one] * len(batch)), values)
            total += len(batch)
    return total
