"""Files split at a market's limits, fees, pictures within every market's limits, and the commands around them."""

from __future__ import annotations

import csv
import io
import json
import random
import sqlite3
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from python_calamine import CalamineWorkbook

import images
from catalog import markets
from catalog.cli import cli
from catalog.errors import Blocked, Refused
from catalog.markets import accounts
from catalog.markets.baidang import text
from catalog.markets.export import export
from catalog.markets.listing import fees, pictures
from catalog.markets.listing.fees import Fee
from catalog.markets.market import Job
from catalog.markets.register import register
from catalog.markets.writing.book import Book, Column
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.tables import Limits, Table
from catalog.workbench.home import Home
from tests.catalog.markets.conftest import DAY
from tests.catalog.markets.specimens import product
from tests.catalog.markets.test_contract import as_text, rows_of, run

Shop = tuple[Path, Path]
PRODUCTS = [[{"a": f"{n}", "b": "x" * 30}] * (n % 3 + 1) for n in range(40)]


@pytest.mark.parametrize("limits", [Limits(rows=7), Limits(bytes=400), Limits(rows=5, bytes=300), Limits()])
def test_tables_are_split_between_products_and_lose_nothing(limits: Limits, tmp_path: Path) -> None:
    table = Table(tmp_path, "p", ("a", "b"), limits=limits)
    for rows in PRODUCTS:
        table.write(rows)
    table.close()
    files = sorted(tmp_path.iterdir(), key=lambda p: (len(p.name), p.name))
    assert [row for file in files for row in rows_of(file)] == [row for rows in PRODUCTS for row in rows]
    for file in files:
        assert limits.bytes is None or file.stat().st_size <= limits.bytes
        assert limits.rows is None or len(rows_of(file)) <= limits.rows
    for one, next_one in pairwise(files):
        assert rows_of(one)[-1]["a"] != rows_of(next_one)[0]["a"]
    assert len(files) > 1 or limits == Limits()


def _one_by_one(products: list[list[dict[str, str]]], limits: Limits) -> list[list[list[dict[str, str]]]]:
    """The products of each file by the rule itself: a cell may take twice its bytes and three more, a row two more."""
    files: list[list[list[dict[str, str]]]] = [[]]
    rows = size = 0
    for one in products:
        most = sum(2 + sum(len(v.encode()) + v.count('"') + 3 for v in row.values()) for row in one)
        out = io.StringIO(newline="")
        csv.writer(out).writerows(row.values() for row in one)
        too_many = limits.rows is not None and rows + len(one) > limits.rows
        if rows and (too_many or (limits.bytes is not None and size + most > limits.bytes)):
            files.append([])
            rows = 0
        size = (0 if rows else len(b"a,b\r\n")) + (size if rows else 0) + len(out.getvalue().encode())
        rows += len(one)
        files[-1].append(one)
    return files


@pytest.mark.parametrize("limits", [Limits(rows=270), Limits(bytes=9_000), Limits(rows=300, bytes=20_000), Limits()])
def test_rows_that_are_written_together_are_split_as_one_by_one(limits: Limits, tmp_path: Path) -> None:
    pick = random.Random(42)
    words = ["x", 'nói "ngon", rẻ', "ự" * 40, "", "hai\ndòng"]
    products = [[{"a": pick.choice(words), "b": str(n)}] * pick.randint(1, 4) for n in range(900)]
    table = Table(tmp_path, "p", ("a", "b"), limits=limits)
    for rows in products:
        table.write(rows)
    table.close()
    files = sorted(tmp_path.iterdir(), key=lambda p: (len(p.name), p.name))
    told = [[row for rows in file for row in rows] for file in _one_by_one(products, limits)]
    assert [rows_of(file) for file in files] == told


def test_a_byte_limit_counts_quotes_and_vietnamese_letters(tmp_path: Path) -> None:
    table = Table(tmp_path, "p", ("a",), limits=Limits(bytes=100))
    for words in ['"' * 20, "ự" * 20, 'x, "y"'] * 5:
        table.write([{"a": words}])
    table.close()
    assert max(file.stat().st_size for file in tmp_path.iterdir()) <= 100


def test_workbooks_are_split_at_the_row_limit(tmp_path: Path) -> None:
    book = Book(tmp_path, "b", [Column("a"), Column("b", is_number=True)], most_rows=11)
    for number in range(25):
        book.write([{"a": f"={number}", "b": str(number)}])
    book.close()
    paths = sorted(tmp_path.iterdir(), key=lambda p: (len(p.name), p.name))
    read = [CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python() for path in paths]
    assert all(len(rows) <= 11 and rows[0] == ["a", "b"] for rows in read)
    assert [row for rows in read for row in rows[1:]] == [[f"={n}", float(n)] for n in range(25)]


