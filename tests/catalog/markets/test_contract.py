"""What holds for every market that is found."""

from __future__ import annotations

import csv
import hashlib
import html
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from catalog import markets
from catalog.errors import Refused, Unknown
from catalog.markets.export import Exported, export
from tests.catalog.markets import templates
from tests.catalog.markets.conftest import DAY, FORMULA, HONEST, PRODUCTS
from tests.conftest import ROOT

Shop = tuple[Path, Path]
GOLDEN = ROOT / "tests" / "golden"
ADDRESS = "https://ocop.example.vn/"
# What an export says of itself, in every market's folder.
OURS = {"manifest.json", "left-out.csv", "notes.csv", "TOM-TAT.txt"}
every_market = pytest.mark.parametrize("name", markets.known())


def run(name: str, shop: Shop, out: Path, **options: object) -> Exported:
    asked = {"base_url": ADDRESS, "template": templates.given(name), **options}
    market = asked.pop("market", None) or markets.get(name)
    return export(market, *shop, out, on=DAY, **asked)  # type: ignore[arg-type]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_markets_of_this_issue_are_there() -> None:
    wanted = "haravan sapo woocommerce meta google shopify vendure medusa odoo jsonld csv datapackage postmart santinh"
    assert {*wanted.split(), "baidang"} <= set(markets.known())
    with pytest.raises(Unknown, match="postmart"):
        markets.get("cho-troi")


@every_market
def test_same_catalogue_same_bytes(name: str, shop: Shop, tmp_path: Path) -> None:
    first, second = run(name, shop, tmp_path / "a"), run(name, shop, tmp_path / "b")
    assert bytes_of(first.folder) == bytes_of(second.folder)


@every_market
def test_the_manifest_names_every_file_with_its_hash(name: str, shop: Shop, tmp_path: Path) -> None:
    made = run(name, shop, tmp_path)
    manifest = made.manifest
    found = bytes_of(made.folder)
    del found["manifest.json"]
    assert {n: f["sha256"] for n, f in manifest["files"].items()} == {
        n: hashlib.sha256(data).hexdigest() for n, data in found.items()
    }
    assert (manifest["market"], manifest["release"], manifest["made_for"]) == (name, "1-golden", "2026-11-22")
    assert [r["product_id"] for r in manifest["left_out"]] == [r.product_id for r in made.left_out]


@every_market
def test_listed_and_left_out_are_all_products(name: str, shop: Shop, tmp_path: Path) -> None:
    made = run(name, shop, tmp_path)
    assert made.products + len(made.left_out) == len(PRODUCTS)
    assert len(made.left_out) == made.left_out_count
    assert all(row.codes and row.reasons for row in made.left_out)


