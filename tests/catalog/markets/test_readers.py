"""Programs that nobody here wrote read what we write; each test runs where its reader is installed.

Node's packages are looked for in `.node-peers` beside the project, else in OCOP_NODE_PEERS:

    npm install --prefix .node-peers exceljs@4.4.0 @adobe/structured-data-validator@1.7.1 &&
        npm install --prefix .node-peers @marbec/web-auto-extractor@2.2.1
    npm install --prefix .node-peers @medusajs/utils@2.21.2 json-2-csv@5 csv-parse@5 @vendure/core@3.7.3

WooCommerce's importer runs where OCOP_WORDPRESS names the folder of a WordPress with WooCommerce that is there for
trying (docs/decisions/0033-running-importers.md); what it imports is deleted again.

frictionless stands in `.venv-peers` (`make bench` puts it there), else on the PATH.
"""

from __future__ import annotations

import csv
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


# The first reads what the second takes out of a page.
JSON_LD = "@adobe/structured-data-validator @marbec/web-auto-extractor"


def node(script: str, packages: str, *arguments: Path) -> Any:
    """What a script of readers/ prints; skips where Node or one of the packages is not installed."""
    program = shutil.which("node")
    folder = Path(os.environ.get("OCOP_NODE_PEERS", ROOT / ".node-peers"))
    if program is None or not all((folder / "node_modules" / package).exists() for package in packages.split()):
        pytest.skip(f"{packages} not installed: npm install --prefix .node-peers {packages}")
    command = [program, str(HERE / script), str(folder), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_google_s_rules_accept_the_json_ld(shop: Shop, tmp_path: Path) -> None:
    made = run("jsonld", shop, tmp_path)
    said = node("jsonld.mjs", JSON_LD, made.folder / "products.jsonld")
    assert len(said) == made.products > 5
    assert all(one["types"] == ["Product"] for one in said)
    assert [one for one in said if one["errors"]] == []


def test_google_s_rules_refuse_what_is_wrong(tmp_path: Path) -> None:
    wrong = {"@context": "https://schema.org", "@graph": [{"@type": "Product", "@id": "x", "description": "Chè"}]}
    (tmp_path / "wrong.jsonld").write_text(json.dumps(wrong), encoding="utf-8")
    (said,) = node("jsonld.mjs", JSON_LD, tmp_path / "wrong.jsonld")
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


def test_both_importers_of_medusa_read_every_product(shop: Shop, tmp_path: Path) -> None:
    file = run("medusa", shop, tmp_path).folder / "products.csv"
    said = node("medusa.cjs", "@medusajs/utils", file)
    rows = rows_of(file)
    assert said["older"] == said["newer"]
    got = {(h, v["sku"], v["prices"][0]["amount"]) for h, p in said["older"].items() for v in p["variants"]}
    assert got == {(r["Product Handle"], r["Variant Sku"], int(r["Variant Price VND"])) for r in rows}
    for row in rows:
        assert said["older"][row["Product Handle"]]["description"] == row["Product Description"]


def test_what_medusa_s_older_importer_cannot_read(shop: Shop, tmp_path: Path) -> None:
    file = run("medusa", shop, tmp_path, options=frozenset({"barcode"})).folder / "products.csv"
    said = node("medusa.cjs", "@medusajs/utils", file)
    assert "expected string, received number" in said["older"]["error"]
    assert said["newer"]["a-sao"]["variants"][0]["ean"] == "8936136161235"
    # Why our rows end in a line feed and a bare word: otherwise products are swallowed, of which nobody is told.
    rows = rows_of(file)
    order = sorted(rows[0], key=lambda column: column == "Product Description")
    crlf = tmp_path / "crlf.csv"
    with crlf.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, order, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    said = node("medusa.cjs", "@medusajs/utils", crlf)
    handles = {row["Product Handle"] for row in rows}
    assert set(said["newer"]) == handles != set(said["older"])


def test_vendure_s_parser_reads_every_product(shop: Shop, tmp_path: Path) -> None:
    file = run("vendure", shop, tmp_path).folder / "products.csv"
    said = node("vendure.cjs", "@vendure/core", file)
    rows = rows_of(file)
    assert said["errors"] == []
    assert [p["product"]["translations"][0]["name"] for p in said["products"]] == [r["name"] for r in rows if r["name"]]
    assert [(v["sku"], v["price"]) for p in said["products"] for v in p["variants"]] == [
        (r["sku"], int(r["price"])) for r in rows
    ]


def test_woocommerce_stores_every_product_and_pack(shop: Shop, tmp_path: Path) -> None:
    folder, program = os.environ.get("OCOP_WORDPRESS"), shutil.which("php")
    if folder is None or program is None:
        pytest.skip("no WordPress to try: OCOP_WORDPRESS names the folder of one with WooCommerce, beside php")
    # Without the site's address, so that it looks for no pictures on the network.
    file = run("woocommerce", shop, tmp_path, base_url=None).folder / "products.csv"
    command = [program, str(HERE / "woocommerce.php"), folder, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    said = json.loads(done.stdout)
    rows = rows_of(file)
    assert (said["unmapped"], said["failed"]) == ([], [])
    assert set(said["products"]) == {r["SKU"] for r in rows}
    for row in rows:
        stored = said["products"][row["SKU"]]
        assert (stored["type"], stored["price"], stored["gtin"]) == (row["Type"], row["Regular price"],
                                                                     row["global_unique_id"])  # fmt: skip
        assert (stored["stock"], stored["weight"]) == (int(row["Stock"]) if row["Stock"] else None, row["Weight (kg)"])
        assert stored["description"] == row["Description"]
        if row["Type"] != "variable":
            assert stored["is_in_stock"] == (row["In stock?"] == "1")
        if row["Type"] == "variation":
            assert stored["options"] == [row["Attribute 1 value(s)"].replace("\\,", ",")]
