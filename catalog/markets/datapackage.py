"""The open data of a release as a Frictionless data package: a table per file, described with types and keys."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from catalog.markets.market import Job, Market
from catalog.publish import licence as licences
from catalog.publish.package import fields
from catalog.publish.tables import reading, schema
from catalog.publish.tables.reading import Product

# The change feed is the site's; what the row of the release says stands in the package itself.
LEFT_OUT = ("changes", "release")


def write(products: Iterable[Product], job: Job) -> int:
    """`datapackage.json` and `data/<table>.csv`; gives the number of products."""
    assert job.catalog is not None, "a data package is made of a whole catalogue"
    listed = sum(1 for _ in products)
    (job.folder / "data").mkdir()
    with closing(reading.connect(job.catalog)) as db:
        db.row_factory = None
        tables = [table for name, table in schema.OPEN_DATA.items() if name not in LEFT_OUT]
        resources = [_resource(table, _write_table(db, table, job), tables) for table in tables]
        release = db.execute("SELECT id, licence FROM release").fetchone()
    package = _package(resources, *release)
    (job.folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return listed


def _write_table(db: Any, table: schema.PublicTable, job: Job) -> list[str]:
    """Writes one table and gives the names of its columns; a release of an older program may lack the newest.

    What a view adds for the day of looking is left out: the package says of each certificate until when it holds.
    """
    # Names are those of our own schema.
    there = {column[0] for column in db.execute(f"SELECT * FROM {table.name} LIMIT 0").description}  # noqa: S608
    names = [column.name for column in table.columns if column.name in there]
    found = db.execute(f"SELECT {', '.join(names)} FROM {table.name} ORDER BY {table.key}")  # noqa: S608
    with (job.folder / "data" / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(names)
        writer.writerows(found)
    return names


def _resource(table: schema.PublicTable, names: list[str], tables: list[schema.PublicTable]) -> dict[str, Any]:
    there = {t.name for t in tables}
    keys = [
        {"fields": [own], "reference": {"resource": other, "fields": [theirs]}}
        for own, other, theirs in table.references
        if other in there
    ]
    columns = fields(column for column in table.columns if column.name in names)
    described: dict[str, Any] = {"fields": columns, "primaryKey": [table.key], "missingValues": [""]}
    return {
        "name": table.name,
        "path": f"data/{table.name}.csv",
        "description": table.says,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": described | ({"foreignKeys": keys} if keys else {}),
    }


def _package(resources: list[dict[str, Any]], release: str, licence: str | None) -> dict[str, Any]:
    package: dict[str, Any] = {
        "name": "ocop-catalog",
        "title": "Danh mục sản phẩm OCOP",
        "version": release,
        "resources": resources,
    }
    known = licences.PACKAGE if licence == licences.NAME else [{"name": licence, "title": licence}]
    return package | ({"licenses": known} if licence else {})


MARKET = Market(
    name="datapackage",
    title="Dữ liệu mở (Frictionless Data Package)",
    kind="dump",
    evidence="Data Package standard, checked with frictionless; tables: docs/catalog-db.md",
    read_by="frictionless 5",
    write=write,
    notes=("Toàn bộ bảng của bản đăng, kèm mô tả cột và khóa; kiểm tra bằng frictionless validate datapackage.json.",),
)