@every_market
def test_a_death_half_way_leaves_what_was_there(name: str, shop: Shop, tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "workbench.db"
    before = bytes_of(run(name, shop, tmp_path, workbench=kept).folder)

    def die(products, job):  # type: ignore[no-untyped-def]
        (job.folder / "half.csv").write_text("half")
        next(iter(products))
        raise KeyboardInterrupt

    (folder,) = (p for p in tmp_path.iterdir() if p.name != "kept")
    given = templates.given(name)
    dying = {"market": replace(markets.get(name), write=die), "template": given and replace(given, fill=die)}
    with pytest.raises(KeyboardInterrupt):
        run(name, shop, tmp_path, workbench=kept, **dying)
    assert {p for p in tmp_path.iterdir() if p.name != "kept"} == {folder}
    assert bytes_of(folder) == before


@every_market
def test_no_star_but_the_one_in_force(name: str, shop: Shop, tmp_path: Path) -> None:
    words = everything(run(name, shop, tmp_path).folder)
    assert "901/QĐ-UBND" in words or "4 sao" in words
    # The data package says of each certificate until when it was in force; a template has words of its own.
    if name != "datapackage" and markets.get(name).kind != "template":
        assert "902/QĐ-UBND" not in words
        assert "3 sao" not in words


@every_market
def test_a_market_that_lives_of_links_asks_for_an_address(name: str, shop: Shop, tmp_path: Path) -> None:
    if markets.get(name).needs_address:
        with pytest.raises(Refused, match="public address"):
            run(name, shop, tmp_path, base_url=None)
        assert list(tmp_path.iterdir()) == []
    elif markets.get(name).kind != "template":
        made = run(name, shop, tmp_path, base_url=None)
        assert "http" not in everything(made.folder).replace("https://vi.du.vn/che", "").replace(
            "https://schema.org", ""
        )


@every_market
def test_an_unknown_option_is_named(name: str, shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="khong-co"):
        run(name, shop, tmp_path, options=frozenset({"khong-co"}))


@every_market
def test_what_a_health_claim_left_out_is_not_in_the_files(name: str, shop: Shop, tmp_path: Path) -> None:
    made = run(name, shop, tmp_path)
    if made.manifest["left_out_by_code"].get("claim-health"):
        assert "Chữa khỏi bệnh" not in everything(made.folder)
    else:
        assert markets.get(name).kind == "dump"


@every_market
def test_golden(name: str, shop: Shop, tmp_path: Path) -> None:
    """What the market receives, as text; `make golden` rewrites it, the difference is what gets reviewed."""
    made = run(name, shop, tmp_path)
    got = {f: as_text(made.folder / f) for f in golden_files(made.folder)}
    place = GOLDEN / name
    if os.environ.get("OCOP_GOLDEN"):
        shutil.rmtree(place, ignore_errors=True)
        for file, text in got.items():
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            (place / file).write_text(text, encoding="utf-8", newline="")
    assert {str(f.relative_to(place)): f.read_bytes().decode() for f in place.rglob("*") if f.is_file()} == got


def golden_files(folder: Path) -> list[str]:
    """Everything but the manifest, whose hashes say nothing to a reader, and pictures."""
    paths = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix != ".jpg")
    return [str(p.relative_to(folder)) for p in paths if p.name != "manifest.json"]


def as_text(path: Path) -> str:
    """A file as it is; of a workbook its rows as JSON."""
    if path.suffix != ".xlsx":
        return path.read_bytes().decode()
    book = CalamineWorkbook.from_path(str(path))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return json.dumps(sheets, ensure_ascii=False, indent=1) + "\n"


def everything(folder: Path) -> str:
    """All words that reach the market."""
    return "\n".join(as_text(folder / name) for name in golden_files(folder) if Path(name).name not in OURS)


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@pytest.mark.parametrize("name", [n for n, m in markets.known().items() if m.kind == "worksheet"])
def test_a_worksheet_runs_no_formula_and_keeps_honest_words(name: str, shop: Shop, tmp_path: Path) -> None:
    made = run(name, shop, tmp_path)
    words = as_text(made.folder / "san-pham.xlsx")
    assert json.dumps(HONEST, ensure_ascii=False)[1:-1] in words
    assert json.dumps(FORMULA, ensure_ascii=False)[1:-1] in words
    import zipfile

    with zipfile.ZipFile(made.folder / "san-pham.xlsx") as book:
        sheets = b"".join(book.read(n) for n in book.namelist() if n.startswith("xl/worksheets/sheet"))
    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets


def test_postmart_names_pictures_and_pages(shop: Shop, tmp_path: Path) -> None:
    made = run("postmart", shop, tmp_path)
    book = CalamineWorkbook.from_path(str(made.folder / "san-pham.xlsx"))
    names = [row[0] for row in book.get_sheet_by_name("Sản phẩm").to_python()[1:]]
    assert "OCOP Lào Cai - Quế thanh Đồi Vải - Túi 200g" in names
    assert "Lào Cai - Ớt chào mào muối - Túi 200g" in names
    assert (made.folder / "anh" / "a-sao" / "1.jpg").read_bytes()[:2] == b"\xff\xd8"
    page = (made.folder / "trang" / "1.html").read_text(encoding="utf-8")
    assert page.count("<section>") == made.products
    assert "&lt;" not in page.split("</style>")[0]
    assert '<img src="../anh/a-sao/1.jpg"' in page


