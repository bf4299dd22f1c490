"""The same goods however they are sent: rows in another order, in two files, in another format, or twice."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import sheet
from catalog.publish import release
from catalog.workbench.home import Home
from tests.catalog.sheets import making
from tests.conftest import receive

# Sixty rows of the bench's mess, and a product of three sizes, whose rows may stand anywhere.
SIZES = [
    [str(60 + n), "Mật ong bạc hà núi Cấm", "HTX núi Cấm", "Viễn Sơn, Văn Yên, Yên Bái", "0900 000 061", pack, price]
    for n, (pack, price) in enumerate([("200ml", "90k"), ("500ml", "200k"), ("1 lít", "380k")], 1)
]
ROWS = [*sheet.rows(60), *([*row, *[""] * (len(sheet.HEADER) - len(row))] for row in SIZES)]
# Where a fact came from, and when, may differ; what is said of the goods may not.
OF_THE_SOURCE = {"source_id", "source_words", "origins", "updated_on"}
TABLES = ("products", "offers", "producers", "certificates", "places")

Rows = list[list[str]]


def workbook(rows: Rows) -> tuple[str, bytes]:
    return "xlsx", making.workbook([{"name": "Danh sách", "rows": [[x or None for x in row] for row in rows]}])


def opendocument(rows: Rows) -> tuple[str, bytes]:
    return "ods", making.opendocument([{"name": "Danh sách", "rows": [[x or None for x in row] for row in rows]}])


def delimited(rows: Rows) -> tuple[str, bytes]:
    return "csv", making.delimited([{"rows": rows}])


def semicolons_of_windows(rows: Rows) -> tuple[str, bytes]:
    return "csv", making.delimited([{"rows": rows, "delimiter": ";", "code": "utf-16"}])


@pytest.fixture
def published(tmp_path: Path) -> Callable[..., dict[str, list[tuple[object, ...]]]]:
    """Imports files of rows into a fresh home, publishes, and gives the public tables without their sources."""

    def publish(name: str, *files: Rows, write: Callable[[Rows], tuple[str, bytes]] = workbook) -> dict[str, list]:  # type: ignore[type-arg]
        home = Home(tmp_path / name)
        for number, rows in enumerate(files):
            ending, data = write([sheet.HEADER, *rows])
            path = tmp_path / f"{name}-{number}.{ending}"
            path.write_bytes(data)
            receive(home, path)
        release.publish(home, "test")
        return tables(home)

    return publish


def tables(home: Home) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with sqlite3.connect(f"file:{home.catalog.resolve()}?mode=ro", uri=True) as db:
        for table in TABLES:
            names = [r[1] for r in db.execute(f"PRAGMA table_info({table})") if r[1] not in OF_THE_SOURCE]
            found[table] = sorted(db.execute(f"SELECT {','.join(names)} FROM {table}"), key=repr)  # noqa: S608
    assert len(found["products"]) > 40
    return found


Published = Callable[..., dict[str, list[tuple[object, ...]]]]


def test_rows_in_another_order_are_the_same_catalogue(published: Published) -> None:
    shuffled = random.Random(7).sample(ROWS, len(ROWS))
    assert published("shuffled", shuffled) == published("as sent", ROWS)


def test_a_list_cut_in_two_files_is_the_same_catalogue(published: Published) -> None:
    assert published("two", ROWS[:62], ROWS[62:]) == published("one", ROWS)


@pytest.mark.parametrize("write", [opendocument, delimited, semicolons_of_windows])
def test_a_list_saved_in_another_format_is_the_same_catalogue(
    published: Published, write: Callable[[Rows], tuple[str, bytes]]
) -> None:
    assert published("other", ROWS, write=write) == published("workbook", ROWS)


def test_a_list_sent_twice_changes_nothing(published: Published) -> None:
    assert published("twice", ROWS, ROWS) == published("once", ROWS)
