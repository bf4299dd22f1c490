"""LibreOffice opens our workbook, and honest and hostile words come back as they were."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

from catalog import markets
from catalog.markets.export import export
from tests.catalog.markets.conftest import DAY, FORMULA
from tests.conftest import need


def test_the_worksheet_opens_and_runs_nothing(shop: tuple[Path, Path], tmp_path: Path) -> None:
    program = need("soffice", "libreoffice-calc")
    made = export(markets.get("postmart"), *shop, tmp_path / "out", on=DAY)
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    to_csv = [
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1",
    ]
    command = [program, profile, *to_csv, "--outdir", str(tmp_path), str(made.folder / "san-pham.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (table,) = tmp_path.glob("san-pham*.csv")
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == made.rows
    assert any(FORMULA in row["Mô tả chi tiết"] for row in rows)
    assert any("- ngọt thanh\n- không đường hóa học" in row["Mô tả chi tiết"] for row in rows)
    assert {row["Giá bán (đồng)"] for row in rows} >= {"150000", "60000"}