def test_legacy_shopify_says_the_same_in_the_old_words(shop: Shop, tmp_path: Path) -> None:
    new = rows_of(run("shopify", shop, tmp_path / "new").folder / "products.csv")
    made = run("shopify", shop, tmp_path / "old", options=frozenset({"legacy"}))
    old = rows_of(made.folder / "products.csv")
    assert made.manifest["options"] == ["legacy"]
    assert [r["Variant SKU"] for r in old] == [r["SKU"] for r in new]
    assert {r["Variant Inventory Policy"] for r in old} == {"continue", "deny"}
    assert list(old[0])[:4] == ["Handle", "Title", "Body (HTML)", "Vendor"]


def test_net_income_stands_in_the_worksheet_where_a_rate_is_given(shop: Shop, tmp_path: Path) -> None:
    fee = Fee(9.5, date(2026, 10, 1), 3_000)
    assert [fee.net(price) for price in (60_000, 3_000, 100_001)] == [51_300, 0, 87_500]
    made = run("postmart", shop, tmp_path, fee=fee)
    book = json.loads(as_text(made.folder / "san-pham.xlsx"))
    header, first = book["Sản phẩm"][:2]
    assert dict(zip(header, first, strict=True))["Còn lại sau phí (đồng)"] == 51_300
    assert ["Phí của sàn: 9.5 % và 3.000 đ, theo mức ngày 01/10/2026."] in book["Đọc trước"]


@pytest.mark.parametrize(
    "given",
    [{"percent": 9}, {"percent": "x", "as_of": "2026-10-01"}, {"percent": 120, "as_of": "2026-10-01"}],
)
def test_a_fee_that_is_none_is_one_sentence(given: dict) -> None:
    with pytest.raises(Refused, match=r"\[fees.shopee\]"):
        fees.of({"fees": {"shopee": given}}, "shopee")
    assert fees.of({}, "shopee") is None


def test_the_picture_we_make_keeps_to_the_limits_of_every_market(tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (3000, 2000), random.Random(1).randbytes(3000 * 2000 * 3))
    noise.save(tmp_path / "noise.png")
    stored = images.store((tmp_path / "noise.png").read_bytes(), tmp_path)
    path = images.derive(stored.sha256, tmp_path)["square"]
    with Image.open(path) as made:
        assert made.format == "JPEG"
        assert made.size == (1000, 1000)
    # The tightest of all: 2 MB, 500 px (facts on marketplaces, section 18).
    assert path.stat().st_size < 2_000_000
    asked = [rule for name in markets.known() for rule in register(name).get("rule", [])]
    assert max(rule["value"] for rule in asked if rule["check"] == "picture_px") <= 1000


def test_a_picture_that_cannot_be_made_is_told_and_not_named_a_success(tmp_path: Path) -> None:
    job = Job(tmp_path, tmp_path / "pictures", DAY)
    assert not pictures.put({"sha256": "0" * 64}, job, "anh/a/1.jpg")
    assert job.log == ["Ảnh anh/a/1.jpg: không còn bản gốc."]


def test_a_derived_picture_that_is_missing_is_made_again(shop: Shop, tmp_path: Path) -> None:
    before = run("postmart", shop, tmp_path / "a").folder
    for path in (shop[1] / "derived").rglob("*-square.jpg"):
        path.unlink()
    after = run("postmart", shop, tmp_path / "b").folder
    assert (before / "anh/a-sao/1.jpg").read_bytes() == (after / "anh/a-sao/1.jpg").read_bytes()


def test_a_post_names_a_telephone_only_where_the_catalogue_holds_one(tmp_path: Path) -> None:
    one, job = product({"summary": "Hái tay. Gọi 0900 000 011 nhé."}), Job(tmp_path, tmp_path, DAY)
    assert "0900" not in text(one, job)
    shown = replace(one, producer=one.producer | {"phone": '["+84900000011"]'})
    assert text(shown, job).splitlines()[-1] == "Điện thoại: 0900000011"


def test_every_feed_s_limits_are_obeyed(shop: Shop, tmp_path: Path) -> None:
    lengths = {
        "google": ("products.tsv", "\t", "title", "description"),
        "shopify": ("products.csv", ",", "Title", None),
        "haravan": ("products.csv", ",", "Tên", None),
    }
    for name, (file, delimiter, title, description) in lengths.items():
        rows = rows_of(run(name, shop, tmp_path / name).folder / file, delimiter)
        limits = register(name)["limits"]
        assert max(len(r[title]) for r in rows) <= limits["title"]
        assert description is None or max(len(r[description]) for r in rows) <= limits["description"]


@pytest.mark.parametrize("name", ["=1+1", "+84 chè", "-cmd|'/c calc'!A1", "@chè", "＝1+1", "- vỏ quế", "'chè", "Chè"])
def test_h7_lists_for_people_run_no_formula_and_are_read_back_as_they_were(name: str, tmp_path: Path) -> None:
    from catalog.markets import accounts
    from tests.catalog.markets.specimens import product

    with accounts.told(tmp_path) as (left_out, _):
        left_out.add(product({"name": name}), [accounts.Unmet("x", "Lý do.")])
    with (tmp_path / accounts.LEFT_OUT).open(encoding="utf-8-sig", newline="") as file:
        (_, row) = csv.reader(file)
    assert row[1][0] not in "=+@＝"
    assert not row[1].startswith("-cmd")
    assert row[1] in (name, f"'{name}")
    assert row[1] == name or name not in ("- vỏ quế", "'chè", "Chè")
    assert [found.name for found in accounts.read(tmp_path / accounts.LEFT_OUT)] == [name]


