"""Posts for people's own channels: the text and pictures of a Zalo or Facebook post per product.

Short and honest: what it is, what it costs, the star in force, who makes it. A telephone stands there only where the
producer consented to show it, since only then does the catalogue hold it.
"""

from __future__ import annotations

import json

from catalog.markets.listing import offers, pictures, texts
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.market import Job, Market, names_pack, origin
from catalog.markets.register import limit
from catalog.markets.writing.feed import Feed
from catalog.publish.tables.reading import Product

GONE = "go-bai.txt"


def rows(product: Product, job: Job) -> Rows:
    """One row: the folder's name, the product's name, the text."""
    facts = product.facts
    return [{"slug": facts["slug"], "Tên": facts["name"], "text": text(product, job)}]


def text(product: Product, job: Job) -> str:
    """The words of the post, a line each; not longer than what is read without opening the post."""
    facts, producer = product.facts, product.producer
    story = texts.without_contacts(facts["summary"] or facts["description"] or facts["story"] or "")
    star = f"Đạt OCOP {product.stars} sao." if product.stars else ""
    made_by = ", ".join(p for p in (producer["name"], origin(product)) if p)
    lines = [
        texts.bare(facts["name"]),
        *_prices(product),
        texts.first_sentences(story, limit("baidang", "description") or 300),
        star,
        f"Nơi làm ra: {made_by}.",
        *_contact(product),
        f"Xem thêm: {job.page_url(product)}" if job.base_url else "",
    ]
    return "\n".join(line for line in lines if line)


def _prices(product: Product) -> list[str]:
    """A line per pack; sold-out ones say so, and where there is no price the buyer is asked to ask."""
    lines = []
    for pack in offers.variants(product):
        size = "" if names_pack(product, pack.offer) else pack.size
        per = pack.offer["price_per"]
        amount = offers.dong(pack.price) + (f"/{per}" if per and per not in size.casefold() else "")
        sold_out = " (tạm hết hàng)" if pack.is_sold_out else ""
        lines.append(f"{size}: {amount}{sold_out}" if size else f"Giá: {amount}{sold_out}")
    return lines or ["Giá: liên hệ cơ sở."]


def _contact(product: Product) -> list[str]:
    numbers = json.loads(product.producer["phone"] or "[]")
    return [f"Điện thoại: {', '.join(n.replace('+84', '0', 1) for n in numbers)}"] if numbers else []


class _Posts:
    """`bai/<product>.txt`, and `go-bai.txt` with the posts to take down."""

    def __init__(self, job: Job) -> None:
        self._folder = job.folder
        (self._folder / "bai").mkdir()
        self._gone: list[str] = []

    def write(self, rows: Rows) -> None:
        for row in rows:
            if row.get("gone"):
                self._gone.append(row["Tên"])
            else:
                place = self._folder / "bai" / f"{row['slug']}.txt"
                place.write_text(row["text"] + "\n", encoding="utf-8", newline="\n")

    def close(self) -> None:
        if self._gone:
            said = ["Bài cần gỡ vì sản phẩm không còn trong danh mục:", *self._gone]
            (self._folder / GONE).write_text("\n".join(said) + "\n", encoding="utf-8")


def _hide(row: Row) -> Row:
    return row | {"gone": "1"}


MARKET = Market(
    name="baidang",
    title="Bài đăng Zalo/Facebook",
    kind="posts",
    evidence="ours: short, honest, contact by consent only",
    write=Feed(
        rows=rows,
        key=lambda row: row["slug"],
        sink=_Posts,
        hide=_hide,
        clears=("",),
        copies="always",
        most_pictures=limit("baidang", "pictures"),
        pattern=pictures.FOLDERS,
    ),
    notes=("Mỗi sản phẩm một tệp trong thư mục bai và một thư mục ảnh trong thư mục anh; mở tệp, chép, đăng kèm ảnh.",),
)
