"""What holds for every market that is found."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from catalog import markets
from catalog.errors import Unknown
from catalog.markets import rules
from catalog.markets.export import Exported, export
from tests.catalog.markets import templates
from tests.catalog.markets.conftest import DAY, FORMULA, HONEST, PRODUCTS
from tests.conftest import ROOT

Shop = tuple[Path, Path]
GOLDEN = ROOT / "tests" / "golden"
every_market = pytest.mark.parametrize("name", markets.known())


def run(name: str, shop: Shop, out: Path, **options: object) -> Exported:
    options.setdefault("template", templates.given(name))
    return export(markets.get(name), *shop, out, on=DAY, **options)  # type: ignore[arg-type]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_markets_of_this_issue_are_there() -> None:
    assert {"postmart", "woocommerce"} <= set(markets.known())
    with pytest.raises(Unknown, match="postmart"):
        markets.get("cho-troi")


@every_market
def test_same_catalogue_same_bytes(name: str, shop: Shop, tmp_path: Path) -> None:
    first, second = run(name, shop, tmp_path / "a"), run(name, shop, tmp_path / "b")
    assert bytes_of(first.folder) == bytes_of(second.folder)


@every_market
def test_the_manifest_names_every_file_with_its_hash(name: str, shop: Shop, tmp_path: Path) -> None:
    made = run(name, shop, tmp_path)
    manifest = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    found = bytes_of(made.folder)
    del found["manifest.json"]
    assert {n: f["sha256"] for n, f in manifest["files"].items()} == {
        n: hashlib.sha256(data).hexdigest() for n, data in found.items()
    }
    assert (manifest["market"], manifest["release"], manifest["made_for"]) == (name, "1-golden", "2026-11-22")


@every_market
def test_listed_and_left_out_are_all_products(name: str, shop: Shop, tmp_path: Path) -> None:
    made = run(name, shop, tmp_path)
    assert made.products + len(made.left_out) == len(PRODUCTS)
    with (made.folder / "left-out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == len(made.left_out) + 1
    assert all(row.codes and row.reasons for row in made.left_out)


@every_market
def test_a_death_half_way_leaves_what_was_there(
    name: str, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bytes_of(run(name, shop, tmp_path).folder)

    def die(products, job):  # type: ignore[no-untyped-def]
        (job.folder / "half.csv").write_text("half")
        next(iter(products))
        raise KeyboardInterrupt

    (folder,) = tmp_path.iterdir()
    monkeypatch.setattr("catalog.markets.export.fill", die)
    with pytest.raises(KeyboardInterrupt):
        export(replace(markets.get(name), write=die), *shop, tmp_path, on=DAY, template=templates.given(name))
    assert list(tmp_path.iterdir()) == [folder]
    assert bytes_of(folder) == before


@every_market
def test_no_star_but_the_one_in_force(name: str, shop: Shop, tmp_path: Path) -> None:
    made = run(name, shop, tmp_path)
    words = "".join(" ".join(map(str, row)) + "\n" for row in table(made.folder))
    assert "901/QĐ-UBND" in words
    assert "902/QĐ-UBND" not in words


@every_market
def test_golden(name: str, shop: Shop, tmp_path: Path) -> None:
    """What the market receives, as text; `make golden` rewrites it, the difference is what gets reviewed."""
    made = run(name, shop, tmp_path)
    got = {"rows.json": json.dumps(table(made.folder), ensure_ascii=False, indent=1) + "\n"}
    got |= {n: (made.folder / n).read_text(encoding="utf-8-sig") for n in ("TOM-TAT.txt", "left-out.csv")}
    place = GOLDEN / name
    if os.environ.get("OCOP_GOLDEN"):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for file, text in got.items():
            (place / file).write_text(text, encoding="utf-8", newline="")
    assert {f.name: f.read_bytes().decode() for f in place.iterdir()} == got


def table(folder: Path) -> list[list]:
    """The rows that a market reads: of its workbook, else of its table."""
    book = next(folder.glob("*.xlsx"), None)
    if book:
        opened = CalamineWorkbook.from_path(str(book))
        filled = next((n for n in opened.sheet_names if n in templates.SHEETS.values()), opened.sheet_names[0])
        return opened.get_sheet_by_name(filled).to_python()
    (path,) = (p for p in folder.glob("*.csv") if p.name != "left-out.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(("market", "rule"), [(m, r) for m in markets.known() for r in rules.of(m)], ids=str)
def test_rules_have_a_source_and_a_short_sentence(market: str, rule: rules.Rule) -> None:
    assert rule.check in rules.CHECKS
    assert rule.source
    assert len(rule.sentence()) < 120


def test_every_check_has_a_product_that_meets_it_and_one_that_does_not(shop: Shop) -> None:
    from contextlib import closing

    from catalog.publish import reading

    with closing(reading.connect(shop[0])) as db:
        products = {p.facts["id"]: p for p in reading.products(db, DAY)}
    failing = {
        "price-missing": "d-lien-he", "picture-missing": "b-het-han", "delivery-local": "g-noi-tinh",
        "claim-health": "h-chua-benh",
    }  # fmt: skip
    for code, ident in failing.items():
        assert code in [r.code for r in rules.preflight("postmart", products[ident])], ident
        assert code not in [r.code for r in rules.preflight("postmart", products["a-sao"])]


def test_a_worksheet_runs_no_formula_and_keeps_honest_words(shop: Shop, tmp_path: Path) -> None:
    made = run("postmart", shop, tmp_path)
    cells = [c for row in table(made.folder) for c in row]
    assert any(HONEST in str(c) for c in cells)
    assert any(FORMULA in str(c) for c in cells)
    import zipfile

    with zipfile.ZipFile(made.folder / "san-pham.xlsx") as book:
        sheets = b"".join(book.read(n) for n in book.namelist() if n.startswith("xl/worksheets/sheet"))
    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets


def test_postmart_names_and_pictures(shop: Shop, tmp_path: Path) -> None:
    made = run("postmart", shop, tmp_path)
    names = [row[0] for row in table(made.folder)[1:]]
    assert "OCOP Lào Cai - Quế thanh Đồi Vải - Túi 200g" in names
    assert "Lào Cai - Ớt chào mào muối - Túi 200g" in names
    assert (made.folder / "anh" / "a-sao" / "1.jpg").read_bytes()[:2] == b"\xff\xd8"


def test_woocommerce_packs_are_variations_of_one_product(shop: Shop, tmp_path: Path) -> None:
    made = run("woocommerce", shop, tmp_path, base_url="https://ocop.example.vn/")
    header, *rows = table(made.folder)
    honey = [dict(zip(header, r, strict=True)) for r in rows if "Mật ong hoa nhãn" in r]
    assert [(r["Type"], r["Parent"], r["Regular price"], r["In stock?"]) for r in honey] == [
        ("variable", "", "", ""),
        ("variation", "c-khong-sao", "150000", "1"),
        ("variation", "c-khong-sao", "280000", "0"),
    ]
    assert honey[0]["Images"].startswith("https://ocop.example.vn/anh/")
    assert honey[0]["Categories"] == "Mật ong\\, mật khác"
    (exact,) = [dict(zip(header, r, strict=True)) for r in rows if "Trà quế" in r]
    assert FORMULA in exact["Description"]
    assert not (made.folder / "anh").exists()
