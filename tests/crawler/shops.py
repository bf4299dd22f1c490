"""Small shops of our own making that answer in the shapes of platforms: goods of the invented Khe Sim, on loopback.

`furnish(shop, platform)` gives a served shop the answers of that platform, interface and pages. The same goods stand in
every shop, so that what is read of them can be compared. Prices are in đồng; `minor` says with how many decimals
WooCommerce counts; `per_page` how many products one answer holds.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

SHOP_TITLE = "Hợp tác xã Khe Sim"


@dataclass(frozen=True)
class Choice:
    """One way to buy. old: the price before, 0 where there is none."""

    name: str
    price: int
    sku: str
    old: int = 0
    in_stock: bool = True


@dataclass(frozen=True)
class Good:
    """One product; a single choice without a name is a product without variants."""

    slug: str
    name: str
    choices: tuple[Choice, ...]
    text: str = ""

    @property
    def picture(self) -> str:
        return f"/anh/{self.slug}.png"


GOODS = (
    Good("mat-ong-bac-ha", "Mật ong bạc hà Khe Sim", (
        Choice("Hũ 250 g", 120_000, "KS-MO-250", old=150_000), Choice("Hũ 500 g", 220_000, "KS-MO-500"),
        Choice("Chai 1 lít", 400_000, "KS-MO-1L", in_stock=False)), "Mật ong hoa bạc hà vùng cao, quay tháng mười."),
    Good("tra-shan", "Trà Shan tuyết Khe Sim", (Choice("", 185_000, "KS-TR"),), "Búp một tôm hai lá, sao tay."),
    Good("que-thanh", "Quế thanh Khe Sim", (Choice("", 60_000, "KS-QT", old=75_000),), "Quế vỏ phơi nắng."),
    Good("mang-kho", "Măng khô Khe Sim", (Choice("", 210_000, "KS-MK", in_stock=False),), "Măng nứa phơi khô."),
    Good("gao-nep", "Gạo nếp nương Khe Sim", (
        Choice("Túi 1 kg", 45_000, "KS-GN-1"), Choice("Túi 5 kg", 215_000, "KS-GN-5")), "Nếp nương vụ mùa."),
)  # fmt: skip
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def money(amount: int) -> str:
    return f"{amount:,}đ".replace(",", ".")


def product_page(good: Good, head: str, extra: str = "") -> bytes:
    """A page as a theme shows it to people: the first choice that can be had, words of stock, a button."""
    first = next((c for c in good.choices if c.in_stock), good.choices[0])
    old = f"<del>{money(first.old)}</del>" if first.old else ""
    stock = "<button>Thêm vào giỏ hàng</button>" if first.in_stock else '<p class="stock">Hết hàng</p>'
    return f"""<!doctype html><html lang="vi"><head><title>{good.name} – {SHOP_TITLE}</title>{head}</head><body>
<nav><a href="/">Trang chủ</a></nav><main><h1>{good.name}</h1><p class="price">{old}<ins>{money(first.price)}</ins></p>
{stock}{extra}<img src="{good.picture}" alt="{good.name}"><div class="description">{good.text}</div></main>
</body></html>""".encode()


def front_page(head: str, addresses: list[str]) -> bytes:
    links = "".join(f'<li><a href="{address}">{n}</a></li>' for n, address in enumerate(addresses))
    return f"""<!doctype html><html lang="vi"><head><title>{SHOP_TITLE}</title>{head}</head><body><h1>{SHOP_TITLE}</h1>
