"""Brings a workbench up to date by sqlite-utils; loaded only where there is something to bring up (`migrations`)."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from catalog.workbench import migrations as listed

migrations = Migrations(listed.SET)
for step in listed.migrations:
    migrations()(step)


def migrate(db: sqlite3.Connection) -> None:
    """Applies what is still to be applied; all of it or nothing."""
    tools = Database(db)
    # One transaction for all: the library writes its own table and that table's index in two.
    with tools.atomic():
        migrations.apply(tools)
