"""Writes the sample shop: a small static site whose pages carry schema.org data, to be crawled on loopback.

Links are relative, so the pages work under any address. `rieng/` and `gio-hang/` are closed by robots.txt; the
product behind them must never be collected.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from scripts.make_demo.products import HERE, PRODUCTS, Producer, Product

SHOP = "Sạp Hàng Quê"
NOTE = "Trang mẫu đi kèm phần mềm. Hàng, người và số điện thoại trên trang đều được đặt ra, không có thật."
ON_A_PAGE = 6

ROBOTS = """# Giỏ hàng và trang riêng không dành cho máy thu thập.
User-agent: *
Disallow: /gio-hang/
Disallow: /rieng/
"""


@dataclass(frozen=True, slots=True)
class Category:
    """A department of the shop and the keys of its goods."""

    slug: str
    title: str
    says: str
    keys: tuple[str, ...]


CATEGORIES = (
    Category(
        "bep-que",
        "Gian bếp quê",
        "Đồ khô, gia vị và quà ăn của các hợp tác xã.",
        ("mang-nua", "bot-san-day", "gao-nep-cam", "ruoc-chach", "chuoi-say-deo", "chuoi-gung", "bun-gao-lut",
         "hat-sen", "muoi-ot", "phan-hoa"),
    ),
    Category(
        "nha-cua",
        "Hương và đồ nhà",
        "Hương quế, túi thơm, đồ gốm.",
        ("que-thanh", "nu-huong-que", "tui-thom", "nieu-gom"),
    ),
)  # fmt: skip

# What the shop says otherwise than the producer.
ASK_FOR_PRICE = {"mang-nua"}
SOLD_OUT = {"phan-hoa", "chuoi-gung"}
REDUCED = {"hat-sen": 140000, "tui-thom": 48000}
LARGE_PACKS = {"muoi-ot": ("Túi 500 g", 120000), "bot-san-day": ("Túi 1 kg", 305000)}

HIDDEN_NAME = "Hộp quà Tết dùng thử"


def dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " ₫"


def price_words(product: Product) -> str:
    return "Liên hệ" if product.key in ASK_FOR_PRICE else dong(product["dong"])


def picture(product: Product) -> str:
    return f"{product.key}.jpg"


# ── schema.org ──


def maker(producer: Producer) -> dict[str, Any]:
    """The producer; every second one with its address in parts, the others in words."""
    place: Any = producer.new
    if len(producer.key) % 2:
        street, commune, province = producer.new.split(", ")
        place = {
            "@type": "PostalAddress",
            "streetAddress": street,
            "addressLocality": commune,
            "addressRegion": province,
            "addressCountry": "VN",
        }
    return {"@type": "Organization", "name": producer.name, "address": place}


def offer(product: Product, pack: str, amount: int | None) -> dict[str, Any]:
    """One offer; without a price where the shop wants to be asked."""
    state = "OutOfStock" if product.key in SOLD_OUT else "InStock"
    found: dict[str, Any] = {"@type": "Offer", "name": pack, "availability": f"https://schema.org/{state}"}
    if amount is None:
        return found
    found |= {"price": amount, "priceCurrency": "VND"}
    if product.key in REDUCED:
        found["priceSpecification"] = [
            {"@type": "UnitPriceSpecification", "price": amount, "priceCurrency": "VND"},
            {
                "@type": "UnitPriceSpecification",
                "priceType": "https://schema.org/StrikethroughPrice",
                "price": REDUCED[product.key],
                "priceCurrency": "VND",
            },
        ]
    return found


def structured(product: Product, category: Category) -> dict[str, Any]:
    """The product as schema.org's Product."""
    amount = None if product.key in ASK_FOR_PRICE else product["dong"]
    offers = [offer(product, product["pack"] or product.name, amount)]
    if product.key in LARGE_PACKS:
        offers.append(offer(product, *LARGE_PACKS[product.key]))
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "sku": f"SHQ-{product.key}",
        "description": product["description"],
        "image": f"../anh/{picture(product)}",
        "category": category.title,
        "brand": {"@type": "Brand", "name": product.producer.name},
        "manufacturer": maker(product.producer),
        "offers": offers if len(offers) > 1 else offers[0],
        "additionalProperty": [
            {"@type": "PropertyValue", "name": title, "value": words} for title, words in label(product) if words
        ],
    }


def label(product: Product) -> list[tuple[str, str]]:
    """What a buyer must be able to read before buying, as (title, words)."""
    return [
        ("Quy cách", product["pack"]),
        ("Thành phần", product["ingredients"]),
        ("Hướng dẫn sử dụng", product["usage"]),
        ("Bảo quản", product["storage"]),
        ("Hạn sử dụng", product["shelf_life"]),
        ("Cảnh báo", product["warning"]),
        ("Kích thước", product["dimensions"]),
    ]


# ── pages ──


def page(title: str, body: str, up: str = "../", data: dict[str, Any] | None = None) -> str:
    """A whole page; `up` leads to the shop's root."""
    script = (
        f'\n<script type="application/ld+json">\n{json.dumps(data, ensure_ascii=False, indent=1)}\n</script>'
        if data
        else ""
    )
    links = "".join(f'<a href="{up}danh-muc/{c.slug}-1.html">{c.title}</a> ' for c in CATEGORIES)
    return f"""<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} | {SHOP}</title>
<link rel="stylesheet" href="{up}shop.css">{script}
</head>
<body>
<header><a class="name" href="{up}index.html">{SHOP}</a>
<nav>{links}<a href="{up}gio-hang/index.html">Giỏ hàng</a></nav></header>
<main>
{body}
</main>
<footer class="small"><p>{SHOP}, điện thoại 0900 000 030. {NOTE}</p>
<p><a href="{up}rieng/index.html">Khách quen</a></p></footer>
</body>
</html>
"""


