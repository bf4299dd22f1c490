"""Meta's catalogue CSV (Facebook, Instagram, WhatsApp): a row of comments, a row of names, a row per pack."""

from __future__ import annotations

from catalog.markets.listing import categories, offers, pictures, texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.market import Job, Market
from catalog.markets.register import limit
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.tables import Table
from catalog.publish.tables.reading import Product

REQUIRED = ("id", "title", "description", "availability", "condition", "price", "link", "image_link", "brand")
HEADER = (
    *REQUIRED, "google_product_category", "fb_product_category", "quantity_to_sell_on_facebook", "sale_price",
    "sale_price_effective_date", "item_group_id", "gender", "color", "size", "age_group", "material", "pattern",
    "shipping", "shipping_weight", "offer_disclaimer", "offer_disclaimer_url", "video[0].url", "video[0].tag[0]",
    "gtin", "product_tags[0]", "product_tags[1]", "style[0]", "additional_image_link", "status",
)  # fmt: skip
COMMENTS = tuple(f"# {'Required' if name in REQUIRED else 'Optional'} | {name}" for name in HEADER)
# Characters of all further picture addresses together.
MOST_LINKS = 2_000


def rows(product: Product, job: Job) -> Rows:
    """A row per pack; several packs of one product are one group."""
    packs = offers.variants(product)
    shared = _product(product, job)
    return [shared | _pack(product, pack, is_one_of_many=len(packs) > 1) for pack in packs]


def _product(product: Product, job: Job) -> Row:
    links = pictures.links(product, job, limit("meta", "pictures"))
    star, province = (f"OCOP {product.stars} sao" if product.stars else ""), product.facts["province"] or ""
    return {
        "description": texts.description(product, limit("meta", "description")),
        "condition": "new",
        "link": job.page_url(product) or "",
        "image_link": links[0] if links else "",
        "additional_image_link": _joined(links[1:]),
        "brand": texts.brand(product, limit("meta", "brand")),
        "google_product_category": categories.of("google", product),
        "fb_product_category": categories.of("meta", product),
        "product_tags[0]": star or province,
        "product_tags[1]": province if star else "",
        "status": "active",
    }


def _pack(product: Product, pack: Variant, *, is_one_of_many: bool) -> Row:
    return {
        "id": pack.sku,
        "title": texts.title(product, pack.offer, limit("meta", "title")),
        "availability": "out of stock" if pack.is_sold_out else "in stock",
        "price": f"{pack.price} VND",
        "quantity_to_sell_on_facebook": "" if pack.stock is None else str(pack.stock),
        "item_group_id": product.facts["id"] if is_one_of_many else "",
        "size": texts.fit(pack.size, 100) if is_one_of_many else "",
        "shipping_weight": f"{pack.grams} g" if pack.grams else "",
        "gtin": pack.gtin,
    }


def _joined(links: list[str]) -> str:
    """As many addresses as there is room for, none of them cut."""
    joined = ""
    for link in links:
        if len(joined) + len(link) + 1 > MOST_LINKS:
            break
        joined += f",{link}" if joined else link
    return joined


def hide(row: Row) -> Row:
    """The listing as it was, archived and out of stock."""
    none_left = {"quantity_to_sell_on_facebook": "0"} if row.get("quantity_to_sell_on_facebook") else {}
    return row | {"status": "archived", "availability": "out of stock"} | none_left


MARKET = Market(
    name="meta",
    title="Meta (Facebook/Instagram)",
    kind="feed",
    evidence="template and limits of Meta's catalogue documentation (read November 2026)",
    write=Feed(
        rows=rows,
        key=lambda row: row["id"],
        sink=lambda job: Table(job.folder, "products", HEADER, before=[COMMENTS]),
        hide=hide,
        clears=("product_tags", "quantity_to_sell_on_facebook", "item_group_id", "size", "gtin"),
        replaces=True,
        copies="never",
    ),
    notes=("Tải lên tại Trình quản lý thương mại → Danh mục → Nguồn dữ liệu; lần sau dùng đúng nguồn đó.",),
    needs_address=True,
)
