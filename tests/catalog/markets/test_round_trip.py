"""What we export, read by our own import in another home, gives the same products."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from catalog import markets
from catalog.markets.export import export
from catalog.publish import release
from catalog.publish.tables import reading
from catalog.workbench.home import Home
from tests.catalog.markets.conftest import DAY
from tests.conftest import HEADER, receive
from tests.images.made import encoded, quarters

PLACE, COAST = "xã Viễn Sơn, Văn Yên, Yên Bái", "thị trấn Tiên Yên, Tiên Yên, Quảng Ninh"
ROWS = [
    ["1", "Mật ong hoa nhãn", "HTX Đồi Vải", PLACE, "", "Chai 500ml", "150.000đ", ""],
    ["2", "Mật ong hoa nhãn", "HTX Đồi Vải", PLACE, "", "Chai 1 lít", "280k", ""],
    ["3", "Chè túi lọc Đồi Vải", "HTX Đồi Vải", PLACE, "", "Hộp 25 gói x 2g", "60.000đ/hộp", ""],
    ["4", "Ớt chào mào", "HTX Suối Nhạn", COAST, "", "Lọ 200g", "60.000-80.000đ", ""],
    ["5", "Giỏ mây Suối Nhạn", "HTX Suối Nhạn", COAST, "", "Bộ 3 chiếc", "350.000đ", ""],
    ["6", "Bánh gật gù, nhân thịt", "Công ty TNHH Bánh Tiên", COAST, "", "Hộp 10 cái", "30.000đ", ""],
    ["7", "- Chuối sấy dẻo", "HTX Đồi Vải", PLACE, "", "Túi 200g", "45000", ""],
]
FACTS = ("name", "province_code", "commune_code", "ocop_set")
OFFER = ("price_low", "price_high", "price_per", "net_total", "net_unit", "pack_count", "pieces", "pack_words")
Key = tuple[object, ...]


def published(home: Home) -> list[Key]:
    """Every product with what a buyer is told of it, whatever its id."""
    release.publish(home, "test", force="a few rows")
    with closing(reading.connect(home.catalog)) as db:
        return sorted(
            (
                tuple(product.facts[n] for n in FACTS),
                product.producer["name"],
                sorted(tuple(map(str, (offer[n] for n in OFFER))) for offer in product.offers),
            )
            for product in reading.products(db, DAY)
        )


@pytest.mark.parametrize("name", ["csv", "santinh"])
def test_a_parcel_comes_back_as_it_was_written(
    name: str, home: Home, write_sheet: Callable[..., Path], tmp_path: Path
) -> None:
    header = [*HEADER[:5], "Kích thước đóng gói", "Kích thước", *HEADER[5:]]
    row = [*ROWS[4][:5], "D50 x R40 x C40cm", "cao 40 cm", *ROWS[4][5:]]
    receive(home, write_sheet([row], header=header))
    release.publish(home, "test", force="a few rows")
    made = export(markets.get(name), home.catalog, home.pictures, tmp_path / "out", on=DAY)
    file = next(p for p in made.folder.iterdir() if p.name in ("catalog.csv", "san-pham.xlsx"))
    (submission,) = receive(Home(tmp_path / "other"), file)
    (facts,) = [draft.facts for draft in submission.drafts]
    assert (facts["packed_dimensions"], facts["dimensions"]) == ("D50 x R40 x C40cm", "cao 40 cm")


@pytest.mark.parametrize("name", ["csv", "woocommerce", "postmart", "santinh"])
def test_our_export_read_by_our_import(name: str, home: Home, write_sheet: Callable[..., Path], tmp_path: Path) -> None:
    receive(home, write_sheet(ROWS, header=HEADER))
    sent = published(home)
    assert len(sent) == 6
    made = export(markets.get(name), home.catalog, home.pictures, tmp_path / "out", on=DAY)
    assert made.left_out_count == 0
    file = next(p for p in made.folder.iterdir() if p.name in ("catalog.csv", "products.csv", "san-pham.xlsx"))
    other = Home(tmp_path / "other")
    (submission,) = receive(other, file)
    assert [d.state for d in submission.drafts] == ["accepted"] * 7
    assert published(other) == sent


def test_custom_fields_of_others_are_no_columns_of_ours(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "shop.csv"
    file.write_text(
        "Name,Regular price,Meta: ocop_khong,Meta: ocop_name\nMật ong,150000,x,y\nChè Shan,90000,x,y\n", "utf-8"
    )
    (submission,) = receive(home, file)
    assert [d.name for d in submission.drafts] == ["Mật ong", "Chè Shan"]


# What few feeds have room for: the commune, the unit that a price is for, the upper end of a range.
TOLD = ("price_low", "net_total", "net_unit", "pack_count", "pieces")
FEEDS = ("haravan", "sapo", "shopify", "google", "meta", "odoo", "vendure", "medusa")
WITH_SETS = ("haravan", "sapo", "shopify", "google")


def told(home: Home, *, with_sets: bool) -> list[Key]:
    """Every product with what a machine's feed carries of it."""
    release.publish(home, "test", force="a few rows")
    with closing(reading.connect(home.catalog)) as db:
        return sorted(
            (
                product.facts["name"],
                product.producer["name"],
                str(product.facts["province_code"]),
                str(product.facts["commune_code"]),
                str(product.facts["ocop_set"] if with_sets else ""),
                sorted(tuple(str(offer[n]) for n in TOLD) for offer in product.offers if offer["price_low"]),
            )
            for product in reading.products(db, DAY)
        )


