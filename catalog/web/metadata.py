"""Datasette's metadata for `catalog.db`: titles, descriptions, units, licence; all from `publish.schema`.

`scripts/generate.py` writes it to `datasette_metadata.json`; where this plugin runs, `describe` gives it in code. It
holds metadata only: configuration stands in `serving`, so that the file serves anybody who types
`datasette catalog.db -m …`.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from catalog.publish import licence
from catalog.publish.tables import schema

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette

DATABASE = "catalog"
TITLE = "Đặc sản OCOP"
DESCRIPTION = (
    "Sản phẩm OCOP và đặc sản của các xã, phường: sản phẩm, cơ sở sản xuất, quy cách và giá, chứng nhận, nơi làm ra. "
    "OCOP products and specialities of Vietnam's communes, published from producers' own data. "
    "Prices are whole đồng; a star is valid while today is not after `expires_on`."
)
LICENCE = {"license": licence.NAME, "license_url": licence.URL}

# What a table is called in either language; the name that SQL knows stands in its address.
TITLES = {
    "release": "Bản đăng (release)",
    "sets": "Nhóm sản phẩm OCOP (product sets)",
    "places": "Xã, phường và tên cũ (places)",
    "sources": "Nguồn thông tin (sources)",
    "producers": "Cơ sở sản xuất (producers)",
    "bank_accounts": "Tài khoản nhận tiền đã kiểm tra (verified accounts)",
    "products": "Sản phẩm (products)",
    "offers": "Quy cách và giá (packs and prices)",
    "pictures": "Ảnh sản phẩm (pictures)",
    "certificates": "Chứng nhận OCOP (certificates)",
    "listings": "Có trên sàn (marketplace listings)",
    "addresses": "Địa chỉ trang cũ (earlier addresses)",
    "changes": "Thay đổi của bản đăng (changes)",
}


def metadata() -> dict[str, Any]:
    """The whole metadata as Datasette reads it; the same on every machine."""
    tables = {table.name: _table(table) for table in schema.TABLES}
    tables |= {table.stored: _stored(table) for table in schema.TABLES if table.stored}
    about = {"title": TITLE, "description": DESCRIPTION, **LICENCE}
    return {**about, "databases": {DATABASE: {**about, "tables": tables}}}


async def describe(datasette: Datasette, database: str) -> None:
    """Tells a Datasette all of it about a database in one write; what it was told itself (`-m`) stays.

    Datasette's own way is a write for each column, some two hundred: while a hundred buyers are served, a new release
    needed minutes until it was shown.
    """
    whole = metadata()
    about = whole["databases"][DATABASE]
    tables = about["tables"].items()
    rows: list[tuple[str, list[tuple[str, ...]]]] = [
        (_INSTANCE, [(k, v) for k, v in whole.items() if k != "databases"]),
        (_DATABASE, [(database, k, v) for k, v in about.items() if k != "tables"]),
        (_RESOURCE, [(database, t, k, v) for t, said in tables for k, v in said.items() if k != "columns"]),
        (_COLUMN, [(database, t, c, v) for t, said in tables for c, v in said["columns"].items()]),
    ]

    def write(internal: sqlite3.Connection) -> None:
        for statement, found in rows:
            internal.executemany(statement, found)

    await datasette.get_internal_database().execute_write_fn(write)


# The tables are described in Datasette's documentation of its internal database.
_INSTANCE = "INSERT INTO metadata_instance (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING"
_DATABASE = "INSERT INTO metadata_databases (database_name, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_RESOURCE = """INSERT INTO metadata_resources (database_name, resource_name, key, value)
               VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"""
_COLUMN = """INSERT INTO metadata_columns (database_name, resource_name, column_name, key, value)
             VALUES (?, ?, ?, 'description', ?) ON CONFLICT DO NOTHING"""


def _table(table: schema.PublicTable) -> dict[str, Any]:
    return {
        "title": TITLES[table.name],
        "description": table.says,
        "columns": {column.name: column.says for column in (*table.columns, *table.computed)},
    }


def _stored(table: schema.PublicTable) -> dict[str, Any]:
    return {
        "title": f"{TITLES[table.name]}: bảng gốc (stored rows)",
        "description": f"What `{table.name}` shows, without what depends on the day: look there.",
        "columns": {column.name: column.says for column in table.columns},
    }
