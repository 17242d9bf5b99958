"""What a row held before it was written anew, gone from the database's files too.

A database that writes a row anew leaves the old one where it lay: PostgreSQL as a dead row until VACUUM, SQLite in its
write-ahead log until that starts over (in the file itself `secure_delete` overwrites it). For almost all rows that
is nobody's concern; the ballot box is one.
"""

from django.db import connection


def drop_remains(table: str) -> bool:
    """Leave only the present rows of a table in the database's files; False while a reader holds the old ones.

    Runs outside a transaction. On PostgreSQL the table is written anew, locked for the moment that takes; the
    server's own write-ahead log, and what an archive kept of it, lie beyond.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, *_counts = cursor.fetchone()
            return not is_busy
        cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
    return True
