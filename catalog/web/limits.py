"""What one SQL statement of a visitor may cost, besides Datasette's limits on time and rows."""

from __future__ import annotations

import sqlite3

# `hex(zeroblob(400000000))` answered 200 with 2 GB of memory before there was a limit on length.
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 4_000_000,  # bytes of one text, blob or row; the longest of ours are some 100 kB
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 500,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,  # long patterns of % take time out of proportion
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 2_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,  # a visitor's SQL can attach no other file
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


def limit(connection: sqlite3.Connection) -> None:
    """Puts the limits on a connection, and makes SQLite distrust what the file itself says."""
    for what, most in LIMITS.items():
        # Lower only: whoever set a stricter limit keeps it.
        connection.setlimit(what, min(most, connection.getlimit(what)))
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