def test_woocommerce_packs_are_variations_of_one_product(shop: Shop, tmp_path: Path) -> None:
    made = run("woocommerce", shop, tmp_path)
    rows = rows_of(made.folder / "products.csv")
    honey = [r for r in rows if r["Name"] == "Mật ong hoa nhãn"]
    assert [(r["Type"], r["SKU"], r["Parent"], r["Regular price"], r["In stock?"]) for r in honey] == [
        ("variable", "c-khong-sao", "", "", ""),
        ("variation", "c-khong-sao-500ml", "c-khong-sao", "150000", "1"),
        ("variation", "c-khong-sao-1000ml", "c-khong-sao", "280000", "0"),
    ]
    assert honey[0]["Images"].startswith("https://ocop.example.vn/anh/")
    assert honey[0]["Categories"] == "Mật ong\\, mật khác"
    (exact,) = [r for r in rows if r["Name"] == "Trà quế"]
    assert f"<p>{html.escape(FORMULA, quote=False)}</p>" in exact["Description"]
    assert not (made.folder / "anh").exists()


def test_woocommerce_is_given_parcels_where_the_shop_asks_for_them(shop: Shop, tmp_path: Path) -> None:
    asked = run("woocommerce", shop, tmp_path / "a", options=frozenset({"parcels"})).folder / "products.csv"
    with asked.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["SKU"]: [row[f"{side} (cm)"] for side in ("Length", "Width", "Height")] for row in rows}
    assert (found["a-sao"], found["b-het-han"]) == (["22", "12", "4.5"], ["", "", ""])
    plain = run("woocommerce", shop, tmp_path / "b").folder / "products.csv"
    assert "Length (cm)" not in plain.read_text(encoding="utf-8")


def test_woocommerce_has_no_column_that_only_the_shop_fills(shop: Shop, tmp_path: Path) -> None:
    made = run("woocommerce", shop, tmp_path)
    rows = rows_of(made.folder / "products.csv")
    # A blank would delete it at the next update; a blank “Visibility in catalog” refuses every variation.
    theirs = {"Visibility in catalog", "Sale price", "Upsells", "Cross-sells", "Allow customer reviews?", "Position"}
    assert not theirs & set(rows[0])
    own = rows_of(run("woocommerce", shop, tmp_path / "own", options=frozenset({"own-stock"})).folder / "products.csv")
    assert set(rows[0]) - set(own[0]) == {"In stock?", "Stock"}


@pytest.mark.parametrize("option", [(), ("legacy",)])
def test_shopify_has_no_column_that_only_the_shop_fills(option: tuple[str, ...], shop: Shop, tmp_path: Path) -> None:
    rows = rows_of(run("shopify", shop, tmp_path, options=frozenset(option)).folder / "products.csv")
    assert [column for column in rows[0] if not any(row[column] for row in rows)] == []


def test_medusa_s_older_importer_finds_the_end_of_every_row(shop: Shop, tmp_path: Path) -> None:
    made = run("medusa", shop, tmp_path, options=frozenset({"barcode"}))
    data = (made.folder / "products.csv").read_bytes()
    rows = rows_of(made.folder / "products.csv")
    assert b"\r" not in data
    assert list(rows[0])[-1] == "Variant Allow Backorder"
    # Each row begins with a bare handle and ends with a bare word, whatever stands between.
    for row in rows:
        assert f"\n{row['Product Handle']},".encode() in data
        assert row["Variant Allow Backorder"] in ("TRUE", "FALSE")
    assert data.count(b",FALSE\n") == len(rows) == made.rows
    assert {row["Variant Ean"] for row in rows if row["Product Handle"] == "a-sao"} == {"8936136161235"}
    assert {row["Variant Weight"] for row in rows if row["Product Handle"] == "a-sao"} == {"250"}
    assert "Variant Ean" not in rows_of(run("medusa", shop, tmp_path / "b").folder / "products.csv")[0]