def cards(keys: tuple[str, ...], up: str = "../") -> str:
    items = [
        f'<li><a href="{up}san-pham/{key}.html">'
        f'<img src="{up}anh/{picture(product)}" alt="" width="800" height="600" loading="lazy">'
        f'<div><h3>{escape(product.name)}</h3><span class="price">{price_words(product)}</span></div></a></li>'
        for key in keys
        for product in [PRODUCTS[key]]
    ]
    return '<ul class="cards">\n' + "\n".join(items) + "\n</ul>"


def product_page(product: Product, category: Category) -> str:
    rows = "\n".join(f"<tr><th>{title}</th><td>{escape(words)}</td></tr>" for title, words in label(product) if words)
    others = tuple(key for key in category.keys if key != product.key)[:4]
    extra = ""
    if product.key in LARGE_PACKS:
        pack, amount = LARGE_PACKS[product.key]
        extra = f"<p>{pack}: <b>{dong(amount)}</b></p>"
    was = f' <s class="small">{dong(REDUCED[product.key])}</s>' if product.key in REDUCED else ""
    sold = "<p>Tạm hết hàng</p>" if product.key in SOLD_OUT else ""
    department = f'<a href="../danh-muc/{category.slug}-1.html">{category.title}</a>'
    body = f"""<p class="trail"><a href="../index.html">Trang chủ</a> › {department}</p>
<div class="product">
<img class="large" src="../anh/{picture(product)}" alt="{escape(product.name)}" width="800" height="600">
<div>
<h1>{escape(product.name)}</h1>
<p class="price">{price_words(product)}{was}</p>
{extra}{sold}<p>{escape(product["summary"])}</p>
<p>{escape(product["description"])}</p>
<p class="small">Cơ sở sản xuất: <b>{escape(product.producer.name)}</b>, {escape(product.producer.new)}</p>
</div>
</div>
<h2>Thông tin sản phẩm</h2>
<table>
{rows}
</table>
<h2>Sản phẩm liên quan</h2>
{cards(others)}"""
    return page(product.name, body, data=structured(product, category))


def category_pages(category: Category) -> dict[str, str]:
    """Every page of one department, six goods on each, with links to the next and the one before."""
    chunks = [category.keys[start : start + ON_A_PAGE] for start in range(0, len(category.keys), ON_A_PAGE)]
    made = {}
    for number, keys in enumerate(chunks, 1):
        before = f'<a rel="prev" href="{category.slug}-{number - 1}.html">‹ Trang trước</a> ' if number > 1 else ""
        after = (
            f'<a rel="next" href="{category.slug}-{number + 1}.html">Trang sau ›</a>' if number < len(chunks) else ""
        )
        body = f"<h1>{category.title}</h1>\n<p>{category.says}</p>\n{cards(keys)}\n<p>{before}{after}</p>"
        made[f"danh-muc/{category.slug}-{number}.html"] = page(f"{category.title}, trang {number}", body)
    return made


def closed_pages() -> dict[str, str]:
    """What robots.txt closes: the cart, and a page for regulars that links to a product of its own."""
    link = f'<h1>Dành cho khách quen</h1>\n<p><a href="hop-qua-tet.html">{HIDDEN_NAME}</a></p>'
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": HIDDEN_NAME,
        "offers": {"@type": "Offer", "price": 1, "priceCurrency": "VND"},
    }
    gift = f"<h1>{HIDDEN_NAME}</h1>\n<p>Chưa bán. Máy thu thập không được đọc trang này.</p>"
    return {
        "gio-hang/index.html": page("Giỏ hàng", "<h1>Giỏ hàng</h1>\n<p>Giỏ hàng đang trống.</p>"),
        "rieng/index.html": page("Khách quen", link),
        "rieng/hop-qua-tet.html": page(HIDDEN_NAME, gift, data=data),
    }


def pages() -> dict[str, str]:
    """Every file of the shop but its pictures: path → text."""
    front = "\n".join(f"<h2>{c.title}</h2>\n{cards(c.keys[:4], up='')}" for c in CATEGORIES)
    about = {"@context": "https://schema.org", "@type": "Store", "name": SHOP, "telephone": "+84900000030"}
    hello = "<h1>Quà quê gửi tận nhà</h1>\n<p>Chúng tôi lấy hàng từ các hợp tác xã ở Văn Yên, Yên Mô và Tiên Yên.</p>\n"
    made = {
        "index.html": page("Trang chủ", hello + front, up="", data=about),
        "robots.txt": ROBOTS,
        "shop.css": (HERE / "shop.css").read_text(encoding="utf-8"),
        **closed_pages(),
    }
    for category in CATEGORIES:
        made |= category_pages(category)
        made |= {f"san-pham/{key}.html": product_page(PRODUCTS[key], category) for key in category.keys}
    return made


def write(folder: Path) -> None:
    """Writes the shop into `folder`; its pictures (anh/) are made by `photos.py`."""
    for name, text in pages().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
