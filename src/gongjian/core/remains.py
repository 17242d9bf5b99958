"""What a row held before it was written anew, gone from the database's files too.

A database that writes a row anew leaves the old one where it lay: PostgreSQL as a dead row, SQLite in its
write-ahead log until that starts over (in the file itself `secure_delete` overwrites it). For almost all rows that
is nobody's concern; the ballot box is one.
"""

from django.db import connection, transaction


def drop_remains(table: str) -> bool:
    """Leave only the present rows of a table in the database's files; False while a reader holds the old ones.

    Runs outside a transaction. On PostgreSQL the rows are put into a new file, the table locked for the moment
    that takes; VACUUM would keep old rows there while any transaction runs that is older than they. The server's
    own write-ahead log, and what an archive kept of it, lie beyond.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, *_counts = cursor.fetchone()
            return not is_busy
    name = connection.ops.quote_name(table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"CREATE TEMPORARY TABLE remains ON COMMIT DROP AS SELECT * FROM {name}")
        cursor.execute(f"TRUNCATE {name}")
        cursor.execute(f"INSERT INTO {name} SELECT * FROM remains")
    return True
