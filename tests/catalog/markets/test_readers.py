"""Programs that nobody here wrote read what we write; each test runs where its reader is installed.

Node's packages are looked for in `.node-peers` beside the project, else in OCOP_NODE_PEERS:

    npm install --prefix .node-peers exceljs@4.4.0 @adobe/structured-data-validator@1.7.1 &&
        npm install --prefix .node-peers @marbec/web-auto-extractor@2.2.1

frictionless stands in `.venv-peers` (`make bench` puts it there), else on the PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from catalog import markets
from catalog.markets.writing.rss import NAMESPACE
from tests.catalog.markets.test_contract import rows_of, run
from tests.conftest import ROOT

Shop = tuple[Path, Path]
HERE = Path(__file__).parent / "readers"


def node(script: str, package: str, *arguments: Path) -> Any:
    """What a script of readers/ prints; skips where Node or the package is not installed."""
    program = shutil.which("node")
    folder = Path(os.environ.get("OCOP_NODE_PEERS", ROOT / ".node-peers"))
    if program is None or not (folder / "node_modules" / package).exists():
        pytest.skip(f"{package} is not installed: npm install --prefix .node-peers {package}")
    command = [program, str(HERE / script), str(folder), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_google_s_rules_accept_the_json_ld(shop: Shop, tmp_path: Path) -> None:
    made = run("jsonld", shop, tmp_path)
    said = node("jsonld.mjs", "@adobe/structured-data-validator", made.folder / "products.jsonld")
    assert len(said) == made.products > 5
    assert all(one["types"] == ["Product"] for one in said)
    assert [one for one in said if one["errors"]] == []


def test_google_s_rules_refuse_what_is_wrong(tmp_path: Path) -> None:
    wrong = {"@context": "https://schema.org", "@graph": [{"@type": "Product", "@id": "x", "description": "Chè"}]}
    (tmp_path / "wrong.jsonld").write_text(json.dumps(wrong), encoding="utf-8")
    (said,) = node("jsonld.mjs", "@adobe/structured-data-validator", tmp_path / "wrong.jsonld")
    assert said["errors"]


@pytest.mark.parametrize("name", ["postmart", "santinh", "sapo"])
def test_exceljs_reads_the_same_cells(name: str, shop: Shop, tmp_path: Path) -> None:
    (path,) = run(name, shop, tmp_path).folder.glob("*.xlsx")
    sheets = node("workbook.cjs", "exceljs", path)
    book = CalamineWorkbook.from_path(str(path))
    for sheet in sheets:
        ours = book.get_sheet_by_name(sheet["name"]).to_python()
        assert [[cell or "" for cell in row] for row in sheet["rows"]] == [[cell or "" for cell in row] for row in ours]


def test_the_list_of_workbooks_is_whole(shop: Shop, tmp_path: Path) -> None:
    with_books = {
        n
        for n, m in markets.known().items()
        if m.kind != "template" and list(run(n, shop, tmp_path / n).folder.glob("*.xlsx"))
    }
    assert with_books == {"postmart", "santinh", "sapo"}


def test_frictionless_accepts_the_data_package(shop: Shop, tmp_path: Path) -> None:
    beside = ROOT / ".venv-peers" / "bin" / "frictionless"
    program = str(beside) if beside.exists() else shutil.which("frictionless")
    if program is None:
        pytest.skip("frictionless is not installed: `make bench` puts it into .venv-peers")
    made = run("datapackage", shop, tmp_path)
    command = [program, "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=made.folder, capture_output=True, text=True, timeout=120)
    report = json.loads(done.stdout)
    assert report["valid"], done.stdout
    assert {task["name"]: task["stats"].get("rows") for task in report["tasks"]}["products"] == made.products


def test_rss_is_well_formed_and_says_what_the_table_says(shop: Shop, tmp_path: Path) -> None:
    made = run("google", shop, tmp_path)
    items = ElementTree.parse(made.folder / "products.xml").findall("channel/item")
    rows = rows_of(made.folder / "products.tsv", "\t")
    assert len(items) == len(rows) == made.rows
    for item, row in zip(items, rows, strict=True):
        said = {element.tag.removeprefix(f"{{{NAMESPACE}}}"): element.text for element in item}
        for column in ("id", "title", "description", "price", "availability", "brand"):
            assert said[column] == row[column]
