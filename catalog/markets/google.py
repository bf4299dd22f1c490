"""Google Merchant Center: one list of attributes as a tab-separated table and as RSS 2.0; upload either."""

from __future__ import annotations

from catalog.markets.listing import categories, offers, pictures, texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.market import Job, Market
from catalog.markets.register import limit
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.rss import Rss
from catalog.markets.writing.tables import Table
from catalog.publish.tables.reading import Product

HEADER = (
    "id", "title", "description", "link", "image_link", "additional_image_link", "availability", "price", "condition",
    "brand", "gtin", "identifier_exists", "item_group_id", "size", "google_product_category", "product_type",
    "unit_pricing_measure", "unit_pricing_base_measure", "shipping_weight",
    "shipping_length", "shipping_width", "shipping_height", "product_detail", "custom_label_0", "custom_label_1",
)  # fmt: skip

SIDES = ("shipping_length", "shipping_width", "shipping_height")
SHORTEST_CM, LONGEST_CM = 1, 400  # of shipping_length, shipping_width and shipping_height


def rows(product: Product, job: Job) -> Rows:
    """A row per pack; several packs of one product are one group."""
    packs = offers.variants(product)
    shared = _product(product, job)
    return [shared | _pack(product, pack, is_one_of_many=len(packs) > 1) for pack in packs]


def _product(product: Product, job: Job) -> Row:
    links = pictures.links(product, job, limit("google", "pictures"))
    most = limit("google", "description")
    star = f"OCOP {product.stars} sao" if product.stars else ""
    return {
        "description": texts.fit(texts.on_one_line(texts.description(product, most)), most),
        "link": job.page_url(product) or "",
        "image_link": links[0] if links else "",
        "additional_image_link": ",".join(links[1:]),
        "condition": "new",
        "brand": texts.brand(product, limit("google", "brand")),
        "google_product_category": categories.of("google", product),
        "product_type": product.set_title or "",
        "product_detail": _details(product),
        "custom_label_0": star,
        "custom_label_1": product.facts["province"] or "",
    }


def _pack(product: Product, pack: Variant, *, is_one_of_many: bool) -> Row:
    measure, base = offers.unit_measure(pack.offer)
    return {
        "id": pack.sku,
        "title": texts.title(product, pack.offer, limit("google", "title")),
        "availability": "out_of_stock" if pack.is_sold_out else "in_stock",
        "price": f"{pack.price} VND",
        "gtin": pack.gtin,
        "identifier_exists": "" if pack.gtin else "no",
        "item_group_id": product.facts["id"] if is_one_of_many else "",
        "size": texts.fit(pack.size, 100) if is_one_of_many else "",
        "unit_pricing_measure": measure,
        "unit_pricing_base_measure": base,
        "shipping_weight": f"{pack.grams} g" if pack.grams else "",
        **_parcel(product, pack),
    }


def _parcel(product: Product, pack: Variant) -> Row:
    """The sides of the parcel: all three, or none where one is beyond what Google takes."""
    sides = offers.packed_sides(product, pack.offer)
    if sides is None or not all(SHORTEST_CM <= side <= LONGEST_CM for side in sides):
        return {}
    return {name: f"{side:g} cm" for name, side in zip(SIDES, sides, strict=True)}


def _details(product: Product) -> str:
    """section:name:value; OCOP stars do not fit `certification`, which knows energy labels alone."""
    star = f"{product.stars} sao" if product.stars else ""
    told = (("Chứng nhận", "OCOP", star), ("Xuất xứ", "Tỉnh", product.facts["province"] or ""))
    return ",".join(":".join(part.replace(":", " ").replace(",", " ") for part in d) for d in told if d[2])


class _Both:
    """The table and the RSS of one export."""

    def __init__(self, job: Job) -> None:
        self._table = Table(job.folder, "products", HEADER, delimiter="\t", ending="tsv")
        self._rss = Rss(
            job.folder / "products.xml",
            "Sản phẩm OCOP",
            job.base_url or "",
            lists=frozenset({"additional_image_link"}),
            detail="product_detail",
        )

    def write(self, rows: Rows) -> None:
        self._table.write(rows)
        self._rss.write(rows)

    def close(self) -> None:
        self._table.close()
        self._rss.close()


MARKET = Market(
    name="google",
    title="Google Merchant Center",
    kind="feed",
    evidence="attributes and limits of Google's product data specification (read November 2026)",
    write=Feed(
        rows=rows,
        key=lambda row: row["id"],
        sink=_Both,
        hide=lambda row: row | {"availability": "out_of_stock"},
        clears=("custom_label_0", "product_detail", "gtin", "identifier_exists", "item_group_id", "size"),
        replaces=True,
        copies="never",
    ),
    notes=(
        "Tải lên products.tsv hoặc products.xml (một trong hai) làm nguồn cấp dữ liệu chính.",
        "Tệp chỉ có thay đổi (--changed) là nguồn bổ sung, không dùng thay tệp chính.",
    ),
    needs_address=True,
)