def test_meta_s_first_row_is_comments(shop: Shop, tmp_path: Path) -> None:
    made = run("meta", shop, tmp_path)
    with (made.folder / "products.csv").open(encoding="utf-8", newline="") as file:
        comments, names, *rows = list(csv.reader(file))
    assert all(c.startswith("# ") for c in comments)
    assert names[0] == "id"
    assert len(rows) == made.rows
    assert {r[names.index("availability")] for r in rows} == {"in stock", "out of stock"}


def test_no_two_rows_of_a_feed_are_one_to_the_market(shop: Shop, tmp_path: Path) -> None:
    for name, market in markets.known().items():
        if isinstance(market.write, Feed):
            seen: list[str] = []
            feed = market.write

            def key(row: dict[str, str], feed: Feed = feed, seen: list[str] = seen) -> str:
                seen.append(feed.key(row))
                return seen[-1]

            watched = replace(feed, rows=lambda p, j, feed=feed, key=key: [r for r in feed.rows(p, j) if key(r)])
            export(replace(market, write=watched), *shop, tmp_path / name, on=DAY, base_url="https://ocop.example.vn")
            assert len(set(seen)) == len(seen) > 0


@pytest.mark.parametrize("name", ["woocommerce", "odoo", "haravan"])
def test_a_barcode_of_two_packs_is_told_and_not_sent(name: str, shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    path.write_bytes(shop[0].read_bytes())
    with sqlite3.connect(path) as db:
        db.execute("UPDATE offers SET gtin = '8936136161235' WHERE product_id IN ('b-het-han', 'c-khong-sao')")
        db.execute("UPDATE offers SET gtin = '8938505974194' WHERE product_id = 'm-ruou'")
    made = run(name, (path, shop[1]), tmp_path / "out")
    data = next(p for p in made.folder.glob("*product*.csv")).read_text(encoding="utf-8")
    assert data.count("8936136161235") == 0
    assert data.count("8938505974194") == 1
    told = {row.product_id for row in accounts.read(made.folder / accounts.NOTES) if "gtin-shared" in row.codes}
    assert told == {"a-sao", "b-het-han", "c-khong-sao"}
    assert "8936136161235" in (run("csv", (path, shop[1]), tmp_path / "csv").folder / "catalog.csv").read_text("utf-8")


def ocop(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home.root), *arguments])


@pytest.fixture
def shop_home(shop: Shop, home: Home) -> Home:
    """A home whose published catalogue is the small shop."""
    home.root.mkdir(parents=True)
    home.catalog.write_bytes(shop[0].read_bytes())
    home.pictures.symlink_to(shop[1])
    return home


def test_commands_export_confirm_and_send_changes(shop_home: Home) -> None:
    day = ("--date", "2026-11-22")
    assert ocop(shop_home, "export", "haravan", "--changed", *day).exception is not None
    made = json.loads(ocop(shop_home, "export", "haravan", "--json", *day).stdout)
    assert made["mode"] == "full"
    assert made["id"] in ocop(shop_home, "export", "haravan", "--confirm").output
    changes = json.loads(ocop(shop_home, "export", "haravan", "--changed", "--json", *day).stdout)
    assert (changes["rows"], changes["since"]) == (0, made["id"])
    assert sorted(p.name for p in shop_home.exports.iterdir()) == [
        "haravan-1-golden",
        "haravan-1-golden-changed",
    ]
    assert "--option legacy" in ocop(shop_home, "markets").output


def test_a_market_that_takes_no_product_says_why_and_needs_a_person(shop_home: Home) -> None:
    (shop_home.root / "config.toml").write_text('[site]\naddress = "https://ocop.example.vn"\n', "utf-8")
    with sqlite3.connect(shop_home.catalog) as db:
        db.execute("DELETE FROM pictures")
    said = ocop(shop_home, "export", "google")
    assert isinstance(said.exception, Blocked)
    assert said.exception.exit_status == 1
    assert "takes none of the 13 products; most often for picture-missing (13)" in str(said.exception)


def test_commands_say_how_ready_products_are(shop_home: Home) -> None:
    told = ocop(shop_home, "preflight", "haravan", "d-lien-he", "--date", "2026-11-22")
    assert "Gà Tiên Yên: Còn thiếu 1 thông tin để lên Haravan: Chưa có giá bán." in told.output
    one = json.loads(ocop(shop_home, "preflight", "haravan", "a-sao", "--json").stdout)
    assert (one["state"], one["missing"]) == ("ready", [])
    every = json.loads(ocop(shop_home, "preflight", "haravan", "--json").stdout)
    assert every["not_ready"] == 3
    assert every["codes"]["price-missing"] == 1
    assert "3 not ready" in ocop(shop_home, "preflight", "haravan").output
    assert "no published product called" in str(ocop(shop_home, "preflight", "haravan", "khong-co").exception)