@pytest.mark.parametrize("name", FEEDS)
def test_a_machine_s_feed_read_by_our_import(
    name: str, home: Home, write_sheet: Callable[..., Path], tmp_path: Path
) -> None:
    photos = [tmp_path / f"{words}.jpg" for words in dict.fromkeys(row[1] for row in ROWS)]
    for number, photo in enumerate(photos):
        photo.write_bytes(encoded(quarters(640 + 32 * number, 600)))
    receive(home, write_sheet(ROWS, header=HEADER), *photos)
    sent = told(home, with_sets=name in WITH_SETS)
    where = {"on": DAY, "base_url": "https://ocop.example.vn"}
    made = export(markets.get(name), home.catalog, home.pictures, tmp_path / "out", **where)
    assert made.left_out_count == 0
    file = next(p for p in sorted(made.folder.iterdir()) if p.stem in ("products", "product.template"))
    other = Home(tmp_path / "other")
    (submission,) = receive(other, file)
    assert [i.message for d in submission.drafts for i in d.issues if i.severity != "info"] == []
    assert told(other, with_sets=name in WITH_SETS) == sent


def test_another_shop_s_table_is_read_without_questions_about_its_own_columns(home: Home, tmp_path: Path) -> None:
    header = "Url,Tên,Mô tả,Hãng,Giá trị thuộc tính 1,Mã phiên bản sản phẩm,Khối lượng,Giá,Link hình,Variant Taxable"
    rows = (
        "che-shan,Chè Shan Suối Nhạn,<p>Hái tay.</p><ul><li>Sao chảo gang</li></ul>,HTX Suối Nhạn,"
        "Túi 100g,CS1,130,50000,,Yes",
        "che-shan,,,,,,,,https://cdn.example.vn/2.jpg,",
        "che-shan,,,,Túi 200g,CS2,240,90000,,Yes",
        "ot-muoi,Ớt muối,,HTX Suối Nhạn,Default Title,OM,,40000,,Yes",
    )
    file = tmp_path / "haravan.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    (submission,) = receive(home, file)
    assert [d.name for d in submission.drafts] == ["Chè Shan Suối Nhạn", "Chè Shan Suối Nhạn", "Ớt muối"]
    facts = [d.facts for d in submission.drafts]
    assert [(f["price_low"], f.get("net_total"), f.get("sku")) for f in facts] == [
        (50_000, 100.0, "CS1"),
        (90_000, 200.0, "CS2"),
        (40_000, None, "OM"),
    ]
    assert facts[0]["description"] == "Hái tay.\n- Sao chảo gang"
    assert {f["producer"] for f in facts} == {"HTX Suối Nhạn"}
    assert facts[0]["gross_weight"] == "130 g"
    assert "column-ignored" not in {i.code for d in submission.drafts for i in d.issues}
