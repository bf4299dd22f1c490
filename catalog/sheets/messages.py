"""Chat messages as people send them in Zalo: several products with name, pack and price over one to three lines.

A line of the message is a row. A product begins on the line that names it; lines below that only give packs and
prices belong to it. Producer, telephone and address are said once and hold for all products. Greetings, times,
questions and fees are left out by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.columns import BY_NAME
from catalog.registers import headers
from catalog.sheets.grid import Grid
from catalog.sheets.layout import column_letter
from catalog.sheets.model import MappedColumn, RawRow, Table
from catalog.values import contacts
from catalog.values.text import clean, fold

# The columns that a message may fill, in the order of their letters.
_COLUMNS = (
    "name", "price", "pack", "stars", "stock", "producer", "phone", "address", "description", "delivery_area",
    "ingredients", "shelf_life", "storage", "usage", "note", "decision_number", "province", "commune", "website",
)  # fmt: skip
_SHARED = ("producer", "phone", "address", "delivery_area", "province", "commune", "website")

_UNIT = r"(?:k|đ|đồng|vnđ|vnd|tr\d*|triệu|nghìn|ngàn|ng)"
_MONEY = re.compile(
    rf"(?<![\w.,])\d[\d.,]*\s*(?:(?:-|–|~|đến)\s*\d[\d.,]*\s*)?{_UNIT}(?!\w)"
    r"|(?<![\w.,])\d{1,3}(?:[.,]\d00)*[.,]000(?![\d.,]*\w)"
    r"|\b(?:giá\s*:?\s*)?(?:liên hệ|thỏa thuận|theo thời giá)\b",
    re.I,
)
_PACK = (
    r"(?:túi|hộp|chai|hũ|lọ|gói|thùng|bao|can|bịch|khay|set|combo|bó|vỉ|lốc|giỏ|cái|con|quả|trái|cây|cuộn|lon|bình"
    r"|bánh|cặp|chục|kg|ký|lít|cân|lạng)"
)
_MEASURE = r"(?:kg|gram|gam|gr|g|ml|l|lít|lit|cc|lạng|cân|ký|tạ|yến)"
_SIZE = re.compile(
    rf"(?:\b{_PACK}\s*)?(?<![\w.,])\d[\d.,]*\s*{_MEASURE}(?!\w)(?:\s*/\s*{_PACK})?"
    rf"|\b{_PACK}\s+\d+\s*{_PACK}?(?:\s*x\s*\d+\s*\w+)?",
    re.I,
)
_STARS = re.compile(r"\(?\s*(?:đạt\s+)?(?:ocop\s*)?[3-5]\s*(?:sao|\*|⭐)(?:\s*ocop)?\s*\)?", re.I)
_STOCK = re.compile(
    r"\b(?:còn|sẵn)\s+(?:lại\s+)?\d[\d.,]*\s*\w+|\b(?:tạm\s+)?hết\s+hàng[^,;.]{0,40}|\bcòn hàng\b", re.I
)
_TIME = re.compile(
    r"\[?\d{1,2}[:h]\d{2}(?::\d{2})?\s*(?:am|pm|sa|ch)?\b[^\w]*"
    r"(?:hôm qua|hôm nay|thứ \w+|chủ nhật|ngày)?[\d/\-. ,\]]*$",
    re.I,
)
_STAMP = re.compile(r"^\[\d{1,2}[:h]\d{2}[^\]]{0,30}\]\s*|^\d{1,2}:\d{2},?\s+\d{1,2}/\d{1,2}(?:/\d{2,4})?\s*[-:]?\s*")
_SENDER = re.compile(
    r"^(?:anh|em|chị|chú|cô|bác|shop|mình|bạn|ad|admin|cháu|con|ông|bà|thầy|tôi|khách|dì|cậu|mẹ|bố)"
    r"(?:\s+[^\W\d_]+){0,3}\s*:\s*",
    re.I,
)
_ANSWER = re.compile(
    r"^(?:(?:dạ|vâng|có|ok|oke|ừ|à|ạ|nha|nhé|thêm|bên em có|nhà em có|em có|còn)\s*)+(?:ạ|nhé|nha)?\s*[:,]\s*", re.I
)
_MARK = re.compile(r"^\s*(?:[^\w\s(\[\"'“\d]+\s*|\d{1,2}\s*[.)/]\s+)")
_FEE = re.compile(r"\b(phi )?(ship|van chuyen|giao hang)\b|\b(phi|coc|chuyen khoan|giam|khuyen mai|mua tu)\b")
_NOISE = re.compile(
    r"(chao|xin chao|hi|hello|alo|ok|oke|da|vang|cam on|thanks|anh oi|chi oi|em oi|em gui|gui anh|gui chi|hinh anh"
    r"|sticker|video|da (xem|gui|thu hoi)|tin nhan|hom (nay|qua)|bao gia|danh sach|lien he|dat hang|ib|inbox|bang gia"
    r"|thong tin)\b"
)
_PRODUCER = re.compile(
    r"(?<!\w)(?:HTX|hợp tác xã|liên hiệp HTX|tổ hợp tác|THT|công ty|cty|doanh nghiệp|DNTN|cơ sở|CSSX|hộ kinh doanh"
    r"|hộ sản xuất|hộ KD|HKD|trang trại|nhà vườn|xưởng|lò)\s+[^,;:()\n.]{2,80}",
    re.I,
)
_TELLING = re.compile(r"\s+(?:gửi|xin|báo|chào|bên|có|kính|nhà|em|ạ)(?:\s|$).*", re.I | re.S)
_NUMBER = re.compile(r"\s*[-–(]?\s*(?:\+84|0)[\d. ]{7,}.*$")
_CALL = re.compile(r"[,;.]?\s*(?:lh|liên hệ|lhệ|đt|sđt|zalo|call|gọi|☎|📞|(?:\+84|0)\d{2}[\d. ]{6,})", re.I)
_PLACE_MARKS = ("📍", "🏠", "🏡")
_NAME_START = re.compile(r"^(?:(?:thêm|có|còn|bán|nhà em|bên em|em)\s+)+", re.I)
_NAME_END = re.compile(r"\s*\b(?:giá(?: bán)?|chỉ|đồng giá|còn|loại|quy cách|bán)$", re.I)
_NO_NAMES = frozenset(
    {"gia", "gia ban", "si", "le", "mot", "moi", "1", "x", "gia si", "gia le", "con", "loai", "tu", "chi"}
)


@dataclass(slots=True)
class _Product:
    line: int
    cells: dict[str, str] = field(default_factory=dict)

    def add(self, column: str, words: str) -> None:
        words = words.strip(" ,;:-–—.")
        if words:
            before = self.cells.get(column)
            self.cells[column] = f"{before}, {words}" if before else words


def read_messages(grid: Grid) -> tuple[Table, int, Counter[str]] | None:
    """The products of a message as a table, how many lines are used, and why the others are not; None for prose."""
    lines = [(int(number), grid.text(row, 0)) for row, number in enumerate(grid.numbers)]
    products: list[_Product] = []
    shared = _Product(0)
    used: set[int] = set()
    for at, (number, text) in enumerate(lines):
        following = lines[at + 1][1] if at + 1 < len(lines) and lines[at + 1][0] == number + 1 else ""
        if _take(number, text, following, products, shared):
            used.add(number)
    products = [p for p in products if "name" in p.cells and p.cells.keys() & {"price", "pack", "stock"}]
    if not products:
        return None
    numbers = {number for number, _ in lines}
    return _table(products, shared), len(used & numbers), Counter({"chat line": len(numbers - used)})


def _take(number: int, text: str, following: str, products: list[_Product], shared: _Product) -> bool:
    """Reads one line into the product it begins or continues, or into what all share; False where it is neither."""
    if _TIME.match(text.strip()):
        return False
    words = _ANSWER.sub("", _SENDER.sub("", _STAMP.sub("", clean(text))))
    if not words or words.endswith("?"):
        return False
    if keyed := _keyed(words):
        return _take_keyed(number, *keyed, products, shared)
    if words.startswith(_PLACE_MARKS):
        shared.add("address", words.lstrip("".join(_PLACE_MARKS)))
        return True
    if _is_context(words):
        return _share(words, shared)
    name, rest = _split(words)
    if name and _begins(words, bool(_MONEY.search(rest) or _STOCK.search(rest)), following):
        if _FEE.search(fold(name)) or (_NOISE.match(fold(name)) and not _MARK.match(words)):
            return False
        products.append(_Product(number))
        products[-1].add("name", name)
        _add_facts(products[-1], _share_and_cut(rest, shared))
        return True
    if products and not name and any(p.search(rest) for p in (_MONEY, _SIZE, _STARS, _STOCK)):
        _add_facts(products[-1], rest)
        return True
    return False


def _keyed(words: str) -> tuple[str, str] | None:
    """The column and value of a line such as "Giá: 350k"; None where what stands before the colon is no header."""
    key, colon, value = _MARK.sub("", words).partition(":")
    match = headers.lookup(key) if colon and value.strip() and len(key) < 40 else None
    return (match.column, value.strip()) if match and match.column in _COLUMNS else None


def _take_keyed(number: int, column: str, value: str, products: list[_Product], shared: _Product) -> bool:
    if column == "name":
        products.append(_Product(number))
    if column in ("phone", "producer"):
        return _share(value, shared, column)
    owner = shared if column in _SHARED or not products else products[-1]
    owner.add(column, value)
    return True


def _is_context(words: str) -> bool:
    """Whether a line tells who sells: a telephone, or a producer without any price."""
    if contacts.phones(words).e164 and not _MONEY.search(contacts.without_contacts(words)):
        return True
    return bool(_PRODUCER.search(words)) and not _MONEY.search(words) and not _SIZE.search(words)


def _share(words: str, shared: _Product, known: str = "") -> bool:
    """Takes producer, telephone and address from a line; `known` is what its key says that it is."""
    has_phone = bool(contacts.phones(words).e164)
    found = _PRODUCER.search(words)
    if has_phone or known == "phone":
        shared.add("phone", words)
    if found or known == "producer":
        name = _TELLING.sub("", found[0] if found else words)
        shared.cells.setdefault("producer", _NUMBER.sub("", name).strip(" ,;:-–"))
    after = _TELLING.sub("", words[found.end() :]).strip(" ,;:-()") if found else ""
    if len(after) > 5 and not contacts.phones(after).e164 and len(after) > len(shared.cells.get("address", "")):
        shared.cells["address"] = after
    return True


def _share_and_cut(rest: str, shared: _Product) -> str:
    """What a product's line says of its price and pack; the telephone and producer behind it are shared."""
    if not contacts.phones(rest).e164:
        return rest
    cut = _CALL.search(rest)
    start = cut.start() if cut else len(rest)
    _share(rest[start:] if cut else rest, shared)
    return rest[:start]


