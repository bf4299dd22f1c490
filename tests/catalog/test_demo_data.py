"""Laws of the demo's data: enough of it, nobody real in it, and what is made by script is fresh."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import python_calamine
from lxml import html
from PIL import Image

from scripts.make_demo import cells, headers, shop
from scripts.make_demo.products import DECISIONS, DEMO, PRODUCTS, Decision

ROOT = Path(__file__).parents[2]
# Named in the sheets, never sent: the officer is told (picture-missing).
NOT_SENT = {"nuoc lau san.jpg", "chach tuoi.jpg", "lot ly que.jpg", "IMG_2053.jpg"}
PHONE = re.compile(r"(?<!\d)(?:\+84|0)[ .]?9\d{2}[ .]?\d{3}[ .]?\d{3}(?!\d)|(?<![\d,.])9\d{8}(?!\d)")
NOBODY = re.compile(r"(?:\+84|0)?9000000\d\d")


def words_of(path: Path) -> Iterator[str]:
    """Every text of a sheet, or the whole text of any other file."""
    if path.suffix != ".xlsx":
        yield path.read_text(encoding="utf-8-sig")
        return
    with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).to_python():
                yield from (str(int(c)) if isinstance(c, float) else str(c) for c in row)


def written() -> list[Path]:
    return [p for p in sorted(DEMO.rglob("*")) if p.suffix in {".xlsx", ".csv", ".html"}]


def named_pictures() -> set[str]:
    return {photo for product in PRODUCTS.values() for photo in product["photos"]}


def in_sheets() -> set[str]:
    """Keys of the products whose name stands in some sheet."""
    text = unicodedata.normalize("NFC", "\n".join(w for p in (DEMO / "sheets").iterdir() for w in words_of(p)))
    return {key for key, product in PRODUCTS.items() if product.name in text}


@pytest.mark.parametrize("part", ["sheets", "register", "shop"])
def test_what_the_scripts_write_is_what_is_committed(part: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.make_demo", "sheets", "shop", "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in (tmp_path / part).rglob("*") if p.is_file()}
    kept = {p.relative_to(DEMO): p.read_bytes() for p in (DEMO / part).rglob("*") if p.is_file() and p.suffix != ".jpg"}
    assert made.keys() == kept.keys()
    assert [str(name) for name in made if made[name] != kept[name]] == []


def test_enough_products_of_enough_producers() -> None:
    assert len(in_sheets()) >= 60
    assert len(PRODUCTS) >= 70
    assert len({p.producer.name for p in PRODUCTS.values()}) >= 24
    assert len({p.producer.kind for p in PRODUCTS.values()}) >= 6


def test_every_product_stands_in_a_sheet_or_in_the_shop() -> None:
    sold = {key for category in shop.CATEGORIES for key in category.keys}
    assert in_sheets() | sold == set(PRODUCTS)


def test_most_goods_have_no_star_and_some_decisions_are_old() -> None:
    starred = [p for p in PRODUCTS.values() if p.decision]
    assert 10 <= len(starred) < len(PRODUCTS) / 2
    assert any(d.date.isoformat() < "2023-11" for d in DECISIONS.values())
    for decision in DECISIONS.values():
        assert decision.stars == 3 if "huyện" in decision.issuer else decision.stars == 4


@pytest.mark.parametrize("path", written(), ids=lambda p: p.name)
def test_telephones_belong_to_nobody(path: Path) -> None:
    found = [re.sub(r"[ .]", "", number) for text in words_of(path) for number in PHONE.findall(text)]
    assert [number for number in found if not NOBODY.fullmatch(number)] == []


def test_the_pattern_of_telephones_sees_every_way_they_are_written() -> None:
    for text in ("0912.345.678", "0912 345 678", "+84912345678", "912345678", "ĐT 0912345678."):
        assert PHONE.search(text), text


def test_lists_are_composed_vietnamese() -> None:
    for name in ("products.toml", "producers.toml"):
        assert unicodedata.is_normalized("NFC", (ROOT / "scripts/make_demo" / name).read_text(encoding="utf-8"))


def test_one_sheet_is_decomposed_and_one_hides_a_page() -> None:
    assert any(not unicodedata.is_normalized("NFC", w) for w in words_of(DEMO / "sheets/gom bo bat.xlsx"))
    with python_calamine.CalamineWorkbook.from_path(str(DEMO / "sheets/HTX Khe Sung - bang gia 2025.xlsx")) as book:
        assert any(s.visible is not python_calamine.SheetVisibleEnum.Visible for s in book.sheets_metadata)


def test_pictures_that_sheets_name_were_sent_but_for_the_listed_ones() -> None:
    sent = {p.name for p in (DEMO / "photos").iterdir()}
    assert named_pictures() - sent == NOT_SENT
    assert sent - named_pictures() == set()


def test_pictures_are_many_small_and_all_different() -> None:
    photos = sorted((DEMO / "photos").iterdir())
    pictured = [p for p in PRODUCTS.values() if set(p["photos"]) - NOT_SENT]
    assert len(photos) >= 45
    assert len(pictured) >= 40
    assert max(p.stat().st_size for p in photos) <= 250_000
    assert sum(p.stat().st_size for p in photos) <= 7_000_000
    everything = [*photos, *(DEMO / "shop/anh").iterdir()]
    assert len({hashlib.sha256(p.read_bytes()).digest() for p in everything}) == len(everything)


def test_pictures_are_as_phones_send_them() -> None:
    turned, placed, kinds = 0, 0, set()
    for path in (DEMO / "photos").iterdir():
        with Image.open(path) as picture:
            data = picture.getexif()
            turned += data.get(0x0112, 1) != 1
            placed += bool(data.get_ifd(0x8825))
            kinds.add(picture.format)
    assert turned >= 5
    assert placed >= 3
    assert kinds == {"JPEG", "PNG", "WEBP"}


def product_pages() -> list[Path]:
    return sorted((DEMO / "shop/san-pham").glob("*.html"))


@pytest.mark.parametrize("path", product_pages(), ids=lambda p: p.stem)
def test_a_shop_page_says_the_same_to_machines(path: Path) -> None:
    page = html.fromstring(path.read_text(encoding="utf-8"))
    (script,) = page.xpath("//script[@type='application/ld+json']/text()")
    said = json.loads(script)
    assert said["@type"] == "Product"
    assert said["name"] == PRODUCTS[path.stem].name == page.xpath("//h1/text()")[0]
    offers = said["offers"] if isinstance(said["offers"], list) else [said["offers"]]
    assert all(o["availability"].startswith("https://schema.org/") for o in offers)
    prices = [o["price"] for o in offers if "price" in o]
    assert prices == [] if path.stem in shop.ASK_FOR_PRICE else prices[0] == PRODUCTS[path.stem]["dong"]


def test_every_link_and_picture_of_the_shop_exists() -> None:
    root = DEMO / "shop"
    for path in root.rglob("*.html"):
        for link in html.fromstring(path.read_text(encoding="utf-8")).xpath("//a/@href | //img/@src | //link/@href"):
            assert (path.parent / link).resolve().is_file(), f"{path.name}: {link}"


def test_the_hidden_product_is_behind_what_robots_may_not_read() -> None:
    open_pages = [p for p in (DEMO / "shop").rglob("*.html") if p.parent.name != "rieng"]
    assert not any(shop.HIDDEN_NAME in p.read_text(encoding="utf-8") for p in open_pages)
    assert "Disallow: /rieng/" in (DEMO / "shop/robots.txt").read_text(encoding="utf-8")


def test_columns_name_fields_that_products_have() -> None:
    known = set(cells.FIELDS) | {word for p in PRODUCTS.values() for word in p.words}
    own = {"wholesale", "barcode", "time", "number_of_row", "written_day", "old_price", "given_stars"}
    used = {name for columns in vars(headers).values() if isinstance(columns, list) for _, name in columns}
    assert used - known - own == set()


@pytest.mark.parametrize("decision", DECISIONS.values(), ids=lambda d: d.key)
def test_an_annex_lists_what_its_decision_gave(decision: Decision) -> None:
    number = decision.number.split("/")[0]
    (path,) = (DEMO / "register").glob(f"PL QD {number} *.xlsx")
    words = set(words_of(path))
    assert {PRODUCTS[key].name for key in decision.products} <= words
    assert {f"{decision.stars} sao", decision.number, decision.date.isoformat()} <= words
