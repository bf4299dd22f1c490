"""The least that a program can do: `python -m benchmarks.bare GIVEN… FOLDER` writes the same cells of tables again.

CSV by csv.reader and csv.writer, row by row; a workbook from the text of its cells by XlsxWriter in constant memory.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook


def write_csv(given: Path, out: Path) -> None:
    """The same records."""
    with given.open(encoding="utf-8", newline="") as source, out.open("w", encoding="utf-8", newline="") as target:
        delimiter = "\t" if given.suffix == ".tsv" else ","
        csv.writer(target, delimiter=delimiter).writerows(csv.reader(source, delimiter=delimiter))


def write_xlsx(given: Path, out: Path) -> None:
    """The cells of the first sheet."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(out), options)
    sheet = book.add_worksheet()
    for number, row in enumerate(CalamineWorkbook.from_path(str(given)).get_sheet_by_index(0).to_python()):
        sheet.write_row(number, 0, row)
    book.close()


if __name__ == "__main__":
    *given, folder = map(Path, sys.argv[1:])
    for path in given:
        (write_xlsx if path.suffix == ".xlsx" else write_csv)(path, folder / f"peer-{path.name}")
