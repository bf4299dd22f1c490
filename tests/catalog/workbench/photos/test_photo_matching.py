"""Which product a photo shows, by its name and folders: a table of file names, each with its product or none."""

from __future__ import annotations

import csv

import pytest

from catalog.values import text
from catalog.values.packs import quantity
from catalog.workbench.identities.identity import Marks
from catalog.workbench.photos.photo_index import PhotoIndex
from catalog.workbench.photos.photo_matching import GUESSED, Matcher
from catalog.workbench.photos.photo_names import base, in_order
from catalog.workbench.photos.photo_products import products
from catalog.workbench.rows.delivery import Photo
from catalog.workbench.rows.drafts import RECORD, At, Draft, build
from catalog.workbench.rows.encoded import encode
from catalog.workbench.rows.shelf import Shelf
from catalog.workbench.rows.statements import Statement
from tests.conftest import ROOT

GOODS = [
    {"name": "Mật ong hoa nhãn Đồi Vải", "sku": "SP01", "producer": "HTX Đồi Vải"},
    {"name": "Mứt dừa", "producer": "HTX Suối Nhạn"},
    {"name": "Mứt dứa", "producer": "HTX Suối Nhạn"},
    {"name": "Trà shan tuyết", "sku": "TR-02", "producer": "HTX Suối Nhạn"},
    {"name": "Trà shan tuyết Suối Nhạn", "producer": "HTX Suối Nhạn"},
    {"name": "Gạo ST25 túi 5kg", "gtin": "8930000000019", "producer": "HTX Suối Nhạn"},
    {"name": "Nho", "producer": "HTX Suối Nhạn"},
    {"name": "Rượu nếp", "producer": "HTX Đồi Vải"},
    {"name": "Rượu nếp", "sku": "4711", "producer": "Cơ sở Bà Năm"},
    {"name": "Vừng", "producer": "HTX Suối Nhạn"},
    {"name": "日本", "producer": "HTX Suối Nhạn"},
]
with (ROOT / "tests/specimens/photo_names.tsv").open(encoding="utf-8") as file:
    SPECIMENS = list(csv.DictReader((line for line in file if line[0] != "#"), delimiter="\t"))


def draft(facts: dict[str, str], row: int) -> Draft:
    marks = Marks(text.key(facts["producer"]), text.key(quantity.without_pack(facts["name"])))
    said = Statement(encode(facts), "", facts["name"], "", frozenset(), encode(marks), [], b"")
    return build([said], [At(None, row, {})], {}, Shelf(RECORD))[0]


MATCHER = Matcher(products(draft(facts, row) for row, facts in enumerate(GOODS, 1)))


def found(path: str) -> str:
    """The product's name, its producer where two have that name, and ~ where the sender is told of it."""
    *folders, name = path.split("/")
    match = MATCHER.find(Photo(name, b"", tuple(folders)))
    if match is None:
        return ""
    facts = match[0].drafts[0].facts
    several = sum(g["name"] == facts["name"] for g in GOODS) > 1
    return facts["name"] + several * f" ({facts['producer']})" + (match[1] >= GUESSED) * " ~"


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda s: s["file"])
def test_a_photo_s_name_means_one_product_or_none(specimen: dict[str, str]) -> None:
    assert found(specimen["file"]) == specimen["product"], specimen["why"]


def test_equal_codes_of_two_products_decide_nothing() -> None:
    two = [{"name": n, "sku": "A-100", "producer": "HTX Đồi Vải"} for n in ("Bánh gai", "Bánh gio")]
    assert Matcher(products(draft(f, n) for n, f in enumerate(two, 1))).find(Photo("A100_1.jpg", b"")) is None


def test_packs_of_one_product_are_one() -> None:
    two = [{"name": f"Mật ong rừng {p}", "producer": "HTX Đồi Vải"} for p in ("500ml", "1 lít")]
    match = Matcher(products(draft(f, n) for n, f in enumerate(two, 1))).find(Photo("mat-ong-rung-1.jpg", b""))
    assert match
    assert [d.row for d in match[0].drafts] == [1, 2]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("IMG_1.jpg", None),
        ("a/IMG_1.jpg", ["a/IMG_1.jpg"]),
        ("C:\\Ảnh\\b\\img_1.JPG", ["b/IMG_1.jpg"]),
        ("Mật Ong", ["mat-ong-1.jpg", "mat-ong-2.jpg", "mat-ong-10.jpg"]),
        ("mat-ong-2.png", ["mat-ong-2.jpg"]),
        ("Hũ sành", ["Hũ sành/1.jpg"]),
        ("x", None),
        ("đường phèn.jpg", []),
        ("☺", []),
    ],
)
def test_what_a_cell_calls_a_photo(cell: str, expected: list[str] | None) -> None:
    names = "a/IMG_1.jpg b/IMG_1.jpg mat-ong-10.jpg mat-ong-2.jpg mat-ong-1.jpg Hũ_sành/1.jpg a/x.jpg b/x.png".split()
    photos = [Photo(n.split("/")[-1], n.encode(), tuple(n.replace("_s", " s").split("/")[:-1])) for n in names]
    index = PhotoIndex(photos)
    named = index.named(cell)
    assert (None if named is None else [photos[n].label for n in named]) == expected


def test_the_same_picture_under_one_name_twice_is_one() -> None:
    index = PhotoIndex([Photo("a.jpg", b"same", ("1",)), Photo("a.jpg", b"same", ("2",))])
    assert index.named("a.jpg") == [0]


def test_numbers_count_as_people_count() -> None:
    names = ["ong.jpg", "ong 9.png", "ong-10.jpg"]
    assert sorted(sorted(names), key=in_order) == names
    assert {base(n) for n in ("mat-ong-1", "Mật ong (2)", "mat_ong3", "mat ong")} == {"mat ong"}
