"""LibreOffice opens our workbooks, and honest and hostile words come back as they were."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

from tests.catalog.markets.conftest import FORMULA, HONEST
from tests.catalog.markets.test_contract import run
from tests.conftest import need

# Market → columns of its descriptions and prices.
BOOKS = {
    "postmart": ("Mô tả chi tiết", "Giá bán (đồng)"),
    "santinh": ("Mô tả chi tiết", "Giá bán (đồng)"),
    "sapo": ("Nội dung", "Giá"),
}
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"


def test_the_workbooks_open_and_run_nothing(shop: tuple[Path, Path], tmp_path: Path) -> None:
    program = need("soffice", "libreoffice-calc")
    made = {name: run(name, shop, tmp_path / "out") for name in BOOKS}
    for name, export in made.items():
        (book,) = export.folder.glob("*.xlsx")
        shutil.copyfile(book, tmp_path / f"{name}.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    books = [str(tmp_path / f"{name}.xlsx") for name in BOOKS]
    command = [program, profile, "--headless", "--convert-to", TO_CSV, "--outdir", str(tmp_path), *books]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for name, (description, price) in BOOKS.items():
        (table,) = tmp_path.glob(f"{name}*.csv")
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == made[name].rows
        told = [row[description].replace("&amp;", "&") for row in rows]
        assert any(FORMULA in words for words in told)
        assert any(HONEST in words or "<li>ngọt thanh</li>" in words for words in told)
        assert {row[price] for row in rows} >= {"150000", "60000"}