def _split(words: str) -> tuple[str, str]:
    """The name that a line begins with, and what follows it: packs, prices, stars, stock."""
    words = _MARK.sub("", words).strip()
    facts = [m for pattern in (_MONEY, _SIZE, _STARS, _STOCK) if (m := pattern.search(words))]
    start = min((m.start() for m in facts), default=len(words))
    name = words[:start].rstrip(" ,;:-–—=(/")
    name = _NAME_END.sub("", _NAME_START.sub("", name)).rstrip(" ,;:-–—=(")
    bare = fold(re.sub(rf"\b{_PACK}\b", " ", name, flags=re.I))
    return (name, words[start:]) if len(bare.replace(" ", "")) > 1 and bare not in _NO_NAMES else ("", words)


def _begins(words: str, priced: bool, following: str) -> bool:
    """Whether a line that names something begins a product: it is marked or priced, or the next line prices it."""
    if priced or _MARK.match(words):
        return True
    name, rest = _split(clean(following))
    return not name and bool(_MONEY.search(rest))


def _add_facts(product: _Product, rest: str) -> None:
    for column, pattern in (("stars", _STARS), ("stock", _STOCK)):
        if found := pattern.search(rest):
            product.add(column, found[0].strip(" ()"))
            rest = rest.replace(found[0], " ")
    sizes = [m[0] for m in _SIZE.finditer(rest)]
    if sizes:
        product.add("pack", "; ".join(sizes))
    if _MONEY.search(rest):
        product.add("price", " ".join(rest.split()))


def _table(products: list[_Product], shared: _Product) -> Table:
    said = [*products, shared]
    columns = [c for c in _COLUMNS if any(c in product.cells for product in said)]
    letters = {column: column_letter(at) for at, column in enumerate(columns, 1)}
    mapped = {
        letter: MappedColumn(letter, BY_NAME[column].label, column, "values") for column, letter in letters.items()
    }
    return Table(None, (), mapped, tuple(_row(product, shared, letters) for product in products))


def _row(product: _Product, shared: _Product, letters: dict[str, str]) -> RawRow:
    taken: Iterable[str] = [c for c in shared.cells if c not in product.cells]
    cells = {letters[c]: words for c, words in {**shared.cells, **product.cells}.items()}
    return RawRow(product.line, cells, None, frozenset(letters[c] for c in taken))