<ul>{links}</ul></body></html>""".encode()


def furnish(shop: Any, platform: str, goods: tuple[Good, ...] = GOODS, **how: Any) -> None:
    """Makes a served shop answer as one of that platform does."""
    place, head, build = PLATFORMS[platform]
    for good in goods:
        body = product_page(good, head, EXTRA.get(platform, _none)(good))
        for ours, theirs in NAMES.get(platform, {}).items():
            body = body.replace(ours, theirs)
        shop.answers[place.format(good.slug)] = _page(body)
        shop.answers[good.picture] = lambda handler: handler.answer(200, PNG, "image/png")
    shop.answers["/"] = _page(front_page(head, [place.format(good.slug) for good in goods]))
    shop.answers["/robots.txt"] = lambda handler: handler.answer(
        200, b"User-agent: *\nDisallow: /admin\n", "text/plain"
    )
    shop.answers["/sitemap.xml"] = lambda handler: handler.answer(404)
    build(shop, goods, **how)


def _page(body: bytes) -> Any:
    return lambda handler: handler.answer(200, body, "text/html; charset=utf-8")


def _none(_: Good) -> str:
    return ""


def _asked(handler: Any) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(handler.path).query).items()}


def _cut(found: list[Any], handler: Any, per_page: int) -> list[Any]:
    at = int(_asked(handler).get("page", "1"))
    return found[(at - 1) * per_page : at * per_page]


def _json(handler: Any, data: Any, **headers: str) -> None:
    handler.answer(200, json.dumps(data, ensure_ascii=False).encode(), "application/json; charset=UTF-8", **headers)


def _woocommerce(shop: Any, goods: tuple[Good, ...], minor: int = 0, per_page: int = 2) -> None:
    def prices(choices: tuple[Choice, ...]) -> dict[str, Any]:
        cheapest = min(choices, key=lambda choice: choice.price)
        low, high = cheapest.price, max(choice.price for choice in choices)
        scale = 10**minor
        span = {"min_amount": str(low * scale), "max_amount": str(high * scale)} if low != high else None
        return {
            "price": str(low * scale), "sale_price": str(low * scale),
            "regular_price": str((cheapest.old or low) * scale),
            "price_range": span, "currency_code": "VND", "currency_symbol": "₫", "currency_minor_unit": minor,
            "currency_decimal_separator": ",", "currency_thousand_separator": ".", "currency_prefix": "",
            "currency_suffix": " ₫",
        }  # fmt: skip

    def row(good: Good, choice: Choice | None, number: int) -> dict[str, Any]:
        link = f"{shop.origin}/san-pham/{good.slug}/"
        choices = (choice,) if choice else good.choices
        return {
            "id": number, "name": good.name, "slug": good.slug, "type": "variation" if choice else
            "variable" if len(good.choices) > 1 else "simple", "parent": 0, "variation": f"Khối lượng: {choice.name}" if
            choice else "", "permalink": f"{link}?attribute_khoi-luong={choice.sku}" if choice else link,
            "sku": choice.sku if choice else good.choices[0].sku if len(good.choices) == 1 else "",
            "description": f"<p>{good.text}</p>", "short_description": "", "on_sale": any(c.old for c in choices),
            "prices": prices(choices), "images": [{"id": 1, "src": shop.origin + good.picture, "alt": good.name}],
            "categories": [{"id": 1, "name": "Đặc sản", "slug": "dac-san"}], "brands": [], "attributes": [],
            "variations": [] if choice or len(good.choices) < 2 else [{"id": number * 100 + n, "attributes": []}
                                                                      for n in range(len(good.choices))],
            "is_purchasable": True, "is_in_stock": any(c.in_stock for c in choices), "is_on_backorder": False,
        }  # fmt: skip

    products = [row(good, None, n) for n, good in enumerate(goods, 1)]
    variants = [row(good, c, 100 * n) for n, good in enumerate(goods, 1) for c in good.choices if len(good.choices) > 1]

    def answer(handler: Any) -> None:
        found = variants if _asked(handler).get("type") == "variation" else products
        pages = -(-len(found) // per_page)
        _json(handler, _cut(found, handler, per_page), X_WP_Total=str(len(found)), X_WP_TotalPages=str(pages))

    shop.answers["/wp-json/wc/store/v1/products"] = answer


def _form_of_woocommerce(good: Good) -> str:
    if len(good.choices) < 2:
        return ""
    table = [{"attributes": {"attribute_khoi-luong": c.sku.lower()}, "display_price": c.price, "sku": c.sku,
              "display_regular_price": c.old or c.price, "is_in_stock": c.in_stock, "variation_id": n,
              "availability_html": ""} for n, c in enumerate(good.choices)]  # fmt: skip
    options = "".join(f'<option value="{c.sku.lower()}">{c.name}</option>' for c in good.choices)
    said = html.escape(json.dumps(table))
    return f'<form class="variations_form cart" data-product_variations="{said}"><select>{options}</select></form>'


def _shopify(shop: Any, goods: tuple[Good, ...], per_page: int = 2, factor: int = 1, vnd: str = "{}.00") -> None:
    def row(good: Good) -> dict[str, Any]:
        return {
            "id": 1, "title": good.name, "handle": good.slug, "body_html": f"<p>{good.text}</p>", "vendor": SHOP_TITLE,
            "product_type": "Đặc sản", "tags": [], "variants": [
                {"id": n, "title": c.name or "Default Title", "option1": c.name or "Default Title", "sku": c.sku,
                 "available": c.in_stock, "price": vnd.format(c.price * factor), "grams": 300, "position": n,
                 "compare_at_price": vnd.format(c.old * factor) if c.old else None}
                for n, c in enumerate(good.choices)],
            "images": [{"id": 1, "src": shop.origin + good.picture, "position": 1}],
            "options": [{"name": "Khối lượng", "position": 1, "values": [c.name for c in good.choices]}],
        }  # fmt: skip

    found = [row(good) for good in goods]
    shop.answers["/products.json"] = lambda handler: _json(handler, {"products": _cut(found, handler, per_page)})


def _sapo(shop: Any, goods: tuple[Good, ...], per_page: int = 2) -> None:
    def row(good: Good) -> dict[str, Any]:
        return {
            "id": 1, "name": good.name, "alias": good.slug, "content": f"<p>{good.text}</p>", "vendor": SHOP_TITLE,
            "product_type": "Đặc sản", "price": good.choices[0].price, "variants": [
                {"id": n, "title": c.name or "Default Title", "sku": c.sku, "barcode": "", "available": c.in_stock,
                 "price": c.price + 0.0, "compare_at_price": c.old + 0.0, "inventory_quantity": 7 * c.in_stock}
                for n, c in enumerate(good.choices)],
            "images": [{"id": 1, "src": shop.origin + good.picture}],
        }  # fmt: skip

    found = [row(good) for good in goods]
    shop.answers["/products.json"] = lambda handler: _json(handler, {"products": _cut(found, handler, per_page)})


def _magento(shop: Any, goods: tuple[Good, ...], per_page: int = 2) -> None:
    def span(choice: Choice) -> dict[str, Any]:
        now, before = choice.price, choice.old or choice.price
        said = {"regular_price": {"value": before, "currency": "VND"}, "final_price": {"value": now, "currency": "VND"}}
        stock = "IN_STOCK" if choice.in_stock else "OUT_OF_STOCK"
        return {"sku": choice.sku, "stock_status": stock, "price_range": {"minimum_price": said}}

    def row(good: Good) -> dict[str, Any]:
        whole = {
            "name": good.name, "url_key": good.slug, "url_suffix": ".html", "description": {"html": good.text},
            "short_description": {"html": ""}, "image": {"url": shop.origin + good.picture},
            "media_gallery": [{"url": shop.origin + good.picture}], "categories": [{"name": "Đặc sản"}],
        } | span(good.choices[0])  # fmt: skip
        if len(good.choices) > 1:
            whole |= {"sku": good.slug, "variants": [{"attributes": [{"label": c.name}], "product": span(c)}
                                                     for c in good.choices]}  # fmt: skip
        return whole

    found = [row(good) for good in goods]

    def answer(handler: Any) -> None:
        question = _asked(handler)["query"]
        at = int(question.partition("currentPage:")[2].partition(")")[0])
        info = {"current_page": at, "total_pages": -(-len(found) // per_page)}
        items = found[(at - 1) * per_page : at * per_page]
        _json(handler, {"data": {"products": {"page_info": info, "items": items}}})

    shop.answers["/graphql"] = answer


def _table_of_magento(good: Good) -> str:
    if len(good.choices) < 2:
        return ""
    numbered = {str(n): c for n, c in enumerate(good.choices, 10)}
    config = {
        "attributes": {"93": {"code": "size", "label": "Khối lượng", "options": [
            {"id": n, "label": c.name, "products": [n]} for n, c in numbered.items()]}},
        "optionPrices": {n: {"oldPrice": {"amount": c.old or c.price}, "finalPrice": {"amount": c.price}}
                         for n, c in numbered.items()},
        "sku": {n: c.sku for n, c in numbered.items()},
    }  # fmt: skip
    script = {"#product_addtocart_form": {"configurable": {"spConfig": config}}}
    return f'<script type="text/x-magento-init">{json.dumps(script)}</script>'


def _choices_of_odoo(good: Good) -> str:
    base = good.choices[0]
    rows = "".join(
        f'<li><label><input type="radio" class="js_variant_change" data-value_name="{c.name}">{c.name}'
        + (f'<span class="badge">+ <span class="variant_price_extra">{money(c.price - base.price)}</span></span>'
           if c.price != base.price else "") + "</label></li>" for c in good.choices if c.name)  # fmt: skip
    return f'<ul class="js_add_cart_variants">{rows}</ul>' if rows else ""


def _no_interface(shop: Any, goods: tuple[Good, ...]) -> None:
    """Odoo has pages only."""


WP = '<link rel="https://api.w.org/" href="/wp-json/"><link href="/wp-content/plugins/woocommerce/assets/a.css">'
# Platform → where its product pages lie, what stands in the head of its pages, and what builds its interface.
PLATFORMS: dict[str, Any] = {
    "woocommerce": ("/san-pham/{}/", WP, _woocommerce),
    "shopify": ("/products/{}", '<script>Shopify.shop = "a"; Shopify.currency = {"active":"VND"};</script>', _shopify),
    "haravan": ("/products/{}", "<script>Haravan.culture = 'vi-VN'; Haravan.shop = 'a';</script>", _shopify),
    "sapo": ("/{}", "<script>var Bizweb = Bizweb || {}; Bizweb.store = 'a'; Bizweb.id = 1;</script>", _sapo),
    "magento": ("/{}.html", '<link rel="stylesheet" href="/static/version17/frontend/a.css">', _magento),
    "odoo": ("/shop/{}-1", '<meta name="generator" content="Odoo">', _no_interface),
}
# Where a platform's themes always give the same names to parts of a page.
NAMES = {
    "odoo": {
        b"<main>": b'<main id="product_detail" class="oe_website_sale">',
        b'<p class="price">': b'<p class="oe_price">',
    }
}
EXTRA = {"woocommerce": _form_of_woocommerce, "magento": _table_of_magento, "odoo": _choices_of_odoo}
