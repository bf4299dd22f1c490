"""The demo walks the whole line: sheets, shop, review, release, exports; and its pages open."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from catalog import demo
from catalog.publish.tables import reading
from catalog.values import text
from catalog.web import listing, ranking, search, shelf
from catalog.workbench import days
from catalog.workbench.home import Home
from tests.catalog.test_cli import ocop


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home filled by `ocop demo --no-serve`, once for all tests."""
    home = Home(tmp_path_factory.mktemp("demo") / "home")
    done = ocop(home, "demo", "--no-serve")
    assert done.returncode == 0, done.stderr
    (home.root / "told.txt").write_text(done.stdout, encoding="utf-8")
    return home


def test_it_tells_every_stage_with_counts(demo_home: Home) -> None:
    told = (demo_home.root / "told.txt").read_text(encoding="utf-8")
    for stage in ("1/5", "2/5", "3/5", "4/5", "5/5"):
        assert stage in told
    assert "crawl of the sample shop: complete" in told


def test_sixty_products_of_three_provinces_with_pictures(demo_home: Home) -> None:
    db = reading.connect(demo_home.catalog)
    products = list(reading.products(db, days.today()))
    db.close()
    assert len(products) >= 60
    assert {p.facts["province"] for p in products} >= {"Lào Cai", "Ninh Bình", "Quảng Ninh"}
    assert sum(bool(p.pictures) for p in products) >= 35
    assert {p.stars for p in products} >= {None, 3, 4}
    assert any(p.lapsed for p in products)
    assert sum(p.stars is None for p in products) > len(products) / 2


def test_every_product_is_found_by_words_of_its_name(demo_home: Home) -> None:
    db = reading.connect(demo_home.catalog)
    known = shelf.read(db, days.today())
    names = {row["id"]: row["name"] for row in db.execute("SELECT id, name FROM products")}
    assert names
    for ident, name in names.items():
        for typed in (name, text.fold(name), " ".join(text.fold(name).split()[:3])):
            found = listing.ids_of(db, ranking.find(db, known, search.read({"q": typed})).numbers(db, 0, None))
            assert ident in found, f"{typed!r} does not find {name!r}"
            if typed == name:
                assert names[found[0]] == name
    db.close()


def test_both_exports_are_whole(demo_home: Home) -> None:
    for market, ending in (("postmart", ".xlsx"), ("woocommerce", ".csv")):
        (manifest,) = (demo_home.exports).glob(f"{market}*/manifest.json")
        said = json.loads(manifest.read_text(encoding="utf-8"))
        assert said["rows"] > 20
        assert any(f.endswith(ending) for f in said["files"])


def test_a_woocommerce_file_reads_as_csv(demo_home: Home) -> None:
    (path,) = demo_home.exports.glob("woocommerce*/products.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {r["Type"] for r in rows} <= {"simple", "variable", "variation"}


def test_a_second_demo_changes_nothing(demo_home: Home) -> None:
    before = demo_home.catalog.resolve()
    done = ocop(demo_home, "demo", "--no-serve")
    assert done.returncode == 0, done.stderr
    assert demo_home.catalog.resolve() == before


def test_the_samples_are_ours(tmp_path: Path) -> None:
    assert (demo.samples() / "sheets").is_dir()
    assert (demo.samples() / "shop" / "robots.txt").exists()
